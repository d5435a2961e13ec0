/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "crypto/hash.h"
#include "exchange/keyring.h"
#include "exchange/object.h"
#include "pnr/pnr.h"
#include "store/changes.h"
#include "store/journal.h"

/* The main path in one small program without a test framework: for machines that have none, such as big-endian ones
 * under emulation. Prints what it found; the same on every machine. */

static const char flight[] =
  "UNA:+.?*'UNB+UNOA:4+ZX+TSTGOV+250310:1200+77'UNH+1+PNRGOV:13:1:IA'MSG+:22'ORG+ZX:AAA'"
  "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100'EQN+1'SRC'RCI+ZX:LOC001'"
  "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA ANNA'TIF+NOVAK+PETRA MRS:A:1'"
  "UNT+10+1'UNZ+1+77'";
static const char watchlist[] = "id,name,birth_date,nationality\n42,Petra Nov\xC3\xA1k,1980-05-05,CZE\n";
static const char table[] = "code,country,time_zone\nAAA,CZ,\"CET-1CEST,M3.5.0,M10.5.0/3\"\nBBB,TR,+03:00\n";
static const char expected[] =
  "1 traveller NOVAK PETRA ANNA 19800505 F; 1 candidate csv:42; "
  "hash d47ab260d7c5602658dec7d4aefd5ee3; extra-eu 20250310 660; image c02aa2472d105a06; "
  "stored 277 2a383c00b5b610bc 1, masked 139 17dea09792e9d1cb; "
  "journal e3de5bac3de6f12e9c7c94321a848188a401666373763a343202a30181a401010206066c5065747261204e6f"
  "76c3a16b076c5065747261204e6f76c3a16b0281a2011a012e21b9021a012e21b9058163435a450363637376"
  "0a01; sealed 9f15a15d4fa3709363d38d635fe9e275";

static int is_wrong(pnr_status status, const char *call)
{
  if (status != PNR_OK) printf("selftest: %s: %s\n", call, pnr_status_text(status));
  return status != PNR_OK;
}

static pnr_index *make_index(void)
{
  pnr_list *list = NULL;
  pnr_index_builder *builder = NULL;
  pnr_index *index = NULL;
  pnr_slice name = { NULL, 0 };
  pnr_status status =
    pnr_list_open(NULL, (const uint8_t *)watchlist, sizeof watchlist - 1, PNR_LIST_AUTO, name, &list, NULL);
  if (status == PNR_OK) status = pnr_index_builder_open(NULL, &builder, NULL);
  for (uint32_t i = 0; status == PNR_OK && i < pnr_list_count(list); i++)
    status = pnr_index_builder_add(builder, pnr_list_entry(list, i), NULL);
  if (status == PNR_OK) status = pnr_index_builder_finish(builder, &index, NULL);
  if (status == PNR_OK) status = pnr_index_verify(index, NULL);
  pnr_index_builder_close(builder);
  pnr_list_close(list);
  return is_wrong(status, "index") ? NULL : index;
}

static int describe(const pnr_content *content, pnr_searcher *searcher, char *text, size_t size)
{
  const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  const pnr_search_options options = { .size = sizeof options, .threshold = 5000 };
  if (content->traveller_count != 1 || content->travellers[0]->person->name_count == 0) return 1;
  const pnr_person *person = content->travellers[0]->person;
  if (is_wrong(pnr_search(searcher, person, &purpose, &options, NULL), "search")) return 1;
  pnr_slice surname = person->names[0]->surname, given = person->names[0]->given, id = { NULL, 0 };
  if (pnr_searcher_count(searcher) != 0) id = pnr_searcher_candidate(searcher, 0)->entry_id;
  snprintf(text, size, "%u traveller %.*s %.*s %u %c; %u candidate %.*s", content->traveller_count, (int)surname.size,
           (const char *)surname.data, (int)given.size, (const char *)given.data,
           person->birth_count != 0 ? person->births[0]->from : 0, person->sex != 0 ? (int)person->sex : '-',
           pnr_searcher_count(searcher), (int)id.size, (const char *)id.data);
  return 0;
}

static void put_hex(char *text, size_t size, const uint8_t *octets, size_t count)
{
  for (size_t i = 0; i < count; i++) snprintf(text + strlen(text), size - strlen(text), "%02x", octets[i]);
}

