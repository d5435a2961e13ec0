# SPDX-License-Identifier: Apache-2.0
"""Tests the pnr command from outside: exit statuses, JSON, help, errors, odd files. usage: cli.py PNR_COMMAND"""
import gzip, json, os, pty, subprocess, sys, tempfile, unittest

PNR = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else 'build/pnr'
DEMO = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'examples', 'demo')
COMMANDS = ['places build', 'record', 'scrub', 'mask', 'redact', 'retention', 'party create', 'permit', 'unmask',
            'parse', 'write', 'screen', 'search', 'answer', 'compare', 'list build', 'list info',
            'list add', 'list remove', 'list compact', 'index travellers', 'index info', 'info',
            'keygen', 'directory add', 'directory publish', 'directory show', 'send', 'request', 'recall', 'frame show', 'node',
            'probe ask', 'probe answer', 'probe match', 'probe find',
            'audit init', 'audit append', 'audit checkpoint', 'audit verify', 'audit show', 'audit who', 'audit drop', 'stats']
MESSAGE = b"""UNA:+.? '
UNB+IATA:1+ZX+TSTGOV+250310:1015+REF001'
UNH+1+PNRGOV:13:1:IA+ZX100/100325/1200+01:F'
MSG+:22'
ORG+ZX:QXA'
TVL+100325:1200:100325:1500+QXA+QXB+ZX+100'
EQN+1'
SRC'
RCI+ZX:LOC001::010325:0900'
DAT+700:090325:1000+710:020325:1100'
ORG+ZX:QXA+12345678'
TIF+SVOBODOVA+PETRAMRS:A:1'
REF+:5551'
SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/SVOBODOVA/PETRA/ANNA'
TKT+0991234567890:T:1'
TVL+100325:1200:100325:1500+QXA+QXB+ZX+100:Y'
RPI+1+HK'
APD+320'
SSR+SEAT:HK:1:ZX:::QXA:QXB+012C::1'
UNT+18+1'
UNZ+1+REF001'
"""
LIST = """id,name,surname,given,kind,birth_date,owner,basis,action,warning
7,,Svobodová,Petra Anna,primary,1980-05-05,Unit A,Invented Act,arrest,may be armed
8,,Kratochvíl,Jindřich,primary,1955-01-02,Unit A,Invented Act,inform,
"""


def run(*words, stdin=b'', env=None, **more):
    done = subprocess.run([PNR, *words], input=stdin, capture_output=True, timeout=60,
                          env={**os.environ, **(env or {})}, **more)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as out:
            out.write(content.encode() if isinstance(content, str) else content)
        return path

    def check(self, status, *words, **more):
        got, out, err = run(*words, **more)
        self.assertEqual(got, status, f'{words}: {err}')
        self.assertNotIn('Sanitizer', err)
        return out, err


