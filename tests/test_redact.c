/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw messages redacted in place. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "record_support.h"
#include "secrets.h"

/* The messages of octets, each redacted; returns how many. */
static uint32_t redact(uint8_t *octets, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *messages[64] = { NULL };
  uint32_t count = 0;
  if (pnr_reader_open(NULL, octets, size, NULL, &reader, NULL) != PNR_OK) return 0;
  while (count < 64 && pnr_reader_next(reader, &messages[count], NULL) == PNR_OK) count++;
  for (uint32_t i = 0; i < count; i++) {
    cr_expect(eq(i32, pnr_redact(messages[i], octets, size, NULL), PNR_OK));
    pnr_message_close(messages[i]);
  }
  pnr_reader_close(reader);
  return count;
}

static char *redacted(const char *octets)
{
  char *copy = malloc(strlen(octets) + 1);
  strcpy(copy, octets);
  cr_expect(gt(u32, redact((uint8_t *)copy, strlen(octets)), 0), "%s", octets);
  return copy;
}

#define HEAD \
  "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325+AAA+BBB+ZX+100'SRC'RCI+ZX:LOC001'"
#define SHOWN \
  "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325+AAA+BBB+ZX+100'SRC'RCI+ZX:LOC001'"
#define LIST "UNB+UNOA:4+YQ+PIU+250612:1105+R2'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+YQ310'LOC+125+QXC'"

static const struct {
  const char *name, *octets, *shown;
} rows[] = {
  { "a name", HEAD "TIF+NOVAK+PETRAMRS:A:1'", SHOWN "TIF+XXXXX+XXXXXXXX:X:X'" },
  { "a request keeps its code", HEAD "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE//F//NOVAK/PETRA'",
    SHOWN "SSR+DOCS:XX:X:XX:::::/X/XXX/XX/XXX//X//XXXXX/XXXXX'" },
  { "what was released is no mark", HEAD "IFT+3+O?'BRIEN ?+ CO'", SHOWN "IFT+3+X?XXXXXX ?X XX'" },
  { "a terminator inside a name", HEAD "TIF+O'BRIEN+PAT:A:1'", SHOWN "TIF+X'XXXXX+XXX:X:X'" },
  { "an unknown segment", HEAD "QZZ+NOVAK:1'", SHOWN "QZZ+XXXXX:X'" },
  { "a name where an agency belongs", HEAD "ORG+ZX:AAA+PETROVSKA'TIF+PETROVSKA+ANA'",
    SHOWN "ORG+ZX:AAA+XXXXXXXXX'TIF+XXXXXXXXX+XXX'" },
  { "lines stay lines", HEAD "\r\nTIF+NOVAK+PETRA'\r\nRPI++HK'\r\n", SHOWN "\r\nTIF+XXXXX+XXXXX'\r\nRPI++HK'\r\n" },
  { "letters of other scripts", HEAD "TIF+D\xC3\x96RR+EVA'", SHOWN "TIF+XXXXX+XXX'" },
  { "other service characters",
    "UNA(*.! ~UNB*IATA(1*ZX*TSTGOV*250310(1015*R1~UNH*1*PNRGOV(13(1(IA~SRC~TIF*NOVAK+X*EVA~",
    "UNA(*.! ~UNB*IATA(1*ZX*TSTGOV*250310(1015*R1~UNH*1*PNRGOV(13(1(IA~SRC~TIF*XXXXX+X*XXX~" },
  { "an envelope behind a heading", "TO PIU FROM ANA NOVAK\r\n" HEAD "TIF+NOVAK'",
    "XX XXX XXXX XXX XXXXX\r\n" SHOWN "TIF+XXXXX'" },
  { "a person of a list", LIST "NAD+FL+++NOVAK:PETRA'DTM+329:800505'LOC+180+CZE'DOC+P+X1234567'LOC+91+CZE'",
    LIST "NAD+FL+++XXXXX:XXXXX'DTM+329:XXXXXX'LOC+180+XXX'DOC+X+XXXXXXXX'LOC+91+XXX'" },
  { "XML",
    "<IATA_PNRGOV_NotifRQ Version=\"13.1\"><FlightLeg FlightNumber=\"100\"/><PNRs><PNR><Passenger><Surname>NOVAK</Surname>"
    "<!-- ANA --><GivenName Title='MRS'>PETRA</GivenName></Passenger></PNR></PNRs></IATA_PNRGOV_NotifRQ>",
    "<IATA_PNRGOV_NotifRQ Version=\"13.1\"><FlightLeg FlightNumber=\"100\"/><PNRs><PNR><Passenger><Surname>XXXXX</Surname>"
    "<!-- XXX --><GivenName Title='XXX'>XXXXX</GivenName></Passenger></PNR></PNRs></IATA_PNRGOV_NotifRQ>" },
  { "a machine readable zone",
    "P<CZENOVAKOVA<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<\nX123456781CZE8005055F3001019<<<<<<<<<<<<<<02\n",
    "X<XXXXXXXXXXX<<XXXXX<<<<<<<<<<<<<<<<<<<<<<<<\nXXXXXXXXXXXXXXXXXXXXXXXXXXXX<<<<<<<<<<<<<<XX\n" },
  { "a teletype list",
    "PNL\nZX100/10MAR QXA PART1\n-QXB002Y\n1NOVAK/PETRAMRS .L/LOC001\n.R/FQTV ZX123-1NOVAK/PETRA\nENDPNL\n",
    "PNL\nZX100/10MAR QXA PART1\n-QXB002Y\nXXXXXX/XXXXXXXX .X/XXXXXX\n.X/XXXX XXXXX-XXXXXX/XXXXX\nENDPNL\n" },
};

