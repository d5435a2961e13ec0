# SPDX-License-Identifier: Apache-2.0
"""Tests 'pnr probe' from outside: a blind query between two units, by files. usage: cli_probe.py PNR_COMMAND"""
import json, os, stat, subprocess, unittest

from cli import MESSAGE, PNR, lines
from cli_exchange import LATER, NOW, REQUEST, Units

AFTER = ('--now', '2026-03-02T12:06:00Z')
PROBE = {'legal_basis': 'unit', 'purpose': 'case', 'offences': ['terrorism'], 'reference': 'NL-2026-0050',
         'case_reference': 'CASE-9', 'case_reason': 'Invented.', 'necessity': 'No other source.', 'proportionality': 'One flight.',
         'authority': 'NL-POL-3', 'officer': 'officer-17', 'approver': 'head-2', 'approved_at': '2026-03-01T11:00:00Z'}
WANTED = ('name\tbirth_date\tdocument_number\tdocument_country\n'
          'Jindřich Kratochvíl\t1955-01-02\t\t\n'          # not on board
          'Petra Svobodová\t1980-05-05\tX1234567\tCZE\n'   # by document, and not by name: the booking has PETRA ANNA
          'Petra Anna Svobodová\t1980-05-05\t\t\n'         # by name
          'Petra Anna Svobodová\t1980\t\t\n')              # cannot be asked about
LIST = """id,name,surname,given,kind,birth_date,owner,basis,action,valid_until
7,,Svobodová,Petra Anna,primary,1980-05-05,Unit A,Invented Act,arrest,
8,,Kratochvíl,Jindřich,primary,1955-01-02,Unit A,Invented Act,inform,
9,,Kovářová,Jana,primary,1966-01-02,Unit A,Invented Act,inform,2026-02-01
"""
FLIGHT = ('--flight', 'ZX100', '--from', '2025-03-10')


