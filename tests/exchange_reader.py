# SPDX-License-Identifier: Apache-2.0
"""A second reader of the exchange format, made from docs/exchange.md alone: its tables are read from there, nothing of the
library is used. Opens every object of a folder of golden frames, checks it, compares it with the message beside it, and makes
the same octets again from the same keys and random octets.

usage: exchange_reader.py docs/exchange.md tests/golden/exchange/v1

Needs python3-cbor2 and python3-cryptography (Debian); says so and stops where they are not there.
"""
import datetime
import hashlib
import json
import os
import re
import sys
import unicodedata
import zlib

try:
    import cbor2
    from cryptography.exceptions import InvalidSignature, InvalidTag
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError as missing:
    print(f'reader: not run, {missing.name} is not installed')
    sys.exit(0)

OBJECT_MOST, BODY_MOST, SKEW, LIFE, DAY = 1114112, 1048576, 300, 2592000, 86400
TYPS = {kind: f'pnr-{kind}.v1+cose' for kind in ('sealed', 'message', 'directory', 'prekeys')}
LINK = {-65537, -65538, -65539}


class Refused(Exception):
    pass


def demand(holds, why):
    if not holds:
        raise Refused(why)


# --- 1. CBOR ---

def encode(value):
    return cbor2.dumps(value, canonical=True)


def no_floats(value):
    demand(not isinstance(value, float), 'a floating-point number')
    if isinstance(value, dict):
        for key, item in value.items():
            no_floats(key)
            no_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            no_floats(item)
    elif isinstance(value, cbor2.CBORTag):
        no_floats(value.value)


def decode(octets):
    """One item, and nothing behind it; writing it again must give the same octets."""
    try:
        value = cbor2.loads(octets)
        again = encode(value)
    except Exception as fault:
        raise Refused('no CBOR') from fault
    no_floats(value)
    demand(again == octets, 'not deterministic')
    return value


def sequence(octets):
    """The items of a CBOR sequence, each with its octets."""
    import io
    stream, items = io.BytesIO(octets), []
    while stream.tell() < len(octets):
        begin = stream.tell()
        try:
            cbor2.CBORDecoder(stream).decode()
        except Exception as fault:
            raise Refused('no CBOR sequence') from fault
        items.append(octets[begin:stream.tell()])
    return items


# --- 8. Tables, as the document has them ---

class Row:
    def __init__(self, cells):
        key, field, value, must, self.rule, _ = cells
        self.key, self.field, self.must = int(key), field.strip('`'), must == 'must'
        self.words = {}
        self.kind, self.least, self.most, self.inner = self.read_kind(value)

    def read_kind(self, text):
        number = r'(\d[\d,]*)'
        if text.startswith('bits: '):
            self.read_words(text[6:])
            return 'bits', 1, None, None
        if text == 'time' or text == 'number, below 2⁶³':
            return 'time' if text == 'time' else 'long', 1, 2**63 - 1, None
        if text in ('date', 'date, may be partial'):
            return 'date', text == 'date', None, None
        for pattern, kind in ((rf'^number, −{number}–{number}$', 'signed'), (rf'^number, {number}–{number}$', 'number'),
                              (rf'^text, {number}–{number} octets$', 'text'), (rf'^{number}–{number} octets$', 'octets'),
                              (rf'^1–{number} texts of 1–{number} octets$', 'texts')):
            found = re.match(pattern, text)
            if found:
                return kind, int(found[1]), int(found[2]), None
        found = re.match(rf'^{number} octets$', text)
        if found:
            return 'octets', int(found[1]), int(found[1]), None
        found = re.match(rf'^1–{number} `(\w+)`$', text)
        if found:
            return 'many', 1, int(found[1]), found[2]
        found = re.match(r'^`(\w+)`$', text)
        if found:
            return 'one', 1, 1, found[1]
        if text == '1 yes':
            return 'yes', 1, 1, None
        self.read_words(text)
        return 'word', 1, max(self.words), None

    def read_words(self, text):
        for part in text.split(', '):
            if part != 'any':
                number, word = part.split(' ')
                self.words[int(number)] = word


