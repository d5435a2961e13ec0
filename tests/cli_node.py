# SPDX-License-Identifier: Apache-2.0
"""Tests 'pnr node' from outside: two units on loopback. usage: cli_node.py PNR_COMMAND"""
import json, os, signal, socket, ssl, time, unittest

from cli import lines
from cli_exchange import REQUEST
from node_units import OTHER, UNITS, Units, feedback

MANY = 200


class Node(Units):
    def test_messages_arrive_once_each(self):
        for unit in UNITS:
            self.start(unit)
        for number in range(MANY):
            for unit in UNITS:
                self.put(unit, f'{number:04}', feedback(f'{unit}-{number}'))
        self.wait('all messages', lambda: self.take() or all(len(got) >= MANY for got in self.got.values()))
        self.wait('both outboxes', lambda: self.is_sent('nl') and self.is_sent('be'))
        self.assertEqual([self.end(unit) for unit in UNITS], [0, 0])
        for unit, other in OTHER.items():
            self.assertEqual(sorted(self.references(unit)), sorted(f'{other}-{number}' for number in range(MANY)))
        self.assertEqual([sorted(os.listdir(self.at(unit + '.spool', 'inbox'))) for unit in UNITS], [['.marks', 'recalled']] * 2)
        self.assertEqual(self.errors, '')

    def knock(self, context):
        """What a stranger gets from the node that listens: an error, or the end."""
        with socket.create_connection(('127.0.0.1', int(self.port)), timeout=10) as plain:
            try:
                if context is None:
                    plain.sendall(b'GET / HTTP/1.0\r\n\r\n')
                    return b'' if plain.recv(64)[:1] in (b'', b'\x15') else b'octets'
                with context.wrap_socket(plain) as secure:
                    return secure.recv(64)
            except (ssl.SSLError, ConnectionError):
                return b''

    def test_only_the_pinned_certificate_is_let_in(self):
        self.start('nl')
        self.wait_up('nl')
        self.put('nl', '1', feedback('for BE'))
        self.assertEqual(self.knock(None), b'')
        for name, version in ((None, ssl.TLSVersion.TLSv1_3), ('eve', ssl.TLSVersion.TLSv1_3), ('be', ssl.TLSVersion.TLSv1_2)):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.minimum_version = context.maximum_version = version
            if name is not None:
                context.load_cert_chain(self.at(name + '.crt'), self.at(name + '.key'))
            self.assertEqual(self.knock(context), b'', name)
        silent = [socket.create_connection(('127.0.0.1', int(self.port))) for _ in range(12)]
        self.start('be', 'eve')
        time.sleep(.3)
        self.take()
        self.assertEqual((self.got['be'], self.end('be')), ([], 0))
        self.start('be')
        self.wait('the message', lambda: self.take() or self.got['be'])
        self.assertEqual(self.references('be'), ['for BE'])
        for each in silent:
            each.close()
        self.assertEqual([self.end(unit) for unit in UNITS], [0, 0])

    def test_the_node_that_connects_wants_the_pinned_certificate_too(self):
        self.start('nl', 'eve')
        self.start('be')
        self.put('be', '1', feedback('for NL'))
        time.sleep(.3)
        self.take()
        self.assertEqual((self.got['nl'], self.end('nl')), ([], 0))
        self.start('nl')
        self.wait('the message', lambda: self.take() or self.got['nl'])

    def test_requests_are_kept_and_replies_held_against_them_and_keys_read_again(self):
        self.start('nl')
        self.start('be')
        today = time.strftime('%Y-%m-%d', time.gmtime(time.time() - 86400))
        asked = {**REQUEST, 'approved_at': today + 'T11:00:00Z', 'window_from': today, 'window_to': today}
        self.put('nl', '1', {'request': asked})
        self.wait('the request', lambda: self.take() or self.got['be'])
        (kept,) = os.listdir(self.at('be', 'asked'))
        self.assertEqual(os.listdir(self.at('nl', 'asked')), [kept])
        for node in self.running.values():  # both have exchanged something: they are at work
            node.send_signal(signal.SIGHUP)
        reply = {'outcome': 'none', 'request': kept[:-5], 'reference': 'BE-1', 'peer_reference': asked['reference']}
        self.put('be', '1', {'reply': reply})
        self.wait('the reply', lambda: self.take() or self.got['nl'])
        self.assertEqual(self.got, {'nl': [{'reply': reply}], 'be': [{'request': asked}]})

    def test_recalled_records_are_erased_and_stay_so_and_the_trails_tell(self):
        notice = self.notice_with_records()
        first, second = notice['notice']['records']
        for unit, name in UNITS.items():
            self.check(0, 'audit', 'init', '--unit', name, '--key', self.at(unit + '.auditor'), self.at(unit + '.trail'))
            self.start(unit, None, '--audit', self.at(unit + '.trail'), '--officer', 'o-1')
        folder = self.at('be.spool', 'inbox')
        self.wait('the folder', lambda: os.path.isdir(os.path.join(folder, 'recalled')))
        inbox = lambda: sorted(name for name in os.listdir(folder) if name[0] != '.' and name.endswith('.json'))
        self.put('nl', '1', notice)
        self.wait('the notice', inbox)
        (name,) = inbox()
        recalls = [{'recall': {'cause': 'order', 'reference': 'R', 'records': [{'id': record['id'], 'version': record['version']}]}}
                   for record in (first, second)]
        self.put('nl', '2', recalls[0])
        self.wait('the first recall', lambda: len(inbox()) == 2)
        with open(os.path.join(folder, name)) as file:  # the hit is about the record that is left
            left = json.load(file)['notice']
        self.assertEqual((left['records'], [hit.get('record', 0) for hit in left['hits']]), ([second], [0]))
        self.put('nl', '3', recalls[1])
        self.wait('the second recall', lambda: len(inbox()) == 2 and name not in inbox())
        self.take()
        self.put('nl', '4', notice)
        self.put('nl', '5', feedback('behind it'))
        self.wait('what follows', lambda: self.take() or len(self.got['be']) >= 3)
        self.assertEqual(sorted(self.got['be'], key=str), sorted([*recalls, feedback('behind it')], key=str))
        self.assertEqual(sorted(os.listdir(os.path.join(folder, 'recalled'))), sorted([first['id'], second['id']]))
        self.assertEqual([self.end(unit) for unit in UNITS], [0, 0])
        kinds = lambda unit: [row['kind'] for row in lines(self.check(0, 'audit', 'show', self.at(unit + '.trail'))[0])
                              if row['kind'] in ('disclosure', 'collection', 'erasure', 'refusal')]
        self.assertEqual((kinds('nl'), kinds('be')), (['disclosure', 'disclosure'], ['collection', 'erasure', 'erasure']))

    def test_a_recall_of_the_record_of_the_only_hit_takes_the_whole_notice(self):
        notice = self.notice_with_records()
        for unit in UNITS:
            self.start(unit)
        self.put('nl', '1', notice)
        self.wait('the notice', lambda: self.inbox('be'))
        (name,) = self.inbox('be')
        self.put('nl', '2', {'recall': {'cause': 'order', 'reference': 'R', 'records': [
            {'id': notice['notice']['records'][1]['id'], 'version': 1}]}})
        self.put('nl', '3', feedback('behind it'))
        self.wait('what follows', lambda: len(self.inbox('be')) == 2 and name not in self.inbox('be'))
        self.take()
        self.assertEqual(sorted(next(iter(message)) for message in self.got['be']), ['feedback', 'recall'])
        self.assertEqual([self.end(unit) for unit in UNITS], [0, 0])

    def test_wrong_usage_and_files_that_do_not_fit_are_told(self):
        words = self.words('nl')
        self.assertIn('either', self.check(2, *words, '--connect', '127.0.0.1:1')[1])
        self.assertIn('--peer NAME', self.check(2, 'node', '--keys', self.at('nl'))[1])
        self.assertIn('--officer', self.check(2, *words, '--audit', self.at('x'))[1])
        for option, value, said in (('--tls-key', self.at('eve.key'), 'key'), ('--tls-peer', self.at('nl.key'), 'certificate'),
                                    ('--peer', 'FR-PIU', 'directory add'), ('--listen', 'nowhere', 'HOST:PORT')):
            self.assertIn(said, self.check(1, *words, option, value)[1])

    def test_what_the_law_does_not_allow_is_refused_and_the_rest_goes_on(self):
        self.start('nl')
        self.start('be', None, '--once')
        self.put('be', '1', {'notice': {'purpose': 'assessment', 'reference': 'x', 'relevance': 'y', 'urgency': 'urgent'}})
        self.file('2.json', 'no JSON')
        os.rename(self.at('2.json'), self.at('be.spool', 'outbox', '2.json'))
        self.put('be', '3', {'receipt': {'verdicts': [{'verdict': 'applied', 'id': '00' * 16}]}})
        self.put('be', '4', feedback('last'))
        _, err = self.running['be'].communicate(timeout=20)  # --once: it ends when all has its receipt
        self.assertEqual(self.running.pop('be').returncode, 0)
        self.assertIn(b'refused by rule', err)
        self.take()
        self.assertEqual(self.references('nl'), ['last'])
        self.assertEqual(sorted(os.listdir(self.at('be.spool', 'outbox'))), [f'{n}.json.refused' for n in (1, 2, 3)])
        self.assertEqual(self.end('nl'), 0)


if __name__ == '__main__':
    unittest.main()
