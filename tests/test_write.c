/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV and PAXLST written: reading gives an equal record, writing it again the same octets, and nothing is left out in
 * silence. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>

#include "bench/traffic.h"
#include "samples.h"
#include "write_support.h"

/* --- Inputs --- */

typedef int (*prover)(const char *name, const pnr_message *message);

static int prove_own(const char *name, const pnr_message *message)
{
  write_function write = own_writer(pnr_message_content(message)->type);
  return write != NULL ? prove_message(name, message, write) : WRITTEN_EQUAL;
}

static uint32_t prove_octets(const char *name, const uint8_t *data, size_t size, prover prove)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  uint32_t messages = 0;
  if (pnr_reader_open(NULL, data, size, NULL, &reader, NULL) != PNR_OK) return 0;
  while (pnr_reader_next(reader, &message, NULL) == PNR_OK) {
    messages++;
    cr_expect(eq(int, prove(name, message), WRITTEN_EQUAL), "%s, message %u", name, messages);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return messages;
}

static uint32_t prove_folder(const char *folder, prover prove)
{
  DIR *entries = opendir(folder);
  cr_assert(entries != NULL, "run from the top of the source tree");
  uint32_t messages = 0;
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
    char path[512];
    size_t size, length = strlen(entry->d_name);
    if (length < 4 || strcmp(entry->d_name + length - 4, ".edi") != 0) continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    uint8_t *data = read_sample(path, &size);
    cr_assert(data != NULL, "%s", path);
    messages += prove_octets(path, data, size, prove);
    free(data);
  }
  closedir(entries);
  return messages;
}

/* --- Identity --- */

Test(write, every_sample_and_every_probe_is_read_from_what_was_written_as_it_was)
{
  cr_expect(prove_folder("examples/demo", prove_own) >= 8);
  cr_expect(prove_folder("tests/probes", prove_own) >= 75);
  cr_expect(prove_folder("tests/vectors", prove_own) >= 25);
}

Test(write, generated_traffic_is_read_from_what_was_written_as_it_was)
{
  const bench_traffic traffic = { .seed = 11, .flights = 2, .parts = 2, .bookings = 40 };
  uint32_t count;
  bench_text pnrgov = bench_pnrgov(&traffic, BENCH_EDIFACT, &count),
             paxlst = bench_paxlst(12, 2, BENCH_EDIFACT, &count);
  cr_expect(prove_octets("pnrgov", (const uint8_t *)pnrgov.data, pnrgov.size, prove_own) != 0);
  cr_expect(prove_octets("paxlst", (const uint8_t *)paxlst.data, paxlst.size, prove_own) != 0);
  free(pnrgov.data);
  free(paxlst.data);
}

#define PNRGOV_HEAD "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA+KEY1+01:F'"
#define LEVEL_0 "MSG+:22'ORG+ZX:AAA'TVL+100325:1200:100325:1500+AAA+BBB+ZX+100'EQN+1'"
#define BOOKING PNRGOV_HEAD LEVEL_0 "SRC'RCI+ZX:LOC001::010325:0900'"
#define PETRA "TIF+NOVAK+PETRAMRS:A:1'"
#define FLIGHT "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'"
#define PNRGOV_TAIL "UNZ+1+R1'"
#define PAXLST_HEAD "UNB+UNOA:4+YQ+PIU+250612:1105+R2'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'"
#define JOURNEY "TDT+20+YQ310+++YQ'LOC+125+QXC'DTM+189:2506121230:201'LOC+87+QXB'DTM+232:2506121425:201'"

