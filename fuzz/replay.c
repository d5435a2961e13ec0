/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Gives each file named on the command line to the fuzz target it is linked with: any compiler, no fuzzing engine.
 * The octets lie in a block of exactly their size, so that a sanitizer sees a read past the end. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    perror(path);
    return 0;
  }
  size_t size = 0, capacity = 4096;
  uint8_t *data = malloc(capacity);
  while (data != NULL) {
    size += fread(data + size, 1, capacity - size, file);
    if (size < capacity) break;
    capacity *= 2;
    uint8_t *larger = realloc(data, capacity);
    if (larger == NULL) free(data);
    data = larger;
  }
  int good = data != NULL && ferror(file) == 0;
  fclose(file);
  uint8_t *exact = good ? realloc(data, size != 0 ? size : 1) : NULL;
  if (exact == NULL) {
    free(data);
    fprintf(stderr, "%s: cannot be read\n", path);
    return 0;
  }
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  return 1;
}

int main(int argc, char **argv)
{
  int failures = 0;
  for (int i = 1; i < argc; i++) failures += !replay(argv[i]);
  printf("%s: %d inputs\n", argv[0], argc - 1);
  return failures != 0;
}