Test(redact, each_form_keeps_its_places_and_nothing_that_identifies)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char *shown = redacted(rows[i].octets);
    cr_expect(eq(str, shown, (char *)(uintptr_t)rows[i].shown), "%s", rows[i].name);
    free(shown);
  }
}

Test(redact, no_masked_value_of_generated_bookings_is_left_in_the_raw_message)
{
  enum { BOOKINGS = 100 };
  static secret_booking booking;
  for (uint32_t form = 0; form < SECRET_FORMS; form++) {
    uint32_t before = 0;
    for (uint32_t n = 0; n < (form == SECRET_PNRGOV ? 3 * BOOKINGS : BOOKINGS); n++) {
      secret_make(&booking, form, n);
      pnr_slice raw = { (const uint8_t *)booking.octets, booking.size };
      for (uint32_t i = 0; i < booking.secret_count; i++) before += (uint32_t)holds(raw, booking.secrets[i]);
      cr_assert(eq(u32, redact((uint8_t *)booking.octets, booking.size), 1));
      for (uint32_t i = 0; i < booking.secret_count; i++)
        cr_expect(not(holds(raw, booking.secrets[i])), "form %u, booking %u, secret %u", form, n, i);
      int has_locator = form != SECRET_TELETYPE && form != SECRET_MRZ;
      cr_expect(has_locator == 0 || holds(raw, booking.locator), "form %u, booking %u", form, n);
      cr_expect(form == SECRET_MRZ || holds(raw, "QXA"), "form %u, booking %u", form, n);
    }
    cr_expect(ge(u32, before, BOOKINGS * (form == SECRET_MRZ ? 3 : 5)), "form %u: %u", form, before);
  }
}

/* --- Every sample --- */

static pnr_slice sample;

static void remember_names(const char *path, const pnr_message *message);
static char names[4096][40];
static uint32_t name_count;

static void remember_names(const char *path, const pnr_message *message)
{
  (void)path;
  const pnr_content *content = pnr_message_content(message);
  for (uint32_t i = 0; i < content->traveller_count; i++)
    for (uint32_t k = 0; k < content->travellers[i]->person->name_count; k++) {
      pnr_slice surname = content->travellers[i]->person->names[k]->surname;
      if (surname.size < 5 || surname.size >= sizeof names[0] || name_count == 4096) continue;
      memcpy(names[name_count], surname.data, surname.size);
      names[name_count++][surname.size] = 0;
    }
}