class Tables:
    def __init__(self, path):
        self.types, self.tables = {}, {}
        text = open(path, encoding='utf-8').read().split('<!-- fields: ', 1)[1].split('### Rules', 1)[0]
        name = None
        for line in text.splitlines():
            heading = re.match(r'^#### `(\w+)`$', line)
            if heading:
                name = heading[1]
                self.tables[name] = {}
            cells = [cell.strip() for cell in line.split('|')[1:-1]]
            if not cells or not cells[0].isdigit():
                continue
            if name is None:
                self.types[int(cells[0])] = {'name': cells[1].strip('`'), 'reply': cells[2] == '4,096',
                                             'deflated': cells[3] == 'may be', 'forever': cells[4] == 'never'}
            else:
                row = Row(cells)
                self.tables[name][row.key] = row
        # A message has the table of its name, but for two.
        for kind in self.types.values():
            kind['table'] = kind['name'] if kind['name'] in self.tables else {'keys': 'key_message', 'void': 'void_message'}[kind['name']]

    def read(self, name, value):
        """Checks a map against its table and gives it as JSON does."""
        demand(isinstance(value, dict), f'{name}: no map')
        table, out = self.tables[name], {}
        for key, item in value.items():
            demand(isinstance(key, int) and not isinstance(key, bool) and key >= 0, f'{name}: a key that is no number')
            if key >= 64:
                demand(len(encode(item)) <= 4096, f'{name}: a later field that is too long')
                continue
            demand(key in table, f'{name}: unknown key {key}')
            out[table[key].field] = self.value(table[key], item)
        for row in table.values():
            demand(not row.must or row.key in value, f'{name}.{row.field} is missing: {row.rule}')
        return out

    def value(self, row, item):
        kind = row.kind
        if kind in ('number', 'word', 'yes', 'signed', 'long', 'time', 'bits', 'date'):
            demand(isinstance(item, int) and not isinstance(item, bool) and item != 0, f'{row.field}: no number')
            return self.number(row, item)
        if kind == 'text':
            return self.text(row, item, row.most)
        if kind == 'octets':
            demand(isinstance(item, bytes) and row.least <= len(item) <= row.most, f'{row.field}: length')
            return item.hex()
        if kind == 'one':
            return self.read(row.inner, item)
        most = row.least if kind == 'texts' else row.most
        demand(isinstance(item, list) and 1 <= len(item) <= most, f'{row.field}: number of items')
        if kind == 'texts':
            return [self.text(row, text, row.most) for text in item]
        return [self.read(row.inner, inner) for inner in item]

    def number(self, row, item):
        if row.kind == 'signed':
            demand(-row.least <= item <= row.most, f'{row.field}: range')
            return item
        demand(item > 0, f'{row.field}: negative')
        if row.kind == 'bits':
            return [self.word(row, bit) for bit in range(item.bit_length()) if item >> bit & 1] if row.words else item
        if row.kind == 'date':
            year, month, day = item // 10000, item // 100 % 100, item % 100
            demand(year <= 9999 and (month or not day) and not (row.least and not day), f'{row.field}: no date')
            try:
                datetime.date(year, month or 1, day or 1)
            except ValueError as fault:
                raise Refused(f'{row.field}: no date') from fault
            return f'{year:04}' + (f'-{month:02}' if month else '') + (f'-{day:02}' if day else '')
        demand(row.least <= item <= row.most, f'{row.field}: range')
        if row.kind == 'time':
            return datetime.datetime.utcfromtimestamp(item).strftime('%Y-%m-%dT%H:%M:%SZ')
        if row.kind == 'yes':
            return True
        return self.word(row, item) if row.kind == 'word' else item

    @staticmethod
    def word(row, number):
        demand(number in row.words, f'{row.field}: range')
        return row.words[number]

    @staticmethod
    def text(row, item, most):
        demand(isinstance(item, str) and 1 <= len(item.encode()) <= most, f'{row.field}: length')
        demand(all(unicodedata.category(c) != 'Cc' or c == '\n' for c in item), f'{row.field}: control character')
        return item


# --- 4. Keys ---