static const struct {
  const char *name, *octets;
} shapes[] = {
  { "several travellers in one TIF",
    BOOKING "TIF+NOVAK+PETRAMRS:A:1+TOMASMR:A:2'REF+:7'IFT+3+TEXT'" FLIGHT PNRGOV_TAIL },
  { "two TIF of one surname", BOOKING PETRA "TIF+NOVAK+TOMASMR:A:2'REF+:7'IFT+3+TEXT'" FLIGHT PNRGOV_TAIL },
  { "slashes and titles in names",
    BOOKING "TIF+NOVAK?/SVOBODA MR::1'TIF+DE/LA/CRUZ+ANA MARIA:A:2'TIF+LNU+FNU:A:3'" PNRGOV_TAIL },
  { "a group with seats without people", BOOKING "TIF+SUNTOURS:G'TIF+NOVAK+PETRA:A:1'TIF+EXST+NOVAK:A:9'" PNRGOV_TAIL },
  { "infant by INFT", BOOKING PETRA "SSR+INFT:HK:1:ZX:::::NOVAK/EMA 18AUG24'" FLIGHT PNRGOV_TAIL },
  { "infant by DOCS FI on the adult",
    BOOKING PETRA "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA'"
                  "SSR+DOCS:HK:1:ZX:::::/P/CZE/X2/CZE/18AUG24/FI/01JAN29/NOVAK/EMA'" FLIGHT PNRGOV_TAIL },
  { "documents of a leg",
    BOOKING PETRA FLIGHT "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA+::1'" PNRGOV_TAIL },
  { "documents folded", BOOKING PETRA "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PET'"
                                      "SSR+DOCS:HK:1:ZX:::::RA/ANNA'" PNRGOV_TAIL },
  { "visa and residence", BOOKING PETRA "SSR+DOCO:HK:1:ZX:::::/BRNO/V/V1/PRAHA/01JAN24/USA'"
                                        "SSR+DOCA:HK:1:ZX:::::/R/CZE/DLOUHA 1/BRNO//60200'" PNRGOV_TAIL },
  { "birth of long ago, expiry far away",
    BOOKING PETRA "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY1901/F/01JAN2099/NOVAK/PETRA'" PNRGOV_TAIL },
  { "tickets and payments",
    BOOKING PETRA "TKT+0991234567890:T'MON+B:10.00:EUR+T:12.00:EUR'DAT+710:020325'"
                  "FOP+CC::12.00:VI:4111111111111111:0928:::::P NOVAK+CA::3.00'" FLIGHT PNRGOV_TAIL },
  { "payment with more than its fields",
    BOOKING PETRA "TKT+1:T'FOP+CC:3:12.00:VI:4111111111111111:0928+CC:2:1:CA:5222222222222222'" PNRGOV_TAIL },
  { "bags, pools, rows of tags", BOOKING PETRA "EBD++2:10:N'" FLIGHT "DAT'TRI++AAA-1:::1'SSD+012C'"
                                               "TBD++2:34:700++HP+ZX:000998:3:BBB+YQ:12'" PNRGOV_TAIL },
  { "boarding without reference",
    BOOKING PETRA "TIF+NOVAK+TOMASMR:A:2'" FLIGHT "DAT'TRI++AAA-1'TIF+NOVAK+TOMASMR:A:2'SSD+012C'" PNRGOV_TAIL },
  { "who boards and is nowhere else",
    BOOKING PETRA FLIGHT "DAT'TRI++AAA-1:::7'TIF+SMITH+JOHN:A:7'SSD+1A'" PNRGOV_TAIL },
  { "split, hotel, codeshare, locator of a leg",
    BOOKING PETRA FLIGHT "TRA+ZY+972'RPI+1+HK'APD+320'RCI+ZX:LOC001::010325:0900+ZY:OTHER1'EQN+2'RCI+ZX:LOC2'MSG+8'"
                         "TVL+100325::120325+AAA++HH'RPI+1+HK'" PNRGOV_TAIL },
  { "history",
    BOOKING PETRA FLIGHT "ABI+4+:ZXRES+QXA'DAT+T:200525:1010'SAC+++X'TIF+NOVAK+PETRA'SSR+VGML:HK:1:ZX'SAC+++A'"
                         "TVL+100325+AAA+BBB+ZX+1'RPI+1+HK'LTS+A?+B:C'" PNRGOV_TAIL },
  { "an infant's DOCS with M beside a kept INFT",
    BOOKING "TIF+NOVAK+JANMR:A:1'TIF+NOVAK+ADAM:IN:2'"
            "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/18AUG24/M/01JAN29/NOVAK/ADAM/ALES+::2'"
            "SSR+DOCS:HK:1:ZX:::::/P/CZE/X2/CZE/18AUG24/MI/01JAN29/NOVAK/ADAM+::1'"
            "SSR+INFT:KK:1:QQ:::::NOVAK/ADAM 18AUG24+::1'" FLIGHT PNRGOV_TAIL },
  { "an infant named twice, by slashes too", BOOKING PETRA
    "SSR+INFT:HK:1:ZX:::::NOVAK/EMA 18AUG24+::1'SSR+INFT:HK:1:ZX:::::/NOVAK/EMA/18AUG24+::1'" PNRGOV_TAIL },
  { "a leg's locator with a traveller between",
    BOOKING PETRA FLIGHT "DAT'TRI++A-1:::9'TIF+MALY+EVA:A:9'RCI+ZX:LOC7+ZY:LOC8'" PNRGOV_TAIL },
  { "a leg's locator behind a late traveller and a boarding",
    BOOKING PETRA FLIGHT "TIF+MALY+EVA:A:9'TRI++A-1:::9'RCI+ZX:LOC7'" PNRGOV_TAIL },
  { "a locator behind a boarding without leg", BOOKING PETRA "TRI++A-1:::1'RCI+ZX:LOC7'" PNRGOV_TAIL },
  { "seat and bags in front of the name that boards", BOOKING PETRA FLIGHT
    "DAT'TRI++A-1'SSD+1A'TBD++1:20:700+++ZX:44'ADD++700:1 ST'TIF+NOVAK+PETRAMRS:A:1'" PNRGOV_TAIL },
  { "a check-in ends a boarding",
    BOOKING PETRA FLIGHT "DAT'TRI++A-1:::1'SSD+1A'DAT'ORG+ZX++++A'IFT+4:28+CTCM 420777888'" PNRGOV_TAIL },
  { "two in one boarding", BOOKING FLIGHT "DAT'TRI++A-1'TIF+NOVAK+PETRA:A:1+ADAM:C:2'SSD+1A'" PNRGOV_TAIL },
  { "a boarded traveller's own segments further down",
    BOOKING FLIGHT "DAT'TRI++A-1:::1'TIF+NOVAK+PETRAMRS:A:1'SSD+1A'" PETRA "FTI+ZX:1'REF+:5'TKT+1:T'" PNRGOV_TAIL },
  { "a group behind a traveller", BOOKING PETRA "TIF+SUNTOURS:G:12'REF+:7'TKT+1:T'" FLIGHT "RPI+9+HK'" PNRGOV_TAIL },
  { "a group of more than are named", BOOKING "TIF+SUNTOURS:G:12'" PETRA FLIGHT "RPI+9+HK'" PNRGOV_TAIL },
  { "two statuses of a leg", BOOKING PETRA FLIGHT "RPI+3+HK'RPI+1+HK'" PNRGOV_TAIL },
  { "a hotel's status", BOOKING PETRA "MSG+8'TVL+100325:1600:130325+QXB:GRAND++VN+67576:ROH'RPI+1+HK'" PNRGOV_TAIL },
  { "two dates of a block, one behind its rows",
    BOOKING PETRA "ABI+4++++ZX'IFT+4:19+X'DAT+T:010325:0900'DAT+T:020325:1000'SAC+++X'TIF+NOVAK+EVA'" PNRGOV_TAIL },
  { "a booking that goes on behind its history", BOOKING
    "ABI+4++++ZX'SAC+++A'IFT+4:19+X'DAT+700:090325:1000'IFT+4:28+CTCM 420777888'ORG+ZX:AAA'" PETRA PNRGOV_TAIL },
  { "what is said of a traveller in front of him",
    BOOKING "SSR+FQTV:HK:1:ZX:::::ZX123456+::1'SSR+CTCM:HK:1:ZX:::::420777888+::1'SSR+CHLD:HK:1:ZX:::::05JUN17+::1'"
            "TIF+NOVAK+ADAM:C:1'FTI+ZX:123'FTI+ZX:123456'" PNRGOV_TAIL },
  { "blanks at an end", BOOKING "ADD++700:1 ST:BRNO:::CZ:60200:H420777888 '" PETRA "QQQ+1 +2  '" PNRGOV_TAIL },
  { "counts and references twice", PNRGOV_HEAD "MSG+:22'TVL+100325+AAA+BBB+ZX+100'EQN+1'EQN+2'SRC'RCI+ZX:L1'" PETRA
                                               "REF+:5'REF+:6'DAT+710:020325:1100'" PNRGOV_TAIL },
  { "a birth place of whom a document names", BOOKING
    "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA'SSR+DOCO:HK:1:ZX:::::/BRNO'" PNRGOV_TAIL },
  { "cancelled", PNRGOV_HEAD LEVEL_0 "SRC'RCI+ZX:LOC001'ORG'" PNRGOV_TAIL },
  { "long texts and lines", BOOKING PETRA
    "SSR+OTHS:HK::ZX:::::A TEXT THAT IS MUCH LONGER THAN SEVENTY CHARACTERS, SO THAT IT GOES ON IN THE: NEXT COMPONENT OF IT'"
    "IFT+4:28::ZX+FIRST+SECOND:THIRD'IFT+3+LITERAL'" PNRGOV_TAIL },
  { "contacts",
    BOOKING "SSR+CTCE:HK:1:ZX:::::PETRA//POST.EXAMPLE'ADD++700:1 LONG STREET:BRNO:::CZ:60200:420600000000'"
            "IFT+4:43+P NOVAK+1 LONG STREET+420600000001'" PETRA "ADD++701:::::::420600000002'" PNRGOV_TAIL },
  { "service characters of its own",
    "UNA(*.! ~UNB*IATA(1*ZX*TSTGOV*250310(1015*R1~UNH*1*PNRGOV(13(1(IA~MSG*(22~ORG*ZX(AAA~"
    "SRC~RCI*ZX(LOC001~ORG*ZX(AAA*A!*B~IFT*3*A+B:C~LTS*X!(Y~UNZ*1*R1~" },
  { "crew, transit, ship", PAXLST_HEAD
    "NAD+MS+++DESK'COM+420:TE+d@yq.example:EM'TDT+20+ZQ7+1++ZQ'LOC+125+SEXQA'"
    "DTM+189:2506121800:201'LOC+87+SEXQB'NAD+FM+++BELOV:IGOR'EMP+1+CR2:110:111'NAD+DDT+++VASSALLO:CLAIRE'EMP+1+CR5:110:111'"
    "NAD+DDU+++ADAMS:ADA+1 STREET+TOWN+REGION+123+GBR'CNT+42:3'CNT+41:2'UNZ+1+R2'" },
  { "a person's everything", PAXLST_HEAD JOURNEY
    "NAD+FL+++NOVAK:PETRA:ANNA'ATT+2++F'DTM+329:800500'MEA+CT++:2'MEA+WT++KGM:21'"
    "FTX+BAG+++ZX000998:3'LOC+174+CZE'LOC+178+QXC'LOC+179+QXB'LOC+180+:::STARE MESTO'NAT+2+CZE'NAT+2+SVK'RFF+AVF:L1'"
    "RFF+ABO:7'RFF+SEA:12C'RFF+CR:ZX1'RFF+YZY:0991'DOC+P:110:111+X1'DTM+36:300101'DTM+182:200101'LOC+91+CZE'"
    "DOC+V:110:ZZZ+V1'DTM+36:20990101:102'UNZ+1+R2'" },
  { "places and dates with more than their fields",
    PAXLST_HEAD "TDT+20+YQ310+++YQ'LOC+92+QXA:139:6'DTM+189:2506121000:201'LOC+92+QXC:139:6'"
                "DTM+232:2506121100:201'DTM+189:2506121230:201'LOC+92+QXB'NAD+FL+++A:B'DTM+329:800505:999'UNZ+1+R2'" },
  { "a document that says none", PAXLST_HEAD JOURNEY
    "NAD+FL+++A:B'DOC+P:110:111+X1'DTM+36:300101'LOC+91+CZE'DOC'DTM+36:310101'LOC+91+SVK'UNZ+1+R2'" },
  { "a dialogue", "UIB+UNOA:4+D1+++ZX+ZX+GOV+250310:1015'UIH+PAXLST:D:05B::UN:IATA+M1+D1'BGM+745'" JOURNEY
                  "NAD+FL+++NOVAK:PETRA'UIT+M1'UIZ+D1+1'" },
  { "older US form, status and birth that say nothing",
    "UNB+UNOA:1+ZX+USCS+250310:1015+R3'UNH+1+PAXLST:001:000:NZ'TDT+20+ZX100+++ZX'LOC+5+NZAKL'LOC+8+USLAX'UNS+D'"
    "PDT+P/X123:300101:NZL+SMITH:JOHN::600101'PDT+P/X1:300101:NZL+SMITH:JANE::509910:F+PAX+NZAKL:USLAX'UNZ+1+R3'" },
  { "older US form", "UNB+UNOA:1+ZX+USCS+250310:1015+R3'UNH+1+PAXLST:D:96B:UN'CTA+IC+:DESK+420:TE'TDT+20+ZX100+++ZX'"
                     "LOC+5+NZAKL'DTM+136+250310+1200'LOC+8+USLAX'DTM+132+250310+0600'UNS+D'"
                     "PDT+P/X123:300101:NZL+SMITH:JOHN:PAUL:600101:M+PAX+NZAKL:USLAX'UNZ+1+R3'" },
};

