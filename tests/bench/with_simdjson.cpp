// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "bench/comparators.h"

// simdjson's DOM: one parser for all documents, as its manual advises; every name and every value of the tree hashed.

using namespace simdjson;

static uint64_t hash_text(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

static uint64_t hash_element(dom::element element)
{
  uint64_t hash = 1;
  switch (element.type()) {
  case dom::element_type::OBJECT:
    for (dom::key_value_pair member : dom::object(element))
      hash = hash * 31 + (hash_text(member.key) ^ hash_element(member.value));
    return hash;
  case dom::element_type::ARRAY:
    for (dom::element child : dom::array(element)) hash = hash * 31 + hash_element(child);
    return hash;
  case dom::element_type::STRING: return hash_text(element.get_string());
  case dom::element_type::INT64: return uint64_t(int64_t(element));
  case dom::element_type::BOOL: return bool(element);
  default: return 0; // no other types are written
  }
}

extern "C" uint64_t bench_simdjson(const pnr_slice *documents, size_t count, uint32_t is_hashed)
{
  uint64_t hash = 0;
  dom::parser parser;
  for (size_t i = 0; i < count; i++) {
    // The text has room behind it, so nothing is copied.
    dom::element root = parser.parse(documents[i].data, documents[i].size, false);
    hash += is_hashed ? hash_element(root) : uint64_t(root.type());
  }
  return hash;
}