class Usage(Case):
    def test_help_is_everywhere_and_goes_to_stdout(self):
        out, err = self.check(0, '--help')
        for name in COMMANDS:
            self.assertIn('  ' + name + ' ', out)
            long, _ = self.check(0, *name.split(), '--help')
            self.assertEqual(long, self.check(0, 'help', *name.split())[0])
            self.assertTrue(long.startswith('usage: pnr ' + name), name)
            self.assertIn('--help', long)
        self.assertEqual(err, '')
        self.assertIn('usage: pnr list build', self.check(0, 'list', '--help')[0])
        self.assertRegex(self.check(0, '--version')[0], r'^pnr \d+\.\d+\.\d+\n$')
        self.assertTrue(max(map(len, out.splitlines())) <= 120)

    def test_wrong_usage_is_one_line_and_a_hint(self):
        for words, said in (
                ([], "say what to do"), (['prase', 'x'], "did you mean 'parse'"), (['frobnicate'], "no command"),
                (['list'], 'list build'), (['list', 'replace'], 'list build'),
                (['list', 'remove'], 'give the list'), (['list', 'remove', 'x'], 'give the id'),
                (['list', 'add'], 'give the list'), (['list', 'add', 'x'], 'at least one source'),
                (['list', 'compact'], 'give a list'),
                (['--json', 'parse'], 'before any command'),
                (['parse'], 'give a file'), (['parse', '--sumary', 'x'], 'did you mean --summary'),
                (['parse', '--quite-unlike', 'x'], 'no option'), (['parse', '-z', 'x'], 'no option -z'),
                (['parse', '--format', 'pnx', 'x'], "there is no format"),
                (['parse', '--format', 'pnrgv', 'x'], "did you mean 'pnrgov'"),
                (['parse', '--format'], 'needs a value'), (['parse', '--json=1', 'x'], 'takes no value'),
                (['parse', '--json', '--summary', 'x'], 'goes with none'), (['info', 'x'], 'takes no files'),
                (['write', 'x'], 'say what to write'), (['write', '--format', 'pdf', 'x'], 'can be written'),
                (['write', '--format', 'pnrgov'], 'give a file'),
                (['screen', 'x'], '--list FILE'), (['screen', '--list', 'x'], 'give a message'),
                (['screen', '--list', 'x', '--persons', 'y', 'z'], 'not both'),
                (['screen', '--list', 'x', '--threshold', '1.5', 'y'], '0.0 to 1.0'),
                (['screen', '--list', 'x', '--threshold', 'high', 'y'], '0.0 to 1.0'),
                (['screen', '--list', 'x', '--at', '2025-02-30', 'y'], '--at needs a date'),
                (['list', 'build', 'x'], '-o FILE'), (['list', 'build', '-o', 'x'], 'at least one source'),
                (['list', 'build', '--format', 'ofca', '-o', 'x', 'y'], "did you mean 'ofac'"),
                (['list', 'info'], 'give a list'),
                (['index', 'travellers', 'x'], '-o FILE'), (['index', 'travellers', '-o', 'x'], 'at least one message'),
                (['index', 'info'], 'give an index'),
                (['answer', 'x'], '--contrl, --ackres or --cusres'), (['answer', '--contrl'], 'give the file'),
                (['answer', '--contrl', '--cusres', 'x'], 'exclude each other'),
                (['answer', '--contrl', 'x', 'y'], 'give one file'),
                (['answer', '--ackres', 'x'], '--agreed nothing'), (['answer', '--cusres', 'x'], '--header accepted'),
                (['answer', '--ackres', '--verdict', '0=selectee', 'x'], 'does not go with --ackres'),
                (['answer', '--contrl', '--action', 'recieved', 'x'], "did you mean 'received'"),
                (['answer', '--contrl', '--severity', 'quite-unlike', 'x'], 'knows no such word'),
                (['answer', '--cusres', '--header', 'accepted', '--verdict', '0', 'x'], 'needs a traveller'),
                (['answer', '--cusres', '--header', 'accepted', '--verdict', '0=selecte', 'x'], '--verdict knows'),
                (['answer', '--contrl', '--at', '2025-03-10T24:00', 'x'], '--at needs'),
                (['answer', '--ackres', '--agreed', 'errors', '--error', '=A', 'x'], '--error needs a code'),
                (['answer', '--ackres', '--message', '0', 'x'], '--message needs'),
                (['answer', '--contrl', '--syntax', 'UNOA:x', 'x'], '--syntax needs')):
            out, err = self.check(2, *words)
            self.assertEqual(out, '', words)
            self.assertIn(said, err)
            self.assertEqual(len(err.splitlines()), 2, err)
            self.assertTrue(err.splitlines()[1].startswith("try 'pnr "), err)

    def test_info_tells_the_versions_and_the_threshold(self):
        facts = json.loads(self.check(0, 'info', '--json')[0])
        self.assertEqual(sorted(facts), ['normaliser', 'score', 'threshold', 'version'])
        self.assertTrue(0 < facts['threshold'] < 1)
        self.assertIn('default threshold', self.check(0, 'info', '--text')[0])


PERSONS = b"""UNB+UNOA:4+ZX:ZZ+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA+K7'BGM+745'RFF+TN:T77'TDT+20+ZX100'
LOC+125+AAA'DTM+189:2503101200:201'LOC+87+BBB'DTM+232:2503101500:201'NAD+FL+++NOVAK:PETRA'RFF+AVF:LOC1'RFF+ABO:P1'
NAD+FL+++NOVAK:JAN'RFF+AVF:LOC1'RFF+ABO:P2'NAD+FL+++DVORAK:IVA'CNT+42:3'UNT+17+1'UNZ+1+R'
"""