Test(write, every_shape_is_read_from_what_was_written_as_it_was)
{
  for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
    cr_expect(
      eq(u32, prove_octets(shapes[i].name, (const uint8_t *)shapes[i].octets, strlen(shapes[i].octets), prove_own), 1),
      "%s", shapes[i].name);
}

/* --- Canonical form --- */

static char *written(write_function write, const char *octets, const pnr_write_options *options)
{
  static char out[1 << 14];
  pnr_message *message = read_message(octets);
  pnr_text *text = NULL;
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  cr_assert(eq(i32, write(text, message, options, NULL, NULL), PNR_OK));
  pnr_slice all = pnr_text_get(text);
  snprintf(out, sizeof out, "%.*s", (int)all.size, (const char *)all.data);
  pnr_text_close(text);
  pnr_message_close(message);
  return out;
}

Test(write, other_writings_of_one_record_become_one)
{
  static const char *const same[] = {
    BOOKING PETRA FLIGHT PNRGOV_TAIL,
    "UNA:+.? 'UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'\r\nUNH+1+PNRGOV:13:1:IA+KEY1+01:F'\r\n" LEVEL_0
    "SRC'RCI+ZX:LOC001::010325:0900++'TIF+NOV?AK+PETRAMRS:A:1::'TVL+100325:1200::1500+AAA+BBB+ZX+100:Y'UNT+9+1'UNZ+1+R1'",
  };
  char first[1 << 14];
  snprintf(first, sizeof first, "%s", written(pnr_write_pnrgov, same[0], NULL));
  cr_expect(eq(str, written(pnr_write_pnrgov, same[1], NULL), first));
}