Test(redact, no_surname_of_any_sample_is_left_and_no_octet_moves)
{
  uint32_t files = 0, found = 0;
  for (size_t i = 0; i < sizeof sample_folders / sizeof sample_folders[0]; i++) {
    DIR *folder = opendir(sample_folders[i]);
    cr_assert(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
      char path[512];
      size_t size = 0;
      if (!is_sample(entry->d_name)) continue;
      snprintf(path, sizeof path, "%s/%s", sample_folders[i], entry->d_name);
      uint8_t *data = read_sample(path, &size), *copy = exact_copy(data, size);
      name_count = 0;
      check_octets(path, data, size, remember_names);
      uint32_t messages = redact(copy, size);
      sample = (pnr_slice){ copy, size };
      for (uint32_t n = 0; n < name_count; n++) cr_expect(not(holds(sample, names[n])), "%s: surname %u", path, n);
      for (size_t k = 0; k < size; k++)
        if (copy[k] != data[k]) cr_assert(eq(u8, copy[k], 'X'), "%s at %zu", path, k);
      cr_expect(name_count == 0 || memcmp(copy, data, size) != 0, "%s", path);
      files += messages != 0;
      found += name_count;
      free(copy);
      free(data);
    }
    closedir(folder);
  }
  cr_expect(gt(u32, files, 80));
  cr_expect(gt(u32, found, 200));
}

/* More names of one beginning than a bucket holds, each also where it identifies nobody. */
Test(redact, a_thousand_names_that_begin_alike_are_all_blanked)
{
  enum { NAMES = 1000, ROOM = 64 * NAMES };
  char *octets = malloc(ROOM), name[16];
  size_t size = (size_t)snprintf(octets, ROOM, "%s", HEAD);
  for (int i = 0; i < NAMES; i++)
    size += (size_t)snprintf(octets + size, ROOM - size, "TIF+NOVA%04u+ANA'TVL+100325+NOVA%04u+BBB+ZX+100'",
                             7919u * i % 9973, 7919u * i % 9973);
  cr_assert(eq(u32, redact((uint8_t *)octets, size), 1));
  for (int i = 0; i < NAMES; i++) {
    snprintf(name, sizeof name, "NOVA%04u", 7919u * i % 9973);
    cr_expect(strstr(octets, name) == NULL, "%s", name);
  }
  cr_expect(strstr(octets, "+BBB+ZX+100'") != NULL);
  free(octets);
}

Test(redact, arguments_are_checked_and_every_allocation_may_fail)
{
  static char octets[] = HEAD "TIF+NOVAKOVA+PETRA'";
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  pnr_message *message = NULL;
  pnr_reader *reader = NULL;
  uint8_t other[sizeof octets];
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_reader_open(env, (uint8_t *)octets, strlen(octets), NULL, &reader, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_redact(message, other, sizeof other, NULL), PNR_E_ARGUMENT), "not the reader's input");
  cr_expect(eq(i32, pnr_redact(message, (uint8_t *)octets, 20, NULL), PNR_E_ARGUMENT), "cut");
  cr_expect(eq(i32, pnr_redact(NULL, (uint8_t *)octets, 20, NULL), PNR_E_ARGUMENT));
  pnr_status status = PNR_E_MEMORY;
  uint64_t held = state.blocks, n = 1;
  for (; n < 20 && status != PNR_OK; n++) {
    state.count = 0;
    state.fail_at = n;
    status = pnr_redact(message, (uint8_t *)octets, strlen(octets), NULL);
    cr_expect(eq(int, strstr(octets, "NOVAKOVA") == NULL, status == PNR_OK), "allocation %zu", (size_t)n);
    cr_expect(eq(u64, state.blocks, held));
  }
  cr_expect(gt(u64, n, 2));
  cr_expect(eq(int, state.not_wiped, 0));
  pnr_message_close(message);
  pnr_reader_close(reader);
  pnr_env_close(env);
}
