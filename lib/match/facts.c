/* SPDX-License-Identifier: Apache-2.0 */
#include "match/facts.h"

#include <xxhash.h>

#include "core/date.h"
#include "core/slice.h"
#include "match/varint.h"

enum {
  KEY_LEAST = 4, /* shorter numbers tell nobody apart */
  PHONE_LEAST = 6,
  KEY_MOST = PNRI_NUMBER_MOST, /* longer ones are cut: the longest e-mail address */
  HEAD_MOST = 1 + 3 * PNRI_VARINT_SIZE,
  COUNT_MOST = 2,  /* that the head itself can tell */
  STATUS_SHIFT = 4 /* within the first word of a key */
};

/* --- Cleaning --- */

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool is_capital(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static uint8_t capital(uint8_t c) { return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c; }

/* Capital letters and digits of text. */
static uint32_t clean_number(pnr_slice text, uint8_t out[KEY_MOST])
{
  uint32_t size = 0;
  for (size_t i = 0; i < text.size && size < KEY_MOST; i++) {
    uint8_t c = capital(text.data[i]);
    if (is_digit(c) || is_capital(c)) out[size++] = c;
  }
  return size;
}

/* Digits without the zeroes of the international prefix. */
static uint32_t clean_phone(pnr_slice text, uint8_t out[KEY_MOST])
{
  uint32_t size = 0;
  for (size_t i = 0; i < text.size && size < KEY_MOST; i++)
    if (is_digit(text.data[i]) && (size > 0 || text.data[i] != '0')) out[size++] = text.data[i];
  return size >= PHONE_LEAST ? size : 0;
}

static uint32_t clean_email(pnr_slice text, uint8_t out[KEY_MOST])
{
  uint32_t size = 0;
  bool is_address = false;
  for (size_t i = 0; i < text.size && size < KEY_MOST; i++) {
    if (text.data[i] <= ' ') continue;
    is_address = is_address || text.data[i] == '@';
    out[size++] = capital(text.data[i]);
  }
  return is_address ? size : 0;
}

/* A number or a token. A masked number (asterisks, or X in a row) belongs to many cards. */
static uint32_t clean_card(pnr_slice text, uint8_t out[KEY_MOST])
{
  enum { MASKED = 4 };
  uint32_t row = 0;
  for (size_t i = 0; i < text.size; i++) {
    row = capital(text.data[i]) == 'X' ? row + 1 : 0;
    if (text.data[i] == '*' || row == MASKED) return 0;
  }
  return clean_number(text, out);
}

static uint32_t clean_key(uint32_t kind, pnr_slice text, uint8_t out[KEY_MOST])
{
  uint32_t size;
  switch (kind) {
  case PNR_IDENTIFIER_PHONE: size = clean_phone(text, out); break;
  case PNR_IDENTIFIER_EMAIL: size = clean_email(text, out); break;
  case PNR_IDENTIFIER_CARD: size = clean_card(text, out); break;
  default: size = clean_number(text, out); break;
  }
  uint32_t same = 1; /* 0000000 and XXXXX stand where a number is unknown */
  while (same < size && out[same] == out[0]) same++;
  return size >= KEY_LEAST && same < size ? size : 0;
}

/* A country as one word: the letters of its code, or a hash of what was sent. */
static uint32_t country_word(pnr_slice text)
{
  pnr_slice code = pnr_country_code(text);
  if (code.size == 3) return (uint32_t)code.data[0] | (uint32_t)code.data[1] << 8 | (uint32_t)code.data[2] << 16;
  uint8_t cleaned[KEY_MOST];
  uint32_t size = clean_number(text, cleaned);
  return size == 0 ? 0 : (uint32_t)XXH3_64bits(cleaned, size) | PNRI_COUNTRY_HASHED;
}

/* --- Writing --- */

static bool put_word(pnri_vector *octets, uint32_t value)
{
  uint8_t *room = pnri_vector_add(octets, 4);
  if (room != NULL) pnri_store32(room, value);
  return room != NULL;
}

static bool is_date(pnr_date date)
{
  return date != 0 && pnri_date(pnri_year(date), pnri_month(date), pnri_day(date)) == date;
}

/* A date that the calendar does not have is as good as none. */
static bool is_birth(const pnr_birth *birth)
{
  return is_date(birth->from) && (birth->to == 0 || (is_date(birth->to) && birth->from <= birth->to));
}

static bool put_birth(pnri_vector *octets, const pnr_birth *birth)
{
  uint32_t circa = birth->circa != 0 ? PNRI_BIRTH_CIRCA : 0, from = birth->from & PNRI_BIRTH_DATE;
  pnr_date to = birth->to != 0 ? birth->to : birth->from;
  if (to == birth->from) return put_word(octets, from | circa);
  return put_word(octets, from | circa | PNRI_BIRTH_RANGE) && put_word(octets, to & PNRI_BIRTH_DATE);
}

/* Writes a cleaned key, unless it is empty, and counts it. False when memory is exhausted. */
static bool put_cleaned(pnri_vector *octets, uint32_t kind, const uint8_t *cleaned, uint32_t size, pnr_slice issuer,
                        uint32_t *count)
{
  uint32_t room = (size + 3) / 4 * 4;
  if (size == 0) return true;
  if (!put_word(octets, size << 8 | kind) || !put_word(octets, country_word(issuer))) return false;
  uint8_t *place = pnri_vector_add(octets, room);
  if (place == NULL) return false;
  memcpy(place, cleaned, size);
  memset(place + size, 0, room - size);
  (*count)++;
  return true;
}

static bool put_key(pnri_vector *octets, uint32_t kind, pnr_slice text, pnr_slice issuer, uint32_t *count)
{
  uint8_t cleaned[KEY_MOST];
  uint32_t size = clean_key(kind, text, cleaned);
  return put_cleaned(octets, kind, cleaned, size, issuer, count);
}

/* A range whose ends do not fit each other is its first number alone. */
static bool put_document(pnri_vector *octets, const pnr_document *document, uint32_t *count)
{
  uint8_t range[2 * KEY_MOST];
  uint32_t kind = PNRI_KEY_KIND_DOCUMENT;
  uint32_t size = clean_key(kind, document->number, range);
  uint32_t last = size != 0 ? clean_key(kind, document->number_last, range + size) : 0;
  uint32_t status = document->status <= PNR_DOCUMENT_EXPIRED ? document->status << STATUS_SHIFT : 0;
  if (last == size && 2 * size <= KEY_MOST && memcmp(range, range + size, size) <= 0)
    return put_cleaned(octets, PNRI_KEY_KIND_RANGE | status, range, 2 * size, document->issuer, count);
  return put_cleaned(octets, kind | status, range, size, document->issuer, count);
}

bool pnri_facts_fit(const pnr_person *person)
{
  return person->birth_count <= PNRI_FACTS_MOST && person->nationality_count <= PNRI_FACTS_MOST &&
         person->document_count <= PNRI_FACTS_MOST &&
         person->identifier_count <= PNRI_FACTS_MOST - person->document_count;
}

/* Writes the head over the end of the room before the facts; returns its size. */
static uint32_t make_head(uint8_t head[HEAD_MOST], uint32_t sex, const uint32_t counts[3])
{
  uint32_t size = 1;
  head[0] = (uint8_t)sex;
  for (uint32_t i = 0; i < 3; i++) {
    head[0] |= (uint8_t)((counts[i] > COUNT_MOST ? COUNT_MOST + 1 : counts[i]) << (2 + 2 * i));
    if (counts[i] > COUNT_MOST) size += pnri_varint_put(head + size, counts[i]);
  }
  return size;
}

/* Puts the head, whose size is known only then, before what stands behind its room. */
static void put_head(pnri_vector *octets, size_t at, uint32_t sex, const uint32_t counts[3])
{
  uint8_t head[HEAD_MOST], *room = octets->data + at;
  uint32_t size = make_head(head, sex, counts);
  memcpy(room, head, size);
  memmove(room + size, room + HEAD_MOST, octets->count - at - HEAD_MOST);
  pnri_vector_cut(octets, octets->count - (HEAD_MOST - size));
}

static bool put_facts(pnri_vector *octets, const pnr_person *person, uint32_t counts[3])
{
  bool fits = true;
  for (uint32_t i = 0; fits && i < person->birth_count; i++) {
    if (!is_birth(person->births[i])) continue;
    fits = put_birth(octets, person->births[i]);
    counts[0]++;
  }
  for (uint32_t i = 0; fits && i < person->nationality_count; i++) {
    uint32_t country = country_word(person->nationalities[i]);
    if (country == 0) continue;
    fits = put_word(octets, country);
    counts[1]++;
  }
  for (uint32_t i = 0; fits && i < person->document_count; i++)
    fits = put_document(octets, person->documents[i], &counts[2]);
  for (uint32_t i = 0; fits && i < person->identifier_count; i++) {
    const pnr_identifier *identifier = person->identifiers[i];
    if (identifier->kind >= PNR_IDENTIFIER_PHONE && identifier->kind <= PNR_IDENTIFIER_CARD)
      fits = put_key(octets, identifier->kind, identifier->value, identifier->issuer, &counts[2]);
  }
  return fits;
}

pnr_status pnri_facts_add(pnri_vector *octets, const pnr_person *person)
{
  size_t head = octets->count;
  uint32_t counts[3] = { 0, 0, 0 }, sex = person->sex == 'M' ? 1 : person->sex == 'F' ? 2 : 0;
  if (person->birth_count > PNRI_FACTS_MOST || person->nationality_count > PNRI_FACTS_MOST ||
      person->document_count > PNRI_FACTS_MOST || person->identifier_count > PNRI_FACTS_MOST - person->document_count)
    return PNR_E_LIMIT;
  if (pnri_vector_add(octets, HEAD_MOST) == NULL || !put_facts(octets, person, counts)) return PNR_E_MEMORY;
  put_head(octets, head, sex, counts);
  return PNR_OK;
}

/* --- Reading --- */

pnri_facts_cursor pnri_facts_read(const pnri_facts *facts)
{
  uint32_t head = facts->size > 0 ? facts->data[0] : 0, counts[3];
  size_t at = 1;
  for (uint32_t i = 0; i < 3; i++) {
    counts[i] = head >> (2 + 2 * i) & 3;
    if (counts[i] > COUNT_MOST) counts[i] = pnri_varint_get(facts->data, facts->size, &at);
    if (counts[i] > PNRI_FACTS_MOST) counts[i] = PNRI_FACTS_MOST;
  }
  return (pnri_facts_cursor){ facts, at, counts[0], counts[1], counts[2] };
}

/* The next word; 0 behind the end. */
static uint32_t next_word(pnri_facts_cursor *cursor)
{
  const pnri_facts *facts = cursor->facts;
  uint32_t word = cursor->at < facts->size && facts->size - cursor->at >= 4 ? pnri_load32(facts->data + cursor->at) : 0;
  cursor->at += 4;
  return word;
}

pnri_birth_fact pnri_facts_birth(pnri_facts_cursor *cursor)
{
  uint32_t from = next_word(cursor), to = from & PNRI_BIRTH_RANGE ? next_word(cursor) : from;
  cursor->births--;
  return (pnri_birth_fact){ from & PNRI_BIRTH_DATE, to & PNRI_BIRTH_DATE, (from & PNRI_BIRTH_CIRCA) != 0 };
}

uint32_t pnri_facts_nationality(pnri_facts_cursor *cursor)
{
  cursor->nationalities--;
  return next_word(cursor);
}

pnri_key_fact pnri_facts_key(pnri_facts_cursor *cursor)
{
  uint32_t head = next_word(cursor), size = head >> 8, room = (size + 3) / 4 * 4;
  pnri_key_fact key = { head & 0xF, next_word(cursor), { NULL, 0 }, head >> STATUS_SHIFT & 0xF };
  cursor->keys--;
  if (size > KEY_MOST || cursor->at > cursor->facts->size || room > cursor->facts->size - cursor->at) return key;
  key.text = (pnr_slice){ cursor->facts->data + cursor->at, size };
  cursor->at += room;
  return key;
}

size_t pnri_facts_extent(const pnri_facts *facts)
{
  pnri_facts_cursor cursor = pnri_facts_read(facts);
  while (cursor.births > 0) pnri_facts_birth(&cursor);
  cursor.at += 4 * (size_t)cursor.nationalities;
  while (cursor.keys > 0) pnri_facts_key(&cursor);
  return cursor.at < facts->size ? cursor.at : facts->size; /* 1 at least, where there is anything */
}

uint32_t pnri_facts_class(const pnri_facts *facts)
{
  pnri_facts_cursor cursor = pnri_facts_read(facts);
  uint32_t found = cursor.births > 0 ? PNRI_DATED : PNRI_UNDATED;
  while (cursor.births > 0) {
    pnri_birth_fact birth = pnri_facts_birth(&cursor);
    if (birth.circa || pnri_birth_key(&birth) == 0) found = PNRI_VAGUE;
  }
  return found;
}

/* --- Comparing keys --- */

/* What optical reading and typing confuse. */
static uint8_t fold_confused(uint32_t kind, uint8_t c)
{
  if (kind != PNRI_KEY_KIND_DOCUMENT) return c;
  return c == 'O' ? '0' : c == 'I' ? '1' : c;
}

pnr_slice pnri_number_digits(pnr_slice number, uint8_t *out)
{
  for (size_t i = 0; i < number.size; i++) out[i] = fold_confused(PNRI_KEY_KIND_DOCUMENT, number.data[i]);
  return (pnr_slice){ out, number.size };
}

static bool is_between(const uint8_t *first, const uint8_t *last, pnr_slice number)
{
  return memcmp(first, number.data, number.size) <= 0 && memcmp(number.data, last, number.size) <= 0;
}

bool pnri_number_within(pnr_slice range, pnr_slice number)
{
  uint8_t digits[KEY_MOST];
  if (number.size == 0 || number.size > KEY_MOST || range.size != 2 * number.size) return false;
  const uint8_t *first = range.data, *last = range.data + number.size;
  return is_between(first, last, number) || is_between(first, last, pnri_number_digits(number, digits));
}

static bool is_issuer_equal(const pnri_key_fact *a, const pnri_key_fact *b)
{
  return a->issuer == b->issuer || a->issuer == 0 || b->issuer == 0;
}

bool pnri_key_equal(const pnri_key_fact *a, const pnri_key_fact *b)
{
  if (b->kind == PNRI_KEY_KIND_RANGE)
    return a->kind == PNRI_KEY_KIND_DOCUMENT && is_issuer_equal(a, b) && pnri_number_within(b->text, a->text);
  if (a->kind != b->kind || a->text.size != b->text.size || a->text.size == 0) return false;
  if (!is_issuer_equal(a, b)) return false;
  for (size_t i = 0; i < a->text.size; i++)
    if (fold_confused(a->kind, a->text.data[i]) != fold_confused(b->kind, b->text.data[i])) return false;
  return true;
}

uint64_t pnri_key_hash(const pnri_key_fact *key)
{
  uint8_t folded[KEY_MOST];
  for (size_t i = 0; i < key->text.size; i++) folded[i] = fold_confused(key->kind, key->text.data[i]);
  return XXH3_64bits_withSeed(folded, key->text.size, key->kind);
}

/* --- Birth dates as keys --- */

pnr_date pnri_birth_key(const pnri_birth_fact *birth)
{
  pnr_date from = birth->from, to = birth->to, year = from / 10000 * 10000;
  if (year != to / 10000 * 10000) return 0;
  if (pnri_month(from) == 0 || from / 100 != to / 100) return year;
  if (from != to || pnri_day(from) == 0) return from / 100 * 100;
  return from != year + 101 ? from : year;
}

uint64_t pnri_birth_hash(pnr_date key)
{
  enum { BIRTH_SEED = 255 }; /* no kind of document or identifier */
  uint8_t octets[4];
  pnri_store32(octets, key);
  return XXH3_64bits_withSeed(octets, sizeof octets, BIRTH_SEED);
}
