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
  { PNR_R_BIRTH_EQUAL, FORM_WORDS, SIDE_FOR, "born on the same day" },
  { PNR_R_BIRTH_PARTIAL, FORM_WORDS, SIDE_FOR, "what is known of both births agrees" },
  { PNR_R_BIRTH_SWAPPED, FORM_VALUES, SIDE_FOR, "day and month of birth exchanged" },
  { PNR_R_BIRTH_NEAR, FORM_VALUES, SIDE_FOR, "birth dates differ a little" },
  { PNR_R_BIRTH_CONTRADICTS, FORM_VALUES, SIDE_AGAINST, "different birth dates" },
  { PNR_R_SEX_EQUAL, FORM_WORDS, SIDE_FOR, "same sex" },
  { PNR_R_SEX_CONTRADICTS, FORM_VALUES, SIDE_AGAINST, "different sex" },
  { PNR_R_NATIONALITY_EQUAL, FORM_WORDS, SIDE_FOR, "same nationality" },
  { PNR_R_NATIONALITY_CONTRADICTS, FORM_VALUES, SIDE_AGAINST, "different nationality" },
  { PNR_R_DOCUMENT_EQUAL, FORM_WORDS, SIDE_FOR, "same document number" },
  { PNR_R_IDENTIFIER_EQUAL, FORM_WORDS, SIDE_FOR, "same phone, e-mail or frequent flyer number" },
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

/* Who explains a hit: reasons hold folded words ("hofman"), people know them as written ("HOFFMANN"). */
typedef struct explained_hit {
  pnr_text *text;
  pnr_comparer *comparer;
  const pnr_candidate *candidate;
} explained_hit;

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
static pnr_slice as_written(const explained_hit *hit, pnr_slice name, pnr_slice tokens)
{
  uint32_t score, most; /* that the tokens reach: with themselves */
  if (pnr_name_compare(hit->comparer, tokens, tokens, &most, NULL) != PNR_OK) return (pnr_slice){ NULL, 0 };
  for (pnr_slice word; (word = next_word(&name)).size > 0;) {
    pnr_status status = pnr_name_compare(hit->comparer, word, tokens, &score, NULL);
    if (status == PNR_OK && score == most) return word;
  }
  return (pnr_slice){ NULL, 0 };
}

/* The tokens as the name writes them, or as they are where it has no word for one of them. */
static void put_tokens(const explained_hit *hit, pnr_slice name, pnr_slice tokens)
{
  bool is_known = true, is_first = true;
  pnr_slice whole = as_written(hit, name, tokens);
  if (whole.size > 0) {
    put_clean(hit->text, whole, 0);
    return;
  }
  pnr_slice rest = tokens;
  for (pnr_slice token; (token = next_word(&rest)).size > 0;)
    is_known = is_known && as_written(hit, name, token).size > 0;
  rest = tokens;
  for (pnr_slice token; (token = next_word(&rest)).size > 0; is_first = false) {
    if (!is_first) put_string(hit->text, " ");
    put_clean(hit->text, is_known ? as_written(hit, name, token) : token, 0);
  }
}

static void put_pair(const explained_hit *hit, const pnr_reason *reason, const char *relation)
{
  put_tokens(hit, hit->candidate->asked_name, reason->left);
  if (reason->left.size > 0 && reason->right.size > 0) put_string(hit->text, relation);
  put_tokens(hit, hit->candidate->listed_name, reason->right);
}

/* --- Phrases --- */

static void put_values(pnr_text *text, const pnr_reason *reason, const char *words)
{
  put_string(text, words);
  if (reason->left.size == 0 && reason->right.size == 0) return;
  put_string(text, " (");
  put_clean(text, reason->left, 0);
  if (reason->left.size > 0 && reason->right.size > 0) put_string(text, " / ");
  put_clean(text, reason->right, 0);
  put_string(text, ")");
}

static void put_phrase(const explained_hit *hit, const pnr_reason *reason, size_t phrase)
{
  pnr_text *text = hit->text;
  const char *words = phrase < PHRASES ? phrases[phrase].words : NULL;
  switch (phrase < PHRASES ? phrases[phrase].form : FORM_VALUES) {
  case FORM_EQUAL: put_pair(hit, reason, " = "); break;
  case FORM_LIKE:
    put_pair(hit, reason, " ~ ");
    put_format(text, " (%s)", words);
    break;
  case FORM_EDITS:
    put_pair(hit, reason, " ~ ");
    put_format(text, " (%" PRIu32 " edit%s)", reason->value, reason->value == 1 ? "" : "s");
    break;
  case FORM_ALONE:
    put_pair(hit, reason, " ");
    put_string(text, reason->left.size > 0 ? " is not in the listed name" : " is not in the traveller's name");
    break;
  case FORM_AGAINST: put_pair(hit, reason, " against "); break;
  case FORM_WORDS: put_string(text, words); break;
  default: put_values(text, reason, words != NULL ? words : pnr_reason_text(reason->code)); break;
  }
}

void put_reasons(pnr_text *text, pnr_comparer *comparer, const pnr_candidate *candidate, int side)
{
  const explained_hit hit = { text, comparer, candidate };
  bool is_first = true;
  for (uint32_t i = 0; i < candidate->reason_count; i++) {
    const pnr_reason *reason = candidate->reasons[i];
    size_t phrase = phrase_of(reason->code);
    if (side_of(reason, phrase) != side || (phrase < PHRASES && phrases[phrase].form == FORM_HIDDEN)) continue;
    if (!is_first) put_string(text, "; ");
    put_phrase(&hit, reason, phrase);
    is_first = false;
  }
}
