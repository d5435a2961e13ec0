#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
# Run by OSS-Fuzz and ClusterFuzzLite, which set CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE, OUT and WORK.
# The images that run the targets have no libraries of ours: expat, libsodium, xxhash and zlib are linked statically.
make -j"$(nproc)" BUILD="$WORK/pnr" HARDEN= LIBS='-Wl,-Bstatic -lexpat -lsodium -lxxhash -lz -Wl,-Bdynamic' fuzzers
for target in "$WORK"/pnr/fuzz/*_fuzzer; do
  name=${target##*/}
  cp "$target" "$OUT/"
  [ ! -f "fuzz/$name.dict" ] || cp "fuzz/$name.dict" "$OUT/"
  [ ! -d "fuzz/corpus/$name" ] ||
    zip -q -j "$OUT/${name}_seed_corpus.zip" "fuzz/corpus/$name"/* tests/probes/*.edi tests/vectors/*.edi tests/vectors/*.[xpm]*
done
