/* SPDX-License-Identifier: Apache-2.0 */
#include "record/difference.h"

#include "core/fail.h"
#include "core/slice.h"
#include "record/field.h"
#include "record/message.h"

/* A number that says nothing: an index of nobody, a time that is not known, 0. */
static bool is_unsaid(uint32_t number) { return number == 0 || number == UINT32_MAX; }

/* --- Texts as sent --- */

/* What such a text says, whatever marks it is written with: separators at the end of what they part, releases that
 * nothing needs and blanks at an end say nothing. */
typedef struct raw {
  pnr_slice text;
  pnr_slice service; /* content.service */
  uint32_t elements, repetitions, components, blanks;
  uint32_t next; /* the mark or octet behind those that are due */
} raw;

enum { UNA_COMPONENT, UNA_ELEMENT, UNA_DECIMAL, UNA_RELEASE, UNA_REPETITION, UNA_SIZE = 6 };
enum { MARK_NONE = 0, MARK_ELEMENT = 256, MARK_REPETITION, MARK_COMPONENT };

static bool is_mark(const raw *r, uint32_t place, uint8_t octet)
{
  return r->service.size == UNA_SIZE && octet == r->service.data[place] && octet != ' ';
}

/* Passes marks up to the next octet that means itself. */
static void pass_marks(raw *r)
{
  r->next = MARK_NONE;
  while (r->text.size != 0 && r->next == MARK_NONE) {
    uint8_t octet = r->text.data[0];
    r->text = pnri_slice_from(r->text, 1);
    if (is_mark(r, UNA_ELEMENT, octet)) {
      r->elements++;
      r->repetitions = r->components = r->blanks = 0;
    } else if (is_mark(r, UNA_REPETITION, octet)) {
      r->repetitions++;
      r->components = r->blanks = 0;
    } else if (is_mark(r, UNA_COMPONENT, octet)) {
      r->components++;
      r->blanks = 0;
    } else if (octet == ' ') {
      r->blanks++;
    } else if (is_mark(r, UNA_RELEASE, octet) && r->text.size != 0) {
      r->next = r->text.data[0];
      r->text = pnri_slice_from(r->text, 1);
    } else {
      r->next = octet;
    }
  }
}

static bool take(uint32_t *count)
{
  if (*count == 0) return false;
  --*count;
  return true;
}

/* The next octet or mark; MARK_NONE at the end. */
static uint32_t next_of(raw *r)
{
  if (r->next == MARK_NONE) pass_marks(r);
  if (r->next == MARK_NONE) return MARK_NONE;
  if (take(&r->elements)) return MARK_ELEMENT;
  if (take(&r->repetitions)) return MARK_REPETITION;
  if (take(&r->components)) return MARK_COMPONENT;
  if (take(&r->blanks)) return ' ';
  uint32_t octet = r->next;
  r->next = MARK_NONE;
  return octet;
}

static bool is_same_as_sent(pnr_slice a, pnr_slice service_a, pnr_slice b, pnr_slice service_b)
{
  raw x = { .text = a, .service = service_a }, y = { .text = b, .service = service_b };
  for (;;) {
    uint32_t octet = next_of(&x);
    if (octet != next_of(&y)) return false;
    if (octet == MARK_NONE) return true;
  }
}

/* --- Comparing --- */

enum { ONLY_WHERE_ASKED = PNRI_FIELD_ENVELOPE | PNRI_FIELD_FORM | PNRI_FIELD_ACCOUNT | PNRI_FIELD_APART };

typedef struct comparison {
  uint32_t flags;
  pnr_slice service_a, service_b;
  pnr_differences *found; /* NULL while two views are only tried */
} comparison;

static bool compare_views(comparison *c, const pnri_view *v, const void *a, const void *b, uint64_t offset);

static void tell(comparison *c, uint32_t code, const char *name, uint64_t offset);

/* Remarks and contacts are texts as meant, but for those that stand for a whole segment. */
static bool is_as_sent(const pnri_field *f, const void *at)
{
  if ((f->flags & PNRI_FIELD_ITEM_AS_SENT) == 0) return (f->flags & PNRI_FIELD_AS_SENT) != 0;
  if (f->name[0] == 'r') {
    pnr_slice code = pnri_field_text(at, offsetof(pnr_remark, code));
    return pnri_slice_is(code, "LTS") || pnri_slice_is(code, "SPLIT");
  }
  return pnri_slice_is(pnri_field_text(at, offsetof(pnr_contact, purpose)), "ORG");
}

