/* SPDX-License-Identifier: Apache-2.0 */
#include <expat.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "bench/bench.h"
#include "bench/comparators.h"

static void hash_text(void *user, const char *text, size_t size)
{
  uint64_t *hash = user;
  *hash = *hash * 31 + XXH3_64bits(text, size);
}

static void start(void *user, const XML_Char *name, const XML_Char **attributes)
{
  hash_text(user, name, strlen(name));
  for (; *attributes != NULL; attributes++) hash_text(user, *attributes, strlen(*attributes));
}

static void text(void *user, const XML_Char *data, int size) { hash_text(user, data, (size_t)size); }

uint64_t bench_expat(const pnr_slice *documents, size_t count)
{
  uint64_t hash = 0;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  if (parser == NULL) bench_require(PNR_E_MEMORY, "expat");
  for (size_t i = 0; i < count; i++) {
    XML_ParserReset(parser, "UTF-8");
    XML_SetUserData(parser, &hash);
    XML_SetStartElementHandler(parser, start);
    XML_SetCharacterDataHandler(parser, text);
    bench_expect(XML_Parse(parser, (const char *)documents[i].data, (int)documents[i].size, 1) == XML_STATUS_OK,
                 "XML that expat reads");
  }
  XML_ParserFree(parser);
  return hash;
}
