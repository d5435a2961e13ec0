# SPDX-License-Identifier: Apache-2.0
"""A bad line: between a program that connects and one that listens, it delays, cuts, repeats, loses and damages octets."""
import asyncio, collections, threading

CHUNK, FAR = 4096, 20000
WAYS = 'cut', 'flip', 'repeat', 'lose'


class Proxy:
    """Passes connections to 127.0.0.1:target, in a thread of its own. Each of them ends in one of WAYS, as the dice say, unless the
    line is_good; a stalled one reads nothing."""

    def __init__(self, target, chance):
        self.target, self.chance, self.is_good = target, chance, False
        self.done = collections.Counter()
        self.tasks = set()
        self.loop = asyncio.new_event_loop()
        is_up = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(is_up,), daemon=True)
        self.thread.start()
        is_up.wait()

    def run(self, is_up):
        asyncio.set_event_loop(self.loop)
        self.gate = asyncio.Event()
        self.gate.set()
        server = self.loop.run_until_complete(asyncio.start_server(self.take, '127.0.0.1', 0))
        self.port = str(server.sockets[0].getsockname()[1])
        is_up.set()
        self.loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(self.loop), return_exceptions=True))
        self.loop.close()

    def close(self):
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join()

    def stall(self, is_stalled=True):
        self.loop.call_soon_threadsafe(self.gate.clear if is_stalled else self.gate.set)

    def cut(self):
        """Ends the connections that there are."""
        self.loop.call_soon_threadsafe(lambda: [task.cancel() for task in self.tasks])

    async def take(self, reader, writer):
        way, side, left = self.chance.choice(WAYS), self.chance.randrange(2), self.chance.randrange(FAR)
        peer = None
        try:
            back, peer = await asyncio.open_connection('127.0.0.1', self.target)
            both = [asyncio.ensure_future(self.carry(reader, peer, way, left if side == 0 else None)),
                    asyncio.ensure_future(self.carry(back, writer, way, left if side == 1 else None))]
            self.tasks.update(both)
            _, others = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            self.tasks.difference_update(both)
            for other in others:
                other.cancel()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in (writer, peer):
                if end is not None:
                    end.transport.abort()

    async def carry(self, reader, writer, way, left):
        """left: octets until it goes wrong; None: on this side it does not."""
        try:
            while octets := await reader.read(self.chance.randrange(1, CHUNK)):
                await self.gate.wait()
                if not self.is_good and self.chance.random() < .1:
                    self.done['delay'] += 1
                    await asyncio.sleep(self.chance.random() * .01)
                if left is not None and not self.is_good:
                    left -= len(octets)
                if left is not None and left < 0 and not self.is_good:
                    self.done[way] += 1
                    octets, left = self.spoil(way, octets), None
                    if octets is None:
                        return
                writer.write(octets)
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass

    def spoil(self, way, octets):
        if way == 'cut':
            return None
        if way == 'flip':
            at = self.chance.randrange(len(octets))
            return octets[:at] + bytes([octets[at] ^ 1 << self.chance.randrange(8)]) + octets[at + 1:]
        return octets * 2 if way == 'repeat' else b''