class Probe(Units):
    def setUp(self):
        super().setUp()
        self.wanted = self.file('wanted.tsv', WANTED)
        os.mkdir(self.at('store'))
        self.store('2026-02-28T09:30Z')

    def store(self, received, *more, name='flight.cbor', message=MESSAGE):
        flight = self.file('flight.edi', message)
        scrubbed = subprocess.run([PNR, 'scrub', '--cbor', '--received', received, *more, flight], capture_output=True)
        self.assertEqual(scrubbed.returncode, 0)
        self.file(os.path.join('store', name), scrubbed.stdout)

    def ask(self, *more, status=0, probe=PROBE, flight=FLIGHT, who=None, when=NOW, out='probe.pnr'):
        path = self.file('probe.json', json.dumps({'probe': probe}))
        return self.check(status, 'probe', 'ask', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at(out),
                          *(who or ('--persons', self.wanted)), *flight, *more, path, *when)

    def answer(self, *more, status=0, when=LATER, file='probe.pnr', out='answer.pnr'):
        return self.check(status, 'probe', 'answer', '--keys', self.at('be'), '--records', self.at('store'), '--basis', 'Act 7, s. 3',
                          '-o', self.at(out), *more, self.at(file), *when)

    def match(self, *more, status=0, when=LATER, files=('answer.pnr',)):
        return self.check(status, 'probe', 'match', '--keys', self.at('nl'), *more, *(self.at(file) for file in files), *when)

    def kept(self, unit, kind):
        folder = self.at(unit, kind)
        return sorted(name for name in os.listdir(folder) if name != 'lock') if os.path.isdir(folder) else []

    def test_who_travelled_is_found_and_a_request_with_the_handle_gets_him(self):
        sent = lines(self.ask()[0])[0]
        self.assertEqual((sent['persons'], sent['keys'], sent['left_out']), (4, 4, 1))
        with open(self.at('probe.pnr'), 'rb') as file:
            self.assertNotIn(b'vobodov', file.read())
        told = lines(self.answer()[0])[0]
        self.assertEqual(told, {'probe': sent['id'], 'to': 'NL-PIU', 'keys': 4, 'flights': 1, 'records': 1})
        rows = lines(self.match()[0])
        self.assertEqual([(row['row'], row['flight'], row['day']) for row in rows[:-1]],
                         [(1, 'ZX100', '2025-03-10'), (2, 'ZX100', '2025-03-10')])
        self.assertEqual(rows[-1], {'probe': sent['id'], 'keys': 4, 'flights_asked': 1, 'flights_answered': 1, 'hits': 2})
        # The blinds were used: they are gone, and nothing is found a second time.
        self.assertEqual(self.kept('nl', 'probes'), [])
        self.assertIn('not known', self.match(status=1)[1])
        # NL asks for one of them, with its reasons; BE finds whom the handle means, and gives what was asked for.
        request = {**REQUEST, 'window_from': '2025-03-10', 'window_to': '2025-03-10', 'masked_suffices': True,
                   'selectors': [{'kind': 'handle', 'value': rows[0]['handle']}, {'kind': 'handle', 'value': rows[1]['handle']}]}
        asked = lines(self.seal({'request': request}, 'request', when=LATER)[0])[0]['id']
        self.show(0, 'out.pnr', 'be', '--keep')
        find = ('probe', 'find', '--keys', self.at('be'), '--records', self.at('store'), '-o', self.at('found.cbor'), asked)
        found = lines(self.check(0, *find, '--from', 'NL-PIU', *LATER)[0])
        self.assertEqual([(row['locator'], row['traveller']) for row in found], [('LOC001', 0)] * 2)
        self.assertIn('lead nowhere', self.check(1, *find, '--from', 'NL', *LATER)[1])
        self.assertIn('lead nowhere', self.check(1, *find, '--from', 'NL-PIU', *AFTER)[1])
        self.assertEqual(self.kept('be', 'probed'), [])  # the day is over: secret and handles are wiped
        self.assertIn('no request', self.check(1, *find[:-1], 'ab' * 16, '--from', 'NL-PIU', *LATER)[1])
        path = self.file('reply.json', json.dumps({'reply': {'outcome': 'data', 'request': asked, 'reference': 'BE-1',
                                                             'handling': 'case'}}))
        self.check(0, 'send', '--keys', self.at('be'), '--to', 'NL-PIU', '-o', self.at('back.pnr'), '--records',
                   self.at('found.cbor'), path, *LATER)
        got = lines(self.show(0, 'back.pnr', 'nl')[0])[1]['message']['reply']
        self.assertEqual((got['request'], got['elements_given']), (asked, ['names', 'itinerary']))

    def test_listed_persons_are_asked_about_by_their_entries(self):
        sent = lines(self.ask(who=('--list', self.file('list.csv', LIST)))[0])[0]
        self.assertEqual((sent['persons'], sent['keys']), (2, 2))  # one is not valid any more
        self.answer()
        self.assertEqual([row.get('entry') for row in lines(self.match()[0])], ['csv:7', None])
        self.ask('--entry', 'csv:8', who=('--list', self.at('list.csv')))
        self.answer()
        self.assertEqual([row['hits'] for row in lines(self.match()[0])], [0])
        self.assertIn('nobody is left', self.ask('--entry', 'csv:9', who=('--list', self.at('list.csv')), status=1)[1])

    def test_only_flights_that_there_are_records_of_have_tags(self):
        self.ask(flight=('--flight', 'ZX0100', '--flight', 'ZX7', '--from', '2025-03-09', '--until', '2025-03-11'))
        self.assertEqual(lines(self.answer()[0])[0]['flights'], 1)
        self.assertEqual(lines(self.match()[0])[-1]['flights_asked'], 6)
        # Masked travellers have no tags, nor have those who ought to be masked by now, and of a law that other units have no part in nothing is told.
        self.check(0, 'audit', 'init', '--unit', 'BE-PIU', '--key', self.at('auditor'), *NOW, self.at('trail'))
        self.store('2026-02-28T09:30Z', '--regime', 'api-border', name='border.cbor')
        masked = subprocess.run([PNR, 'mask', '--cbor', '--at', '2026-03-01', self.at('store', 'flight.cbor')], capture_output=True)
        self.assertEqual(masked.returncode, 0, masked.stderr)
        self.file(os.path.join('store', 'flight.cbor'), masked.stdout)
        self.store('2025-08-31T09:30Z', name='old.cbor', message=MESSAGE.replace(b'LOC001', b'LOC002'))
        self.ask()
        told = lines(self.answer('--audit', self.at('trail'), '--officer', 'o-3')[0])[0]
        self.assertEqual((told['flights'], told['records']), (0, 0))
        self.assertEqual(self.entries('trail'), [('refusal', 'NL-PIU', 'CASE-9', 1)])

    def entries(self, trail):
        rows = lines(self.check(0, 'audit', 'show', self.at(trail))[0])
        return [(row['kind'], row['recipient'], row['case'], row.get('count')) for row in rows if 'recipient' in row]

    def test_a_quota_survives_and_what_is_refused_is_told(self):
        for trail, unit in (('nl.trail', 'NL-PIU'), ('be.trail', 'BE-PIU')):
            self.check(0, 'audit', 'init', '--unit', unit, '--key', self.at(trail + '.key'), *NOW, self.at(trail))
        told = ('--audit', self.at('be.trail'), '--officer', 'o-3')
        self.ask('--audit', self.at('nl.trail'), '--officer', 'o-1')
        self.ask(out='second.pnr')
        self.answer('--quota', '6', *told)
        self.answer('--quota', '6', *told)  # the same again: it was counted
        got = self.answer('--quota', '6', *told, file='second.pnr', out='refused.pnr', status=1)[0]
        self.assertEqual(lines(got)[0]['refused'], 'QUOTA')
        rows = lines(self.match(files=('refused.pnr',))[0])
        self.assertEqual([row['refused'] for row in rows], ['QUOTA'])
        self.assertEqual(len(self.kept('nl', 'probes')), 3)  # the first one waits for its answer
        self.ask(out='third.pnr', probe={**PROBE, 'case_reference': 'CASE-10'})
        self.answer('--quota', '6', '--daily', '7', file='third.pnr', status=1)
        self.answer('--quota', '6', '--daily', '8', file='third.pnr')
        self.assertEqual(self.entries('nl.trail'), [('consultation', 'BE-PIU', 'CASE-9', None)])
        self.assertEqual(self.entries('be.trail'), [('disclosure', 'NL-PIU', 'CASE-9', 1)] * 2 + [('refusal', 'NL-PIU', 'CASE-9', 1)])
        rows = [row for row in lines(self.check(0, 'audit', 'show', self.at('be.trail'))[0]) if 'recipient' in row]
        self.assertEqual((rows[0]['approval'], rows[0]['officer'], rows[0]['elements']), ('Act 7, s. 3', 'o-3', [4, 18]))
        # Another day, another secret, and a quota of its own.
        self.ask(out='fourth.pnr', when=AFTER)
        self.answer('--quota', '6', file='fourth.pnr', when=AFTER)

    def test_blinds_are_for_the_owner_alone_and_wiped_behind_their_time(self):
        self.ask('--days', '1')
        kept = self.kept('nl', 'probes')
        self.assertEqual(sorted(name.split('.')[1] for name in kept), ['blind', 'json', 'persons'])
        self.answer()
        for unit, kind in (('nl', 'probes'), ('be', 'probed')):
            self.assertEqual(stat.S_IMODE(os.stat(self.at(unit, kind)).st_mode), 0o700)
            for name in os.listdir(self.at(unit, kind)):
                self.assertEqual(stat.S_IMODE(os.stat(self.at(unit, kind, name)).st_mode), 0o600, name)
        self.assertEqual(len(lines(self.match('--keep')[0])), 3)
        self.assertEqual(self.kept('nl', 'probes'), kept)
        self.match(status=1, when=AFTER)  # the answer has expired, and the blinds, too
        self.assertEqual(self.kept('nl', 'probes'), [])

    def test_an_answer_of_somebody_else_or_in_part_finds_nothing(self):
        self.ask()
        self.answer()
        self.match(status=1, files=('probe.pnr',))  # sealed to BE
        out = lines(self.show(0, 'answer.pnr', 'nl')[0])
        tags = self.file('tags.json', json.dumps(out[2]['message']))
        self.assertIn('without what was evaluated', self.match(status=1, files=('tags.json',))[1])
        # As messages of a node's inbox, in any order.
        self.file('result.json', json.dumps(out[1]['message']))
        self.assertEqual([row.get('row') for row in lines(self.match(files=('tags.json', 'result.json'))[0])], [1, 2, None])
        self.assertTrue(os.path.exists(tags))

    def test_a_probe_as_a_message_goes_into_a_folder(self):
        path = self.file('probe.json', json.dumps({'probe': PROBE}))
        out = self.check(0, 'probe', 'ask', '--keys', self.at('nl'), '--to', 'BE-PIU', '--message', self.at('1.json'), '--persons',
                         self.wanted, *FLIGHT, path, *NOW)[0]
        self.assertNotIn('id', lines(out)[0])
        with open(self.at('1.json')) as file:
            probe = json.load(file)['probe']
        self.assertEqual((len(probe['elements']), len(probe['commitments'])), (2 * 32 * 4, 2 * 16 * 4))
        self.assertEqual(probe['flights'], [{'carrier': 'ZX', 'number': '100', 'day': '2025-03-10'}])

    def test_what_the_law_or_the_format_does_not_allow_is_refused(self):
        for change, said in (({'purpose': None}, 'rule PURPOSE'), ({'case_reference': None}, 'rule CASE')):
            probe = {key: value for key, value in {**PROBE, **change}.items() if value is not None}
            self.assertIn(said, self.ask(probe=probe, status=1)[1])
            self.assertFalse(os.path.exists(self.at('probe.pnr')))
        self.assertIn('rule SELECTORS', self.ask(flight=(), status=1)[1])
        self.seal({'request': REQUEST}, 'request')
        self.assertIn('holds a request', self.answer(file='out.pnr', status=1)[1])
        self.assertIn('no probe', self.check(1, 'probe', 'ask', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('x'), '--persons',
                                             self.wanted, *FLIGHT, self.at('message.json'), *NOW)[1])
        os.unlink(self.at('store', 'flight.cbor'))
        self.file(os.path.join('store', 'other.cbor'), b'hello')
        self.ask()
        self.answer(status=1)
        self.assertFalse(os.path.exists(self.at('answer.pnr')))

    def test_wrong_usage_is_told(self):
        base = ['probe', 'ask', '--keys', 'x', '--to', 'B', '-o', 'y']
        for words, said in ((['probe'], 'probe ask'), (['probe', 'ask'], '--keys FOLDER'), (base, 'either --persons'),
                            (base + ['--message', 'z'], 'either -o FILE'), (base + ['--persons', 'p', '--entry', 'e'], '--entry goes'),
                            (base + ['--persons', 'p', '--days', '31', 'm'], '1 to 30'), (base + ['--persons', 'p'], 'reasons'),
                            (base + ['--persons', 'p', '--flight', 'ZX1', 'm'], '--from DATE'),
                            (base + ['--persons', 'p', '--flight', 'ZX', '--from', '2026-01-01', 'm'], 'such as ZX100'),
                            (base + ['--persons', 'p', '--flight', 'ZX1', '--from', '2026-01-01', '--until', '2026-06-01', 'm'], '64'),
                            (['probe', 'answer', '--keys', 'x', '--records', 'r', '-o', 'y', 'p'], '--basis REFERENCE'),
                            (['probe', 'answer', '--keys', 'x', '-o', 'y', 'p'], '--records PATH'),
                            (['probe', 'match', '--keys', 'x'], 'give the answer'),
                            (['probe', 'find', '--keys', 'x', '--from', 'y', '--records', 'z'], 'id of the request')):
            out, err = self.check(2, *words)
            self.assertEqual(out, '')
            self.assertIn(said, err)


if __name__ == '__main__':
    unittest.main()