def fingerprint(public):
    return hashlib.blake2b(public, digest_size=32).digest()


def public_of(private):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


class Unit:
    """What others know of a unit: a pinned fingerprint, then what is signed."""

    def __init__(self, name, pinned):
        self.name, self.pinned, self.version, self.signing, self.prekeys, self.revoked = name, pinned, 0, {}, {}, {}

    def take_directory(self, tables, octets, now):
        headers, claims, payload, signature = open_sign1(octets, 'directory')
        demand(set(claims) == {1, 4, 6} and claims[1] == self.name, 'claims of the directory')
        document = decode(payload)
        tables.read('directory', document)
        demand(fingerprint(document[2]) == self.pinned and headers[4] == self.pinned[:8], 'another root')
        verify(document[2], octets)
        demand(claims[6] <= now + SKEW and claims[4] > now, 'the directory is not of this time')
        demand(document[1] > self.version, 'an older directory')
        self.version, self.until, self.wire = document[1], claims[4], document[5]
        self.signing = {fingerprint(key[1])[:8]: key for key in document[3]}
        self.revoked = {revocation[1]: revocation[2] for revocation in document.get(4, [])}

    def take_prekeys(self, tables, octets, now):
        headers, claims, payload, signature = open_sign1(octets, 'prekeys')
        demand(set(claims) == {1, 6} and claims[1] == self.name, 'claims of the prekeys')
        verify(self.signing_key(headers[4], claims[6], now), octets)
        document = decode(payload)
        tables.read('prekeys', document)
        for key in document[1]:
            demand(0 < key[3] - key[2] <= DAY and key[2] <= claims[6] + 14 * DAY, 'a prekey of more than a day, or too far ahead')
        self.prekeys = {fingerprint(key[1])[:8]: key for key in document[1]}

    def signing_key(self, key_id, used, now):
        demand(key_id in self.signing, 'unknown signing key')
        demand(self.revoked.get(key_id, now + 1) > now, 'a revoked key')
        demand(now < self.until and self.signing[key_id][2] <= used < self.signing[key_id][3], 'an expired key')
        return self.signing[key_id][1]


# --- 2. The object ---

def open_sign1(octets, kind):
    tag = decode(octets)
    demand(isinstance(tag, cbor2.CBORTag) and tag.tag == 18 and isinstance(tag.value, list) and len(tag.value) == 4,
           'no COSE_Sign1')
    protected, unprotected, payload, signature = tag.value
    demand(unprotected == {} and isinstance(payload, bytes) and len(signature) == 64, 'form of the COSE_Sign1')
    headers = decode(protected)
    demand(set(headers) == {1, 4, 15, 16} and headers[1] == -19 and len(headers[4]) == 8, 'headers')
    demand(headers[16] == TYPS[kind], 'typ')
    return headers, headers[15], payload, signature


def verify(public, octets):
    protected, _, payload, signature = decode(octets).value
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, encode(['Signature1', protected, b'', payload]))
    except InvalidSignature as fault:
        raise Refused('signature') from fault


def object_key(shared, audience, recipient):
    demand(any(shared), 'a point of small order')
    context = [24, [None, None, None], [audience.encode(), None, None], [256, recipient]]
    return HKDF(SHA256(), 32, None, encode(context)).derive(shared)


