/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "encoding/octets.h"
#include "exchange/codec.h"
#include "exchange/content.h"
#include "exchange/cose.h"
#include "exchange/object.h"
#include "exchange/rule.h"

/* Octets of the exchange from anywhere. The first octet says what they are: seals and signatures would keep every other input
 * out, so what lies behind them is called by itself. Whatever is taken is written again as the same octets. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BODY, OBJECT, SIGNED, KEYRING, FRAMES, JSON, KINDS };

static void must(int holds)
{
  if (!holds) abort();
}

static void same(pnr_octets *octets, pnr_slice expected)
{
  pnr_slice got = pnr_octets_get(octets);
  must(got.size == expected.size && memcmp(got.data, expected.data, got.size) == 0);
  pnr_octets_close(octets);
}

/* Rules of a message that may break any of them: as a reply to itself where it is a request, else to none. */
static void try_rules(pnr_received *received)
{
  static const uint8_t id[PNR_EXCHANGE_ID] = { 0 };
  pnr_asked asked = { .size = sizeof asked, .id = { id, sizeof id }, .request = received->message.request };
  const pnr_asked *list[] = { &asked };
  pnr_exchange exchange = { .size = sizeof exchange, .third_countries = 1, .asked = list };
  pnr_claims claims = { .size = sizeof claims, .issued = 1772366400 };
  pnr_error error = { .size = sizeof error };
  exchange.asked_count = received->message.request != NULL;
  pnr_status status = pnri_rule_check(&exchange, &claims, &received->message, &error);
  must(status == PNR_OK || (status == PNR_E_RULE && strcmp(pnr_rule_name((uint32_t)error.cause), "UNKNOWN") != 0));
  if (status == PNR_OK) (void)pnri_content_check(received->env, &received->message, NULL);
}

/* The JSON of a message is read as the same message. */
static void try_json(const pnr_exchange_message *message)
{
  pnr_octets *text = NULL, *again = NULL;
  pnr_received *read = NULL;
  if (pnr_exchange_write_json(NULL, message, &text, NULL) != PNR_OK) return;
  must(pnr_exchange_read_json(NULL, pnr_octets_get(text), &read, NULL) == PNR_OK);
  must(pnr_exchange_write_json(NULL, pnr_received_message(read), &again, NULL) == PNR_OK);
  same(again, pnr_octets_get(text));
  pnr_received_close(read);
  pnr_octets_close(text);
}

static void read_body(pnr_slice octets)
{
  pnr_error error = { .size = sizeof error };
  pnri_cbor_writer cbor;
  pnr_octets *again = NULL;
  pnr_received *received = pnri_received_new(pnri_env(NULL));
  must(received != NULL);
  pnr_status status = pnri_body_read(received, octets, 0, &error);
  must(status == PNR_OK || status == PNR_E_OBJECT || status == PNR_E_RULE);
  must(status == PNR_OK || error.offset <= octets.size);
  if (status == PNR_OK) {
    must(pnri_received_settle(received, NULL) == PNR_OK);
    must(pnri_message_check(&received->message, NULL) == PNR_OK);
    pnri_cbor_writer_open(&cbor, NULL, octets.size);
    pnri_body_write(&cbor, &received->message);
    must(pnri_octets_of(&cbor, &again, NULL) == PNR_OK);
    if (pnr_received_finding_count(received) == 0) same(again, octets);
    else pnr_octets_close(again);
    try_json(&received->message);
    try_rules(received);
  }
  pnr_received_close(received);
}

static void read_signed(pnr_slice octets)
{
  static const uint8_t fingerprint[PNR_FINGERPRINT] = { 0 };
  pnr_error error = { .size = sizeof error };
  pnr_directory *directory = NULL;
  must(pnr_directory_open(NULL, &directory, NULL) == PNR_OK);
  must(pnr_directory_pin(directory, (pnr_slice){ (const uint8_t *)"NL-PIU", 6 }, fingerprint, NULL) == PNR_OK);
  must(pnr_directory_add(directory, octets, 1772366400, &error) != PNR_OK && error.offset <= octets.size);
  pnr_directory_close(directory);
}

static void read_keyring(pnr_slice octets)
{
  pnr_keyring *keyring = NULL;
  pnr_octets *saved = NULL;
  if (pnr_keyring_load(NULL, octets, &keyring, NULL) != PNR_OK) return;
  must(pnr_keyring_save(keyring, &saved, NULL) == PNR_OK);
  must(pnr_octets_get(saved).size <= octets.size); /* less where a field of a later version was dropped */
  pnr_octets_close(saved);
  pnr_keyring_close(keyring);
}

static void read_frames(pnr_slice octets)
{
  pnr_cover cover = { .size = sizeof cover };
  pnr_frame frame = { .size = sizeof frame };
  pnr_octets *again = NULL;
  size_t at = 0;
  if (pnr_cover_read(octets, &at, &cover, NULL) == PNR_OK) {
    must(pnr_cover_write(NULL, &cover, &again, NULL) == PNR_OK);
    same(again, (pnr_slice){ octets.data, at });
  }
  for (size_t from = at; pnr_frame_next(octets, &at, &frame, NULL) == PNR_OK; from = at) {
    pnri_encrypt encrypt;
    must(pnr_frame_write(NULL, &frame, &again, NULL) == PNR_OK);
    same(again, (pnr_slice){ octets.data + from, at - from });
    (void)pnri_encrypt_read(frame.object, &encrypt, NULL);
  }
}

static void read_json(pnr_slice octets)
{
  pnr_received *received = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_exchange_read_json(NULL, octets, &received, &error) == PNR_OK) {
    try_json(pnr_received_message(received));
    pnr_received_close(received);
  } else {
    must(error.offset <= octets.size && error.line >= 1 && error.column >= 1);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  pnri_encrypt encrypt;
  uint8_t *copy = malloc(size > 1 ? size - 1 : 1); /* exact, so that a sanitizer sees each read past the end */
  if (copy == NULL) return 0;
  memcpy(copy, data + 1, size - 1);
  pnr_slice octets = { copy, size - 1 };
  switch (data[0] % KINDS) {
  case BODY: read_body(octets); break;
  case OBJECT: (void)pnri_encrypt_read(octets, &encrypt, NULL); break;
  case SIGNED: read_signed(octets); break;
  case KEYRING: read_keyring(octets); break;
  case FRAMES: read_frames(octets); break;
  default: read_json(octets); break;
  }
  free(copy);
  return 0;
}
