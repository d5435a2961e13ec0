/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include <inttypes.h>

/* How a reason is put into words. Sides with SIDE_NOTE go where their points are, and to the notes without points. */
enum { FORM_HIDDEN, FORM_EQUAL, FORM_LIKE, FORM_EDITS, FORM_ALONE, FORM_AGAINST, FORM_WORDS, FORM_VALUES };

static const struct {
  uint32_t code;
  int form;
  int side;
  const char *words;
} phrases[] = {
  { PNR_R_TOKEN_EQUAL, FORM_EQUAL, SIDE_FOR, NULL },
  { PNR_R_TOKEN_EDIT, FORM_EDITS, SIDE_FOR, NULL },
  { PNR_R_TOKEN_INITIAL, FORM_LIKE, SIDE_FOR, "initial" },
  { PNR_R_TOKEN_JOINED, FORM_LIKE, SIDE_FOR, "written together" },
  { PNR_R_TOKEN_VARIANT, FORM_LIKE, SIDE_FOR, "variant" },
  { PNR_R_TOKEN_TRUNCATED, FORM_LIKE, SIDE_FOR, "cut short" },
  { PNR_R_TOKEN_MISSING, FORM_ALONE, SIDE_AGAINST, NULL },
  { PNR_R_TOKEN_CONTRADICTS, FORM_AGAINST, SIDE_AGAINST, NULL },
  { PNR_R_TITLE_REMOVED, FORM_VALUES, SIDE_NOTE, "read without the title" },
  { PNR_R_NAME, FORM_HIDDEN, SIDE_NOTE, NULL },
  { PNR_R_BIRTH_EQUAL, FORM_VALUES, SIDE_FOR, "born on the same day" },
  { PNR_R_BIRTH_PARTIAL, FORM_VALUES, SIDE_FOR, "what is known of both births agrees" },
  { PNR_R_BIRTH_SWAPPED, FORM_VALUES, SIDE_FOR, "day and month of birth exchanged" },
  { PNR_R_BIRTH_NEAR, FORM_VALUES, SIDE_FOR, "birth dates differ a little" },
  { PNR_R_BIRTH_CONTRADICTS, FORM_VALUES, SIDE_AGAINST, "different birth dates" },
  { PNR_R_BIRTH_UNCONFIRMED, FORM_VALUES, SIDE_AGAINST, "birth date known of one of them only" },
  { PNR_R_SEX_EQUAL, FORM_VALUES, SIDE_FOR, "same sex" },
  { PNR_R_SEX_CONTRADICTS, FORM_VALUES, SIDE_AGAINST, "different sex" },
  { PNR_R_NATIONALITY_EQUAL, FORM_VALUES, SIDE_FOR, "same nationality" },
  { PNR_R_NATIONALITY_CONTRADICTS, FORM_VALUES, SIDE_AGAINST, "different nationality" },
  { PNR_R_DOCUMENT_EQUAL, FORM_VALUES, SIDE_FOR, "same document number" },
  { PNR_R_IDENTIFIER_EQUAL, FORM_VALUES, SIDE_FOR, "same phone, e-mail, frequent flyer or card number" },
  { PNR_R_NAME_WEAK, FORM_WORDS, SIDE_NOTE, "the list calls this alias weak" },
  { PNR_R_NAME_MISUSED, FORM_WORDS, SIDE_NOTE, "the list says that somebody misuses this identity" },
  { PNR_R_NOT_FULLY_SCREENED, FORM_WORDS, SIDE_AGAINST,
    "not fully screened: a limit ended the search; screen by hand" },
};
enum { PHRASES = sizeof phrases / sizeof phrases[0] };

static size_t phrase_of(uint32_t code)
{
  size_t i = 0;
  while (i < PHRASES && phrases[i].code != code) i++;
  return i;
}

static int side_of(const pnr_reason *reason, size_t phrase)
{
  if (reason->points != 0) return reason->points > 0 ? SIDE_FOR : SIDE_AGAINST;
  return phrase < PHRASES ? phrases[phrase].side : SIDE_NOTE;
}

/* --- Words as they were written --- */

/* Reasons hold folded words ("hofman"), people know them as written ("HOFFMANN"). */

static bool is_between_words(uint8_t octet) { return octet == ' ' || octet == '-' || octet == ','; }

/* Takes the next word off *rest; empty at the end. */
static pnr_slice next_word(pnr_slice *rest)
{
  size_t begin = 0, end;
  while (begin < rest->size && is_between_words(rest->data[begin])) begin++;
  for (end = begin; end < rest->size && !is_between_words(rest->data[end]);) end++;
  pnr_slice word = { begin < end ? rest->data + begin : NULL, end - begin };
  *rest = (pnr_slice){ end < rest->size ? rest->data + end : NULL, rest->size - end };
  return word;
}

/* The word of the name that folds to these tokens ("al hadad" may be one word); empty when none does. */
static pnr_slice as_written(const explanation *why, pnr_slice name, pnr_slice tokens)
{
  uint32_t score, most; /* that the tokens reach: with themselves */
  if (pnr_name_compare(why->comparer, tokens, tokens, &most, NULL) != PNR_OK) return (pnr_slice){ NULL, 0 };
  for (pnr_slice word; (word = next_word(&name)).size > 0;) {
    pnr_status status = pnr_name_compare(why->comparer, word, tokens, &score, NULL);
    if (status == PNR_OK && score == most) return word;
  }
  return (pnr_slice){ NULL, 0 };
}

