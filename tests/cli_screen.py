# SPDX-License-Identifier: Apache-2.0
"""Tests screen and search from outside, by lists, tables, policies and stored travellers. usage: cli_screen.py PNR_COMMAND"""
import json
import os
import subprocess
import unittest

import cli
from cli import Case, LIST, MESSAGE, lines


LIST_HEAD = 'id,name,{}\n1,PETRA ANNA SVOBODOVA,{}\n'


class Screen(Case):
    def setUp(self):
        super().setUp()
        self.list = self.file('list.csv', LIST)
        self.message = self.file('a.edi', MESSAGE)

    def hits(self, *words, status=0, **more):
        return lines(self.check(status, 'screen', '--list', self.list, *words, **more)[0])

    def test_a_hit_says_who_met_whom(self):
        [hit] = self.hits(self.message)
        expected = {'message': 1, 'traveller': 0, 'name': 'PETRA ANNA SVOBODOVA', 'entry': 'csv:7',
                    'listed_name': 'Petra Anna Svobodová', 'action': 'arrest', 'warning': 'may be armed'}
        self.assertEqual({key: hit[key] for key in expected}, expected)
        self.assertGreater(hit['score'], 0.9)
        self.assertNotIn('reasons', hit)
        self.assertNotIn('test', hit)

    def test_reasons_and_test_are_options(self):
        [hit] = self.hits('--explain', '--test', self.message)
        self.assertTrue(hit['test'])
        self.assertIn('BIRTH_EQUAL', [reason['code'] for reason in hit['reasons']])

    def test_an_image_hits_like_its_source(self):
        image = os.path.join(self.folder, 'i')
        self.check(0, 'list', 'build', '-o', image, self.list)
        self.assertEqual(self.hits(self.message), lines(self.check(0, 'screen', '--list', image, self.message)[0]))
        with open(image, 'rb') as file:
            octets = file.read()
        out, _ = self.check(0, 'screen', '--list', '-', self.message, stdin=octets)
        self.assertEqual(self.hits(self.message), lines(out))

    def test_rows_of_a_table_are_counted_from_zero(self):
        table = self.file('p.tsv', 'surname\tgiven\tbirth_date\tsex\tnationality\nBELL\tANNA\t\t\t\n'
                                   'SVOBODOVA\tPETRA ANNA\t1980-05-05\tF\tCZ\n')
        [hit] = self.hits('--persons', table)
        self.assertEqual((hit['row'], hit['name'], hit['entry']), (1, 'PETRA ANNA SVOBODOVA', 'csv:7'))
        self.assertNotIn('message', hit)
        self.assertEqual(self.hits('--persons', '-', stdin=b'name\nSVOBODOVA, PETRA ANNA\n')[0]['row'], 0)

    def test_compare_and_screen_agree(self):
        pair = 'PETRA ANA SVOBODOVA\tPetra Anna Svobodová\t1980-05-05\t1980-05-05\n'
        score = float(self.check(0, 'compare', stdin=pair.encode())[0])
        [hit] = self.hits('--persons', self.file('p.tsv', 'name\tbirth_date\nPETRA ANA SVOBODOVA\t1980-05-05\n'))
        self.assertAlmostEqual(hit['score'], score, places=4)

    def test_threshold_and_best_choose(self):
        twice = LIST + '9,,Svoboda,Petr,primary,1980-05-05,Unit A,Invented Act,inform,\n'
        self.list = self.file('two.csv', twice)
        found = self.hits('--threshold', '0.3', self.message)
        self.assertGreater(len(found), 1)
        self.assertEqual([h['score'] for h in found], sorted((h['score'] for h in found), reverse=True))
        self.assertEqual(self.hits('--threshold', '0.3', '--best', self.message), found[:1])
        self.assertEqual(self.hits('--threshold', '1.0', '--persons', self.file('p.tsv', 'name\nPETER SVOBOD\n')), [])

    def test_entries_hit_only_while_they_are_valid(self):
        self.list = self.file('v.csv', 'id,name,owner,basis,valid_from,valid_until\n'
                              '1,PETRA ANNA SVOBODOVA,A,B,2024-01-01,2024-12-31\n')
        self.assertEqual(len(self.hits('--at', '2024-12-31', self.message)), 1)
        self.assertEqual(self.hits('--at', '2025-01-01', self.message), [])
        self.assertEqual(self.hits(self.message), [])

    def test_a_list_without_owner_or_basis_is_for_tests_only(self):
        for columns, row in (('owner', 'A'), ('basis', 'B'), ('remark', '')):
            self.list = self.file('u.csv', LIST_HEAD.format(columns, row))
            out, err = self.check(1, 'screen', '--list', self.list, self.message, self.message)
            self.assertEqual((out, len(err.splitlines())), ('', 1))
            self.assertIn('1 of its entries declare no owner or no legal basis', err)
            [hit] = self.hits('--test', self.message)
            self.assertIs(hit['test'], True)
        self.list = self.file('d.csv', LIST_HEAD.format('owner,basis', 'A,B'))
        self.assertNotIn('test', self.hits(self.message)[0])

    def test_a_lost_document_says_so(self):
        lost = self.file('s.csv', 'id,document_number,document_status,owner,basis\n1,X1234567,lost,A,B\n')
        [hit] = lines(self.check(0, 'screen', '--list', lost, self.message)[0])
        self.assertEqual((hit['entry'], hit['document_status']), ('sltd:1', 'lost'))
        self.assertIn('document lost', self.check(0, 'screen', '--text', '--list', lost, self.message)[0])
        self.assertNotIn('document_status', self.hits(self.message)[0])

    def test_a_policy_says_what_each_list_needs(self):
        def hits(rules, *words, status=0):
            return self.hits('--policy', self.file('r.csv', rules), *words, self.message, status=status)
        self.assertEqual(len(hits('list,action,threshold,corroboration\nUnit*,arrest,0.95,birth-or-document\n')), 1)
        self.assertEqual(hits('list,corroboration\nunit a,document\n'), [])
        self.assertEqual(hits('action,threshold\narrest,1.0\n'), [])
        self.assertEqual(len(hits('action,threshold\ninform,1.0\n')), 1)
        self.assertEqual(len(hits('list,threshold\nUnit A,\n', '--threshold', '0.95')), 1)
        bad = self.file('r.csv', 'list,threshold\nUnit A,0,9\n')
        for words in (['screen', '--list', self.list, self.message],
                      ['search', '--index', 'x', *Search.REQUEST, '--name', 'x']):
            out, err = self.check(1, *words, '--policy', bad)
            self.assertEqual((out, len(err.splitlines())), ('', 1))
            self.assertIn('r.csv:2:1:', err)
            self.check(1, *words, '--policy', bad + 'x')

    def test_odd_tables_are_told_without_their_values(self):
        bad = self.file('p.tsv', 'name\tbirth_date\tshoe_size\nANNA BELL\t31.12.1980\t42\n'
                                 'PETRA ANNA SVOBODOVA\t1980-05-05\t7\n')
        out, err = self.check(1, 'screen', '--list', self.list, '--persons', bad)
        self.assertEqual(len(lines(out)), 1)
        self.assertRegex(err, r'p\.tsv:1: column 3.*\n.*p\.tsv:2: column 2: no date')
        self.assertNotIn('BELL', err)
        for content in ('', 'shoe_size\n42\n'):
            self.check(1, 'screen', '--list', self.list, '--persons', self.file('e.tsv', content))

    def test_what_cannot_be_read_does_not_stop_the_rest(self):
        empty = self.file('e.edi', b'')
        out, err = self.check(1, 'screen', '--list', self.list, self.message + 'x', empty, self.message)
        self.assertEqual(len(lines(out)), 1)
        self.assertEqual(len(err.splitlines()), 2)
        for words in (('--list', self.list + 'x'), ('--list', self.folder), ('--list', self.file('none', b''))):
            out, err = self.check(1, 'screen', *words, self.message)
            self.assertEqual(out, '')
            self.assertEqual(len(err.splitlines()), 1, err)

    def test_text_gives_reasons_in_plain_words(self):
        out = self.check(0, 'screen', '--text', '--list', self.list, self.message)[0]
        for words in ('PETRA ANNA SVOBODOVA may be Petra Anna Svobodová', 'arrest', 'SVOBODOVA = Svobodová',
                      'born on the same day', 'may be armed', '1 person screened, 1 hit'):
            self.assertIn(words, out)


