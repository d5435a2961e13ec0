# SPDX-License-Identifier: Apache-2.0
"""Tests the commands of the exchange from outside: two units with folders of keys. usage: cli_exchange.py PNR_COMMAND"""
import json
import os
import stat
import subprocess
import unittest

from cli import MESSAGE, PNR, Case, lines

NOW = ('--now', '2026-03-01T12:00:00Z')
LATER = ('--now', '2026-03-01T12:05:00Z')
REQUEST = {
    'legal_basis': 'unit', 'purpose': 'case', 'offences': ['terrorism', 'narcotics'], 'threshold_met': True,
    'role': 'suspect', 'urgency': 'routine', 'reference': 'NL-2026-0042', 'case_reference': 'CASE-9',
    'elements': ['names', 'itinerary'], 'case_reason': 'Seen twice.\nInvented.', 'necessity': 'No other source.',
    'proportionality': 'One person, one week.', 'other_means': 'Own registers.', 'authority': 'NL-POL-3',
    'officer': 'officer-17', 'approver': 'head-2', 'approved_at': '2026-03-01T11:00:00Z',
    'selectors': [{'kind': 'person', 'person': {'names': [{'kind': 'primary', 'full': 'Jelena "J" Marković'}],
                                                'births': [{'from': '1980-05', 'to': '1980-05'}]}}],
    'window_from': '2026-02-22', 'window_to': '2026-03-02'}


class Units(Case):
    """NL and BE, which know each other."""
    def setUp(self):
        super().setUp()
        self.print = {}
        for unit, folder in (('NL-PIU', 'nl'), ('BE-PIU', 'be')):
            out, _ = self.check(0, 'keygen', '--unit', unit, '--keys', self.at(folder), '--root', self.at(folder + '.root'),
                                *NOW)
            self.print[unit] = lines(out)[0]['fingerprint']
        self.introduce('nl', 'BE-PIU', 'be')
        self.introduce('be', 'NL-PIU', 'nl')

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def signed(self, folder, unit):
        return self.at(folder, 'units', unit + '.signed')

    def introduce(self, folder, unit, other):
        self.check(0, 'directory', 'add', '--keys', self.at(folder), '--unit', unit, '--pin', self.print[unit],
                   self.signed(other, unit), *NOW)

    def seal(self, message, command='send', status=0, output='out.pnr', folder='nl', to='BE-PIU', when=NOW):
        path = self.file('message.json', json.dumps(message))
        return self.check(status, command, '--keys', self.at(folder), '--to', to, '-o', self.at(output), path, *when)

    def show(self, status=0, file='out.pnr', folder='be', *more, when=LATER):
        return self.check(status, 'frame', 'show', '--keys', self.at(folder), self.at(file), *more, *when)