class Receiver:
    def __init__(self, tables, name, private, units, now):
        self.tables, self.name, self.units, self.now, self.seen = tables, name, units, now, set()
        self.prekeys = {}
        for key in private['prekeys']:
            own = X25519PrivateKey.from_private_bytes(bytes.fromhex(key['private']))
            self.prekeys[fingerprint(public_of(own))[:8]] = (own, key['from'], key['until'])

    def decrypt(self, octets):
        demand(len(octets) <= OBJECT_MOST, 'size')
        tag = decode(octets)
        demand(isinstance(tag, cbor2.CBORTag) and tag.tag == 96 and len(tag.value) == 4, 'no COSE_Encrypt')
        protected, unprotected, ciphertext, recipients = tag.value
        demand(unprotected == {} and len(recipients) == 1 and len(recipients[0]) == 3, 'form of the COSE_Encrypt')
        recipient, unprotected, empty = recipients[0]
        demand(unprotected == {} and empty == b'', 'form of the recipient')
        headers, ours = decode(protected), decode(recipient)
        demand(set(headers) == {1, 3, 5, 16} and (headers[1], headers[3]) == (24, 18) and len(headers[5]) == 12, 'headers')
        demand(headers[16] == TYPS['sealed'], 'typ')
        demand(set(ours) == {1, 4, -1} and ours[1] == -25 and set(ours[-1]) == {1, -1, -2}, 'headers of the recipient')
        demand((ours[-1][1], ours[-1][-1]) == (1, 4) and len(ours[-1][-2]) == 32, 'ephemeral key')
        demand(ours[4] in self.prekeys, 'unknown prekey')
        own, *self.valid = self.prekeys[ours[4]]
        shared = own.exchange(X25519PublicKey.from_public_bytes(ours[-1][-2]))
        key = object_key(shared, self.name, recipient)
        try:
            return ChaCha20Poly1305(key).decrypt(headers[5], ciphertext, encode(['Encrypt', protected, b'']))
        except InvalidTag as fault:
            raise Refused('sealed otherwise') from fault

    def check_claims(self, claims):
        usual = {1, 3, 6, 7}
        demand(set(claims) - {4} in (usual, usual | LINK), 'claims')
        demand(claims[3] == self.name, 'for another unit')
        demand(len(claims[7]) == 16 and len(claims.get(-65537, bytes(16))) == 16 and claims.get(-65539, 1) > 0, 'claims')
        demand(claims[6] <= self.now + SKEW, 'not of this time')
        if 4 in claims:
            demand(claims[6] < claims[4] <= claims[6] + LIFE and claims[4] + SKEW > self.now, 'expired')
        demand(claims[6] < self.valid[1] + SKEW, 'behind the day of its prekey')
        demand((claims[1], claims[7]) not in self.seen, 'received before')

    def open(self, octets):
        clear = self.decrypt(octets)
        headers, claims, payload, signature = open_sign1(clear, 'message')
        issuer = self.units.get(claims.get(1))
        demand(issuer is not None, 'unknown unit')
        verify(issuer.signing_key(headers[4], claims.get(6, 0), self.now), clear)
        demand(issuer.wire & 1, 'wire version')
        self.check_claims(claims)
        parts = decode(payload)
        demand(isinstance(parts, list) and len(parts) == 4, 'payload')
        encoding, size, body, pad = parts
        demand(encoding in (0, 1) and size <= BODY_MOST and not any(pad), 'payload')
        if encoding == 1:
            demand(size <= 64 * len(body), 'too much in too little')
            body = zlib.decompressobj(-15).decompress(body, size + 1)
        demand(len(body) == size, 'size')
        number, value = decode(body)
        kind = self.tables.types[number]
        demand(encoding == 0 or kind['deflated'], 'deflated')
        demand((4 in claims) != kind['forever'], 'expiry')
        message = {kind['name']: self.tables.read(kind['table'], value)}
        self.seen.add((claims[1], claims[7]))
        return claims, number, value, message


# --- Writing ---

def padme(length):
    exponent = length.bit_length() - 1
    drop = max(exponent - exponent.bit_length(), 0)
    return (length + (1 << drop) - 1) >> drop << drop