class Answer(Case):
    GIVEN = ('--reference', 'X1', '--at', '2025-03-11T00:05')

    def test_a_list_is_answered_with_the_verdicts_that_were_given(self):
        path = self.file('list.edi', PERSONS)
        out, err = self.check(0, 'answer', '--cusres', '--header', 'accepted', '--verdict', '1=selectee:SECOND CHECK: A',
                              '--verdict', '0=0A', '--sender', 'PIU:ZZ', '--test', *self.GIVEN, path)
        self.assertEqual(err, '')
        self.assertEqual(out, "UNA:+.?*'UNB+UNOA:4+PIU:ZZ+ZX+250311:0005+X1++++++1'UNH+1+CUSRES:D:12B:UN:IATA+K7'BGM+962'"
                              "RFF+TN:T77'RFF+AF:ZX100'DTM+189:2503101200:201'DTM+232:2503101500:201'LOC+125+AAA'"
                              "LOC+87+BBB'ERP+1'ERC+0'ERP+2'RFF+AVF:LOC1'RFF+ABO:P2'ERC+2Z'"
                              "FTX+AAP+++SECOND CHECK?: A'ERP+2'RFF+AVF:LOC1'RFF+ABO:P1'ERC+0A'UNT+20+1'UNZ+1+X1'")
        (shown,) = lines(self.check(0, 'answer', '--cusres', '--header', 'error', '--json', path)[0])
        self.assertEqual([answer['meaning'] for answer in shown['responses']], ['error'])

    def test_an_interchange_is_acknowledged_or_rejected(self):
        path = self.file('a.edi', MESSAGE)
        answer = self.check(0, 'answer', '--contrl', '--severity', 'notice', *self.GIVEN, path)[0]
        self.assertIn("UCI+REF001+ZX+TSTGOV+7'UCM+1+PNRGOV:13:1:IA+", answer)
        broken = MESSAGE.replace(b'DAT+700:090325', b'DAT+700:993325')
        answer = self.check(0, 'answer', '--contrl', *self.GIVEN, '-', stdin=broken)[0]
        self.assertIn("UCM+1+PNRGOV:13:1:IA+4'UCS+8'UCD+12+2:2'UNT", answer)
        (read,) = lines(self.check(0, 'parse', '-', stdin=answer.encode())[0])
        self.assertEqual([report['level'] for report in read['syntax_reports']],
                         ['interchange', 'message', 'segment', 'element'])
        answer = self.check(0, 'answer', '--contrl', '--action', 'received', '--syntax', 'UNOB:3', *self.GIVEN, path)[0]
        self.assertTrue(answer.startswith("UNA:+.? 'UNB+UNOB:3+TSTGOV+ZX+250311:0005+X1'"), answer)
        self.assertIn("UCI+REF001+ZX+TSTGOV+8'UNT", answer)
        two = MESSAGE + MESSAGE.replace(b'REF001', b'REF002')
        answers = self.check(0, 'answer', '--contrl', *self.GIVEN, '-', stdin=two)[0]
        self.assertIn("UNZ+1+X1'", answers)
        self.assertTrue(answers.endswith("UNZ+1+X1-2'"))

    def test_a_booking_message_is_answered_as_agreed(self):
        path = self.file('a.edi', MESSAGE)
        self.assertEqual(self.check(0, 'answer', '--ackres', '--agreed', 'nothing', path)[0], '')
        self.assertIn("MSG+:23'UNT+3", self.check(0, 'answer', '--ackres', '--agreed', 'receipt', path)[0])
        out, _ = self.check(0, 'answer', '--ackres', '--agreed', 'errors', '--error', '102=NO SEATS', '--error', '118', path)
        self.assertIn("MSG+:23'ERC+102'IFT+3+NO SEATS'ERC+118'UNT", out)

    def test_what_cannot_be_answered_is_said(self):
        path, flight = self.file('list.edi', PERSONS), self.file('a.edi', MESSAGE)
        accepted = ('answer', '--cusres', '--header', 'accepted')
        for words, said in (
                ((*accepted, '--verdict', '3=selectee', path), 'its own travellers'),
                ((*accepted, '--verdict', '2=selectee', path), 'no reference'),
                ((*accepted, '--verdict', '0=selectee', '--verdict', '0=selectee', path), 'two verdicts'),
                ((*accepted, '--message', '2', path), 'holds 1 message'), ((*accepted, flight), 'only a PAXLST'),
                (('answer', '--ackres', '--agreed', 'receipt', path), 'only a PNRGOV'),
                ((*accepted, '--verdict', '0=selectee:small letters', path), '--syntax'),
                (('answer', '--contrl', self.file('empty', b'')), 'empty'),
                (('answer', '--contrl', os.path.join(self.folder, 'none')), 'No such file')):
            out, err = self.check(1, *words)
            self.assertEqual(out, '')
            self.assertIn(said, err)
        both = PERSONS.replace(b"UNZ+1+R'", b'') + PERSONS[PERSONS.index(b'UNH'):].replace(b"UNH+1", b"UNH+2")
        self.assertIn('choose one with --message', self.check(1, *accepted, '-', stdin=both)[1])
        self.assertIn("UNH+1+CUSRES", self.check(0, *accepted, '--message', '2', '-', stdin=both)[0])