static bool compare_texts(comparison *c, const pnri_field *f, pnr_slice a, pnr_slice b, uint64_t offset)
{
  if (pnri_slice_equal(a, b) || (a.size == 0 && (c->flags & PNRI_COMPARE_ADDED) == 0)) return true;
  tell(c, a.size == 0 ? PNR_F_RECORD_ADDED : b.size == 0 ? PNR_F_RECORD_LOST : PNR_F_RECORD_CHANGED, f->name, offset);
  return false;
}

static bool compare_numbers(comparison *c, const pnri_field *f, uint32_t a, uint32_t b, uint64_t offset)
{
  if (a == b || (is_unsaid(a) && (c->flags & PNRI_COMPARE_ADDED) == 0)) return true;
  tell(c, is_unsaid(a) ? PNR_F_RECORD_ADDED : is_unsaid(b) ? PNR_F_RECORD_LOST : PNR_F_RECORD_CHANGED, f->name, offset);
  return false;
}

/* UNA to UNH are items too. They frame the message; what they say of it are fields of the content. */
static bool is_frame(const pnri_field *f, const void *one)
{
  if (f->views != &pnri_item_view) return false;
  pnr_slice tag = pnri_field_text(one, offsetof(pnr_item, tag));
  return pnri_slice_is(tag, "UIB") || pnri_slice_is(tag, "UIH") || pnri_slice_is(tag, "UNA") ||
         pnri_slice_is(tag, "UNB") || pnri_slice_is(tag, "UNG") || pnri_slice_is(tag, "UNH");
}

static uint64_t offset_of(const pnri_view *v, const void *at, uint64_t outer)
{
  if (v->offset == PNRI_NOWHERE) return outer;
  uint64_t offset;
  memcpy(&offset, (const char *)at + v->offset, sizeof offset);
  return offset;
}

typedef struct walk {
  const pnri_field *f;
  const void *at;
  uint32_t next, count;
} walk;

static void pass_frames(walk *w)
{
  while (w->next < w->count && is_frame(w->f, pnri_field_view(w->at, w->f, w->next))) w->next++;
}

static bool alike(const comparison *c, const pnri_field *f, const walk *a, const walk *b)
{
  comparison silent = { c->flags, c->service_a, c->service_b, NULL };
  return compare_views(&silent, f->views, pnri_field_view(a->at, f, a->next), pnri_field_view(b->at, f, b->next), 0);
}

/* Where one side has more, its views that are not alike are taken for the additional ones. */
static bool compare_arrays(comparison *c, const pnri_field *f, const void *at_a, const void *at_b, uint64_t offset)
{
  walk a = { f, at_a, 0, pnri_field_number(at_a, f->count) }, b = { f, at_b, 0, pnri_field_number(at_b, f->count) };
  bool is_same = true;
  for (;;) {
    pass_frames(&a);
    pass_frames(&b);
    if (a.next == a.count && b.next == b.count) return is_same;
    if (c->found == NULL && !is_same) return false;
    uint32_t rest_a = a.count - a.next, rest_b = b.count - b.next;
    if (rest_a != 0 && rest_b != 0 && (rest_a == rest_b || alike(c, f, &a, &b))) {
      const void *one = pnri_field_view(at_a, f, a.next++);
      is_same &= compare_views(c, f->views, one, pnri_field_view(at_b, f, b.next++), offset_of(f->views, one, offset));
    } else if (rest_a > rest_b) {
      tell(c, PNR_F_RECORD_LOST, f->views->name, offset_of(f->views, pnri_field_view(at_a, f, a.next++), offset));
      is_same = false;
    } else {
      b.next++;
      if ((c->flags & PNRI_COMPARE_ADDED) == 0) continue;
      tell(c, PNR_F_RECORD_ADDED, f->views->name, offset);
      is_same = false;
    }
  }
}

static bool compare_values(comparison *c, const pnri_field *f, const void *at_a, const void *at_b, uint64_t offset)
{
  uint32_t count_a = pnri_field_number(at_a, f->count), count_b = pnri_field_number(at_b, f->count);
  const void *a = pnri_field_pointer(at_a, f->offset), *b = pnri_field_pointer(at_b, f->offset);
  for (uint32_t i = 0; i < count_a || i < count_b; i++) {
    pnr_slice none = { NULL, 0 };
    bool is_same = f->kind == PNRI_FIELD_TEXTS
                     ? compare_texts(c, f, i < count_a ? ((const pnr_slice *)a)[i] : none,
                                     i < count_b ? ((const pnr_slice *)b)[i] : none, offset)
                     : compare_numbers(c, f, i < count_a ? ((const uint32_t *)a)[i] : PNR_NONE,
                                       i < count_b ? ((const uint32_t *)b)[i] : PNR_NONE, offset);
    if (!is_same) return false;
  }
  return true;
}

