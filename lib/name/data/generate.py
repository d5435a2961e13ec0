#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes lib/name/*.inc from the tables beside this file and Python's Unicode data.

usage: generate.py [OUTPUT_FOLDER]     default: the folder above this one

The result depends on the tables and on the Unicode version alone; line 1 of each file names both.
"""
import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
COLUMNS = 3        # ways to romanise a letter: ICAO's, and two others
PAGE = 128         # code points of a page
LAST = 0x20000     # code points from here on have no folding of their own


def rows(name):
    for line in (HERE / name).read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


# --- Letters ---

INSTEAD = "\b"     # a way that takes the place of the letter before begins so; tables write <
LETTERS = {}


def add_letter(letter, ways):
    ways = [way.replace("<", INSTEAD) for way in ways] or [""]
    last = ways[-1] if len(ways) > 1 else ways[0]
    LETTERS[letter] = tuple(ways[k] if k < len(ways) else last if len(ways) == 2 else ways[0] for k in range(COLUMNS))


for table in ("latin.tsv", "cyrillic.tsv", "greek.tsv", "arabic.tsv", "hebrew.tsv", "armenian.tsv", "georgian.tsv",
              "devanagari.tsv"):
    for letter, *ways in rows(table):
        add_letter(letter, ways)
for pinyin, wade, signs in rows("han.tsv"):
    for sign in signs.split():
        assert sign not in LETTERS, f"han.tsv has {sign} twice"
        add_letter(sign, [pinyin] if pinyin == wade else [pinyin, wade])
for letter, *ways in rows("kana.tsv"):
    add_letter(letter, ways)
    if "\u3041" <= letter < "\u3097":
        add_letter(chr(ord(letter) + 0x60), ways)


def dropped(char):
    """Marks that fold to nothing: those of Latin, Greek, Cyrillic, Hebrew, Arabic and kana."""
    point = ord(char)
    return unicodedata.category(char) in ("Mn", "Me", "Cf", "Lm") and (
        0x2B0 <= point < 0x370 or 0x483 <= point < 0x48A or 0x591 <= point < 0x5C8 or 0x610 <= point < 0x61B
        or 0x640 <= point < 0x660 or 0x6D6 <= point < 0x6EE or 0x1AB0 <= point < 0x1B00
        or 0x1DC0 <= point < 0x1E00 or 0x3099 <= point < 0x309B
        or 0x200B <= point < 0x2010 or 0x20D0 <= point < 0x2100 or 0xFE00 <= point < 0xFE30)


def fold(char):
    """The ways to write char in a-z and 0-9, or None where it stays as it is."""
    lower = char.lower()
    if lower in LETTERS:
        return LETTERS[lower]
    ways = [""] * COLUMNS
    for part in unicodedata.normalize("NFKD", lower):
        if part in LETTERS:
            add = LETTERS[part]
        elif part.isascii() and part.isalnum():
            add = (part.lower(),) * COLUMNS
        elif dropped(part):
            add = ("",) * COLUMNS
        elif unicodedata.category(part) == "Nd":
            add = (str(unicodedata.digit(part)),) * COLUMNS
        else:
            return (lower.encode("utf8").decode("latin1"),) * COLUMNS if lower != char else None
        ways = [way + more for way, more in zip(ways, add)]
    return tuple(ways)


def is_word(char):
    return unicodedata.category(char)[0] in "LMN" or dropped(char)


def c_numbers(numbers, width=110):
    lines, line = [], " "
    for number in numbers:
        piece = f" {number},"
        if len(line) + len(piece) > width:
            lines.append(line)
            line = " "
        line += piece
    return "\n".join(lines + [line])


def pack(ways):
    """One way where all agree, else all of them; each is its size and its octets."""
    ways = ways[:1] if len(set(ways)) == 1 else ways
    return "".join(chr(len(way)) + way for way in ways), len(ways) > 1


def letters_table():
    pool, places, pages, page_of, folded = "", {}, [[0] * PAGE], [], set()
    for base in range(0, LAST, PAGE):
        page = []
        for point in range(base, base + PAGE):
            ways = fold(chr(point)) if is_word(chr(point)) and not 0xD800 <= point < 0xE000 else None
            if ways is None:
                page.append(0)
                continue
            folded.add(point)
            text, several = pack(ways)
            if text not in places:
                places[text] = len(pool) + 1
                pool += text
            page.append(places[text] | (0x8000 if several else 0))
        if page not in pages:
            pages.append(page)
        page_of.append(pages.index(page))
    assert len(pool) < 0x7FFF and len(pages) <= 256
    ranges, start = [], None
    for point in range(0x110000):
        kept = point not in folded and not 0xD800 <= point < 0xE000 and is_word(chr(point))
        if kept and start is None:
            start = point
        if not kept and start is not None:
            ranges.append((start, point - 1))
            start = None
    out = ["/* Ways to write a letter in a-z and 0-9: each a size and its octets. */",
           f"static const uint8_t letter_ways[{len(pool)}] = {{", c_numbers(pool.encode("latin1")), "};"]
    out += ["", "/* Place in letter_ways plus 1, 0x8000 where there are several ways; 0: no folding. */",
            f"static const uint16_t letter_pages[{len(pages)}][{PAGE}] = {{"]
    out += ["  {\n" + c_numbers(page) + "\n  }," for page in pages]
    out += ["};", "", f"static const uint8_t letter_page[{len(page_of)}] = {{", c_numbers(page_of), "};", "",
            "/* Letters, marks and numbers of scripts without romanisation here: first, last. */",
            f"static const uint32_t word_ranges[{len(ranges)}][2] = {{",
            c_numbers("{ 0x%X, 0x%X }" % r for r in ranges), "};"]
    return "\n".join(out) + "\n"


def abjad_table():
    """Names that are written without vowels: their letters in each way, and how they are read."""
    read = {}
    for name, reading in rows("abjad.tsv"):
        for way in range(COLUMNS):
            read.setdefault("".join(fold(letter)[way] for letter in name), reading)
    assert max(map(len, read)) < 14 and max(map(len, read.values())) < 14
    out = ["/* Names written without vowels, sorted, and how they are read. */",
           f"static const char abjad_names[{len(read)}][2][14] = {{"]
    out += ['  { "%s", "%s" },' % pair for pair in sorted(read.items())]
    return "\n".join(out + ["};"]) + "\n"


def hangul_table():
    """Parts of Korean syllables and surnames, each in its four ways."""
    parts = {"initial": [], "vowel": [], "final": [], "surname": []}
    for kind, letter, *ways in rows("hangul.tsv"):
        parts[kind].append((letter, ["" if way == "-" else way for way in ways]))
    assert [len(parts[kind]) for kind in ("initial", "vowel", "final")] == [19, 21, 28]
    out = []
    for kind in ("initial", "vowel", "final"):
        out += [f"static const char hangul_{kind}s[{len(parts[kind])}][4][4] = {{"]
        out += ["  { " + ", ".join(f'"{way}"' for way in ways) + " }," for _, ways in parts[kind]] + ["};", ""]
    out += ["typedef struct hangul_surname {", "  uint32_t point;", "  char ways[4][7];", "} hangul_surname;", "",
            f"static const hangul_surname hangul_surnames[{len(parts['surname'])}] = {{"]
    for letter, ways in sorted(parts["surname"]):
        assert len(letter) == 1 and max(map(len, ways)) < 7
        out += ["  { 0x%X, { %s } }," % (ord(letter), ", ".join(f'"{way}"' for way in ways))]
    return "\n".join(out + ["};"]) + "\n"


# --- Spellings ---

RULES = sorted(((pattern, becomes, where) for pattern, becomes, where in rows("spelling.tsv")),
               key=lambda rule: (rule[0][0], -len(rule[0]), ("start", "end", "any").index(rule[2]), rule[0]))


def spell(word):
    """The same as pnri_spell in lib/name/spell.c."""
    out, i = "", 0
    if len(word) <= 2:
        return word
    while i < len(word):
        for pattern, becomes, where in RULES:
            if (word.startswith(pattern, i) and (where != "start" or i == 0)
                    and (where != "end" or i + len(pattern) == len(word)) and len(pattern) < len(word)):
                break
        else:
            pattern = becomes = word[i]
        for letter in becomes:
            if not out.endswith(letter) or letter.isdigit():
                out += letter
        i += len(pattern)
    return out


def spelling_table():
    firsts = [next((i for i, rule in enumerate(RULES) if ord(rule[0][0]) >= ord("a") + k), len(RULES)) for k in range(27)]
    seconds = [0] * 26
    for pattern, _, _ in RULES:
        seconds[ord(pattern[0]) - ord("a")] |= 1 << (ord(pattern[1]) - ord("a") if len(pattern) > 1 else 31)
    out = ["/* Sorted by first letter, then longest first. */", "static const spelling_rule spelling_rules[] = {"]
    out += ['  { "%s", "%s", %d, %d, AT_%s },' % (p, b, len(p), len(b), w.upper()) for p, b, w in RULES]
    out += ["};", "", "/* The first rule for each letter, and the end. */",
            "static const uint8_t spelling_first[27] = {", c_numbers(firsts), "};", "",
            "/* For each first letter, bits of the second ones; bit 31: a rule of one letter. */",
            "static const uint32_t spelling_second[26] = {", c_numbers(seconds), "};"]
    return "\n".join(out) + "\n"


# --- Words ---

def known_words():
    """Spelt word to (kind, the word it is brought to)."""
    known, target = {}, {}
    for name, *others in rows("variants.tsv"):
        for other in others[0].split():
            before = target.setdefault(spell(other), name)
            assert before == name, f"variants.tsv: {other} stands for {before} and {name}"
    for name in set(target.values()):
        target.pop(name, None)
        target[spell(name)] = name
    target = {word: name for word, name in target.items() if word != name}
    commons = {"1": "WORD_WIDESPREAD", "2": "WORD_COMMON", "3": "WORD_PART"}
    kinds = ([(row[1], commons[row[0]]) for row in sorted(rows("common.tsv"), key=lambda row: "213".index(row[0]))]
             + [(row[1], "WORD_PARTICLE") for row in rows("particles.tsv")])
    for cell, kind in kinds:
        for word in cell.split():
            word = target.get(spell(word), spell(word))
            known[word] = (kind, "")
    for word, name in target.items():
        known[word] = (known.get(name, ("WORD_PLAIN", ""))[0], name)
    for name in set(target.values()):
        known.setdefault(name, ("WORD_PLAIN", ""))
    return known


def words_table():
    known = known_words()
    order = sorted(known)
    size = 64
    while size < 2 * len(order):
        size *= 2
    slots = [0] * size
    for number, word in enumerate(order, 1):
        hashed = 2166136261
        for octet in word.encode():
            hashed = (hashed ^ octet) * 16777619 & 0xFFFFFFFF
        slot = hashed % size
        while slots[slot] != 0:
            slot = (slot + 1) % size
        slots[slot] = number
    assert max(map(len, order)) <= 16
    out = ["/* Spelt words, what they are brought to, and their classes. */",
           f"static const known_word known_words[{len(order)}] = {{"]
    for word in order:
        kind, name = known[word]
        out.append('  { "%s", "%s", %d, %d, %s },' % (word, name, len(word), len(name), kind))
    out += ["};", "", f"enum {{ WORD_SLOTS = {size} }};", "",
            "/* Number in known_words plus 1, at the word's FNV-1a hash modulo WORD_SLOTS or the next free slot. */",
            "static const uint16_t word_slots[WORD_SLOTS] = {", c_numbers(slots), "};"]
    return "\n".join(out) + "\n"


def nicknames_table():
    """Spelt nicknames and the spelt names that they stand for."""
    known, found = known_words(), {}
    for formal, nicknames in rows("nicknames.tsv"):
        formal = known.get(spell(formal), ("", ""))[1] or spell(formal)
        for nickname in map(spell, nicknames.split()):
            assert found.get(nickname, formal) == formal, f"nicknames.tsv has {nickname} twice"
            assert nickname != formal and not known.get(nickname, ("", ""))[1], f"nicknames.tsv: {nickname} is {formal}"
            found[nickname] = formal
    out = ["typedef struct nickname {", "  char text[17], name[17];", "} nickname;", "",
           "static const nickname nicknames[] = {"]
    out += ['  { "%s", "%s" },' % pair for pair in sorted(found.items())]
    return "\n".join(out + ["};"]) + "\n"


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent
    for name, inputs, make in (
            ("letters.inc", f"*.tsv and Unicode {unicodedata.unidata_version}", letters_table),
            ("hangul.inc", "hangul.tsv", hangul_table),
            ("spelling.inc", "spelling.tsv", spelling_table),
            ("abjad.inc", "abjad.tsv, arabic.tsv and hebrew.tsv", abjad_table),
            ("nicknames.inc", "common.tsv, nicknames.tsv, particles.tsv, spelling.tsv and variants.tsv", nicknames_table),
            ("words.inc", "common.tsv, particles.tsv, spelling.tsv and variants.tsv", words_table)):
        head = f"/* Generated by lib/name/data/generate.py from {inputs}. SPDX-License-Identifier: Apache-2.0 */\n"
        (folder / name).write_text(head + make(), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