Test(write, the_envelope_is_the_callers_where_he_says_so)
{
  pnr_envelope envelope = { .size = sizeof envelope,
                            .sender = text_slice("PIU"),
                            .recipient = text_slice("OTHER"),
                            .syntax = text_slice("UNOC"),
                            .syntax_version = 3,
                            .prepared = 20260102,
                            .prepared_time = 61,
                            .interchange = text_slice("I9"),
                            .reference = text_slice("M9") };
  pnr_write_options options = { .size = sizeof options, .envelope = &envelope, .version = text_slice("15:1") };
  const char *out = written(pnr_write_pnrgov, BOOKING PETRA PNRGOV_TAIL, &options);
  const char *expected = "UNA:+.? 'UNB+UNOC:3+PIU+OTHER+260102:0101+I9'UNH+M9+PNRGOV:15:1:IA+KEY1+01:F'";
  cr_expect(strncmp(out, expected, strlen(expected)) == 0, "%s", out);
}

Test(write, card_numbers_are_masked_unless_asked_for)
{
  static const char octets[] =
    BOOKING PETRA "TKT+1:T'FOP+CC::1.00:VI:4111111111111111:0928'FOP+CC:3:1:CA:5222222222222222'" PNRGOV_TAIL;
  pnr_write_options clear = { .size = sizeof clear, .card_numbers = 1 };
  const char *out = written(pnr_write_pnrgov, octets, NULL);
  cr_expect(strstr(out, "411111XXXXXX1111") != NULL && strstr(out, "522222XXXXXX2222") != NULL, "%s", out);
  cr_expect(strstr(out, "4111111111111111") == NULL && strstr(out, "5222222222222222") == NULL, "%s", out);
  out = written(pnr_write_pnrgov, octets, &clear);
  cr_expect(strstr(out, "4111111111111111") != NULL && strstr(out, "5222222222222222") != NULL, "%s", out);
}