class Parse(Case):
    def test_a_message_is_one_object_a_line(self):
        out, err = self.check(0, 'parse', self.file('a.edi', MESSAGE), '-', stdin=MESSAGE)
        self.assertEqual(err, '')
        first, second = lines(out)
        self.assertTrue(first['file'].endswith('a.edi'))
        self.assertEqual(second['file'], '-')
        self.assertEqual((first['type'], first['function'], first['version']), ('PNRGOV', 'full', '13:1'))
        self.assertEqual(first['legs'][0]['departs'], '2025-03-10T12:00')
        traveller = first['travellers'][0]
        self.assertEqual((traveller['surname'], traveller['given']), ('SVOBODOVA', 'PETRA ANNA'))
        self.assertEqual((traveller['birth_date'], traveller['sex'], traveller['seat']), ('1980-05-05', 'F', '012C'))
        self.assertEqual(traveller['documents'][0]['number'], 'X1234567')
        octets = first['octets']
        self.assertEqual(octets['recorded'] + octets['in_findings'], octets['total'])

    def test_a_message_is_written_in_one_canonical_form(self):
        out, err = self.check(0, 'write', '--format', 'pnrgov', '--recipient', 'PIU', '-', stdin=MESSAGE)
        self.assertTrue(out.startswith("UNA:+.? 'UNB+IATA:1+ZX+PIU+250310:1015+REF001'UNH+1+PNRGOV:13:1:IA+"), out)
        self.assertEqual(err, '')
        self.assertEqual(self.check(0, 'write', '--format', 'pnrgov', '-', stdin=out.encode())[0], out)
        out, err = self.check(1, 'write', '--format', 'paxlst', '-', stdin=MESSAGE)
        self.assertEqual(out, '')
        self.assertIn('RECORD_LOST: locator', err)
        out, err = self.check(0, 'write', '--format', 'paxlst', '--partial', '-', stdin=MESSAGE)
        self.assertIn("NAD+FL+++SVOBODOVA:PETRA:ANNA'", out)
        self.assertNotIn('SVOBODOVA', err)

    def test_text_shows_the_same_without_colours_in_a_pipe(self):
        path = self.file('a.edi', MESSAGE)
        out, _ = self.check(0, 'parse', '--text', path)
        for word in ('SVOBODOVA, PETRA ANNA', '1980-05-05', 'X1234567', 'ZX100 QXA-QXB'):
            self.assertIn(word, out)
        self.assertNotIn('\033', out)
        narrow, _ = self.check(0, 'parse', '--text', path, env={'COLUMNS': '60'})
        self.assertTrue(all(len(line) <= 60 for line in narrow.splitlines() if 'SVOBODOVA' in line), narrow)
        self.assertIn('1 file, 1 message, 1 traveller', self.check(0, 'parse', '--summary', path)[0])
        self.assertEqual(self.check(0, 'parse', '--findings', path)[0], '')

    def test_files_without_message_are_errors_with_a_code(self):
        for name, content, code in (
                ('empty', b'', 'EMPTY'), ('blank', b' \r\n\n', 'EMPTY'),
                ('jpeg', b'\xff\xd8\xff\xe0\0\x10JFIF\0' * 40, 'FORMAT'),
                ('apostrophes', b"'" * 1000000, 'FORMAT'), ('zeros', bytes(5000), 'FORMAT')):
            path = self.file(name, content)
            out, err = self.check(1, 'parse', path)
            [found] = lines(out)
            self.assertEqual(found['error']['code'], code, name)
            self.assertIsInstance(found['error']['offset'], int)
            self.assertEqual(len(err.splitlines()), 1, err)
            self.assertIn(path, err)
            self.assertNotIn('{', self.check(1, 'parse', '--text', path)[0])

    def test_missing_files_and_folders_do_not_stop_the_rest(self):
        path = self.file('a.edi', MESSAGE)
        out, err = self.check(1, 'parse', os.path.join(self.folder, 'none.edi'), self.folder, path)
        self.assertEqual([line.get('error', {}).get('code') for line in lines(out)], ['FILE', 'FILE', None])
        self.assertIn('No such file', err)
        self.assertIn('directory', err)

    def test_a_message_cut_anywhere_is_told(self):
        whole = MESSAGE.rstrip()
        for size in list(range(0, len(whole), 37)) + [len(whole) - 1, len(whole) - 14]:
            status, out, _ = run('parse', self.file('cut.edi', whole[:size]))
            self.assertIn(status, (0, 1), size)
            for line in lines(out):
                bad = [f for f in line.get('findings', []) if f['severity'] != 'notice']
                self.assertTrue('error' in line or bad, f'cut at {size} is silent')

    def test_strict_stops_at_the_first_error(self):
        bad = self.file('bad.edi', MESSAGE[:-60])
        out, err = self.check(1, 'parse', '--strict', bad, self.file('a.edi', MESSAGE))
        self.assertEqual(len(lines(out)), 1)
        self.assertRegex(err, r'bad\.edi:\d+:\d+: \w+: .*--strict')

    def test_parts_are_put_together_over_all_files(self):
        def part(number, mark):
            return MESSAGE.replace(b'+01:F', f'+{number}:{mark}'.encode())
        first, last = self.file('1.edi', part('01', 'C')), self.file('3.edi', part('03', 'F'))
        out, err = self.check(0, 'parse', '--assemble', last, first)
        self.assertEqual((len(lines(out)), err), (3, ''))
        found = lines(out)[2]['assembly']
        self.assertEqual((found['complete'], found['total'], found['missing']), (False, 3, [2]))
        self.assertEqual([(p['number'], p['token']) for p in found['parts']], [(1, 1), (3, 0)])
        self.assertEqual([(f['code'], f['part']) for f in found['findings']], [('PART_MISSING', 2)])
        self.assertIn('2 of 3 parts, missing 2', self.check(0, 'parse', '--assemble', '--text', last, first)[0])
        out, err = self.check(0, 'parse', last, first)
        self.assertEqual(len(lines(out)), 2)
        self.assertIn('1 split message is not complete; --assemble tells', err)
        middle = self.file('2.edi', part('02', ''))
        out, err = self.check(0, 'parse', '--assemble', last, first, middle)
        self.assertTrue(lines(out)[3]['assembly']['complete'])
        self.assertEqual(self.check(0, 'parse', last, first, middle)[1], '')

    def test_places_add_utc_countries_and_route(self):
        path = self.file('a.edi', MESSAGE)
        table = self.file('places.csv', 'code,country,time_zone\nQXA,CZ,Middle\nQXB,TR,+03:00\n'
                          'Middle,,"CET-1CEST,M3.5.0,M10.5.0/3"\n')
        image = os.path.join(self.folder, 'places.image')
        [built] = lines(self.check(0, 'places', 'build', '-o', image, table)[0])
        self.assertEqual((built['rows'], built['octets']), (3, os.path.getsize(image)))
        for source in (image, table):
            [shown] = lines(self.check(0, 'parse', '--places', source, path)[0])
            leg = shown['legs'][0]
            self.assertEqual((leg['departs_utc'], leg['arrives_utc']), ('2025-03-10T11:00Z', '2025-03-10T12:00Z'))
            self.assertEqual((leg['from_country'], leg['to_country'], leg['route']), ('CZE', 'TUR', 'extra-eu'))
        self.assertNotIn('route', lines(self.check(0, 'parse', path)[0])[0]['legs'][0])
        with open(image, 'r+b') as file:
            file.truncate(100)
        self.assertIn('places.image', self.check(1, 'parse', '--places', image, path)[1])
        bad = self.file('bad.csv', 'code,mode\nQXA,ufo\n')
        out, err = self.check(1, 'places', 'build', '-o', image, bad)
        self.assertIn('bad.csv:2:1: error', err)
        self.assertIn('no.csv', self.check(1, 'places', 'build', '-o', image, os.path.join(self.folder, 'no.csv'))[1])

    def test_source_says_by_what_way_a_message_came(self):
        [shown] = lines(self.check(0, 'parse', self.file('a.edi', MESSAGE))[0])
        self.assertEqual(shown['source'], 'carrier')
        [shown] = lines(self.check(0, 'parse', self.file('b.edi', b'QU AAAXXZX\r\n' + MESSAGE))[0])
        self.assertEqual(shown['source'], 'fallback')

    def test_hashes_are_an_option(self):
        path = self.file('a.edi', MESSAGE)
        self.assertNotIn('hashes', lines(self.check(0, 'parse', path)[0])[0]['bookings'][0])
        hashes = lines(self.check(0, 'parse', '--hashes', path)[0])[0]['bookings'][0]['hashes']
        self.assertEqual({key: len(value) for key, value in hashes.items()}, {'octets': 32, 'content': 32})

    def test_travellers_of_several_messages_are_joined(self):
        zone = b'P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\nX1234567<7CZE8005056F30010198055051234<<<<54\n'
        probes = [os.path.join('tests', 'probes', name) for name in ('00_base.edi', 'a00_base.edi', '47_three_pnrs.edi')]
        out, _ = self.check(0, 'join', '--several', *probes[:2], '-', stdin=zone)
        (joined,) = lines(out)
        self.assertEqual([name['source'] for name in joined['person']['names']], ['MRZ', 'DOCS', 'NAD', 'TIF'])
        self.assertEqual([(w['file'], w['message'], w['traveller'], w['basis']) for w in joined['witnesses']],
                         [(probes[0], 1, 0, 'first'), (probes[1], 1, 0, 'document'), ('-', 1, 0, 'document')])
        self.assertEqual(len(lines(self.check(0, 'join', probes[2])[0])), 1)  # of three bookings
        self.assertEqual(self.check(1, 'join', self.file('a.edi', b'x'))[0], '')
        self.check(2, 'join')

    def test_no_personal_data_on_stderr(self):
        for size in range(200, len(MESSAGE), 61):
            err = run('parse', '--strict', self.file('cut.edi', MESSAGE[:size]))[2]
            for secret in ('SVOBODOVA', 'PETRA', 'X1234567', '05MAY80'):
                self.assertNotIn(secret, err)

    def test_a_terminal_gets_a_coloured_table_unless_told_not_to(self):
        path = self.file('a.edi', MESSAGE + b'NOISE')
        self.assertIn('\033[', self.on_terminal(path, {'NO_COLOR': '', 'TERM': 'xterm'}))
        self.assertNotIn('\033[', self.on_terminal(path, {'NO_COLOR': '1', 'TERM': 'xterm'}))
        self.assertNotIn('\033[', self.on_terminal(path, {'NO_COLOR': '', 'TERM': 'dumb'}))

    def on_terminal(self, path, env):
        try:
            leader, follower = pty.openpty()
        except OSError:
            self.skipTest('this machine gives no pseudo-terminals')
        done = subprocess.run([PNR, 'parse', path], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                              env={**os.environ, **env}, timeout=60)
        os.close(follower)
        text = b''
        try:
            while chunk := os.read(leader, 65536):
                text += chunk
        except OSError:
            pass  # the other end is closed: all was read
        os.close(leader)
        self.assertEqual(done.returncode, 0)
        self.assertIn('SVOBODOVA', text.decode())
        return text.decode()

    def test_a_terminal_is_never_commanded_by_the_input(self):
        hostile = MESSAGE.replace(b'LOC001', b'L\x1b[2J1').replace(b'PETRA/ANNA', b'PETRA\x1b[2J/ANNA')
        self.assertNotIn('\033', self.check(0, 'parse', '--text', self.file('h.edi', hostile))[0])

    def test_a_closed_pipe_is_silent(self):
        path = self.file('many.edi', MESSAGE)
        shell = f'"{PNR}" parse {" ".join([path] * 2000)} | head -1; "{PNR}" --help | true'
        done = subprocess.run(['sh', '-c', shell], capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b''))

    def test_a_full_disk_is_told(self):
        if os.path.exists('/dev/full'):
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([PNR, 'parse', self.file('a.edi', MESSAGE)], stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b'standard output', done.stderr)


