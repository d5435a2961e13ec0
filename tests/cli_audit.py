# SPDX-License-Identifier: Apache-2.0
"""Tests 'pnr audit' from outside. usage: cli_audit.py PNR_COMMAND"""
import os, random, subprocess, time, unittest

from cli import PNR, Case, lines


class Audit(Case):
    """pnr audit: a trail that is written, shown, verified, damaged and cut."""

    def read(self, path):
        with open(path, 'rb') as file:
            return file.read()

    def append(self, kind, now, *words, status=0):
        return self.check(status, 'audit', 'append', '--kind', kind, '--now', now, *words, self.trail)[0]

    def verify(self, status, *words):
        return lines(self.check(status, 'audit', 'verify', *words, self.trail)[0])

    def setUp(self):
        super().setUp()
        self.trail, self.key = os.path.join(self.folder, 'trail'), os.path.join(self.folder, 'key')
        self.anchor = os.path.join(self.folder, 'anchor')
        out, _ = self.check(0, 'audit', 'init', '--unit', 'NL-PIU', '--key', self.key, '--now', '2026-01-05T12:00:00Z', self.trail)
        self.public_key = lines(out)[0]['public_key']
        self.append('consultation', '2026-01-05T13:00:00Z', '--officer', 'o-1', '--record', 'LOC001')
        self.append('disclosure', '2026-02-05T13:00:00Z', '--purpose', 'terrorism', '--case', '2026/1', '--officer', 'o-2',
                    '--recipient', 'BE', '--record', 'LOC001', '--elements', '1,4,19')
        self.check(0, 'audit', 'checkpoint', '-o', self.anchor, '--now', '2026-02-06T00:00:00Z', self.trail)
        self.append('erasure', '2026-02-07T00:00:00Z', '--records', '300')

    def test_entries_are_shown_and_found_by_record(self):
        kinds = [entry['kind'] for entry in lines(self.check(0, 'audit', 'show', self.trail)[0])]
        self.assertEqual(kinds, ['begun', 'consultation', 'month', 'disclosure', 'checkpoint', 'erasure'])
        seen, given = lines(self.check(0, 'audit', 'who', '--record', 'LOC001', self.trail)[0])
        self.assertEqual((seen['officer'], seen['basis'], seen['time']), ('o-1', 1, '2026-01-05T13:00:00Z'))
        self.assertEqual((given['recipient'], given['elements'], given['case']), ('BE', [1, 4, 19], '2026/1'))
        self.assertEqual(self.check(0, 'audit', 'who', '--record', 'LOC002', self.trail)[0], '')
        table, _ = self.check(0, 'audit', 'show', '--text', self.trail)
        self.assertIn('1 4 19', table)
        for name in os.listdir(self.trail):
            path = os.path.join(self.trail, name)
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
            self.assertNotIn(b'LOC001', self.read(path))

    def test_a_sound_trail_verifies(self):
        for words, sealed in (((), 0), (('--key', self.key), 6), (('--public-key', self.public_key, '--against', self.anchor), 0)):
            (summary,) = self.verify(0, *words)
            self.assertEqual((summary['entries'], summary['sealed'], summary['signed_to']), (6, sealed, 4))
        self.check(1, 'audit', 'verify', '--key', self.anchor, self.trail)
        self.check(1, 'audit', 'verify', '--against', self.key, self.trail)
        self.check(1, 'audit', 'verify', '--against', self.anchor, '--public-key', '0' * 64, self.trail)
        self.check(1, 'audit', 'verify', self.folder)
        self.check(2, 'audit', 'verify', '--public-key', 'abc', self.trail)
        self.check(2, 'audit', 'verify', self.trail, self.trail)

    def test_what_is_changed_dropped_and_cut_is_named(self):
        path = os.path.join(self.trail, '2026-01.audit')
        whole = self.read(path)
        self.file('trail/2026-01.audit', whole.replace(b'o-1', b'o-3'))
        self.assertIn(('DAMAGED', 2), [(row.get('fault'), row.get('sequence')) for row in self.verify(1)])
        os.remove(path)
        self.assertEqual(self.verify(0, '--key', self.key)[0]['first'], 3)  # a month may go: the next one signs for it
        self.file('trail/2026-01.audit', whole)
        path = os.path.join(self.trail, '2026-02.audit')
        os.truncate(path, 300)  # in the disclosure
        missing = [row for row in self.verify(1, '--against', self.anchor) if row.get('fault') == 'TRUNCATED']
        self.assertEqual((missing[0]['sequence'], missing[0]['count']), (4, 1))
        self.assertIn('durable', self.check(1, 'audit', 'append', '--kind', 'erasure', self.trail)[1])

    def test_purpose_recipient_and_approval_are_asked_for(self):
        self.append('consultation', '2026-02-08T00:00:00Z', status=1)
        self.append('disclosure', '2026-02-08T00:00:00Z', '--officer', 'o-1', status=1)
        self.append('unmasking', '2026-02-08T00:00:00Z', '--officer', 'o-1', status=1)
        self.check(2, 'audit', 'append', '--kind', 'gossip', self.trail)
        self.check(2, 'audit', 'append', '--kind', 'erasure', '--elements', '20', self.trail)
        self.assertEqual(self.verify(0, '--key', self.key)[0]['last'], 6)
        self.check(1, 'audit', 'init', '--unit', 'NL-PIU', '--key', self.key, self.trail)

    def test_months_go_after_five_years(self):
        self.check(0, 'audit', 'drop', '--now', '2031-01-31T00:00:00Z', self.trail)
        self.assertIn('2026-01.audit', os.listdir(self.trail))
        self.check(0, 'audit', 'drop', '--now', '2031-02-01T00:00:00Z', self.trail)
        self.assertNotIn('2026-01.audit', os.listdir(self.trail))
        (summary,) = self.verify(0, '--key', self.key)
        self.assertEqual((summary['first'], summary['sealed']), (3, summary['entries']))
    def test_a_search_is_told_before_it_happens(self):
        index = os.path.join(self.folder, 'travellers.index')
        demo = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'examples', 'demo', 'zx100-full-1.edi')
        self.check(0, 'index', 'travellers', '-o', index, demo)
        words = ('search', '--index', index, '--purpose', 'terrorism', '--case', '2026/9', '--officer', 'o-9', '--name', 'Igor Belov')
        self.check(0, *words, '--audit', self.trail)
        last = lines(self.check(0, 'audit', 'show', self.trail)[0])[-1]
        self.assertEqual((last['kind'], last['case'], last['officer'], last['offence']), ('consultation', '2026/9', 'o-9', 100))
        out, _ = self.check(1, *words, '--audit', self.folder)
        self.assertEqual(out, '')

    def test_numbers_are_counted_by_recipient_and_list(self):
        self.append('disclosure', '2026-02-08T00:00:00Z', '--officer', 'o-1', '--recipient', 'AT', '--records', '3')
        for kind, records in (('examination', '2'), ('dismissal', '5'), ('dismissal', '1')):
            self.append(kind, '2026-02-08T00:00:00Z', '--officer', 'o-1', '--list', 'un', '--records', records)
        rows = lines(self.check(0, 'stats', self.trail)[0])
        self.assertEqual([(row['kind'], row.get('recipient', row.get('list')), row['entries'], row['records']) for row in rows],
                         [('consultation', None, 1, 1), ('disclosure', 'AT', 1, 3), ('disclosure', 'BE', 1, 1),
                          ('erasure', None, 1, 300), ('examination', 'un', 1, 2), ('dismissal', 'un', 2, 6)])
        rows = lines(self.check(0, 'stats', '--from', '2026-02-05T13:00:00Z', '--to', '2026-02-08T00:00:00Z', self.trail)[0])
        self.assertEqual([row['kind'] for row in rows], ['disclosure', 'erasure'])
        self.assertIn('AT', self.check(0, 'stats', '--text', self.trail)[0])
        os.truncate(os.path.join(self.trail, '2026-02.audit'), 300)
        self.assertIn('verify', self.check(1, 'stats', self.trail)[1])

    def test_a_writer_may_be_killed_at_any_moment(self):
        moments, acknowledged = random.Random(7), []
        for i in range(40):
            writer = subprocess.Popen([PNR, 'audit', 'append', '--kind', 'erasure', '--records', str(1000 + i), '--now',
                                       '2026-03-01T00:00:00Z', self.trail], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            time.sleep(moments.random() * 0.06)
            writer.kill()
            out = writer.communicate()[0]
            if out.endswith(b'}\n'):
                acknowledged.append((lines(out.decode())[0]['sequence'], 1000 + i))
        self.append('erasure', '2026-03-01T00:00:00Z', '--records', '1')
        (summary,) = self.verify(0, '--key', self.key)
        self.assertEqual((summary['faults'], summary['sealed']), (0, summary['last']))
        self.assertEqual(set(os.listdir(self.trail)), {'2026-01.audit', '2026-02.audit', '2026-03.audit', 'key', 'lock'},
                         'an old key that stays would seal old entries anew')
        counts = {row['sequence']: row.get('count') for row in lines(self.check(0, 'audit', 'show', self.trail)[0])}
        self.assertEqual([(sequence, counts[sequence]) for sequence, _ in acknowledged], acknowledged)


if __name__ == '__main__':
    unittest.main()