class Search(Case):
    REQUEST = ['--purpose', 'terrorism', '--case', '2025/17', '--officer', 'o-41']

    def setUp(self):
        super().setUp()
        self.index = os.path.join(self.folder, 'travellers.index')
        self.message = self.file('a.edi', MESSAGE)
        with_phone = MESSAGE.replace(b"SSR+SEAT", b"SSR+CTCM:HK:1:ZX:::::4201112223331'\nSSR+SEAT").replace(b'LOC001', b'LOC002')
        other = self.file('b.edi', with_phone.replace(b'SVOBODOVA', b'KRATKA').replace(b'100325', b'110325')
                          .replace(b'UNT+18', b'UNT+19').replace(b'X1234567', b'Y7654321'))
        out = self.check(0, 'index', 'travellers', '-o', self.index, self.message, other)[0]
        self.assertEqual(json.loads(out)['travellers'], 2)

    def hits(self, *words, status=0, **more):
        return lines(self.check(status, 'search', '--index', self.index, *self.REQUEST, *words, **more)[0])

    def test_nothing_is_searched_without_purpose_case_and_officer(self):
        words = ['--index', self.index, '--name', 'PETRA ANNA SVOBODOVA']
        for i, said in ((0, '--purpose'), (2, '--case'), (4, '--officer')):
            rest = self.REQUEST[:i] + self.REQUEST[i + 2:]
            out, err = self.check(2, 'search', *words, *rest)
            self.assertEqual(out, '')
            self.assertIn(said, err)
        out, err = self.check(1, 'screen', '--list', self.index, self.message)
        self.assertEqual(out, '')
        self.assertIn("by 'pnr search'", err)
        for more, said in ((['--purpose', '27'], '1 to 26'), (['--officer', ''], '--officer'), (['--top', '0'], '--top'),
                           (['--from', '2025'], '--from needs'), (['--sex', 'Q'], 'M or F'), (['x'], 'give no files'),
                           (['--birth-date', '1.1.80'], '--birth-date needs'), (['--list', 'x'], 'give one of'),
                           (['--entry', 'csv:1'], '--entry goes with')):
            self.assertIn(said, self.check(2, 'search', *words, *self.REQUEST, *more)[1])
        self.assertIn('give one of', self.check(2, 'search', '--index', self.index, *self.REQUEST)[1])

    def test_a_hit_leads_back_to_message_booking_and_flight(self):
        [hit] = self.hits('--name', 'Petra Anna Svobodová', '--birth-date', '1980-05-05', '--explain')
        expected = {'name': 'Petra Anna Svobodová', 'traveller_name': 'PETRA ANNA SVOBODOVA', 'locator': 'LOC001',
                    'reference': self.message + ':1', 'traveller': 0, 'entry': self.message + ':1#0/LOC001',
                    'type': 'PNRGOV', 'flight': 'ZX100', 'date': '2025-03-10', 'from': 'QXA', 'to': 'QXB',
                    'sender': 'ZX', 'birth_date': '1980-05-05', 'asked_name': 'Petra Anna Svobodová'}
        self.assertEqual({key: hit[key] for key in expected}, expected)
        self.assertGreater(hit['score'], 0.9)
        self.assertIn('BIRTH_EQUAL', [reason['code'] for reason in hit['reasons']])

    def test_documents_phones_tables_and_lists_find_too(self):
        self.assertEqual(self.hits('--document', 'CZE:x1234567')[0]['locator'], 'LOC001')
        self.assertEqual(self.hits('--document', 'FRA:X1234567'), [])
        self.assertEqual(self.hits('--phone', '+420 111 222 3331')[0]['locator'], 'LOC002')
        table = self.file('p.tsv', 'name\tbirth_date\nNOBODY HERE\t\nPETRA ANNA KRATKA\t1980-05-05\n')
        [hit] = self.hits('--persons', table)
        self.assertEqual((hit['row'], hit['locator']), (1, 'LOC002'))
        listed = self.file('l.csv', LIST + '9,PETRA ANNA KRATKA,,,primary,1980-05-05,A,B,inform,\n'
                           .replace('9,PETRA ANNA KRATKA,,', '9,,KRATKA,PETRA ANNA'))
        self.assertEqual([h['listed'] for h in self.hits('--list', listed)], ['csv:7', 'csv:9'])
        self.assertEqual([h['listed'] for h in self.hits('--list', listed, '--entry', 'csv:9')], ['csv:9'])
        self.assertIn('no source has', self.check(1, 'search', '--index', self.index, *self.REQUEST, '--list', listed,
                                                  '--entry', 'csv:99')[1])
        expired = self.file('e.csv', 'id,name,valid_until\n1,PETRA ANNA SVOBODOVA,2024-12-31\n')
        self.assertEqual(self.hits('--list', expired), [])

    def test_days_thresholds_and_counts_choose(self):
        asked = ['--name', 'PETRA ANNA SVOBODOVA', '--birth-date', '1980-05-05', '--threshold', '0.1']
        both = self.hits(*asked)
        self.assertEqual(len(both), 2)
        self.assertEqual(self.hits(*asked, '--top', '2'), both)
        self.assertEqual(self.hits(*asked, '--best'), both[:1])
        self.assertEqual(self.hits(*asked, '--from', '2025-03-11'), both[1:])
        other = self.file('c.edi', MESSAGE.replace(b'ZX+100', b'ZX+0200').replace(b'PETRA/ANNA', b'PETRA'))
        self.check(0, 'index', 'travellers', '--add', '-o', self.index, other)
        self.assertEqual(len(self.hits(*asked)), 3)
        self.assertEqual([h['reference'] for h in self.hits(*asked, '--flight', 'zx200', '--best')], [other + ':1'])
        self.assertEqual(self.hits(*asked, '--flight', 'ZX0100', '--top', '2'), both)
        for none in ('ZX1000', 'ZX10', 'YX100', 'ZX'):
            self.assertEqual(self.hits(*asked, '--flight', none), [])
        self.assertEqual(self.hits(*asked, '--until', '2025-03-10', '--flight', 'ZX100'), both[:1])
        self.assertEqual(self.hits(*asked, '--until', '2025-03-09'), [])

    def test_records_of_a_law_that_knows_no_cases_are_not_indexed(self):
        for regime, status in (('crew', 1), ('api-border', 1), ('api-law', 0), ('rail', 0)):
            records = os.path.join(self.folder, regime + '.cbor')
            with open(records, 'wb') as file:
                subprocess.run([cli.PNR, 'record', '--cbor', '--regime', regime, self.message], stdout=file, check=True)
            err = self.check(status, 'index', 'travellers', '-o', os.path.join(self.folder, regime + '.index'), records)[1]
            self.assertEqual('record 1: the law under which the data came' in err, status == 1)
            self.assertEqual(os.path.exists(os.path.join(self.folder, regime + '.index')), status == 0)

    def test_stored_records_are_indexed_unless_they_are_masked(self):
        stored = os.path.join(self.folder, 'r.cbor')
        for i, words in enumerate((['record'], ['mask', '--at', '2025-09-11'])):
            done = subprocess.run([cli.PNR, *words, '--cbor', '--received', '2025-03-10', self.message], capture_output=True)
            with open(stored, 'wb') as file:
                file.write(done.stdout)
            out, err = self.check(0, 'index', 'travellers', '-o', self.index, stored, self.message)
            self.assertEqual((json.loads(out)['travellers'], '1 masked' in err), (2 - i, i == 1), words)
            self.assertEqual([h['reference'] for h in self.hits('--document', 'X1234567')],
                             [stored + ':1', self.message + ':1'][i:])
        with open(stored, 'ab') as file:
            file.write(b'\xa3\x00')
        self.check(1, 'index', 'travellers', '-o', self.index, stored, self.message)

    def test_travellers_are_added_while_others_search(self):
        late = self.file('late.edi', MESSAGE.replace(b'SVOBODOVA', b'ZATOPKOVA').replace(b'X1234567', b'Z7654321'))
        self.assertEqual(self.hits('--document', 'Z7654321'), [])
        out = self.check(0, 'index', 'travellers', '--add', '-o', self.index, late)[0]
        self.assertEqual(json.loads(out)['travellers'], 3)
        self.assertEqual(self.hits('--document', 'Z7654321')[0]['reference'], late + ':1')
        self.check(0, 'index', 'travellers', '--add', '-o', self.index, late)
        self.assertEqual(json.loads(self.check(0, 'index', 'info', '--verify', self.index)[0])['travellers'], 3)
        self.check(1, 'index', 'travellers', '--add', '-o', self.index + 'x', late)
        self.check(0, 'index', 'travellers', '-o', self.index, self.message)
        self.assertEqual(self.hits('--document', 'Z7654321'), [])

    def test_text_says_who_may_be_whom_and_why(self):
        out = self.check(0, 'search', '--text', '--index', self.index, *self.REQUEST, '--name', 'Petra Svobodová')[0]
        for words in ('Petra Svobodová may be PETRA SVOBODOVA', 'ZX100 2025-03-10 QXA-QXB, booking LOC001',
                      'Svobodová = SVOBODOVA', 'birth date known of one of them only (1980-05-05)', '1 person searched, 1 hit'):
            self.assertIn(words, out)

    def test_what_cannot_be_read_is_told(self):
        out, err = self.check(1, 'index', 'travellers', '-o', self.index, self.file('n.edi', b''), self.message)
        self.assertEqual(json.loads(out)['travellers'], 1)
        before = os.stat(self.index).st_mtime_ns
        self.check(1, 'index', 'travellers', '-o', self.index, self.file('n.edi', b''))
        self.assertEqual(os.stat(self.index).st_mtime_ns, before)
        self.check(1, 'index', 'info', self.message)
        self.check(1, 'search', '--index', self.message, *self.REQUEST, '--name', 'x')
        self.assertEqual(json.loads(self.check(0, 'index', 'info', '--verify', self.index)[0])['travellers'], 1)


if __name__ == '__main__':
    unittest.main(verbosity=0)
