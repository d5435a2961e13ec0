// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <simstring/simstring.h>

#include "bench/comparators.h"

// simstring: letter triples, cosine.

struct bench_simstring {
  simstring::reader reader;
};

static std::string text_of(pnr_slice slice) { return std::string((const char *)slice.data, slice.size); }

extern "C" bench_simstring *bench_simstring_open(const pnr_slice *names, size_t count, const char *path)
{
  simstring::ngram_generator triples(3, false);
  {
    simstring::writer_base<std::string> writer(triples, path);
    for (size_t i = 0; i < count; i++) writer.insert(text_of(names[i]));
    writer.close();
  }
  auto opened = std::make_unique<bench_simstring>();
  return opened->reader.open(path) ? opened.release() : nullptr;
}

extern "C" uint32_t bench_simstring_search(bench_simstring *opened, pnr_slice name, double threshold,
                                           const pnr_slice *wanted, size_t count)
{
  std::vector<std::string> found;
  opened->reader.retrieve(text_of(name), simstring::cosine, threshold, std::back_inserter(found));
  for (size_t i = 0; i < count; i++)
    if (std::find(found.begin(), found.end(), text_of(wanted[i])) != found.end()) return 1;
  return 0;
}