class Compare(Case):
    def scores(self, text, status=0, *words):
        out, err = self.check(status, 'compare', *words, stdin=text.encode())
        return out.splitlines(), err

    def test_each_line_gives_one_score(self):
        got, err = self.scores('PETRA NOVAK\tPetra Novák\nPETRA NOVAK\tJOHN SMITH\r\nAnna Bell\tBELL, ANNA')
        self.assertEqual(err, '')
        for score in got:
            self.assertRegex(score, r'^[01]\.\d{4}$')
        self.assertGreater(float(got[0]), 0.85)
        self.assertGreater(float(got[2]), 0.8)
        self.assertLess(float(got[1]), 0.5)

    def test_birth_dates_speak_for_and_against(self):
        got, _ = self.scores('PETRA NOVAK\tPETRA NOVAK\t1980-05-05\t1980-05-05\n'
                             'PETRA NOVAK\tPETRA NOVAK\t1980-05-05\t1951-11-30\n'
                             'PETRA NOVAK\tPETRA NOVAK\t\t1980\n')
        self.assertGreater(float(got[0]), float(got[1]))
        self.assertGreater(float(got[2]), float(got[1]))

    def test_wrong_lines_keep_the_others_in_place(self):
        got, err = self.scores('one\n\na\tb\tc\na\tb\tc\td\te\nAnna Bell\tAnna Bell\nA B\tA B\t31.12.1980\t1980\n', 1)
        self.assertEqual(got[:4] + got[5:], ['0.0000'] * 5)
        self.assertGreater(float(got[4]), 0.8)
        self.assertEqual([line.split(':')[2] for line in err.splitlines()], ['1', '2', '3', '4', '6'], err)
        self.assertNotIn('Anna', err)

    def test_reasons_are_words_for_people(self):
        text = 'Petra Anna Novák\tNOVAK, PETRA\t1980-05-05\t1980-05-06\nA\n'
        out = self.check(1, 'compare', '--explain', '--text', stdin=text.encode())[0]
        self.assertRegex(out, r'^0\.[0-9]{4}  Petra Anna Novák, 1980-05-05  \|  NOVAK, PETRA, 1980-05-06\n')
        for words in ('Novák = NOVAK', 'Petra = PETRA', 'Anna is not in the second name',
                      'birth dates differ a little (1980-05-05 / 1980-05-06)'):
            self.assertIn(words, out)
        self.assertEqual(out.splitlines()[-1], '0.0000')
        self.assertEqual(self.check(1, 'compare', '--text', stdin=text.encode())[0].splitlines()[1], '0.0000')

    def test_reasons_are_json_behind_a_tab(self):
        got, _ = self.scores('PETRA NOVAK\tPetra Nowak\nx\n', 1, '--explain')
        score, reasons = got[0].split('\t')
        self.assertTrue(json.loads(reasons))
        self.assertEqual(got[1], '0.0000\t[]')
        path = self.file('pairs.tsv', 'Anna Bell\tAnna Bell\n')
        self.assertGreater(float(self.check(0, 'compare', path)[0]), 0.8)
        self.assertIn('No such file', self.check(1, 'compare', path + 'x')[1])


