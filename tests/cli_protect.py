# SPDX-License-Identifier: Apache-2.0
"""Tests the commands of stored records and data protection from outside. usage: cli_protect.py PNR_COMMAND"""
import json
import os
import subprocess
import unittest

import cli
from cli import Case, MESSAGE, lines

RECEIVED = ('--received', '2025-03-10T09:30Z')
NEEDS = MESSAGE.replace(b"RPI+1+HK'\n", b"RPI+1+HK'\nSSR+WCHR:HK:1:ZX:::QXA:QXB'\nQZZ+SECRET THING'\n")


def octets(*words, stdin=b''):
    return subprocess.run([cli.PNR, *words], input=stdin, capture_output=True, timeout=60, check=True).stdout


class Records(Case):
    def setUp(self):
        super().setUp()
        self.sample = self.file('needs.edi', NEEDS)

    def test_stored_records_are_written_and_read_again(self):
        out, err = self.check(0, 'record', *RECEIVED, '--regime', 'api-law', self.sample)
        record, = lines(out)
        self.assertEqual(err, '')
        self.assertEqual((record['regime'], record['received'], record['done'], record['record']),
                         ('api-law', '2025-03-10T09:30:00Z', [], 1))
        self.assertEqual(record['content']['travellers'][0]['surname'], 'SVOBODOVA')
        stored = octets('record', '--cbor', *RECEIVED, self.sample, self.sample)
        again = self.file('two.cbor', stored)
        out, _ = self.check(0, 'record', again)
        self.assertEqual([line['record'] for line in lines(out)], [1, 2])
        self.assertEqual(octets('record', '--cbor', again), stored)
        self.assertEqual(octets('record', '--cbor', '-', stdin=stored), stored)

    def test_what_flies_outside_the_selection_is_counted_only(self):
        def store(table, *words, status=0, source=self.sample):
            out, err = self.check(status, 'record', *RECEIVED, '--scope', self.file('scope.csv', table), *words, source)
            return len(lines(out)), json.loads(err.splitlines()[-1])['scope']
        one = {'inside': 0, 'outside': 0, 'unknown': 0, 'travellers_outside': 0}
        places = self.file('places.csv', 'code,country\nQXA,CZE\nQXB,FRA\n')
        stored = self.file('all.cbor', octets('record', '--cbor', *RECEIVED, self.sample))
        for source in (self.sample, stored):
            self.assertEqual(store('from,to\nQXA,QXB\n', source=source), (1, {**one, 'inside': 1}))
            self.assertEqual(store('from,to\nQXB,QXA\n', source=source), (0, {**one, 'outside': 1, 'travellers_outside': 1}))
            self.assertEqual(store('route\nintra-eu\n', source=source, status=1), (0, {**one, 'unknown': 1}))
            self.assertEqual(store('route\nintra-eu\n', '--places', places, source=source), (1, {**one, 'inside': 1}))
            self.assertEqual(store('route\nextra-eu\n', '--places', places, source=source),
                             (0, {**one, 'outside': 1, 'travellers_outside': 1}))
        out, err = self.check(1, 'record', '--scope', self.file('bad.csv', 'from\nQXA QXB\n'), self.sample)
        self.assertEqual(out, '')
        self.assertIn('bad.csv:2:1:', err)
        self.check(2, 'record', '--places', places, self.sample)

    def test_what_is_stored_erased_and_masked_is_in_the_audit_trail_first(self):
        trail, key = os.path.join(self.folder, 'trail'), os.path.join(self.folder, 'auditor')
        self.check(0, 'audit', 'init', '--unit', 'NL-PIU', '--key', key, trail)
        told = ('--audit', trail)
        stored = self.file('all.cbor', octets('record', '--cbor', *RECEIVED, *told, self.sample, self.sample))
        self.assertEqual(octets('record', '--cbor', *told, stored), octets('record', '--cbor', stored))
        clean = self.file('clean.cbor', octets('scrub', '--cbor', *told, stored))
        self.assertEqual(octets('scrub', '--cbor', stored), octets('scrub', '--cbor', *told, clean))
        masked = self.file('masked.cbor', octets('mask', '--at', '2025-09-11', '--cbor', *told, clean))
        self.assertEqual(octets('mask', '--at', '2025-09-11', '--cbor', clean),
                         octets('mask', '--at', '2025-09-11', '--cbor', *told, masked))
        rows = [row for row in lines(self.check(0, 'audit', 'show', trail)[0]) if 'count' in row]
        self.assertEqual([(row['kind'], row['count']) for row in rows],
                         [('collection', 1), ('collection', 1), ('erasure', 2), ('masking', 2)])
        for row in rows:
            self.assertIn(4, row['elements'])
        # What cannot be told does not leave.
        sealed, wraps = os.path.join(self.folder, 'sealed'), os.path.join(self.folder, 'wraps')
        authority = json.loads(self.check(0, 'party', 'create', '--seed', os.path.join(self.folder, 'court.seed'))[0])['public']
        for words in (['record'], ['scrub'], ['mask', '--at', '2025-09-11'],
                      ['mask', '--at', '2025-09-11', '--authority', authority, '--sealed', sealed, '--wraps', wraps]):
            self.assertEqual(self.check(1, *words, '--audit', trail + '-none', self.sample, self.sample)[0], '')
        self.assertFalse(os.path.exists(sealed) or os.path.exists(wraps))

    def test_damaged_records_are_told_and_the_rest_is_done(self):
        stored = octets('record', '--cbor', *RECEIVED, self.sample)
        out, err = self.check(1, 'record', self.file('cut.cbor', stored + stored[:-1]))
        self.assertEqual(len(lines(out)), 1)
        self.assertIn('octet', err)
        self.assertNotIn('SVOBODOVA', err)

    def test_scrubbing_leaves_counts_only(self):
        out, _ = self.check(0, 'scrub', *RECEIVED, self.sample)
        self.assertIn('SVOBODOVA', out)
        self.assertNotIn('WCHR', out)
        self.assertNotIn('SECRET', out)
        self.assertEqual(lines(out)[0]['done'], ['filtered', 'scrubbed'])
        out, _ = self.check(0, 'scrub', '--report', self.sample)
        removed = lines(out)[0]['removed']
        self.assertEqual([row['reason'] for row in removed], ['beyond-annex-1', 'sensitive'])
        self.assertEqual(removed[1], {'reason': 'sensitive', 'group': 'health', 'count': 1})
        self.assertNotIn('WCHR', out)

    def test_the_table_is_printed_changed_and_used(self):
        table, _ = self.check(0, 'scrub', '--print-table')
        self.assertTrue(table.startswith('version 1\n'))
        self.assertIn('\ncode health WCHR\n', table)
        self.assertIn('\nword religion mosque*\n', table)
        ours = self.file('ours.txt', table.replace('version 1', 'version 2').replace('code health WCHR\n', ''))
        out, _ = self.check(0, 'scrub', '--table', ours, self.sample)
        self.assertIn('WCHR', out)
        self.assertEqual(lines(out)[0]['scrubbed'], 2)
        _, err = self.check(2, 'scrub', '--table', self.file('bad.txt', 'version 2\ncode hobby X\n'), self.sample)
        self.assertIn('line 2', err)

    def test_masking_leaves_the_journey(self):
        out, _ = self.check(0, 'mask', '--at', '2025-09-11', *RECEIVED, self.sample)
        record, = lines(out)
        for secret in ('SVOBODOVA', 'PETRA', 'X1234567', '5551', 'SECRET'):
            self.assertNotIn(secret, out)
        self.assertEqual(record['masked'], '2025-09-11')
        self.assertEqual(record['content']['bookings'][0]['locator'], 'LOC001')
        self.assertEqual(record['content']['bookings'][0]['legs'][0]['to'], 'QXB')
        stored = octets('mask', '--at', '2025-09-11', '--cbor', *RECEIVED, self.sample)
        self.assertEqual(octets('mask', '--at', '2026-01-01', '--cbor', '-', stdin=stored), stored)
        _, err = self.check(2, 'mask', self.sample)
        self.assertIn('--at', err)
        self.check(2, 'mask', '--at', '2025-02-30', self.sample)

    def test_redacted_messages_keep_their_places(self):
        out, _ = self.check(0, 'redact', self.sample)
        self.assertEqual(len(out), len(NEEDS))
        self.assertIn("TIF+XXXXXXXXX+XXXXXXXX:X:X'", out)
        self.assertIn("TVL+100325:1200:100325:1500+QXA+QXB+ZX+100:Y'", out)
        for secret in ('SVOBODOVA', 'PETRA', 'X1234567', 'SECRET'):
            self.assertNotIn(secret, out)
        self.check(1, 'redact', self.file('noise', 'no message at all'))

    def test_the_clock(self):
        stored = self.file('one.cbor', octets('scrub', '--cbor', *RECEIVED, self.sample))
        for at, more, state, due in (
                ('2025-03-10T10:00Z', (), 'active', []), ('2025-09-10T23:59:59Z', (), 'active', []),
                ('2025-09-11', (), 'erased', []), ('2025-09-11', ('--link',), 'masked', ['mask']),
                ('2030-03-11', ('--link',), 'erased', []), ('2030-03-11', ('--link', '--hold'), 'masked', ['mask'])):
            record, = lines(self.check(0, 'retention', '--at', at, *more, stored)[0])
            self.assertEqual((record['state'], record['due']), (state, due), at)
        record, = lines(self.check(0, 'retention', '--at', '2025-03-10T10:00Z', *RECEIVED, self.sample)[0])
        self.assertEqual((record['state'], record['due']), ('received', ['filter', 'scrub']))
        for wrong in ('2025', 'x', '2025-03-10T25:00Z', '2025-03-10T09:30', '2025-13-01'):
            self.check(2, 'retention', '--at', wrong, stored)

    def test_what_was_made_of_records_has_clocks_of_its_own(self):
        stored = self.file('one.cbor', octets('scrub', '--cbor', *RECEIVED, self.sample))
        for kind, at, more, state in (
                ('hit', '2025-09-10', (), 'active'), ('hit', '2025-09-11', (), 'masked'),
                ('match', '2025-03-13', (), 'active'), ('match', '2025-03-13', ('--since', '2025-03-12T09:00Z'), 'erased'),
                ('match', '2025-03-13', ('--since', '2025-03-12', '--hold'), 'active'),
                ('dismissed', '2030-03-10', ('--since', '2025-03-12'), 'masked'), ('dismissed', '2030-03-11', (), 'erased'),
                ('review', '2030-03-12', ('--since', '2025-03-12'), 'active'),
                ('review', '2030-03-13', ('--since', '2025-03-12'), 'erased'),
                ('sent', '2025-03-13', ('--since', '2025-03-12'), 'erased'), ('copy', '2025-09-11', (), 'masked')):
            record, = lines(self.check(0, 'retention', '--link', '--of', kind, '--at', at, *more, stored)[0])
            self.assertEqual((record['of'], record['state']), (kind, state), at)
        self.check(2, 'retention', '--of', 'rumour', stored)
        self.check(2, 'retention', '--since', '2025-03-12', stored)

    def test_national_law_is_a_table(self):
        table = self.check(0, 'retention', '--print-regimes')[0]
        self.assertEqual(self.check(0, 'retention', '--regimes', self.file('same.csv', table), '--print-regimes')[0], table)
        ours = self.file('ours.csv', 'regime,request,mask,erase,unlinked\npnr,none,1 month,2 years,0 months\n')
        stored = self.file('one.cbor', octets('scrub', '--cbor', *RECEIVED, self.sample))
        record, = lines(self.check(0, 'retention', '--regimes', ours, '--link', '--at', '2025-04-11', stored)[0])
        self.assertEqual((record['state'], record['erases']), ('masked', '2027-03-11T00:00:00Z'))
        index = self.at('travellers.index')
        err = self.check(1, 'index', 'travellers', '--regimes', ours, '-o', index, stored)[1]
        self.assertIn('record 1: the law under which', err)
        self.check(0, 'index', 'travellers', '-o', index, stored)
        for wrong, place in (('regime,mask\npnr,7 months\n', 'wrong.csv:2:5:'), ('regime,gate\n', 'wrong.csv:1:8:'),
                             ('regime,erase\nrail,soon\n', 'wrong.csv:2:6:')):
            path = self.file('wrong.csv', wrong)
            for words in (('retention', stored), ('index', 'travellers', '-o', index, stored)):
                out, err = self.check(1, *words, '--regimes', path)
                self.assertEqual(out, '')
                self.assertIn(place, err)
        self.check(1, 'retention', '--regimes', self.at('none.csv'), stored)

    def test_an_authority_permits_what_a_unit_sees(self):
        keys = {}
        for who in ('court', 'unit', 'other'):
            out, _ = self.check(0, 'party', 'create', '--seed', self.at(who))
            keys[who] = lines(out)[0]['public']
            self.assertEqual(os.stat(self.at(who)).st_mode & 0o777, 0o600)
        self.check(1, 'party', 'create', '--seed', self.at('court'))
        masked = self.file('masked.cbor', octets(
            'mask', '--at', '2025-09-11', '--authority', keys['court'], '--sealed', self.at('sealed'),
            '--wraps', self.at('wraps'), '--cbor', *RECEIVED, self.sample, self.sample))
        permits = self.file('permits', octets(
            'permit', '--seed', self.at('court'), '--unit', keys['unit'], '--case', 'C1', '--offence', 'terrorism',
            '--decision', 'D1', '--elements', '4,18', '--at', '2025-10-01', '--days', '10', self.at('wraps')))
        asked = ['unmask', '--approval', permits, '--sealed', self.at('sealed'), '--authority', keys['court'],
                 '--seed', self.at('unit'), '--case', 'C1', '--offence', 'terrorism', '--officer', '7',
                 '--audit', self.at('trail')]
        self.check(0, 'audit', 'init', '--unit', 'NL', '--key', self.at('auditor'), self.at('trail'))
        out, err = self.check(0, *asked, '--at', '2025-10-05', masked)
        self.assertEqual(err, '')
        first, second = lines(out)
        self.assertEqual(first['content']['travellers'][0]['surname'], 'SVOBODOVA')
        self.assertEqual(second['record'], 2)
        self.assertNotIn('LOC001', out)
        told = [row for row in lines(self.check(0, 'audit', 'show', self.at('trail'))[0]) if row['kind'] == 'unmasking']
        self.assertEqual([(row['case'], row['approval'], row['elements']) for row in told], [('C1', 'D1', [4, 18])] * 2)
        self.assertEqual(len(lines(self.check(0, 'audit', 'who', '--record', 'LOC001', self.at('trail'))[0])), 2)
        for at, more, said in (('2025-10-11', (), 'expired'), ('2025-09-30', (), 'expired'),
                               ('2025-10-05', ('--case', 'C2'), 'purpose'),
                               ('2025-10-05', ('--seed', self.at('other')), 'does not belong'),
                               ('2025-10-05', ('--authority', keys['other']), 'does not belong')):
            out, err = self.check(1, *asked, *more, '--at', at, masked)
            self.assertEqual(out, '')
            self.assertIn(said, err)
        none = self.file('none.csv', 'regime,request\npnr,processing\n')
        out, err = self.check(1, *asked, '--regimes', none, '--at', '2025-10-05', masked)
        self.assertEqual(out, '')
        self.assertIn('does not allow', err)
        self.check(0, *asked, '--regimes', self.file('own.csv', 'regime,request\npnr,own\n'), '--at', '2025-10-05', masked)
        self.check(2, 'mask', '--at', '2025-09-11', '--authority', keys['court'], self.sample)
        self.check(2, 'permit', '--seed', self.at('court'), self.at('wraps'))
        self.check(2, *asked[:-2], masked)
        self.check(1, *asked[:-1], self.at('none'), '--at', '2025-10-05', masked)

    def test_an_authority_permits_whom_a_unit_looks_for(self):
        keys = {}
        for who in ('court', 'unit', 'other'):
            keys[who] = lines(self.check(0, 'party', 'create', '--seed', self.at(who))[0])[0]['public']
        other = self.file('other.edi', NEEDS.replace(b'SVOBODOVA', b'DVORAK').replace(b'LOC001', b'LOC002'))
        masking = ['mask', '--at', '2025-09-11', '--authority', keys['court'], '--sealed', self.at('sealed'),
                   '--wraps', self.at('wraps'), '--lookup', self.at('lookup'), '--cbor', *RECEIVED]
        octets(*masking, self.sample, other)
        names = sorted(os.listdir(self.at('lookup')))
        self.assertEqual([name.rsplit('.', 1)[1] for name in names], ['lookup', 'wrap'])
        self.assertTrue(names[0].startswith('2025-09-11-'))
        volume, wrap = (os.path.join(self.at('lookup'), name) for name in names)
        for path in (volume, wrap):
            with open(path, 'rb') as file:
                stored = file.read()
            for secret in (b'SVOBODOVA', b'DVORAK', b'PETRA', b'X1234567'):
                self.assertNotIn(secret, stored)
        giving = ['lookup', 'permit', '--seed', self.at('court'), '--unit', keys['unit'], '--case', 'C1', '--offence',
                  'terrorism', '--decision', 'D2', '--at', '2025-10-01', '--days', '10', '--from', '2025-09-01',
                  '--until', '2025-09-30', '--uses', '2']
        permit = self.file('permit', octets(*giving, '--name', 'Petra Svobodova', wrap))
        asked = ['lookup', 'search', '--approval', permit, '--wraps', self.at('wraps'), '--authority', keys['court'],
                 '--seed', self.at('unit'), '--case', 'C1', '--offence', 'terrorism', '--officer', '7',
                 '--audit', self.at('trail'), '--at', '2025-10-05']
        self.check(0, 'audit', 'init', '--unit', 'NL', '--key', self.at('auditor'), self.at('trail'))
        for at, more, said in (('2025-10-11', (), 'expired'), ('2025-10-05', ('--case', 'C2'), 'purpose'),
                               ('2025-10-05', ('--seed', self.at('other')), 'another unit'),
                               ('2025-10-05', ('--authority', keys['other']), 'another authority')):
            out, err = self.check(1, *asked, *more, '--at', at, volume)
            self.assertEqual(out, '')
            self.assertIn(said, err)
        out, err = self.check(0, *asked, volume)
        hit, = lines(out)
        self.assertEqual((hit['record'], hit['masked'], len(hit['identity'])), ('LOC001', '2025-09-11', 64))
        self.assertGreater(hit['score'], 0.9)
        self.assertNotIn('SVOBODOVA', out.upper())
        self.assertEqual(json.loads(err.split('pnr: ')[-1])['lookup'],
                         {'volumes': 1, 'outside': 0, 'records': 2, 'erased': 0, 'use': 1, 'uses': 2})
        # The wrap of the record is destroyed: it is found no more.
        with open(self.at('wraps'), 'rb') as file:
            both = file.read()
        again = self.file('again', both[len(both) // 2:])
        out, err = self.check(0, *asked, '--wraps', again, volume)
        self.assertEqual(out, '')
        self.assertEqual(json.loads(err.split('pnr: ')[-1])['lookup']['erased'], 1)
        self.assertIn('as often as it allows', self.check(1, *asked, volume)[1])
        told = [row for row in lines(self.check(0, 'audit', 'show', self.at('trail'))[0]) if row.get('approval') == 'D2']
        self.assertEqual(sorted(row['kind'] for row in told), ['consultation'] * 2 + ['refusal'] * 4)
        self.check(1, *giving, '--name', 'Petra Svobodova', '--until', '2025-09-10', wrap)
        self.check(2, *giving, wrap)
        self.check(2, *asked)
        self.check(2, 'mask', '--at', '2025-09-11', '--lookup', self.at('lookup'), self.sample)

    def test_hits_on_minors_carry_a_marker(self):
        listed = self.file('list.csv', 'id,name,birth_date\n7,Petra Anna Svobodova,2010-05-05\n')
        for born, minor in (('05MAY10', '12-15'), ('05MAY14', 'under-12'), ('05MAY08', '16-17'), ('05MAR07', None)):
            sample = self.file('minor.edi', MESSAGE.replace(b'05MAY80', born.encode()))
            hit = lines(self.check(0, 'screen', '--test', '--threshold', '0.1', '--list', listed, sample)[0])[0]
            self.assertEqual(hit.get('minor'), minor, born)

    def at(self, name):
        return os.path.join(self.folder, name)


if __name__ == '__main__':
    unittest.main(verbosity=0)