def payload_of(body, is_reply):
    def with_pad(size):
        return encode([0, len(body), body, bytes(size)])
    size = len(with_pad(0))
    while True:
        size = -(-size // 4096) * 4096 if is_reply else padme(size)
        for head in (1, 2, 3, 5):
            pad = size - len(with_pad(0)) + 1 - head
            if pad >= 0 and len(with_pad(pad)) == size:
                return with_pad(pad)
        size += 1


def seal(kind, claims, number, value, random, issuer, audience, now):
    """The octets of the object, from the issuer's private keys and 16 + 32 + 12 random octets (an id that was given: 44)."""
    secret, nonce = random[-44:-12], random[-12:]
    seed = bytes.fromhex(issuer['signing'][-1]['private'])
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    headers = encode({1: -19, 4: fingerprint(public_of(signer))[:8], 15: claims, 16: TYPS['message']})
    payload = payload_of(encode([number, value]), kind['reply'])
    signature = signer.sign(encode(['Signature1', headers, b'', payload]))
    clear = encode(cbor2.CBORTag(18, [headers, {}, payload, signature]))
    prekey_id, prekey = next((i, key[1]) for i, key in audience.prekeys.items() if key[2] <= now < key[3])
    ephemeral = X25519PrivateKey.from_private_bytes(secret)
    recipient = encode({1: -25, 4: prekey_id, -1: {1: 1, -1: 4, -2: public_of(ephemeral)}})
    protected = encode({1: 24, 3: 18, 5: nonce, 16: TYPS['sealed']})
    key = object_key(ephemeral.exchange(X25519PublicKey.from_public_bytes(prekey)), audience.name, recipient)
    sealed = ChaCha20Poly1305(key).encrypt(nonce, clear, encode(['Encrypt', protected, b'']))
    return encode(cbor2.CBORTag(96, [protected, {}, sealed, [[recipient, {}, b'']]]))


# --- The golden frames ---

def load(folder, name):
    with open(os.path.join(folder, name), 'rb') as file:
        return file.read()


def check_frame(folder, name, receiver, private):
    stream, number_in_stream, _, octets = decode(load(folder, f'{name}.frame'))
    told = json.loads(load(folder, f'{name}.json'))
    claims, number, value, message = receiver.open(octets)
    demand(message == told['message'], 'another message than the one beside it')
    demand((claims.get(-65538, 0), claims.get(-65539, 0)) == (stream, number_in_stream), 'the hints of the frame')
    if 'random' not in told:
        return 0
    kind = receiver.tables.types[number]
    again = seal(kind, claims, number, value, bytes.fromhex(told['random']), private[claims[1]],
                 receiver.units[receiver.name], claims[6])
    demand(again == octets, 'made again, it has other octets')
    return 1


def check_refusals(receiver, octets):
    """A reader that takes everything would pass so far."""
    fresh = Receiver(receiver.tables, receiver.name, receiver.private, receiver.units, receiver.now)
    for at in range(0, len(octets), 7):
        changed = bytearray(octets)
        changed[at] ^= 1 << at % 8
        for bad in (bytes(changed), octets[:at]):
            try:
                fresh.open(bad)
            except Refused:
                continue
            raise Refused(f'octet {at} can change unseen')
    fresh.open(octets)
    try:
        fresh.open(octets)
    except Refused:
        return
    raise Refused('an object is taken twice')


def main(document, folder):
    tables = Tables(document)
    names = sorted(name[:-6] for name in os.listdir(folder) if name.endswith('.frame'))
    private = {name[:-10]: json.loads(load(folder, name)) for name in os.listdir(folder) if name.endswith('.keys.json')}
    now = 1772366400 + 60  # 2026-03-01T12:01:00Z
    units = {}
    for name, keys in sorted(private.items()):
        root = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys['root']))
        demand(fingerprint(public_of(root)).hex() == keys['fingerprint'], 'fingerprint')
        units[name] = Unit(name, bytes.fromhex(keys['fingerprint']))
        units[name].take_directory(tables, load(folder, f'{name}.directory'), now)
        units[name].take_prekeys(tables, load(folder, f'{name}.prekeys'), now)
    receiver = Receiver(tables, 'BE-PIU', private['BE-PIU'], units, now)
    receiver.private = private['BE-PIU']
    made, failures = 0, 0
    for name in names:
        try:
            made += check_frame(folder, name, receiver, private)
            check_refusals(receiver, decode(load(folder, f'{name}.frame'))[3])
        except Refused as why:
            failures += 1
            print(f'{name}: {why}')
    frames = sequence(load(folder, 'all.pnr').split(b'\n\n', 1)[1])
    if sorted(frames) != sorted(load(folder, f'{name}.frame') for name in names):
        failures += 1
        print('all.pnr: not the frames beside it')
    print(f'reader: {"failed" if failures else "ok"}, {len(names)} objects opened, {made} made again octet for octet')
    return failures != 0 or not names


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