/* The booking's hash, what a table of places adds to its flight, and the checksum in that table's image. */
static int describe_more(const pnr_message *message, char *text, size_t size)
{
  uint8_t hash[PNR_HASH_SIZE];
  pnr_places_builder *builder = NULL;
  pnr_places *places = NULL;
  pnr_leg_places leg = { .size = sizeof leg };
  pnr_status status = pnr_booking_hash(message, 0, PNR_HASH_CONTENT, hash, NULL);
  if (status == PNR_OK) status = pnr_places_builder_open(NULL, &builder, NULL);
  if (status == PNR_OK) status = pnr_places_builder_add(builder, (const uint8_t *)table, sizeof table - 1, NULL);
  if (status == PNR_OK) status = pnr_places_builder_finish(builder, &places, NULL);
  if (status == PNR_OK) status = pnr_places_leg(places, pnr_message_content(message)->legs[0], &leg, NULL);
  if (!is_wrong(status, "hash and places")) {
    snprintf(text + strlen(text), size - strlen(text), "; hash ");
    put_hex(text, size, hash, sizeof hash);
    snprintf(text + strlen(text), size - strlen(text), "; %s %u %d; image ", pnr_route_name(leg.route), leg.departs,
             (int)leg.departs_time);
    put_hex(text, size, pnr_places_image(places).data + 24, 8);
  }
  pnr_places_close(places);
  pnr_places_builder_close(builder);
  return status != PNR_OK;
}

static uint64_t sum_of(pnr_slice octets)
{
  uint64_t sum = 0;
  for (size_t i = 0; i < octets.size; i++) sum = sum * 31 + octets.data[i];
  return sum;
}

/* The stored form of the booking, and of what masking leaves of it. */
static int describe_stored(const pnr_message *message, char *text, size_t size)
{
  const pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = 1741600000 };
  pnr_record *record = NULL, *masked = NULL, *again = NULL;
  pnr_slice stored = { NULL, 0 }, kept = { NULL, 0 };
  pnr_status status = pnr_record_from_booking(NULL, message, 0, &options, &record, NULL);
  if (status == PNR_OK) status = pnr_record_mask(NULL, record, 20250911, &masked, NULL);
  if (status == PNR_OK) status = pnr_record_encode(record, &stored, NULL);
  if (status == PNR_OK) status = pnr_record_encode(masked, &kept, NULL);
  if (status == PNR_OK) status = pnr_record_decode(NULL, stored, &again, NULL);
  if (!is_wrong(status, "stored record"))
    snprintf(text + strlen(text), size - strlen(text), "; stored %zu %016llx %u, masked %zu %016llx", stored.size,
             (unsigned long long)sum_of(stored), pnr_record_equal(record, again), kept.size,
             (unsigned long long)sum_of(kept));
  pnr_record_close(again);
  pnr_record_close(masked);
  pnr_record_close(record);
  return status != PNR_OK;
}

/* The listed entry as a journal has it: its body and both checksums. */
static int describe_journal(char *text, size_t size)
{
  static const uint64_t generation = UINT64_C(0x0102030405060708);
  uint8_t header[PNRI_JOURNAL_HEADER], head[PNRI_JOURNAL_HEAD];
  pnr_list *list = NULL;
  pnri_cbor_writer cbor;
  pnri_cbor_writer_open(&cbor, pnri_env(NULL), sizeof watchlist * 4);
  pnr_status status = pnr_list_open(NULL, (const uint8_t *)watchlist, sizeof watchlist - 1, PNR_LIST_AUTO,
                                    (pnr_slice){ NULL, 0 }, &list, NULL);
  if (status == PNR_OK) {
    pnri_changes_put_entry(&cbor, pnr_list_entry(list, 0));
    status = cbor.status;
  }
  if (!is_wrong(status, "journal")) {
    pnri_journal_frame frame = { .sequence = 1, .changes = 1, .body = pnri_cbor_written(&cbor) };
    pnri_journal_put_header(header, generation);
    pnri_journal_put_head(head, generation, &frame);
    snprintf(text + strlen(text), size - strlen(text), "; journal ");
    put_hex(text, size, header + sizeof header - 8, 8);
    put_hex(text, size, head + sizeof head - 8, 8);
    put_hex(text, size, frame.body.data, frame.body.size);
  }
  pnri_cbor_writer_close(&cbor);
  pnr_list_close(list);
  return status != PNR_OK;
}

/* Octets instead of random ones: a counter. */
static pnr_status draw_counted(void *user, void *out, size_t size)
{
  uint8_t *next = user, *octets = out;
  for (size_t i = 0; i < size; i++) octets[i] = (*next)++;
  return PNR_OK;
}

