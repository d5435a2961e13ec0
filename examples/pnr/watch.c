/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "watch.h"

#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>

int watch_open(const char *folder)
{
  int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (watch < 0 || inotify_add_watch(watch, folder, IN_MOVED_TO) >= 0) return watch;
  close(watch);
  return -1;
}
#else
int watch_open(const char *folder)
{
  (void)folder;
  return -1;
}
#endif

void watch_clear(int watch)
{
  char told[4096];
  while (watch >= 0 && read(watch, told, sizeof told) > 0) continue;
}

void watch_close(int watch)
{
  if (watch >= 0) close(watch);
}
