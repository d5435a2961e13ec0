/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LISTS_H
#define LISTS_H

#include "input.h"
#include "output.h"

/* How to load watchlists: an index image, or any number of sources that become one index. */
typedef struct list_request {
  const char **paths;
  size_t count;
  uint32_t format;   /* PNR_LIST_… of the sources */
  bool sources_only; /* an image is not accepted */
  bool verbose;      /* print all findings of the sources, not the first 20 */
} list_request;

typedef struct loaded_list {
  pnr_index *index; /* NULL when nothing at all could be loaded */
  pnr_live *live;   /* an image from a file, of which index is the newest snapshot; else NULL */
  input_file image; /* holds an image that came from standard input */
  uint32_t sources; /* that were read; 0 for an image */
  int status;       /* EXIT_INPUT when something could not be read or used; it was reported */
} loaded_list;

/* Reads the sources of a request and hands out their entries one by one; an entry lasts for the call. number: of the
 * entry within its list. Returns how many sources were read; what could not be used was reported, and *status is
 * EXIT_INPUT then. */
typedef void list_visitor(void *user, const char *file, const pnr_entry *entry, uint32_t number);
uint32_t list_each(const list_request *request, list_visitor *visit, void *user, int *status);

/* The same with whole lists: all entries of a file, or of a set of files. */
typedef void list_taker(void *user, const char *file, const pnr_list *list);
uint32_t list_each_whole(const list_request *request, list_taker *take, void *user, int *status);

/* Says what is wrong with a list on disk: with its image, or with the journal beside it. */
void complain_live(const char *path, const pnr_error *error);

loaded_list list_load(const list_request *request);
void list_unload(loaded_list *list);

/* Adds a path to a request. */
void list_request_add(list_request *request, const char *path);

/* What `list info` and all that makes or changes lists print about an index of listed persons, … */
void show_list_info(const display *terminal, const char *file, const loaded_list *list);
/* The same of a list that was changed; says when a change of somebody else's was found unfinished and dropped. */
void show_live(const display *terminal, const char *file, pnr_live *live);
/* … `index info` and `index travellers` about one of travellers. */
void show_traveller_info(const display *terminal, const char *file, const pnr_index *index);

#endif