/* What a unit needs to seal to itself. */
static pnr_status make_unit(const pnri_chance *chance, uint64_t now, pnr_keyring **keyring, pnr_directory **directory)
{
  uint8_t root[PNR_SEED] = { 7 }, fingerprint[PNR_FINGERPRINT];
  pnr_slice seed = { root, sizeof root }, unit = { (const uint8_t *)"NL-PIU", 6 };
  pnr_octets *keys = NULL, *prekeys = NULL;
  pnr_status status = pnr_keyring_open(NULL, unit, keyring, NULL);
  if (status == PNR_OK) status = pnri_keyring_add_signing(*keyring, now, now + 86400, chance, NULL);
  if (status == PNR_OK) status = pnri_keyring_add_prekeys(*keyring, now, chance, NULL);
  if (status == PNR_OK) status = pnr_root_fingerprint(seed, fingerprint, NULL);
  if (status == PNR_OK) status = pnr_directory_sign(*keyring, seed, 1, now, now + 86400, NULL, 0, &keys, NULL);
  if (status == PNR_OK) status = pnr_prekeys_sign(*keyring, now, &prekeys, NULL);
  if (status == PNR_OK) status = pnr_directory_open(NULL, directory, NULL);
  if (status == PNR_OK) status = pnr_directory_pin(*directory, unit, fingerprint, NULL);
  if (status == PNR_OK) status = pnr_directory_add(*directory, pnr_octets_get(keys), now, NULL);
  if (status == PNR_OK) status = pnr_directory_add(*directory, pnr_octets_get(prekeys), now, NULL);
  pnr_octets_close(keys);
  pnr_octets_close(prekeys);
  return status;
}

static pnr_status seal_feedback(const pnri_chance *chance, const pnr_exchange *exchange, pnr_octets **object)
{
  const pnr_feedback feedback = { .size = sizeof feedback,
                                  .use = PNR_USE_INQUIRY,
                                  .answered = { (const uint8_t *)"0123456789abcdef", PNR_EXCHANGE_ID },
                                  .reference = { (const uint8_t *)"NL-7", 4 } };
  const pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_FEEDBACK, .feedback = &feedback };
  const pnr_claims claims = { .size = sizeof claims, .audience = exchange->unit };
  return pnri_exchange_seal(NULL, exchange, &message, &claims, chance, object, NULL, NULL);
}

/* A sealed message, octet for octet the same, which opens. */
static int describe_sealed(char *text, size_t size)
{
  uint8_t next = 1, hash[PNRI_HASH_LEAST];
  const pnri_chance chance = { draw_counted, &next };
  const uint64_t now = 1772366400;
  pnr_keyring *keyring = NULL;
  pnr_directory *directory = NULL;
  pnr_octets *object = NULL;
  pnr_received *received = NULL;
  pnr_key_provider provider = { .size = sizeof provider };
  pnr_exchange exchange = {
    .size = sizeof exchange, .unit = { (const uint8_t *)"NL-PIU", 6 }, .provider = &provider, .now = now
  };
  pnr_status status = make_unit(&chance, now, &keyring, &directory);
  exchange.directory = directory;
  if (status == PNR_OK) status = pnr_keyring_provider(keyring, now, &provider, NULL);
  if (status == PNR_OK) status = seal_feedback(&chance, &exchange, &object);
  if (status == PNR_OK) status = pnr_exchange_open(NULL, &exchange, pnr_octets_get(object), &received, NULL);
  if (status == PNR_OK) status = pnri_hash((pnr_slice){ NULL, 0 }, pnr_octets_get(object), hash, sizeof hash);
  if (!is_wrong(status, "sealed")) {
    snprintf(text + strlen(text), size - strlen(text), "; sealed ");
    put_hex(text, size, hash, sizeof hash);
  }
  pnr_received_close(received);
  pnr_octets_close(object);
  pnr_directory_close(directory);
  pnr_keyring_close(keyring);
  return status != PNR_OK;
}

int main(void)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_searcher *searcher = NULL;
  char text[900] = "";
  pnr_index *index = make_index();
  if (index == NULL || is_wrong(pnr_searcher_open(NULL, index, &searcher, NULL), "searcher")) return 1;
  if (is_wrong(pnr_reader_open(NULL, (const uint8_t *)flight, sizeof flight - 1, NULL, &reader, NULL), "reader"))
    return 1;
  if (is_wrong(pnr_reader_next(reader, &message, NULL), "message")) return 1;
  int failed = describe(pnr_message_content(message), searcher, text, sizeof text) ||
               describe_more(message, text, sizeof text) || describe_stored(message, text, sizeof text) ||
               describe_journal(text, sizeof text) || describe_sealed(text, sizeof text) || strcmp(text, expected) != 0;
  pnr_message_close(message);
  pnr_reader_close(reader);
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  printf("selftest: %s: %s\n", failed ? "wrong" : "ok", text);
  return failed;
}
