/* SPDX-License-Identifier: Apache-2.0
 *
 * The texts of SSR DOCS, DOCO, DOCA and INFT (AIRIMP): slots between slashes. Senders drop leading slashes, shift
 * slots, write other forms of dates and glue the name reference to the last slot, so a slot is found by its content. */
#include "read/pnrgov.h"

typedef struct slots {
  pnri_pnrgov *p;
  pnri_claim *claim;
  pnr_slice at[PNRI_SLOTS];
  uint32_t count;
} slots;

static pnr_slice slot(const slots *t, uint32_t i) { return i < t->count ? t->at[i] : (pnr_slice){ NULL, 0 }; }

static uint64_t place_of(const slots *t, pnr_slice piece)
{
  const pnri_claim *claim = t->claim;
  if (!claim->is_exact || piece.data == NULL) return claim->text_offset;
  return claim->text_offset + (uint64_t)(piece.data - claim->text.data);
}

static void note(const slots *t, uint32_t code, pnr_slice piece)
{
  pnri_pnrgov_note(t->p, code, place_of(t, piece), t->claim->is_exact ? piece.size : 0, t->claim->ordinal);
}

/* Parts text at slashes; a leading slash opens the first slot. What is beyond the last slot makes an item, and so does a
 * slash at the end, which opens a slot for nothing. */
static void part_slots(slots *t, pnr_slice text)
{
  if (text.size > 1 && text.data[text.size - 1] == '/') t->claim->keep = true;
  if (text.size != 0 && text.data[0] == '/') text = (pnr_slice){ text.data + 1, text.size - 1 };
  for (;;) {
    size_t size = 0;
    while (size < text.size && text.data[size] != '/') size++;
    if (t->count == PNRI_SLOTS) {
      t->claim->keep = true;
      return;
    }
    t->at[t->count++] = pnri_slice_trim((pnr_slice){ text.data, size });
    if (t->at[t->count - 1].size != size) t->claim->keep = true;
    if (size == text.size) return;
    text = (pnr_slice){ text.data + size + 1, text.size - size - 1 };
  }
}

/* --- The tail -1SURNAME/GIVEN --- */

