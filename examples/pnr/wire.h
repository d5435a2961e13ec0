/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WIRE_H
#define WIRE_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* A connection to one peer: mutual TLS 1.3, and the peer's certificate is exactly the one that was given. It waits for the peer, or
 * goes to it again and again. Nothing blocks but wire_wait. */
typedef struct wire wire;

typedef struct wire_options {
  const char *listen;                   /* HOST:PORT; port 0: any */
  const char *connect;                  /* or this one */
  const char *key, *certificate, *peer; /* PEM files */
} wire_options;

/* NULL, with a complaint. */
wire *wire_open(const wire_options *options);
void wire_close(wire *open);
/* "127.0.0.1:4000" where it listens, as the system says; empty where it connects. */
const char *wire_address(const wire *open);

/* Waits for so many milliseconds at most, until something can be done, or the descriptor `other` can be read (-1: none); takes in who knocks, and goes to the peer. True where a new
 * connection stands: it took the place of the one before. */
bool wire_wait(wire *open, int milliseconds, int other);
bool wire_is_up(const wire *open);
void wire_drop(wire *open);

/* Octets that came, at most size of them; 0: none now, and perhaps the connection is gone. */
size_t wire_read(wire *open, uint8_t *octets, size_t size);
/* Whether all that was given is on its way: only then more may be given. */
bool wire_is_idle(const wire *open);
/* Takes octets, and sends what goes at once; the rest goes with wire_wait. */
void wire_write(wire *open, pnr_slice octets);

#endif
