/* SPDX-License-Identifier: Apache-2.0 */
#include "list/value.h"

#include "core/slice.h"

bool pnri_list_sex(pnr_slice text, uint32_t *sex)
{
  static const struct {
    const char *word;
    uint32_t sex;
  } words[] = {
    { "M", 'M' }, { "male", 'M' },  { "F", 'F' }, { "female", 'F' },
    { "X", 'X' }, { "other", 'X' }, { "U", 0 },   { "unknown", 0 },
  };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (pnri_slice_same(text, pnri_slice(words[i].word))) {
      *sex = words[i].sex;
      return true;
    }
  return false;
}

pnr_slice pnri_list_country(pnr_slice text)
{
  pnr_slice code = pnr_country_code(text);
  return code.size != 0 ? code : text;
}

pnr_slice pnri_list_document_type(pnr_slice text)
{
  static const struct {
    const char *beginning, *type;
  } types[] = {
    { "passport", "P" },
    { "national passport", "P" },
    { "diplomatic passport", "P" },
    { "british national overseas passport", "P" },
    { "stateless person passport", "P" },
    { "travel document", "P" },
    { "num\xC3\xA9ro de passeport", "P" },
    { "n\xC3\xBAmero de pasaporte", "P" },
    { "national identi", "I" },
    { "national id", "I" },
    { "national foreign id", "I" },
    { "identification number", "I" },
    { "identity card", "I" },
    { "id card", "I" },
    { "personal id", "I" },
    { "cedula", "I" },
    { "visa", "V" },
  };
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    pnr_slice beginning = pnri_slice(types[i].beginning);
    if (text.size >= beginning.size && pnri_slice_same((pnr_slice){ text.data, beginning.size }, beginning))
      return pnri_slice(types[i].type);
  }
  return text;
}

bool pnri_list_part(pnr_slice *rest, uint8_t separator, pnr_slice *part)
{
  while (rest->size != 0) {
    size_t size = 0;
    while (size < rest->size && rest->data[size] != separator) size++;
    *part = pnri_slice_trim((pnr_slice){ rest->data, size });
    *rest = pnri_slice_from(*rest, size + 1);
    if (part->size != 0) return true;
  }
  return false;
}

/* The octets of a number in brackets, of one or two digits, at the front of text; 0 when none stands there. */
static size_t number_size(pnr_slice text)
{
  size_t digits = 0;
  if (text.size < 3 || text.data[0] != '(') return 0;
  while (digits < 2 && digits + 1 < text.size && text.data[digits + 1] >= '0' && text.data[digits + 1] <= '9') digits++;
  return digits != 0 && digits + 1 < text.size && text.data[digits + 1] == ')' ? digits + 2 : 0;
}

bool pnri_list_numbered(pnr_slice *rest, pnr_slice *part)
{
  while (rest->size != 0) {
    *rest = pnri_slice_from(*rest, number_size(*rest));
    size_t size = 0;
    while (size < rest->size && number_size(pnri_slice_from(*rest, size)) == 0) size++;
    *part = pnri_slice_trim((pnr_slice){ rest->data, size });
    *rest = pnri_slice_from(*rest, size);
    if (part->size != 0) return true;
  }
  return false;
}

bool pnri_list_mentions(pnr_slice text, const char *word)
{
  size_t size = strlen(word);
  for (size_t i = 0; i + size <= text.size; i++)
    if (pnri_slice_same((pnr_slice){ text.data + i, size }, pnri_slice(word))) return true;
  return false;
}
