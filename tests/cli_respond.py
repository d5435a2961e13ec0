# SPDX-License-Identifier: Apache-2.0
"""Tests how 'pnr node' answers another unit from its own records, under its own rules. usage: cli_respond.py PNR_COMMAND"""
import json, os, random, signal, subprocess, time, unittest

from cli import MESSAGE, PNR, lines
from cli_exchange import REQUEST
from cli_probe import PROBE, WANTED
from node_units import Units, feedback

TODAY = time.gmtime()
DAY = time.strftime('%Y-%m-%d', TODAY)
NOW = time.strftime('%Y-%m-%dT%H:%M:%SZ', TODAY)
FLIGHT = MESSAGE.replace(b'100325', time.strftime('%d%m%y', TODAY).encode())


def months_ago(count):
    month = TODAY.tm_year * 12 + TODAY.tm_mon - 1 - count
    return f'{month // 12}-{month % 12 + 1:02}-01T00:00Z'


class Respond(Units):
    def setUp(self):
        super().setUp()
        os.mkdir(self.at('store'))
        self.put_records('flight.cbor', FLIGHT)
        self.check(0, 'audit', 'init', '--unit', 'BE-PIU', '--key', self.at('auditor'), self.at('trail'))

    def put_records(self, name, octets, received=DAY, *more):
        scrubbed = subprocess.run([PNR, 'scrub', '--cbor', '--received', received, *more, self.file('flight.edi', octets)],
                                  capture_output=True)
        self.assertEqual(scrubbed.returncode, 0, scrubbed.stderr)
        self.file(os.path.join('store', name), scrubbed.stdout)

    def begin(self, *more):
        self.check(0, 'index', 'travellers', '-o', self.at('travellers.index'), *(self.at('store', name)
                   for name in os.listdir(self.at('store')) if name != 'border.cbor'))
        more = ('--records', self.at('store'), '--index', self.at('travellers.index'), '--audit', self.at('trail'), '--officer', 'o-2',
                *more)
        self.start('nl')
        self.start('be', None, *more)
        return more

    def request(self, *selectors, **change):
        request = {**REQUEST, 'approved_at': DAY + 'T00:00:00Z', 'window_from': DAY, 'window_to': DAY, 'selectors': list(selectors)}
        return {'request': {key: value for key, value in {**request, **change}.items() if value is not None}}

    def ask(self, *selectors, **change):
        """The reply to it, which comes by itself."""
        self.number = getattr(self, 'number', 0) + 1
        self.put('nl', f'{self.number:03}', self.request(*selectors, **change))
        return self.next_reply()

    def next_reply(self):
        known = len(self.got['nl'])
        self.wait('the reply', lambda: self.take() or len(self.got['nl']) > known)
        return self.got['nl'][-1]['reply']

    def finish(self):
        self.assertEqual([self.end(unit) for unit in ('nl', 'be')], [0, 0])
        rows = lines(self.check(0, 'audit', 'show', self.at('trail'))[0])
        return [(row['kind'], row.get('case'), row.get('count', 0)) for row in rows if 'recipient' in row]

    def test_what_leads_exactly_to_a_record_is_answered_with_what_was_asked_for(self):
        self.begin()
        for selector in ({'kind': 'locator', 'value': 'LOC001'}, {'kind': 'document', 'document': {'number': 'x-1234567'}},
                         {'kind': 'flight', 'issuer': 'ZX', 'flight': '0100', 'from': DAY, 'to': DAY}):
            reply = self.ask(selector)
            self.assertEqual((reply['outcome'], reply['handling'], reply['elements_given'], len(reply['records'])),
                             ('data', 'case', ['names', 'itinerary'], 1), selector)
            self.assertEqual(reply['peer_reference'], REQUEST['reference'])
            self.assertTrue(reply['reference'].startswith('BE-PIU-'))
        for selector in ({'kind': 'locator', 'value': 'LOC002'}, {'kind': 'document', 'document': {'number': 'X1234567', 'issuer': 'SVN'}},
                         {'kind': 'phone', 'value': '+31 20 1234567'}, {'kind': 'handle', 'value': 'ab' * 16},
                         {'kind': 'flight', 'issuer': 'ZX', 'flight': '101', 'from': DAY, 'to': DAY}):
            self.assertEqual(self.ask(selector)['outcome'], 'none', selector)
        # Of somebody who travels on another day nothing is told, though the locator is right.
        other = {'window_from': '2024-03-01', 'window_to': '2024-03-02', 'masked_suffices': True}
        self.assertEqual(self.ask({'kind': 'locator', 'value': 'LOC001'}, **other)['outcome'], 'none')
        # The other elements, if somebody asks for them; several selectors lead to one record.
        reply = self.ask({'kind': 'locator', 'value': 'LOC001'}, {'kind': 'document', 'document': {'number': 'X1234567'}},
                         elements=['locator', 'api'])
        self.assertEqual((reply['elements_given'], len(reply['records'])), (['locator', 'api'], 1))
        told = self.finish()
        self.assertEqual(told[:2], [('consultation', 'CASE-9', 0), ('disclosure', REQUEST['reference'], 1)])
        self.assertEqual(len([row for row in told if row[0] == 'disclosure']), 4)
        self.assertEqual(len([row for row in told if row[0] == 'consultation']), 10)

    def test_a_person_by_name_waits_for_somebody_who_looks(self):
        self.begin('--threshold', '0.8')
        person = {'kind': 'person', 'person': {'names': [{'kind': 'primary', 'full': 'Petra Svobodova'}],
                                               'births': [{'from': '1980-05-05', 'to': '1980-05-05'}]}}
        reply = self.ask(person)
        self.assertEqual((reply['outcome'], reply['reason']), ('pending', 'a person reviews it'))
        folder = self.at('be.spool', 'review')
        (name,) = os.listdir(folder)
        self.assertEqual(name, reply['request'] + '.json')
        with open(os.path.join(folder, name)) as file:
            draft = json.load(file)
        (hit,) = draft['reply']['hits']
        self.assertGreaterEqual(hit['score'], 8000)
        self.assertTrue(hit['reasons'])
        # Without a reviewer it is refused by the rule; with one it goes.
        os.rename(os.path.join(folder, name), self.at('be.spool', 'outbox', '1.json'))
        self.wait('the refusal', lambda: os.listdir(self.at('be.spool', 'outbox')) == ['1.json.refused'])
        hit.update(reviewer='reviewer-5', reviewed_at=NOW)
        self.put('be', '2', draft)
        reply = self.next_reply()
        self.assertEqual((reply['outcome'], len(reply['records']), reply['hits']), ('data', 1, [hit]))
        # Nobody is like that, or not enough for who asks.
        other = {'kind': 'person', 'person': {'names': [{'kind': 'primary', 'full': 'Jana Kovarova'}]}}
        self.assertEqual(self.ask(other)['outcome'], 'none')
        near = {'kind': 'person', 'person': {'names': [{'kind': 'primary', 'full': 'Petra Svobodowa'}]}}
        self.assertEqual(self.ask(near, minimum_score=10000)['outcome'], 'none')
        self.end('be')
        self.assertIn('refused', self.errors)

    def test_a_name_without_an_index_is_for_people(self):
        self.start('nl')
        self.start('be', None, '--records', self.at('store'), '--audit', self.at('trail'), '--officer', 'o-2')
        self.assertEqual(self.ask({'kind': 'person', 'person': {'names': [{'kind': 'primary', 'full': 'P S'}]}})['outcome'], 'pending')

    def test_own_rules_decide(self):
        locator = {'kind': 'locator', 'value': 'LOC001'}
        self.put_records('second.cbor', FLIGHT.replace(b'LOC001', b'LOC002'))
        self.put_records('old.cbor', FLIGHT.replace(b'LOC001', b'LOC003'), months_ago(7))
        self.put_records('gone.cbor', FLIGHT.replace(b'LOC001', b'LOC004'), months_ago(61))
        self.put_records('border.cbor', FLIGHT.replace(b'LOC001', b'LOC005'), DAY, '--regime', 'api-border')
        self.begin('--most', '3')
        flight = {'kind': 'flight', 'issuer': 'ZX', 'flight': '100', 'from': DAY, 'to': DAY}
        self.assertEqual(self.ask(flight)['outcome'], 'too-broad')
        self.assertEqual(self.ask(locator, legal_basis='carriers')['outcome'], 'pending')
        self.assertEqual(self.ask(locator, standing_until=time.strftime('%Y-%m-%dT00:00:00Z', time.gmtime(time.time() + 864000)))
                         ['outcome'], 'pending')
        self.assertEqual(self.ask(locator, action='withdrawn')['outcome'], 'withdrawn')
        old = {'kind': 'locator', 'value': 'LOC003'}
        self.assertEqual(self.ask(old)['outcome'], 'needs-approval')
        self.assertEqual(self.ask(old, locator)['outcome'], 'partial')
        reply = self.ask(old, masked_suffices=True, elements=['itinerary', 'locator'])
        self.assertEqual((reply['outcome'], reply['records'][0]['masked']), ('data', True))
        approval = {'body_kind': 'court', 'body': 'Invented court', 'reference': 'EX-77', 'at': DAY + 'T00:00:00Z'}
        reply = self.ask(old, approval=approval)
        self.assertEqual((reply['outcome'], 'masked' in reply['records'][0]), ('data', False))
        self.assertEqual(self.ask({'kind': 'locator', 'value': 'LOC004'})['outcome'], 'none')
        self.assertEqual(self.ask({'kind': 'locator', 'value': 'LOC005'})['outcome'], 'none')
        # What comes into the store meanwhile is found.
        self.put_records('third.cbor', FLIGHT.replace(b'LOC001', b'LOC006'))
        self.assertEqual(self.ask({'kind': 'locator', 'value': 'LOC006'})['outcome'], 'data')
        self.assertIn(('refusal', 'CASE-9', 1), self.finish())

    def test_probes_are_answered_and_a_handle_leads_to_its_record(self):
        self.begin('--tags', 'Act 7, s. 3', '--quota', '6')
        probe = {**PROBE, 'approved_at': DAY + 'T00:00:00Z', 'flights': [{'carrier': 'ZX', 'number': '100', 'day': DAY}]}
        wanted, path = self.file('wanted.tsv', WANTED), self.file('probe.json', json.dumps({'probe': probe}))
        ask = lambda name: self.check(0, 'probe', 'ask', '--keys', self.at('nl'), '--to', 'BE-PIU', '--persons', wanted, '--message',
                                      self.at('nl.spool', 'outbox', name), path)
        os.makedirs(self.at('nl.spool', 'outbox'), mode=0o700, exist_ok=True)
        inbox = self.at('nl.spool', 'inbox')
        def files():  # the folder comes with the first of them
            names = os.listdir(inbox) if os.path.isdir(inbox) else ()
            return [os.path.join(inbox, name) for name in names if name.endswith('.json') and name[0] != '.']
        ask('1.json')
        self.wait('result and tags', lambda: len(files()) == 2)
        rows = lines(self.check(0, 'probe', 'match', '--keys', self.at('nl'), *files())[0])
        self.assertEqual([row.get('row') for row in rows], [1, 2, None])
        self.take()
        reply = self.ask({'kind': 'handle', 'value': rows[0]['handle']})
        self.assertEqual((reply['outcome'], len(reply['records'])), ('data', 1))
        ask('2.json')  # four keys more: beyond the quota
        self.put('nl', '3', feedback('behind it'))
        self.wait('what follows', lambda: self.take() or feedback('behind it') in self.got['be'])
        self.assertEqual(len([message for message in self.got['nl'] if 'tags' in message]), 1)
        told = self.finish()
        self.assertEqual([row for row in told if row[1] == 'CASE-9'],
                         [('disclosure', 'CASE-9', 1), ('consultation', 'CASE-9', 0), ('refusal', 'CASE-9', 1)])

    def test_whoever_is_killed_each_request_has_one_reply(self):
        chance, more, kills = random.Random(7), self.begin(), 0
        for number in range(40):
            self.put('nl', f'{number:03}', self.request({'kind': 'locator', 'value': 'LOC001'}, reference=f'NL-{number}'))
            if chance.random() < .3:
                kills += 1
                victim = chance.choice(sorted(self.running))
                time.sleep(chance.random() * .06)
                self.end(victim, signal.SIGKILL)
                self.start(victim, None, *(more if victim == 'be' else ()))
        self.wait('all replies', lambda: self.take() or len(self.got['nl']) >= 40)
        self.wait('both outboxes', lambda: self.is_sent('nl') and self.is_sent('be'))
        time.sleep(.2)
        self.take()
        got = [(message['reply']['peer_reference'], message['reply']['outcome']) for message in self.got['nl']]
        self.assertEqual(sorted(got), sorted((f'NL-{number}', 'data') for number in range(40)))
        self.assertGreater(kills, 5)
        told = self.finish()
        self.assertGreaterEqual(len([row for row in told if row[0] == 'disclosure']), 40)
        self.assertEqual(self.errors, '')

    def test_wrong_usage_is_told(self):
        words = self.words('be')
        self.assertIn('--records', self.check(2, *words, '--index', 'x')[1])
        self.assertIn('--audit', self.check(2, *words, '--records', 'x')[1])
        more = ('--audit', self.at('trail'), '--officer', 'o')
        self.assertIn('--handling knows', self.check(2, *words, '--records', 'x', '--handling', 'all', *more)[1])
        self.assertIn('nowhere', self.check(1, *words, '--records', self.at('nowhere'), *more)[1])


if __name__ == '__main__':
    unittest.main()