/* --- Records of other formats --- */

static int prove_other(const char *name, const pnr_message *message)
{
  uint32_t type = pnr_message_content(message)->type;
  write_function write = type == PNR_MESSAGE_PNRGOV ? pnr_write_paxlst : pnr_write_pnrgov;
  int result = prove_message(name, message, write);
  return result == WRITTEN_WITH_LOSSES ? WRITTEN_EQUAL : result; /* losses are told; what was written is canonical */
}

Test(write, what_came_from_another_format_is_canonical_from_then_on)
{
  static const char *const others[] = {
    "<IATA_PNRGOV_NotifRQ><FlightLeg CarrierCode=\"ZX\" FlightNumber=\"100\" DepartureDateTime=\"2025-03-10T12:00:00\"/>"
    "<PNRs><PNR><BookingRefID ID=\"LOC001\"/><Passenger><GivenName>PETRA</GivenName><Surname>NOVAK</Surname>"
    "</Passenger></PNR></PNRs></IATA_PNRGOV_NotifRQ>",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\nX1234567<0CZE8005051F3001010<<<<<<<<<<<<<<00\n",
    "PNL\nZX123/15JUN LHR PART1\n-JFK001Y\n1NOVAK/PETRAMRS .L/ABC123\nENDPNL\n",
  };
  cr_expect(prove_folder("examples/demo", prove_other) >= 8);
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    cr_expect(eq(u32, prove_octets("other", (const uint8_t *)others[i], strlen(others[i]), prove_other), 1), "%zu", i);
}