class Exchange(Units):
    def test_a_request_arrives_and_its_reply_is_held_against_it(self):
        out, _ = self.seal({'request': REQUEST}, 'request')
        sent = lines(out)[0]
        outside = lines(self.check(0, 'frame', 'show', self.at('out.pnr'))[0])
        self.assertEqual(outside[0]['cover'], {'from': 'NL-PIU', 'to': 'BE-PIU', 'objects': 1, 'made': '2026-03-01T12:00:00Z'})
        self.assertEqual(sorted(outside[1]), ['file', 'frame', 'octets'])
        with open(self.at('out.pnr'), 'rb') as file:
            octets = file.read()
        self.assertTrue(octets.startswith(b'PNR exchange file, version 1\nFrom: NL-PIU\nTo: BE-PIU\n'))
        for word in (b'Markovi', b'CASE-9', b'officer'):
            self.assertNotIn(word, octets)
        got = lines(self.show(0, 'out.pnr', 'be', '--keep')[0])[1]
        self.assertEqual((got['from'], got['to'], got['id']), ('NL-PIU', 'BE-PIU', sent['id']))
        self.assertEqual(got['message'], {'request': REQUEST})
        self.assertEqual(os.listdir(self.at('be', 'asked')), [sent['id'] + '.json'])
        reply = {'outcome': 'none', 'request': sent['id'], 'reference': 'BE-1', 'peer_reference': 'NL-2026-0042'}
        self.seal({'reply': reply}, output='back.pnr', folder='be', to='NL-PIU', when=LATER)
        self.assertEqual(lines(self.show(0, 'back.pnr', 'nl')[0])[1]['message'], {'reply': reply})

    def test_stored_records_go_with_notices_and_replies_and_are_recalled(self):
        flight = self.file('flight.edi', MESSAGE)
        scrubbed = subprocess.run([PNR, 'scrub', '--cbor', '--received', '2026-02-28T09:30Z', flight], capture_output=True)
        self.assertEqual(scrubbed.returncode, 0)
        records = self.file('flight.cbor', scrubbed.stdout)
        versions = json.loads(self.check(0, 'info', '--json')[0])
        hit = {'score': 9310, 'normaliser': versions['normaliser'], 'score_version': versions['score'],
               'reviewed_at': '2026-03-01T11:30:00Z', 'reviewer': 'reviewer-5'}
        notice = {'purpose': 'assessment', 'offences': ['terrorism'], 'reference': 'NL-OUT-2', 'relevance': 'Arrives there.',
                  'urgency': 'urgent', 'handling': 'unit', 'hits': [hit], 'reviewer': 'reviewer-5',
                  'reviewed_at': '2026-03-01T11:40:00Z'}
        path = self.file('notice.json', json.dumps({'notice': notice}))
        out, _ = self.check(0, 'send', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('out.pnr'), '--records', records,
                            path, *NOW)
        sent = lines(out)[0]['records']
        got = lines(self.show()[0])[1]['message']['notice']
        self.assertEqual([f"{record['id']}:{record['version']}" for record in got['records']], sent)
        self.assertEqual(got['records'][0]['mask_due'], '2026-08-28')
        self.assertIn('names', got['elements_given'])
        self.check(0, 'recall', '--keys', self.at('nl'), '--to', 'BE-PIU', '--cause', 'order', '--reference', 'R', '-o',
                   self.at('out.pnr'), *sent, *NOW)
        self.assertEqual(lines(self.show()[0])[1]['message']['recall']['records'][0]['id'], sent[0].split(':')[0])
        # A reply: what was not asked for is left out.
        asked = lines(self.seal({'request': {**REQUEST, 'elements': ['names', 'itinerary']}}, 'request')[0])[0]['id']
        reply = {'outcome': 'data', 'request': asked, 'reference': 'BE-1', 'handling': 'case'}
        path = self.file('reply.json', json.dumps({'reply': reply}))
        send = ('send', '--keys', self.at('be'), '--to', 'NL-PIU', '-o', self.at('back.pnr'), '--records', records, path)
        self.assertIn('asked', self.check(1, *send, *LATER)[1])
        self.show(0, 'out.pnr', 'be', '--keep')
        self.check(0, *send, *LATER)
        got = lines(self.show(0, 'back.pnr', 'nl')[0])[1]['message']['reply']
        self.assertEqual(got['elements_given'], ['names', 'itinerary'])
        self.assertIn('reply or a notice', self.check(1, 'send', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('x'),
                                                      '--records', records, self.at('message.json'), *NOW)[1])
        # What came for checks at the border is not told to another unit.
        border = subprocess.run([PNR, 'scrub', '--cbor', '--regime', 'api-border', '--received', '2026-02-28T09:30Z', flight],
                                capture_output=True)
        other = self.file('border.cbor', border.stdout)
        self.check(0, 'audit', 'init', '--unit', 'NL-PIU', '--key', self.at('auditor'), *NOW, self.at('trail'))
        for folder, to, message in (('nl', 'BE-PIU', self.at('notice.json')), ('be', 'NL-PIU', path)):
            err = self.check(1, 'send', '--keys', self.at(folder), '--to', to, '-o', self.at('none.pnr'), '--records', other,
                             '--audit', self.at('trail'), '--officer', 'o-3', message, *LATER)[1]
            self.assertIn('record 1: the law under which the data came does not allow that', err)
            self.assertFalse(os.path.exists(self.at('none.pnr')))
        rows = [row for row in lines(self.check(0, 'audit', 'show', self.at('trail'))[0]) if 'recipient' in row]
        self.assertEqual([(row['kind'], row['recipient'], row['count']) for row in rows],
                         [('refusal', 'BE-PIU', 1), ('refusal', 'NL-PIU', 1)])
        self.assertTrue(rows[0]['elements'] and rows[1]['elements'])
        # National law may let less be told, or for less long; of what came, the receiver's clock follows.
        send = ('send', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('out.pnr'), '--records', records,
                self.at('notice.json'), *NOW, '--regimes')
        err = self.check(1, *send, self.file('own.csv', 'regime,assessment\npnr,own\n'))[1]
        self.assertIn('record 1: the law under which the data came does not allow that', err)
        self.check(0, *send, self.file('short.csv', 'regime,mask,erase\npnr,1 month,1 year\n'))
        got = lines(self.show()[0])[1]['message']
        self.assertEqual((got['notice']['records'][0]['mask_due'], got['notice']['records'][0]['erase_due']),
                         ('2026-03-29', '2027-03-01'))
        came = self.file('came.json', json.dumps(got))
        for at, state in (('2026-03-28', 'active'), ('2026-03-29', 'masked'), ('2027-03-01', 'erased')):
            row, = lines(self.check(0, 'retention', '--link', '--at', at, came)[0])
            self.assertEqual((row['of'], row['state']), ('copy', state))
        self.assertEqual(len(lines(self.check(0, 'record', came)[0])), 1)
        # Seven months later nothing of it may be told unmasked.
        old = subprocess.run([PNR, 'scrub', '--cbor', '--received', '2025-08-01', flight], capture_output=True)
        records = self.file('old.cbor', old.stdout)
        path = self.file('notice.json', json.dumps({'notice': notice}))
        self.assertIn('rule MASKED', self.check(1, 'send', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('x'),
                                                '--records', records, path, *NOW)[1])

    def test_what_the_law_does_not_allow_is_refused_with_its_rule(self):
        for change, rule in (({'purpose': None}, 'PURPOSE'), ({'threshold_met': None}, 'THRESHOLD'),
                             ({'window_from': '2025-06-01'}, 'UNMASK'), ({'case_reference': None}, 'CASE')):
            message = {key: value for key, value in {**REQUEST, **change}.items() if value is not None}
            out, err = self.seal({'request': message}, 'request', status=1)
            self.assertEqual(out, '')
            self.assertIn('rule ' + rule, err)
            self.assertNotIn('Markovi', err)
            self.assertFalse(os.path.exists(self.at('out.pnr')))
        _, err = self.seal({'request': {**REQUEST, 'role': 'bystander'}}, status=1)
        self.assertRegex(err, r'message\.json:1:\d+: ')
        _, err = self.seal({'feedback': {'answered': '00' * 16, 'reference': 'x', 'use': 'none'}}, 'request', status=1)
        self.assertIn("use 'pnr send'", err)

    def test_a_recall_names_records_and_versions(self):
        record = '00112233445566778899aabbccddeeff'
        self.check(0, 'recall', '--keys', self.at('nl'), '--to', 'BE-PIU', '--cause', 'false-hit', '--reference', 'R-7', '-o',
                   self.at('out.pnr'), record + ':3', 'ff' * 16 + ':1', *NOW)
        got = lines(self.show()[0])[1]
        self.assertNotIn('expires', got)
        self.assertEqual(got['message']['recall']['records'], [{'id': record, 'version': 3}, {'id': 'ff' * 16, 'version': 1}])

    def test_several_messages_are_one_file_and_damage_is_seen(self):
        path = self.file('feedback.json', json.dumps({'feedback': {'answered': 'ab' * 16, 'reference': 'F', 'use': 'none'}}))
        self.check(0, 'send', '--keys', self.at('nl'), '--to', 'BE-PIU', '--days', '1', '-o', self.at('out.pnr'), path, path, *NOW)
        got = lines(self.show()[0])
        self.assertEqual([row.get('expires') for row in got], [None, '2026-03-02T12:00:00Z', '2026-03-02T12:00:00Z'])
        with open(self.at('out.pnr'), 'rb') as file:
            octets = bytearray(file.read())
        octets[-5] ^= 1
        self.file('bad.pnr', bytes(octets))
        out, err = self.show(1, 'bad.pnr')
        self.assertEqual(len(lines(out)), 2)
        self.assertIn('bad.pnr', err)
        self.file('short.pnr', bytes(octets[:-200]))
        self.show(1, 'short.pnr')
        self.file('other.pnr', b'hello')
        self.assertEqual(self.show(1, 'other.pnr')[0], '')

    def test_other_units_and_other_times_open_nothing(self):
        self.seal({'request': REQUEST}, 'request')
        code = lambda out: lines(out)[1]['error']['code']
        self.assertEqual(code(self.show(1, 'out.pnr', 'nl')[0]), 'KEY_UNKNOWN')
        self.assertEqual(code(self.show(1, when=('--now', '2026-04-05T00:00:00Z'))[0]), 'EXPIRED')
        self.assertIn('no such key', self.seal({'request': REQUEST}, to='FR-PIU', status=1)[1])
        self.assertIn('not the name of a unit', self.seal({'request': REQUEST}, to='fr', status=1)[1])

    def test_directories_are_pinned_and_never_go_back(self):
        with open(self.signed('be', 'BE-PIU'), 'rb') as file:
            old = self.file('old.signed', file.read())
        be, nl = self.at('be'), self.at('nl')
        own = lines(self.check(0, 'directory', 'show', '--keys', be, *NOW)[0])
        own = next(unit for unit in own if unit['unit'] == 'BE-PIU')
        self.assertEqual((own['version'], len(own['keys'])), (1, 15))
        signing = own['keys'][0]['id']
        self.check(0, 'directory', 'publish', '--keys', be, '--root', self.at('be.root'), '--renew', '--revoke', signing, *LATER)
        add = ('directory', 'add', '--keys', nl, '--unit', 'BE-PIU')
        self.check(0, *add, self.signed('be', 'BE-PIU'), *LATER)
        known = lines(self.check(0, 'directory', 'show', '--keys', nl, *LATER)[0])
        known = next(unit for unit in known if unit['unit'] == 'BE-PIU')
        self.assertEqual(known['version'], 2)
        self.assertEqual(next(key['revoked'] for key in known['keys'] if key['id'] == signing), '2026-03-01T12:05:00Z')
        self.assertIn('older', self.check(1, *add, old, *LATER)[1])
        self.assertIn('pinned', self.check(1, *add, '--pin', self.print['NL-PIU'], old, *LATER)[1])
        self.assertIn('--pin', self.check(1, 'directory', 'add', '--keys', nl, '--unit', 'FR-PIU', old, *LATER)[1])
        self.check(1, *add, self.signed('nl', 'NL-PIU'), *LATER)
        # The keyring of today still opens what was sealed before; prekeys alone need no root key.
        self.seal({'request': REQUEST}, 'request', when=LATER)
        self.show(when=LATER)
        self.check(0, 'directory', 'publish', '--keys', be, '--now', '2026-03-10T00:00:00Z')
        self.show(1, when=('--now', '2026-03-10T00:01:00Z'))

    def test_private_keys_are_for_the_owner_alone(self):
        for name in (('nl', 'keyring'), ('nl.root',), ('nl', 'units', 'BE-PIU.signed')):
            self.assertEqual(stat.S_IMODE(os.stat(self.at(*name)).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.at('nl')).st_mode), 0o700)
        _, err = self.check(1, 'keygen', '--unit', 'NL-PIU', '--keys', self.at('nl'), '--root', self.at('x.root'))
        self.assertIn('there already', err)

    def test_wrong_usage_is_told(self):
        for words, said in ((['keygen'], '--unit NAME'), (['keygen', '--unit', 'nl', '--keys', 'x', '--root', 'y'], 'capital'),
                            (['directory'], 'directory add'), (['directory', 'add', '--keys', 'x'], '--unit NAME'),
                            (['directory', 'publish', '--keys', 'x', '--renew'], '--root FILE'),
                            (['send', '--keys', 'x', '--to', 'BE-PIU', '-o', 'y'], 'at least one'),
                            (['recall', '--keys', 'x', '--to', 'B', '-o', 'y', '--cause', 'false-hi'], "mean 'false-hit'"),
                            (['recall', '12:1'], 'ID:VERSION'), (['frame', 'show'], 'give a file'),
                            (['frame', 'show', '--keep', 'x'], '--keys FOLDER'),
                            (['directory', 'show', '--keys', 'x', '--now', 'today'], '--now needs')):
            out, err = self.check(2, *words)
            self.assertEqual(out, '')
            self.assertIn(said, err)

    def test_records_that_leave_are_a_disclosure_in_the_audit_trail(self):
        golden = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden', 'exchange', 'v1', 'notice.json')
        with open(golden) as file:
            notice = json.load(file)['message']
        self.check(0, 'audit', 'init', '--unit', 'NL-PIU', '--key', self.at('auditor'), *NOW, self.at('trail'))
        told = ('--audit', self.at('trail'), '--officer', 'o-3')
        self.seal(notice, when=NOW + told)
        del notice['notice']['reviewed_at']  # a person must have looked: article 6(5)
        self.seal(notice, status=1, when=NOW + told)
        self.seal(notice, status=1, when=NOW + ('--audit', self.at('none'), '--officer', 'o-3'))
        rows = lines(self.check(0, 'audit', 'show', self.at('trail'))[0])
        self.assertEqual([(row['kind'], row['recipient'], row['officer'], row['count']) for row in rows if 'recipient' in row],
                         [('disclosure', 'BE-PIU', 'o-3', 1), ('disclosure', 'BE-PIU', 'o-3', 1), ('refusal', 'BE-PIU', 'o-3', 1)])
        self.assertTrue(rows[-1]['elements'])
        path = self.file('message.json', json.dumps(notice))
        self.check(2, 'send', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('x'), '--audit', self.at('trail'), path, *NOW)


if __name__ == '__main__':
    unittest.main()
