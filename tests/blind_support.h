/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BLIND_SUPPORT_H
#define PNR_TESTS_BLIND_SUPPORT_H

#include "exchange_samples.h"
#include "pnr/blind.h"

/* Blind queries: NL asks about persons, BE answers with the tags of a flight. All are invented. */

typedef struct somebody {
  pnr_name name;
  const pnr_name *names[1];
  pnr_birth birth;
  const pnr_birth *births[1];
  pnr_document document;
  const pnr_document *documents[1];
  pnr_person person;
} somebody;

static inline void fill(somebody *s, const char *surname, const char *given, pnr_date birth, const char *number,
                        const char *issuer)
{
  *s = (somebody){ .name = { .kind = PNR_NAME_PRIMARY, .surname = text_slice(surname), .given = text_slice(given) },
                   .birth = { .from = birth, .to = birth },
                   .document = { .number = text_slice(number), .issuer = text_slice(issuer) } };
  s->names[0] = &s->name;
  s->births[0] = &s->birth;
  s->documents[0] = &s->document;
  s->person = (pnr_person){ .names = s->names,
                            .name_count = *surname != 0,
                            .births = s->births,
                            .birth_count = birth != 0,
                            .documents = s->documents,
                            .document_count = *number != 0 };
}

static const pnr_flight flight = { SIZED(pnr_flight), .day = 20260301, .carrier = { (const uint8_t *)"ZX", 2 },
                                   .number = { (const uint8_t *)"100", 3 } };

/* The travellers of the samples' booking. */
static inline const pnr_tags *make_tags(pnr_slice secret, pnr_tag_set **set, uint32_t done)
{
  const pnr_tags *tags = NULL;
  pnr_record *record = stored_record(NOW - DAY, done);
  cr_assert(eq(i32, pnr_tag_set_open(NULL, secret, set, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_tag_set_add(*set, record, 77, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_tag_set_finish(*set, ID("P1"), &flight, &tags, NULL), PNR_OK));
  pnr_record_close(record);
  return tags;
}

#endif
