# SPDX-License-Identifier: Apache-2.0
"""Two units on loopback, each with a 'pnr node', for the tests of it."""
import json, os, random, shutil, signal, socket, subprocess, tempfile, time, unittest

from cli import MESSAGE, PNR, Case, lines

# What is killed leaves what the system has: files in memory do for that, and are synced at once.
MEMORY = '/dev/shm'
if os.path.isdir(MEMORY) and shutil.disk_usage(MEMORY).free > 1 << 30:
    tempfile.tempdir = MEMORY
UNITS = {'nl': 'NL-PIU', 'be': 'BE-PIU'}
OTHER = {'nl': 'be', 'be': 'nl'}


def free_port():
    """Below the ports that the system takes for connections: one that is made while nobody listens there might get it."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(('127.0.0.1', random.randrange(15000, 30000)))
                return str(probe.getsockname()[1])
            except OSError:
                pass


def feedback(reference):
    return {'feedback': {'answered': 'ab' * 16, 'reference': reference, 'use': 'none'}}


@unittest.skipUnless(shutil.which('openssl'), 'no openssl command to make certificates with')
class Units(Case):
    def setUp(self):
        super().setUp()
        self.running, self.port, self.way, self.got, self.errors = {}, free_port(), None, {'nl': [], 'be': []}, ''
        self.addCleanup(lambda: [self.end(unit, signal.SIGKILL) for unit in list(self.running)])
        prints = {}
        for unit, name in UNITS.items():
            out, _ = self.check(0, 'keygen', '--unit', name, '--keys', self.at(unit), '--root', self.at(unit + '.root'))
            prints[unit] = lines(out)[0]['fingerprint']
        for unit, other in OTHER.items():
            self.check(0, 'directory', 'add', '--keys', self.at(unit), '--unit', UNITS[other], '--pin', prints[other],
                       self.at(other, 'units', UNITS[other] + '.signed'))
        for name in ('nl', 'be', 'eve'):
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                            '-keyout', self.at(name + '.key'), '-out', self.at(name + '.crt'), '-subj', '/CN=' + name,
                            '-days', '2'], check=True, capture_output=True)

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def words(self, unit, shows=None, *more):
        shows = shows or unit
        place = ('--listen', '127.0.0.1:' + self.port) if unit == 'nl' else ('--connect', '127.0.0.1:' + (self.way or self.port))
        return ['node', '--keys', self.at(unit), '--peer', UNITS[OTHER[unit]], '--spool', self.at(unit + '.spool'), *place,
                '--tls-key', self.at(shows + '.key'), '--tls-certificate', self.at(shows + '.crt'),
                '--tls-peer', self.at(OTHER[unit] + '.crt'), *more]

    def start(self, unit, shows=None, *more):
        node = subprocess.Popen([PNR, *self.words(unit, shows, *more)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.running[unit] = node
        node.is_up = False

    def wait_up(self, unit):
        self.running[unit].stdout.readline()
        self.running[unit].is_up = True

    def end(self, unit, how=signal.SIGTERM):
        node = self.running.pop(unit)
        if how == signal.SIGTERM and not node.is_up:  # who is not at work yet does not end well
            node.stdout.readline()
        node.send_signal(how)
        self.errors += node.communicate(timeout=60)[1].decode()
        return node.returncode

    def put(self, unit, name, message):
        os.makedirs(self.at(unit + '.spool', 'outbox'), mode=0o700, exist_ok=True)
        os.rename(self.file('message.tmp', json.dumps(message)), self.at(unit + '.spool', 'outbox', name + '.json'))

    def take(self):
        """As a program would that acts on messages: each file is taken away, and then read."""
        for unit, got in self.got.items():
            for name in self.inbox(unit):
                try:
                    os.rename(self.at(unit + '.spool', 'inbox', name), self.at('taken'))
                except FileNotFoundError:  # a recall took all of it
                    continue
                with open(self.at('taken')) as file:
                    got.append(json.load(file))

    def inbox(self, unit):
        folder = self.at(unit + '.spool', 'inbox')
        names = os.listdir(folder) if os.path.isdir(folder) else ()
        return sorted(name for name in names if name.endswith('.json') and not name.startswith('.'))

    def wait(self, what, done, seconds=120):  # a machine may be slow
        end = time.monotonic() + seconds
        while not done():
            self.assertLess(time.monotonic(), end, what + ' ' + self.errors)
            for unit, node in self.running.items():
                self.assertIsNone(node.poll(), f'{unit} ended: {node.stderr.read() if node.poll() is not None else ""}')
            time.sleep(.01)

    def is_sent(self, unit):
        return not os.listdir(self.at(unit + '.spool', 'outbox'))

    def references(self, unit):
        return [message['feedback']['reference'] for message in self.got[unit]]

    def notice_with_records(self):
        now = time.gmtime()
        scrubbed = subprocess.run([PNR, 'scrub', '--cbor', '--received', time.strftime('%Y-%m-%dT00:00Z', now),
                                   self.file('flight.edi', MESSAGE + MESSAGE.replace(b'LOC001', b'LOC002'))], capture_output=True)
        versions = json.loads(self.check(0, 'info', '--json')[0])
        at = {'reviewed_at': time.strftime('%Y-%m-%dT%H:%M:%SZ', now), 'reviewer': 'reviewer-5'}
        hit = {'record': 1, 'score': 9310, 'normaliser': versions['normaliser'], 'score_version': versions['score'], **at}
        notice = {'purpose': 'assessment', 'offences': ['terrorism'], 'reference': 'NL-OUT-2', 'relevance': 'Arrives there.',
                  'urgency': 'urgent', 'handling': 'unit', 'hits': [hit], **at}
        self.check(0, 'send', '--keys', self.at('nl'), '--to', 'BE-PIU', '-o', self.at('out.pnr'), '--records',
                   self.file('flight.cbor', scrubbed.stdout), self.file('notice.json', json.dumps({'notice': notice})))
        return lines(self.check(0, 'frame', 'show', '--keys', self.at('be'), self.at('out.pnr'))[0])[1]['message']