static bool compare_text_fields(comparison *c, const pnri_field *f, const void *at_a, const void *at_b, uint64_t offset)
{
  pnr_slice a = pnri_field_text(at_a, f->offset), b = pnri_field_text(at_b, f->offset);
  if (a.size != 0 && b.size != 0 && is_as_sent(f, at_a) && is_same_as_sent(a, c->service_a, b, c->service_b))
    return true;
  return compare_texts(c, f, a, b, offset);
}

static bool compare_field(comparison *c, const pnri_field *f, const void *a, const void *b, uint64_t offset)
{
  if (pnri_field_is_number(f->kind))
    return compare_numbers(c, f, pnri_field_number(a, f->offset), pnri_field_number(b, f->offset), offset);
  switch (f->kind) {
  case PNRI_FIELD_TEXT: return compare_text_fields(c, f, a, b, offset);
  case PNRI_FIELD_ONE:
    return compare_views(c, f->views, pnri_field_pointer(a, f->offset), pnri_field_pointer(b, f->offset), offset);
  case PNRI_FIELD_MANY: return compare_arrays(c, f, a, b, offset);
  default: return compare_values(c, f, a, b, offset);
  }
}

/* Recursive, but only as deep as views nest: three. */
static bool compare_views(comparison *c, const pnri_view *v, const void *a, const void *b, uint64_t offset)
{
  bool is_same = true;
  for (const pnri_field *f = v->fields; f->kind != PNRI_FIELD_END; f++) {
    if ((f->flags & ONLY_WHERE_ASKED & ~c->flags) != 0) continue;
    is_same &= compare_field(c, f, a, b, offset);
    if (c->found == NULL && !is_same) return false;
  }
  return is_same;
}

/* --- What was found --- */

struct pnr_differences {
  pnri_arena arena;
  pnri_findings findings; /* and of each of them, in the same order, */
  pnri_chain fields;      /* payload: const char *, the field */
  const pnr_finding *const *finding_array;
  const char *const *const *field_array;
};

static void tell(comparison *c, uint32_t code, const char *name, uint64_t offset)
{
  if (c->found == NULL) return;
  uint32_t before = c->found->findings.chain.count;
  pnri_findings_add(&c->found->findings, (pnr_finding){ .code = code, .offset = offset });
  if (c->found->findings.chain.count == before) return; /* beyond the limit they are only counted */
  const char **slot = pnri_chain_add(&c->found->fields, &c->found->arena, sizeof *slot);
  if (slot == NULL) c->found->findings.failed = 1;
  else *slot = name;
}

pnr_status pnri_record_compare(const pnr_env *env, const pnr_content *a, const pnr_content *b, uint32_t flags,
                               pnr_differences **out, pnr_error *error)
{
  *out = NULL;
  env = pnri_env(env);
  pnr_differences *found = pnri_alloc(env, sizeof *found);
  if (found == NULL) return pnri_fail_memory(error);
  *found = (pnr_differences){ .fields = { NULL, NULL, 0 } };
  pnri_arena_open(&found->arena, env);
  pnri_findings_open(&found->findings, &found->arena);
  comparison c = { flags, a->service, b->service, found };
  bool is_same = compare_views(&c, &pnri_content_view, a, b, a->offset);
  int failed = found->findings.failed;
  found->finding_array = pnri_chain_array(&found->findings.chain, &found->arena, &failed);
  found->field_array = pnri_chain_array(&found->fields, &found->arena, &failed);
  if (!is_same && !failed) *out = found;
  else pnr_differences_close(found);
  return failed ? pnri_fail_memory(error) : PNR_OK;
}

pnr_status pnr_message_compare(const pnr_env *env, const pnr_message *a, const pnr_message *b, pnr_differences **out,
                               pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (a == NULL || b == NULL || out == NULL) return pnri_fail_argument(error);
  uint32_t flags = PNRI_COMPARE_ENVELOPE | PNRI_COMPARE_FORM | PNRI_COMPARE_ADDED | PNRI_COMPARE_ACCOUNTS;
  return pnri_record_compare(env, pnr_message_content(a), pnr_message_content(b), flags, out, error);
}

uint32_t pnr_differences_count(const pnr_differences *differences)
{
  return differences != NULL ? differences->findings.chain.count : 0;
}

const pnr_finding *pnr_differences_finding(const pnr_differences *differences, uint32_t i)
{
  return i < pnr_differences_count(differences) ? differences->finding_array[i] : NULL;
}

const char *pnr_differences_field(const pnr_differences *differences, uint32_t i)
{
  return differences != NULL && i < differences->fields.count ? *differences->field_array[i] : NULL;
}

void pnr_differences_close(pnr_differences *differences)
{
  if (differences == NULL) return;
  const pnr_env *env = differences->arena.env;
  pnri_arena_close(&differences->arena);
  pnri_free(env, differences, sizeof *differences);
}