class Lists(Case):
    def test_build_makes_an_image_that_info_describes(self):
        image = os.path.join(self.folder, 'list.index')
        out, err = self.check(0, 'list', 'build', '-o', image, self.file('list.csv', LIST))
        self.assertEqual(err, '')
        built = json.loads(out)
        self.assertEqual((built['entries'], built['without_basis']), (2, 0))
        self.assertEqual(os.stat(image).st_mode & 0o777, 0o600)
        self.assertEqual(lines(self.check(0, 'list', 'info', '--verify', image)[0]), [built])
        self.assertEqual(lines(self.check(0, 'list', 'info', self.file('list.csv', LIST))[0])[0]['entries'], 2)
        self.assertIn('entries', self.check(0, 'list', 'info', '--text', image)[0])

    def test_damaged_images_are_refused(self):
        image = os.path.join(self.folder, 'list.index')
        self.check(0, 'list', 'build', '-o', image, self.file('list.csv', LIST))
        with open(image, 'rb') as file:
            octets = file.read()
        last = len(octets.rstrip(b'\0')) - 1  # octets between the parts of an image are zero and mean nothing
        flipped = octets[:last] + b'\xff' + octets[last + 1:]
        for name, content in (('short', octets[:len(octets) // 2]), ('flipped', flipped)):
            path = self.file(name, content)
            self.assertIn(path, self.check(1, 'list', 'info', '--verify', path)[1])
            self.assertIn(run('screen', '--list', path, self.file('a.edi', MESSAGE))[0], (0, 1))

    def test_a_broken_row_is_placed_and_the_rest_is_read(self):
        broken = LIST + '9,,"Unclosed quote,Ivan,primary\n'
        out, err = self.check(1, 'list', 'build', '-o', os.path.join(self.folder, 'i'), self.file('b.csv', broken))
        self.assertEqual(json.loads(out)['entries'], 2)
        self.assertRegex(err, r'b\.csv:4:\d+: error: ')
        self.assertNotIn('Unclosed', err)

    def test_many_findings_are_counted_not_printed(self):
        rows = LIST + ''.join(f'{i},,Name{i},Given,primary,not a date,U,B,inform,\n' for i in range(100, 150))
        path, image = self.file('many.csv', rows), os.path.join(self.folder, 'i')
        _, err = self.check(0, 'list', 'build', '-o', image, path)
        self.assertEqual(len(err.splitlines()), 21, err)
        self.assertIn('30 more', err)
        self.assertEqual(len(self.check(0, 'list', 'build', '--verbose', '-o', image, path)[1].splitlines()), 50)

    def test_what_cannot_be_read_or_written_is_told(self):
        good, image = self.file('list.csv', LIST), os.path.join(self.folder, 'list.index')
        self.assertIn('No such file', self.check(1, 'list', 'build', '-o', image, good + 'x')[1])
        self.assertFalse(os.path.exists(image))
        self.assertIn('No such file', self.check(1, 'list', 'build', '-o', image, good, good + 'x')[1])
        self.assertTrue(os.path.exists(image))
        self.assertIn('no/where', self.check(1, 'list', 'build', '-o', self.folder + '/no/where', good)[1])
        for content in (b'', b'\xff\xd8\xff\xe0JFIF' * 9):
            odd = self.file('odd', content)
            self.assertIn(odd, self.check(1, 'list', 'build', '-o', image + '2', odd)[1])
            self.assertFalse(os.path.exists(image + '2'))

    def test_changes_of_a_list_are_in_effect_at_once(self):
        image, persons = os.path.join(self.folder, 'list.index'), self.file('p.tsv', 'name\nMarketa Vondrackova\n')
        [built] = lines(self.check(0, 'list', 'build', '-o', image, self.file('list.csv', LIST))[0])

        def entries(status=0):
            return [hit['entry'] for hit in
                    lines(self.check(status, 'screen', '--test', '--list', image, '--persons', persons)[0])]
        self.assertEqual((built['changes'], built['added'], built['removed'], entries()), (0, 0, 0, []))
        new = self.file('new.csv', 'id,name\n9,Markéta Vondráčková\n8,Marketa Vondrackova\n')
        [info] = lines(self.check(0, 'list', 'add', image, new)[0])
        self.assertEqual((info['entries'], info['changes'], info['added'], info['removed']), (3, 2, 2, 1))
        self.assertEqual(info['generation'], built['generation'])
        self.assertEqual(entries(), ['csv:9', 'csv:8'])
        self.assertEqual(os.stat(image + '.journal').st_mode & 0o777, 0o600)
        out, err = self.check(1, 'list', 'remove', image, 'csv:9', 'csv:99')
        self.assertIn("'csv:99'", err)
        self.assertEqual((lines(out)[0]['entries'], entries()), (2, ['csv:8']))
        [info], [removed] = lines(self.check(0, 'list', 'info', '--verify', image)[0]), lines(out)
        for what in (info, removed):  # sizes depend on how the additions came together
            del what['octets'], what['tokens']
        self.assertEqual(info, removed)
        [info] = lines(self.check(0, 'list', 'compact', image)[0])
        self.assertEqual((info['entries'], info['changes'], info['added'], entries()), (2, 0, 0, ['csv:8']))
        self.assertNotEqual(info['generation'], built['generation'])
        self.assertFalse(os.path.exists(image + '.journal'))
        self.check(0, 'list', 'remove', image, 'csv:8')
        [info] = lines(self.check(0, 'list', 'build', '-o', image, new)[0])
        self.assertEqual((info['changes'], entries()), (0, ['csv:9', 'csv:8']))
        self.assertEqual(sorted(os.listdir(self.folder)), ['list.csv', 'list.index', 'new.csv', 'p.tsv'])

    def test_a_damaged_or_unfinished_journal_is_told(self):
        image, journal = os.path.join(self.folder, 'list.index'), os.path.join(self.folder, 'list.index.journal')
        self.check(0, 'list', 'build', '-o', image, self.file('list.csv', LIST))
        for number in (21, 22):
            self.check(0, 'list', 'add', image, self.file('new.csv', f'id,name\n{number},Bohdana Zeleznikova\n'))
        with open(journal, 'rb') as file:
            octets = file.read()
        self.file('list.index.journal', octets[:-1])
        [info] = lines(self.check(0, 'list', 'info', image)[0])
        self.assertEqual((info['entries'], info['changes'], info['unfinished'] > 0), (3, 1, True))
        out, err = self.check(0, 'list', 'remove', image, 'csv:21')
        self.assertIn('dropped', err)
        self.assertEqual((lines(out)[0]['entries'], lines(out)[0]['unfinished']), (2, 0))
        self.file('list.index.journal', octets[:70] + bytes([octets[70] ^ 1]) + octets[71:])
        for words in (['list', 'info', image], ['list', 'add', image, self.file('new.csv', LIST)],
                      ['list', 'compact', image], ['screen', '--list', image, self.file('a.edi', MESSAGE)]):
            self.assertRegex(self.check(1, *words)[1], r'list\.index\.journal: .*damaged \(octet 64\)')

    def test_what_cannot_be_changed_is_told(self):
        source = self.file('list.csv', LIST)
        for words in (['add', source + 'x', source], ['remove', source + 'x', 'csv:7'], ['compact', source + 'x']):
            self.assertIn('No such file', self.check(1, 'list', *words)[1])
        for words in (['add', source, source], ['remove', source, 'csv:7'], ['compact', source]):
            self.assertIn('not an index image', self.check(1, 'list', *words)[1])
        image = os.path.join(self.folder, 'list.index')
        self.check(0, 'list', 'build', '-o', image, source)
        out, err = self.check(1, 'list', 'add', image, source + 'x', self.file('new.csv', 'id,name\n9,Petr Kral\n'))
        self.assertIn('No such file', err)
        self.assertEqual(lines(out)[0]['entries'], 3)
        self.assertIn('entries', self.check(0, 'list', 'compact', '--text', image)[0])

    def test_files_of_an_ofac_set_are_one_list(self):
        self.file('sdn.csv', '36,"SVOBODOVA, Petra Anna","individual","TEST"' + ',-0- ' * 7 + ',"DOB 05 May 1980."\r\n')
        self.file('alt.csv', '36,12,"aka","KRATOCHVIL, Jindriska",-0- \r\n')
        image = os.path.join(self.folder, 'i')
        for order in (('sdn.csv', 'alt.csv'), ('alt.csv', 'sdn.csv')):
            out, _ = self.check(0, 'list', 'build', '-o', image, *(os.path.join(self.folder, n) for n in order))
            self.assertEqual(json.loads(out)['entries'], 1, order)
            persons = self.file('p.tsv', 'name\nJINDRISKA KRATOCHVIL\n')
            [hit] = lines(self.check(0, 'screen', '--test', '--list', image, '--persons', persons)[0])
            self.assertEqual(hit['entry'], 'ofac:36')

    def test_sources_of_any_format_make_one_list(self):
        eu = ('<export><sanctionEntity logicalId="13"><subjectType code="person"/><nameAlias wholeName="Ivan Roe"/>'
              '</sanctionEntity></export>')
        blanks = 'document_number,document_last,document_status\nA0000100,A0000199,stolen-blank\n'
        image = os.path.join(self.folder, 'i')
        out, _ = self.check(0, 'list', 'build', '-o', image, self.file('list.csv', LIST),
                            self.file('eu.xml.gz', gzip.compress(eu.encode())), self.file('blanks.csv', blanks))
        self.assertEqual(json.loads(out)['entries'], 4)
        persons = self.file('p.tsv', 'name\tdocument_number\nIVAN ROE\t\nEVA DOE\tA0000123\nEVA DOE\tA0000200\n')
        hits = lines(self.check(0, 'screen', '--test', '--list', image, '--persons', persons)[0])
        self.assertEqual([(hit['row'], hit['entry']) for hit in hits], [(0, 'eu:13'), (1, 'sltd:row0')])
        self.check(1, 'list', 'build', '--format', 'uk', '-o', image, self.file('eu.xml', eu))


class Demo(Case):
    def test_the_demonstration_finds_what_was_planted(self):
        done = subprocess.run(['sh', os.path.join(DEMO, 'demo.sh'), PNR], capture_output=True, timeout=60)
        out = done.stdout.decode()
        self.assertEqual((done.returncode, done.stderr), (0, b''), out)
        self.assertIn('8 files, 8 messages, 62 travellers', out)
        self.assertIn('14 hits', out)
        for name in ('Nováková', 'Кузнецов', 'الحداد', 'Wiśniewski', 'Hoffmann', 'Παπαδόπουλος', 'Dragomir', 'Ferreira',
                     'المنصوري', 'Белов', 'Müller-Lüdenscheidt', 'Lindqvist', 'Rahimi'):
            self.assertIn(name, out)
        for name in ('may be Anna Kowalska', 'may be Ivan Petrov', 'may be Freja Jensen'):
            self.assertNotIn(name, out)


if __name__ == '__main__':
    unittest.main(verbosity=1)
