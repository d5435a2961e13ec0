/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WATCH_H
#define WATCH_H

/* A descriptor that can be read when a file was renamed into the folder; -1 where the system has no such thing: then whoever
 * waits looks now and then. */
int watch_open(const char *folder);
/* Forgets what was told so far; -1 is allowed. */
void watch_clear(int watch);
void watch_close(int watch);

#endif
