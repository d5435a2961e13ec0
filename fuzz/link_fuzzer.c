/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/keyring.h"
#include "exchange/link.h"

/* Two links and a line between them, of which the input is the script: each octet sends, carries, cuts, repeats, damages,
 * takes or breaks the connection. Whatever it does, no message has more than one effect, and when the line is good again
 * each has had one. Keys are drawn once. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEPS = 60, MESSAGES = 64, SETTLE = 40 };
static const uint64_t NOW = 1772366400, DAY = 86400;

typedef struct side {
  const char *name;
  pnr_keyring *keyring;
  pnr_key_provider provider;
  pnr_exchange exchange;
  pnr_link *link;
  uint8_t seen[MESSAGES + 1]; /* of the other one's messages */
} side;

static pnr_directory *directory;
static side sides[2] = { { .name = "NL-PIU" }, { .name = "BE-PIU" } };

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_slice slice_of(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

static void open_unit(side *s)
{
  pnr_octets *root = NULL, *signed_keys = NULL, *prekeys = NULL;
  uint8_t fingerprint[PNR_FINGERPRINT];
  must(pnr_root_create(NULL, &root, NULL) == PNR_OK);
  must(pnr_root_fingerprint(pnr_octets_get(root), fingerprint, NULL) == PNR_OK);
  must(pnr_keyring_open(NULL, slice_of(s->name), &s->keyring, NULL) == PNR_OK);
  must(pnr_keyring_add_signing(s->keyring, NOW, NOW + 90 * DAY, NULL) == PNR_OK);
  must(pnr_keyring_add_prekeys(s->keyring, NOW, NULL) == PNR_OK);
  must(pnr_directory_sign(s->keyring, pnr_octets_get(root), 1, NOW, NOW + DAY, NULL, 0, &signed_keys, NULL) == PNR_OK);
  must(pnr_prekeys_sign(s->keyring, NOW, &prekeys, NULL) == PNR_OK);
  must(pnr_directory_pin(directory, slice_of(s->name), fingerprint, NULL) == PNR_OK);
  must(pnr_directory_add(directory, pnr_octets_get(signed_keys), NOW, NULL) == PNR_OK);
  must(pnr_directory_add(directory, pnr_octets_get(prekeys), NOW, NULL) == PNR_OK);
  s->provider.size = sizeof s->provider;
  must(pnr_keyring_provider(s->keyring, NOW, &s->provider, NULL) == PNR_OK);
  s->exchange = (pnr_exchange){
    .size = sizeof s->exchange, .unit = slice_of(s->name), .provider = &s->provider, .directory = directory, .now = NOW
  };
  pnr_octets_close(root);
  pnr_octets_close(signed_keys);
  pnr_octets_close(prekeys);
}

static void open_units(void)
{
  if (directory != NULL) return;
  must(pnr_directory_open(NULL, &directory, NULL) == PNR_OK);
  open_unit(&sides[0]);
  open_unit(&sides[1]);
}

static void send_number(side *s, uint32_t number)
{
  static const uint8_t id[PNR_EXCHANGE_ID] = { 1 };
  char text[8];
  snprintf(text, sizeof text, "%u", number);
  pnr_feedback feedback = {
    .size = sizeof feedback, .use = PNR_USE_NONE, .answered = { id, sizeof id }, .reference = slice_of(text)
  };
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_FEEDBACK, .feedback = &feedback };
  must(pnr_link_send(s->link, &message, 0, NULL, NULL) == PNR_OK);
}

static void take(side *s, uint64_t clock)
{
  pnr_delivery delivery = { .size = sizeof delivery };
  while (pnr_link_next(s->link, &delivery) == PNR_OK) {
    const pnr_exchange_message *message = pnr_received_message(delivery.received);
    if (message->feedback != NULL) {
      uint32_t number = 0;
      for (size_t i = 0; i < message->feedback->reference.size; i++)
        number = number * 10 + (message->feedback->reference.data[i] - (uint32_t)'0');
      must(number <= MESSAGES && s->seen[number] == 0); /* one effect */
      s->seen[number] = 1;
    }
    must(pnr_link_done(s->link, PNR_VERDICT_APPLIED, 0, clock, NULL) == PNR_OK);
  }
}

/* Carries what one side has to say as the dice tell. 0: the connection is over. */
static int carry(side *from, side *to, uint64_t clock, uint8_t dice)
{
  pnr_slice octets;
  must(pnr_link_output(from->link, clock, &octets, NULL) == PNR_OK);
  uint8_t *copy = malloc(octets.size + 1);
  must(copy != NULL);
  if (octets.size != 0) memcpy(copy, octets.data, octets.size);
  size_t size = octets.size;
  int holds = 1;
  if ((dice & 7) == 1) size = size * dice / 256;
  if ((dice & 7) == 2 && size != 0) copy[size * (dice >> 3) / 32] ^= (uint8_t)(1 << (dice >> 5));
  for (int times = (dice & 7) == 3 ? 2 : 1; times > 0 && holds; times--)
    holds = pnr_link_input(to->link, (pnr_slice){ copy, size }, clock, NULL) == PNR_OK;
  free(copy);
  return holds && (dice & 7) != 1;
}

static void connect_again(uint64_t clock)
{
  pnr_link_reconnected(sides[0].link, clock);
  pnr_link_reconnected(sides[1].link, clock);
}

static void run(const uint8_t *data, size_t size)
{
  uint64_t clock = 1000;
  uint32_t sent[2] = { 0 };
  for (size_t i = 0; i + 1 < size && i < 2 * STEPS; i += 2) {
    int which = data[i] >> 7, holds = 1;
    side *from = &sides[which], *to = &sides[!which];
    clock += data[i] & 0x70 ? 500 : 1000000;
    switch (data[i] & 3) {
    case 0:
      if (sent[which] < MESSAGES) send_number(from, ++sent[which]);
      break;
    case 1: take(to, clock); break;
    case 2: holds = carry(from, to, clock, data[i + 1]); break;
    default: holds = carry(from, to, clock, data[i + 1]) && carry(to, from, clock, 0); break;
    }
    if (!holds) connect_again(clock);
  }
  connect_again(clock);
  for (int i = 0; i < SETTLE; i++, clock += 2000) {
    must(carry(&sides[0], &sides[1], clock, 0) && carry(&sides[1], &sides[0], clock, 0));
    take(&sides[0], clock);
    take(&sides[1], clock);
  }
  for (int which = 0; which < 2; which++)
    for (uint32_t i = 1; i <= sent[which]; i++) must(sides[!which].seen[i] == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  open_units();
  for (int i = 0; i < 2; i++) {
    const pnr_link_options options = { .size = sizeof options, .frames = 16, .peer = slice_of(sides[!i].name) };
    memset(sides[i].seen, 0, sizeof sides[i].seen);
    must(pnr_link_open(NULL, &sides[i].exchange, &options, &sides[i].link, NULL) == PNR_OK);
  }
  run(data, size);
  pnr_link_close(sides[0].link);
  pnr_link_close(sides[1].link);
  return 0;
}