/* The tokens as the name writes them, or as they are where it has no word for one of them. */
static void put_tokens(pnr_text *text, const explanation *why, pnr_slice name, pnr_slice tokens)
{
  bool is_known = true, is_first = true;
  if (tokens.size == 0) return;
  pnr_slice whole = as_written(why, name, tokens);
  if (whole.size > 0) {
    put_clean(text, whole, 0);
    return;
  }
  pnr_slice rest = tokens;
  for (pnr_slice token; (token = next_word(&rest)).size > 0;)
    is_known = is_known && as_written(why, name, token).size > 0;
  rest = tokens;
  for (pnr_slice token; (token = next_word(&rest)).size > 0; is_first = false) {
    if (!is_first) put_string(text, " ");
    put_clean(text, is_known ? as_written(why, name, token) : token, 0);
  }
}

static void put_pair(pnr_text *text, const explanation *why, const pnr_reason *reason, const char *relation)
{
  put_tokens(text, why, why->left, reason->left);
  if (reason->left.size > 0 && reason->right.size > 0) put_string(text, relation);
  put_tokens(text, why, why->right, reason->right);
}

/* --- Phrases --- */

static void put_values(pnr_text *text, const pnr_reason *reason, const char *words)
{
  put_string(text, words);
  if (reason->left.size == 0 && reason->right.size == 0) return;
  put_string(text, " (");
  put_clean(text, reason->left, 0);
  if (!slice_is_same(reason->left, reason->right)) {
    if (reason->left.size > 0 && reason->right.size > 0) put_string(text, " / ");
    put_clean(text, reason->right, 0);
  }
  put_string(text, ")");
}

static void put_phrase(pnr_text *text, const explanation *why, const pnr_reason *reason, size_t phrase)
{
  const char *words = phrase < PHRASES ? phrases[phrase].words : NULL;
  switch (phrase < PHRASES ? phrases[phrase].form : FORM_VALUES) {
  case FORM_EQUAL: put_pair(text, why, reason, " = "); break;
  case FORM_LIKE:
    put_pair(text, why, reason, " ~ ");
    put_format(text, " (%s)", words);
    break;
  case FORM_EDITS:
    put_pair(text, why, reason, " ~ ");
    put_format(text, " (%" PRIu32 " edit%s)", reason->value, reason->value == 1 ? "" : "s");
    break;
  case FORM_ALONE:
    put_pair(text, why, reason, " ");
    put_format(text, " is not in %s", reason->left.size > 0 ? why->right_name : why->left_name);
    break;
  case FORM_AGAINST: put_pair(text, why, reason, " against "); break;
  case FORM_WORDS: put_string(text, words); break;
  default: put_values(text, reason, words != NULL ? words : pnr_reason_text(reason->code)); break;
  }
}

/* What the reasons on one side say, parted by semicolons. */
static void put_reasons(pnr_text *text, const explanation *why, int side)
{
  bool is_first = true;
  for (uint32_t i = 0; i < why->reason_count; i++) {
    const pnr_reason *reason = why->reasons[i];
    size_t phrase = phrase_of(reason->code);
    if (side_of(reason, phrase) != side || (phrase < PHRASES && phrases[phrase].form == FORM_HIDDEN)) continue;
    if (!is_first) put_string(text, "; ");
    put_phrase(text, why, reason, phrase);
    is_first = false;
  }
}

/* --- Blocks --- */

void print_labelled(const display *terminal, pnr_text *line, const char *label, text_style style)
{
  if (pnr_text_get(line).size == 0) return;
  pnr_text *whole = text_open();
  put_format(whole, "        %s%-9s%s ", style_on(terminal, style), label, style_off(terminal, style));
  put(whole, pnr_text_get(line));
  output_line(whole);
  pnr_text_close(whole);
  pnr_text_clear(line);
}

void print_reasons(const display *terminal, pnr_text *line, const explanation *why)
{
  static const struct {
    const char *label;
    text_style style;
  } sides[SIDES] = {
    [SIDE_FOR] = { "for", STYLE_GREEN },
    [SIDE_AGAINST] = { "against", STYLE_RED },
    [SIDE_NOTE] = { "note", STYLE_DIM },
  };
  for (int side = 0; side < SIDES; side++) {
    put_reasons(line, why, side);
    print_labelled(terminal, line, sides[side].label, sides[side].style);
  }
}

/* --- Hits --- */

void put_match(const display *terminal, pnr_text *text, pnr_slice name, const pnr_candidate *hit)
{
  text_style style = hit->score >= 9000 ? STYLE_RED : STYLE_YELLOW;
  put_string(text, style_on(terminal, style));
  put_score(text, hit->score);
  put_format(text, "%s  %s", style_off(terminal, style), style_on(terminal, STYLE_BOLD));
  put_clean(text, name, 0);
  if (hit->entry != PNR_NONE) {
    put_format(text, "%s may be %s", style_off(terminal, STYLE_BOLD), style_on(terminal, STYLE_BOLD));
    put_clean(text, hit->listed_name, 0);
  }
  put_string(text, style_off(terminal, STYLE_BOLD));
}

void json_document_status(pnr_text *text, const pnr_candidate *hit)
{
  if (hit->document_status != 0)
    json_string(text, "document_status", slice_of(pnr_document_status_name(hit->document_status)));
}

void json_reasons(pnr_text *text, const pnr_candidate *hit)
{
  json_key(text, "reasons");
  if (pnr_json_reasons(text, hit->reasons, hit->reason_count, NULL) != PNR_OK) out_of_memory();
}