static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }
static bool is_letter(uint8_t octet) { return ((octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z') || octet >= 0x80; }

/* Where the tail begins: the last hyphen, before which `slashes` slots ended, that number and name follow. text.size
 * when there is none. */
static size_t find_tail(pnr_slice text, uint32_t slashes)
{
  size_t found = text.size;
  uint32_t passed = 0;
  if (found == 0 || memchr(text.data, '-', text.size) == NULL) return found;
  for (size_t i = 0; i + 2 < text.size; i++) {
    if (text.data[i] == '/') passed++;
    if (text.data[i] != '-' || passed < slashes || !is_digit(text.data[i + 1])) continue;
    size_t letter = i + 1;
    while (letter < text.size && (is_digit(text.data[letter]) || text.data[letter] == '.')) letter++;
    if (letter < text.size && is_letter(text.data[letter])) found = i;
  }
  return found;
}

static pnr_slice cut_tail(slots *t, pnr_slice text, uint32_t slashes, pnri_docs *docs)
{
  size_t begin = find_tail(text, slashes);
  if (begin == text.size) return text;
  t->claim->keep = true;
  pnr_slice tail = pnri_slice_from(text, begin + 1);
  while (tail.size != 0 && !is_letter(tail.data[0])) tail = (pnr_slice){ tail.data + 1, tail.size - 1 };
  size_t surname = 0;
  while (surname < tail.size && tail.data[surname] != '/') surname++;
  docs->tail_surname = (pnr_slice){ tail.data, surname };
  docs->tail_given = pnri_slice_from(tail, surname + 1);
  return (pnr_slice){ text.data, begin };
}

/* --- Values --- */

static const struct {
  char code[3];
  uint8_t sex;
  bool is_infant;
} sexes[] = {
  { "M", 'M', false }, { "F", 'F', false }, { "MI", 'M', true }, { "FI", 'F', true },
  { "U", 'X', false }, { "X", 'X', false }, { "UI", 'X', true }, { "XI", 'X', true },
};
enum { SEXES = sizeof sexes / sizeof sexes[0] };

static uint32_t sex_row(pnr_slice text)
{
  uint32_t i = 0;
  while (i < SEXES && !pnri_slice_is(text, sexes[i].code)) i++;
  return i;
}

bool pnri_docs_sex(pnr_slice text, pnri_docs *docs)
{
  uint32_t row = sex_row(text);
  if (row == SEXES) return false;
  docs->sex = sexes[row].sex;
  docs->is_infant = sexes[row].is_infant;
  return true;
}

static void read_sex(slots *t, pnr_slice text, pnri_docs *docs)
{
  if (text.size == 0 || pnri_docs_sex(text, docs)) return;
  note(t, PNR_F_CODE_UNKNOWN, text);
  t->claim->keep = true;
}

static pnr_date read_date(slots *t, pnr_slice text, uint32_t kind)
{
  if (text.size == 0) return 0;
  bool has_century = false;
  pnr_date date = pnri_pnrgov_parse_date(text, kind, false, t->p->reading->reference, &has_century);
  if (date == 0) {
    note(t, PNR_F_DATE_INVALID, text);
    t->claim->keep = true;
  } else if (has_century) note(t, PNR_F_DATE_CENTURY, text);
  if (pnri_pnrgov_has_small_month(text)) t->claim->keep = true;
  return date;
}

/* --- DOCS --- */

enum { /* slots of DOCS */
       TYPE,
       ISSUER,
       NUMBER,
       NATIONALITY,
       BIRTH,
       SEX,
       EXPIRY,
       SURNAME,
       GIVEN,
       SECOND_GIVEN,
       HOLDER
};

static bool has_digit(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (is_digit(text.data[i])) return true;
  return false;
}

/* How many places the slots are shifted: a date with a sex behind it is the birth. */
static int32_t find_shift(const slots *t)
{
  for (uint32_t i = 0; i + 1 < t->count; i++)
    if (pnri_pnrgov_is_date(t->at[i]) && sex_row(t->at[i + 1]) < SEXES) return (int32_t)i - BIRTH;
  return 0;
}

/* What stands before a shifted birth date, told apart by its form: type, issuer, the number, which has digits, and
 * the nationality. */
static void read_shifted(slots *t, uint32_t birth, pnri_docs *docs)
{
  for (uint32_t i = 0; i < birth; i++) {
    pnr_slice value = t->at[i];
    if (value.size == 0) continue;
    if (has_digit(value) && docs->number.size == 0) docs->number = value;
    else if (docs->number.size != 0 && docs->nationality.size == 0) docs->nationality = value;
    else if (docs->type.size + docs->issuer.size == 0 && value.size <= 2) docs->type = value;
    else if (docs->issuer.size == 0) docs->issuer = value;
    else t->claim->keep = true;
  }
}

static void read_names(slots *t, uint32_t surname, pnri_docs *docs)
{
  docs->surname = slot(t, surname);
  docs->given = slot(t, surname + 1);
  docs->second_given = slot(t, surname + 2);
  pnr_slice first = docs->surname, last = { NULL, 0 };
  for (uint32_t i = surname; i < surname + 3; i++)
    if (slot(t, i).data != NULL) last = slot(t, i);
  if (last.data != NULL) docs->raw = (pnr_slice){ first.data, (size_t)(last.data - first.data) + last.size };
  while (docs->raw.size != 0 && docs->raw.data[docs->raw.size - 1] == '/') docs->raw.size--;
  for (uint32_t i = surname + 3; i < t->count; i++)
    if (t->at[i].size != 0) t->claim->keep = true;
}

static void read_docs(slots *t, pnri_docs *docs)
{
  part_slots(t, cut_tail(t, t->claim->text, 3, docs));
  int32_t shift = find_shift(t);
  uint32_t birth = (uint32_t)(BIRTH + shift);
  if (shift == 0) {
    docs->type = slot(t, TYPE);
    docs->issuer = slot(t, ISSUER);
    docs->number = slot(t, NUMBER);
    docs->nationality = slot(t, NATIONALITY);
  } else {
    note(t, PNR_F_DOCS_SHIFTED, t->claim->text);
    t->claim->keep = true; /* by how many slots */
    read_shifted(t, birth, docs);
  }
  docs->birth = read_date(t, slot(t, birth), PNRI_DATE_BIRTH);
  read_sex(t, slot(t, birth + SEX - BIRTH), docs);
  docs->expires = read_date(t, slot(t, birth + EXPIRY - BIRTH), PNRI_DATE_NEAR);
  read_names(t, birth + SURNAME - BIRTH, docs);
}

/* --- DOCO: birth place, type V, number, place of issue, date of issue, country for which valid, I --- */

static bool is_type(pnr_slice text)
{
  if (text.size == 0 || text.size > 2) return false;
  return is_letter(text.data[0]) && is_letter(text.data[text.size - 1]);
}

static void read_infant_mark(slots *t, uint32_t from, pnri_docs *docs)
{
  for (uint32_t i = from; i < t->count; i++) {
    if (pnri_slice_is(t->at[i], "I")) docs->is_infant = true;
    else if (t->at[i].size != 0) t->claim->keep = true;
  }
}

static void read_doco(slots *t, pnri_docs *docs)
{
  part_slots(t, cut_tail(t, t->claim->text, 2, docs));
  uint32_t type = 1;
  if (!is_type(slot(t, 1)) && is_type(slot(t, 0)) && has_digit(slot(t, 1))) type = 0;
  if (type == 1) docs->birth_place = slot(t, 0);
  else note(t, PNR_F_DOCS_SHIFTED, t->claim->text);
  docs->type = slot(t, type);
  docs->number = slot(t, type + 1);
  docs->place = slot(t, type + 2);
  docs->issued = read_date(t, slot(t, type + 3), PNRI_DATE_NEAR);
  docs->issuer = slot(t, type + 4);
  read_infant_mark(t, type + 5, docs);
}

/* --- DOCA: D or R, country, street, city, region, postcode, I --- */

static void read_doca(slots *t, pnri_docs *docs)
{
  part_slots(t, cut_tail(t, t->claim->text, 5, docs));
  docs->type = slot(t, 0);
  docs->country = slot(t, 1);
  docs->street = slot(t, 2);
  docs->city = slot(t, 3);
  docs->region = slot(t, 4);
  docs->postcode = slot(t, 5);
  read_infant_mark(t, 6, docs);
}

/* --- INFT: SURNAME/GIVEN and the birth date as last slot or last word --- */

static void read_inft(slots *t, pnri_docs *docs)
{
  pnr_slice text = cut_tail(t, t->claim->text, 1, docs);
  if (text.size != 0 && text.data[0] == '/') text = (pnr_slice){ text.data + 1, text.size - 1 };
  for (; text.size != 0 && text.data[text.size - 1] == '/'; text.size--) t->claim->keep = true;
  size_t last = text.size;
  while (last > 0 && text.data[last - 1] != '/' && text.data[last - 1] != ' ') last--;
  pnr_slice date = { text.data + last, text.size - last };
  if (last > 0 && pnri_pnrgov_is_date(date)) {
    docs->birth = read_date(t, date, PNRI_DATE_BIRTH);
    bool has_slash = text.data[last - 1] == '/';
    text = pnri_slice_trim((pnr_slice){ text.data, last - 1 });
    if (text.size != last - 1) t->claim->keep = true;
    docs->raw = (pnr_slice){ text.data, text.size + has_slash }; /* what parted the name from the date, too */
  } else docs->raw = text;
  part_slots(t, text);
  docs->surname = slot(t, 0);
  docs->given = slot(t, 1);
  docs->second_given = slot(t, 2);
  for (uint32_t i = 3; i < t->count; i++)
    if (t->at[i].size != 0) t->claim->keep = true;
}

bool pnri_docs_look_infant(pnr_slice text)
{
  pnr_slice before = { NULL, 0 };
  while (text.size != 0) {
    size_t size = 0;
    while (size < text.size && text.data[size] != '/') size++;
    pnr_slice value = { text.data, size };
    uint32_t row = size == 2 ? sex_row(value) : SEXES;
    if (row < SEXES && (before.size == 0 || pnri_pnrgov_is_date(before))) return true;
    before = value;
    text = pnri_slice_from(text, size + 1);
  }
  return false;
}

void pnri_docs_read(pnri_pnrgov *p, pnri_claim *claim, pnri_docs *docs)
{
  *docs = claim->docs != NULL ? *claim->docs : (pnri_docs){ 0 };
  if (claim->docs != NULL) return;
  slots t = { .p = p, .claim = claim };
  if (claim->kind == PNRI_CLAIM_DOCS) read_docs(&t, docs);
  else if (claim->kind == PNRI_CLAIM_DOCO) read_doco(&t, docs);
  else if (claim->kind == PNRI_CLAIM_DOCA) read_doca(&t, docs);
  else read_inft(&t, docs);
}
