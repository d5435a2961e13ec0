# SPDX-License-Identifier: Apache-2.0
"""Two units with a bad line between, killed, halted, cut off and put back to old copies of their spools, again and again: each
message has one effect, and recalled records stay erased; a peer that stands still takes no more memory than the outbox may have.
usage: node_faults.py PNR_COMMAND [RUNS [MESSAGES [FIRST SEED]]]"""
import collections, copy, json, os, random, shutil, signal, subprocess, sys, time, unittest

NUMBERS = [int(word) for word in sys.argv[2:]]
del sys.argv[2:]

from node_proxy import WAYS, Proxy
from node_units import OTHER, UNITS, Units, feedback

RUNS, MESSAGES, FIRST = (NUMBERS + [5, 1000, 1][len(NUMBERS):])[:3]
OLD_COPY = 'an old copy: '
OUTBOX = 64 << 20  # octets that a node keeps until their receipt; the rest waits in its folder


class Faults(Units):
    def setUp(self):
        super().setUp()
        self.sample = self.notice_with_records()
        self.total, self.recalled = collections.Counter(), set()

    # --- Messages ---

    def notice(self, number, records):
        notice = copy.deepcopy(self.sample['notice'])
        notice['reference'] = f'nl-{number}'
        for record, identity in zip(notice['records'], records):
            record['id'] = identity
        del notice['records'][len(records):]
        notice['hits'][0]['record'] = len(records) - 1
        if len(records) == 1:
            del notice['hits'][0]['record']
        return {'notice': notice}

    def recall(self, number, records):
        return {'recall': {'cause': 'order', 'reference': f'nl-{number}', 'records': [{'id': each, 'version': 1} for each in records]}}

    def message(self, number):
        """A unit and what it sends. Recalls name records of some notice, often one that comes only later."""
        dice, unit = self.chance.random(), self.chance.choice(('nl', 'nl', 'be'))
        if unit == 'be' or dice < .7:
            return unit, feedback(f'{unit}-{number}')
        if dice < .88:
            return unit, self.notice(number, self.records(number)[:self.chance.choice((1, 2))])
        about = max(0, number + self.chance.randrange(-40, 10))
        return unit, self.recall(number, self.chance.sample(self.records(about), self.chance.choice((1, 2))))

    def records(self, number):
        return [f'{number:031x}{which}' for which in (1, 2)]

    @staticmethod
    def reference(message):
        (content,) = message.values()
        return content['reference']

    def give(self, unit, message):
        self.given[unit][self.reference(message)] = message
        self.names += 1
        self.put(unit, f'{self.names:06}', message)

    # --- Effects ---

    def take(self):
        """What a recall that is there, or was, names is in no message that is read from now on."""
        self.recalled.update(self.recalled_in(self.inbox('be')))
        before = len(self.got['be'])
        super().take()
        for message in self.got['be'][before:]:
            for record in message.get('notice', {}).get('records', ()):
                self.assertNotIn(record['id'], self.recalled)
        for message in self.got['be'][before:]:
            self.recalled.update(self.named(message))

    @staticmethod
    def named(message):
        return [record['id'] for record in message.get('recall', {}).get('records', ())]

    def recalled_in(self, names):
        for name in names:
            try:
                with open(self.at('be.spool', 'inbox', name)) as file:
                    yield from self.named(json.load(file))
            except FileNotFoundError:
                pass

    def counts(self, unit):
        return collections.Counter(self.reference(message) for message in self.got[unit])

    def missing(self, unit):
        """What the unit gave, of which the other one has had no effect. A notice one of whose records is recalled may have none: it is void
        where it was not sent before, and empty where the hit is gone."""
        have = self.counts(OTHER[unit])
        named = {each for message in self.given['nl'].values() for each in self.named(message)}
        return [message for reference, message in self.given[unit].items() if not have[reference] and not
                ('notice' in message and not named.isdisjoint(record['id'] for record in message['notice']['records']))]

    # --- Faults ---

    def crash(self, unit, between=lambda: None):
        self.end(unit, signal.SIGKILL)
        between()
        self.start(unit)

    def kill(self, unit):
        time.sleep(self.chance.random() * .02)
        self.crash(unit, self.take if self.chance.random() < .3 else lambda: None)

    def halt(self, unit):
        """Its peer's connection accepts, and nobody reads."""
        node = self.running[unit]
        node.send_signal(signal.SIGSTOP)
        self.resume = time.monotonic() + self.chance.random() * .2, node

    def go_on(self, is_now):
        if self.resume is not None and (is_now or time.monotonic() > self.resume[0]):
            self.resume[1].send_signal(signal.SIGCONT)
            self.resume = None

    def stall(self, unit):
        self.proxy.stall()
        time.sleep(self.chance.random() * .1)
        self.proxy.stall(False)

    def spool_files(self, unit):
        return [name for name in os.listdir(self.at(unit + '.spool')) if name == 'key' or name.endswith('.spool')]

    def say(self, unit, what):
        reference = f'{unit}-{what}-{self.names}'
        self.give(unit, feedback(reference))
        return reference

    def arrive(self, unit, reference):
        self.wait(reference, lambda: self.take() or self.counts(OTHER[unit])[reference])

    def back_up(self, unit):
        def save():
            shutil.rmtree(self.at(unit + '.old'), ignore_errors=True)
            os.mkdir(self.at(unit + '.old'))
            for name in self.spool_files(unit):
                shutil.copy(self.at(unit + '.spool', name), self.at(unit + '.old', name))
        self.arrive(unit, self.say(unit, 'copied'))
        self.crash(unit, save)
        self.probe[unit] = self.say(unit, 'behind-the-copy')

    def forget(self, unit):
        for name in self.spool_files(unit):
            os.unlink(self.at(unit + '.spool', name))

    def put_back(self, unit):
        """What came behind the copy had its effect: the node must find out that it is old. Then it begins with an empty spool, and what
        the other one does not have is sent again."""
        if unit not in self.probe:
            return self.back_up(unit)
        self.arrive(unit, self.probe.pop(unit))
        def restore():
            self.forget(unit)
            for name in os.listdir(self.at(unit + '.old')):
                shutil.copy(self.at(unit + '.old', name), self.at(unit + '.spool', name))
        self.crash(unit, restore)
        for number in range(self.chance.randrange(30)):  # more than what came behind the copy, perhaps
            self.say(unit, 'old')
        node = self.running[unit]
        try:
            said = node.communicate(timeout=120)[1].decode()
        except subprocess.TimeoutExpired:
            self.fail('an old copy is not refused')
        del self.running[unit]
        self.assertEqual((node.returncode, OLD_COPY in said), (1, True), said)
        self.take()
        self.forget(unit)
        waiting = set(os.listdir(self.at(unit + '.spool', 'outbox')))
        for name in waiting:
            os.unlink(self.at(unit + '.spool', 'outbox', name))
        for message in self.missing(unit):
            self.give(unit, message)
        self.start(unit)

    # --- A run ---

    def begin(self, seed):
        for unit in list(self.running):  # of a run that failed
            self.end(unit, signal.SIGKILL)
        for unit in UNITS:
            shutil.rmtree(self.at(unit + '.spool'), ignore_errors=True)
            self.got[unit].clear()
        self.chance, self.names, self.errors, self.resume = random.Random(seed), 0, '', None
        self.given, self.probe, self.recalled = {'nl': {}, 'be': {}}, {}, set()
        self.done = collections.Counter()
        self.proxy = Proxy(int(self.port), random.Random(-seed))
        self.addCleanup(self.proxy.close)
        self.way = self.proxy.port
        for unit in UNITS:
            self.start(unit)

    def fault(self):
        dice, unit = self.chance.random(), self.chance.choice(sorted(UNITS))
        for most, fault in ((.04, self.kill), (.05, self.halt), (.055, self.stall), (.065, self.put_back)):
            if dice < most:
                self.go_on(True)
                self.done[fault.__name__] += 1
                fault(unit)
                return
        self.go_on(False)
        if dice > .95:
            self.take()

    def settle(self):
        """On a good line everything has its effect, and then nothing comes any more."""
        self.go_on(True)
        self.proxy.is_good = True
        self.wait('all messages', lambda: self.take() or not (self.missing('nl') or self.missing('be')))
        self.wait('both outboxes', lambda: self.is_sent('nl') and self.is_sent('be'))
        for unit in UNITS:
            self.crash(unit)
        time.sleep(.2)
        self.take()
        self.assertEqual([self.end(unit) for unit in UNITS], [0, 0])
        self.proxy.close()

    def run_once(self, seed):
        begin = time.monotonic()
        self.begin(seed)
        for number in range(MESSAGES):
            self.give(*self.message(number))
            self.fault()
        self.settle()
        for unit in UNITS:
            more = {reference: count for reference, count in self.counts(OTHER[unit]).items() if count != 1}
            self.assertEqual((more, self.missing(unit)), ({}, []))
        self.assertEqual(self.errors, '')
        marks = set(os.listdir(self.at('be.spool', 'inbox', 'recalled')))
        self.assertEqual(marks, {each for message in self.given['nl'].values() for each in self.named(message)})
        self.done.update(self.proxy.done)
        self.total.update(self.done)
        print(f'faults: seed {seed}, {sum(map(len, self.given.values()))} messages, {time.monotonic() - begin:.1f} s: ' +
              ', '.join(f'{count} {name}' for name, count in sorted(self.done.items())), flush=True)

    def test_each_message_has_one_effect_whatever_happens(self):
        for seed in range(FIRST, FIRST + RUNS):
            with self.subTest(seed=seed):
                self.run_once(seed)
        for name in ('kill', 'halt', 'stall', 'put_back', 'delay', *WAYS):
            self.assertGreater(self.total[name], 0, name)


    # --- Memory ---

    def peak(self, unit):
        with open(f'/proc/{self.running[unit].pid}/status') as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith('VmHWM'))

    @unittest.skipUnless(RUNS >= 5, 'only where there are five runs or more')
    def test_a_peer_that_stands_still_takes_no_more_memory_than_the_outbox_may_have(self):
        size, more = 60000, 200
        for unit in UNITS:
            self.start(unit)
        self.put('nl', '0', feedback('first'))
        self.wait('the first one', lambda: self.take() or self.got['be'])
        self.running['be'].send_signal(signal.SIGSTOP)
        count = OUTBOX // size + more
        for number in range(count):
            self.put('nl', f'1-{number:06}', {'keys': {'octets': f'{number:08x}' + 'ab' * (size - 4)}})
        waiting = lambda: len(os.listdir(self.at('nl.spool', 'outbox')))
        before = [count]
        def stands():  # nothing more is taken
            time.sleep(1)
            before.append(waiting())
            return before[-1] < count and before[-1] == before[-2]
        self.wait('a full outbox', stands)
        self.assertGreater(before[-1], more // 2)
        self.running['be'].send_signal(signal.SIGCONT)
        self.wait('all of them', lambda: len(self.inbox('be')) == count)
        peaks = {unit: self.peak(unit) for unit in UNITS}
        print(f'faults: peer stood still, most memory: NL {peaks["nl"] >> 20} MiB, BE {peaks["be"] >> 20} MiB', flush=True)
        self.assertLess(peaks['nl'], 4 * OUTBOX)
        self.assertLess(peaks['be'], OUTBOX)
        self.assertEqual([self.end(unit) for unit in UNITS], [0, 0])


if __name__ == '__main__':
    unittest.main()