Test(write, what_the_format_has_no_place_for_is_refused_or_told)
{
  pnr_message *message = read_message(BOOKING PETRA "TKT+1:T'" PNRGOV_TAIL);
  pnr_text *text = NULL;
  pnr_differences *losses = NULL;
  pnr_error error = { .size = sizeof error };
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_write_paxlst(text, message, NULL, NULL, &error), PNR_E_LOST));
  cr_expect(eq(u64, error.offset, pnr_message_content(message)->bookings[0]->offset));
  cr_expect(eq(sz, pnr_text_get(text).size, 0));
  cr_expect(eq(i32, pnr_write_paxlst(text, message, NULL, &losses, &error), PNR_OK));
  cr_expect(pnr_text_get(text).size != 0 && pnr_differences_count(losses) != 0);
  cr_expect(pnr_differences_finding(losses, pnr_differences_count(losses)) == NULL);
  pnr_differences_close(losses);
  pnr_text_close(text);
  pnr_message_close(message);
}

/* --- Refusals --- */

Test(write, what_is_mandatory_and_said_nowhere_is_an_argument_that_lacks)
{
  pnr_message *message = read_message("UNH+1+PNRGOV:13:1:IA'" LEVEL_0 "SRC'" PETRA "UNT+8+1'");
  pnr_text *text = NULL;
  pnr_error error = { .size = sizeof error };
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_write_pnrgov(text, message, NULL, NULL, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_write_pnrgov(NULL, message, NULL, NULL, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_write_paxlst(text, NULL, NULL, NULL, &error), PNR_E_ARGUMENT));
  cr_expect(eq(sz, pnr_text_get(text).size, 0));
  pnr_text_close(text);
  pnr_message_close(message);
}

static pnr_status write_with(const pnr_env *env, const char *octets, write_function write)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_text *text = NULL;
  pnr_differences *losses = NULL;
  pnr_status status = pnr_text_open(env, &text, NULL);
  if (status == PNR_OK) status = pnr_reader_open(env, (const uint8_t *)octets, strlen(octets), NULL, &reader, NULL);
  if (status == PNR_OK) status = pnr_reader_next(reader, &message, NULL);
  if (status == PNR_OK) status = write(text, message, NULL, &losses, NULL);
  pnr_differences_close(losses);
  pnr_text_close(text);
  pnr_message_close(message);
  pnr_reader_close(reader);
  return status;
}

Test(write, each_failing_allocation_is_told_and_leaks_nothing)
{
  static const char octets[] =
    BOOKING PETRA "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA'TKT+1:T'" FLIGHT PNRGOV_TAIL;
  static const write_function writers[] = { pnr_write_pnrgov, pnr_write_paxlst };
  for (size_t w = 0; w < 2; w++) {
    pnr_status status = PNR_E_MEMORY;
    for (uint64_t n = 1; status == PNR_E_MEMORY && n < 1000; n++) {
      counting_allocator state = { .fail_at = n };
      pnr_env *env = NULL;
      status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
      if (status == PNR_OK) status = write_with(env, octets, writers[w]);
      pnr_env_close(env);
      cr_expect(eq(u64, state.blocks, 0), "allocation %llu", (unsigned long long)n);
      cr_expect(state.not_wiped == 0);
    }
    cr_expect(eq(i32, status, PNR_OK));
  }
}
