/* Screens the travellers of a message against a watchlist: list, index, searcher, candidates with their reasons.
 * SPDX-License-Identifier: Apache-2.0 */
#include <pnr/pnr.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct file {
  uint8_t *data;
  size_t size;
} file;

static file read_file(const char *path)
{
  file read = { NULL, 0 };
  FILE *stream = fopen(path, "rb");
  long size = stream != NULL && fseek(stream, 0, SEEK_END) == 0 ? ftell(stream) : -1;
  if (size > 0 && (read.data = malloc((size_t)size)) != NULL) {
    rewind(stream);
    read.size = fread(read.data, 1, (size_t)size, stream);
  }
  if (stream != NULL) fclose(stream);
  return read;
}

/* A list becomes an index once; the index then answers many searches, and can be written to a file and mapped. */
static pnr_status make_index(file source, pnr_index **index, pnr_error *error)
{
  pnr_list *list = NULL;
  pnr_index_builder *builder = NULL;
  pnr_slice no_name = { NULL, 0 };
  pnr_status status = pnr_list_open(NULL, source.data, source.size, PNR_LIST_AUTO, no_name, &list, error);
  if (status == PNR_OK) status = pnr_index_builder_open(NULL, &builder, error);
  for (uint32_t i = 0; status == PNR_OK && i < pnr_list_count(list); i++)
    status = pnr_index_builder_add(builder, pnr_list_entry(list, i), error);
  if (status == PNR_OK) status = pnr_index_builder_finish(builder, index, error);
  pnr_index_builder_close(builder);
  pnr_list_close(list);
  return status;
}

static void print_candidate(const pnr_candidate *candidate)
{
  printf("score %u of %d: %.*s may be %.*s\n", candidate->score, PNR_SCORE_MAX, (int)candidate->asked_name.size,
         (const char *)candidate->asked_name.data, (int)candidate->listed_name.size,
         (const char *)candidate->listed_name.data);
  for (uint32_t i = 0; i < candidate->reason_count; i++) printf("  %s\n", pnr_reason_text(candidate->reasons[i]->code));
}

/* Looking people up needs a purpose. Assessment before arrival is the one that needs no case. */
static pnr_status screen(pnr_searcher *searcher, const pnr_content *content, pnr_error *error)
{
  const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_ASSESSMENT };
  const pnr_search_options options = { .size = sizeof options, .explain = 1 };
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; status == PNR_OK && i < content->traveller_count; i++) {
    status = pnr_search(searcher, content->travellers[i]->person, &purpose, &options, error);
    for (uint32_t k = 0; status == PNR_OK && k < pnr_searcher_count(searcher); k++)
      print_candidate(pnr_searcher_candidate(searcher, k));
  }
  return status;
}

static pnr_status screen_messages(file input, pnr_searcher *searcher, pnr_error *error)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, input.data, input.size, NULL, &reader, error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, error)) == PNR_OK) {
    status = screen(searcher, pnr_message_content(message), error);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return status == PNR_END ? PNR_OK : status;
}

int main(int count, char **words)
{
  if (count != 3) {
    fprintf(stderr, "usage: screen_message WATCHLIST MESSAGE\n");
    return 2;
  }
  file list = read_file(words[1]), input = read_file(words[2]);
  pnr_index *index = NULL;
  pnr_searcher *searcher = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = make_index(list, &index, &error);
  if (status == PNR_OK) status = pnr_searcher_open(NULL, index, &searcher, &error);
  if (status == PNR_OK) status = screen_messages(input, searcher, &error);
  if (status != PNR_OK)
    fprintf(stderr, "%s at octet %llu\n", pnr_status_text(status), (unsigned long long)error.offset);
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  free(list.data);
  free(input.data);
  return status == PNR_OK ? 0 : 1;
}
