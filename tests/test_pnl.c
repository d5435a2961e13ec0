/* SPDX-License-Identifier: Apache-2.0
 *
 * PNL and ADL. All persons are invented. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/pnr.h"
#include "pnrgov_support.h"

#define HEAD "QU JFKKKZX\n.LHRRMZX 131530\nPNL\nZX123/15JUN LHR PART1\n"
#define ADL_HEAD "QU JFKKKZX\n.LHRRMZX 131530\nADL\nZX123/15JUN LHR PART1\n"

static void read_list(reading *r, const char *text)
{
  read_octets(r, NULL, text, strlen(text));
  cr_assert(eq(i32, r->status, PNR_OK), "%s", text);
}

/* --- Names --- */

Test(pnl, name_elements)
{
  static const struct {
    const char *names, *people, *findings;
  } rows[] = {
    { "1SMITH/JOHNMR", "SMITH/JOHN unknown M", "" },
    { "1SMITH/JOHN MR", "SMITH/JOHN unknown M", "" },
    { "1SMITH/MR", "SMITH/ unknown M", "" },
    { "2SMITH/JOHNMR/MARYMRS-A2", "SMITH/JOHN unknown M; SMITH/MARY unknown F", "" },
    { "2SMITH/JOHNMR\n/MARYMRS", "SMITH/JOHN unknown M; SMITH/MARY unknown F", "" },
    { "2SMITH/JOHNMR/\nMARYMRS .L/A1B2C3", "SMITH/JOHN unknown M; SMITH/MARY unknown F", "" },
    { "3SMITH/ALEXANDERMR/BARTHOLOMEWMR/MAXIMILIANEVICTORIAELISABE\nTHMRS",
      "SMITH/ALEXANDER unknown M; SMITH/BARTHOLOMEW unknown M; SMITH/MAXIMILIANEVICTORIAELISABETH unknown F", "" },
    { "2SMITH", "SMITH/ unknown; SMITH/ unknown", "" },
    { "3SMITH/JOHNMR", "SMITH/JOHN unknown M; SMITH/ unknown; SMITH/ unknown", "" },
    { "1SMITH/JOHNMR/MARYMRS", "SMITH/JOHN unknown M; SMITH/MARY unknown F", "PNL_NAMES" },
    { "0SMITH/JOHNMR", "SMITH/JOHN unknown M", "NUMBER_INVALID" },
    { "2SMITH/JOHNMSTR/ANNACHD", "SMITH/JOHN child M; SMITH/ANNA child", "" },
    { "1SMITH/MARYMRS/INFPETER", "SMITH/MARY unknown F; SMITH/PETER infant of 0", "" },
    { "1SMITH/MARYMRS/PETERINF", "SMITH/MARY unknown F; SMITH/PETER infant of 0", "" },
    { "2SMITH/MARYMRS/INFPETER", "SMITH/MARY unknown F; SMITH/PETER infant of 0", "" },
    { "2SMITH/JOHNMR/EXST", "SMITH/JOHN unknown M", "" },
    { "1CBBG", "", "" },
    { "3SMITH/JOHNMR/STCR/DIPL", "SMITH/JOHN unknown M", "" },
    { "1Smith/Johnmr", "Smith/John unknown M", "EDI_CHARSET" },
    { "1M\xC3\x9CLLER/EVA", "M\xC3\x9CLLER/EVA unknown", "EDI_CHARSET" },
    { "10SEETHE/GRP", "", "" },
    { "12SEETHE WORLD", "", "" },
    { "10ZZ/SEETHE WORLD", "", "" },
    { "3SEETHE WORLD .C/SEETHE WORLD", "", "" },
    { "12SMITH/JOHNMR", "SMITH/JOHN unknown M", "BOOKING_COUNT" },
    { "1SMITH/", "SMITH/ unknown", "PNL_ELEMENT" },
    { "2SMITH//JOHNMR", "SMITH/JOHN unknown M; SMITH/ unknown", "PNL_ELEMENT" },
    { "1SMITH/J0HNMR", "SMITH/J0HN unknown M", "EDI_CHARSET" },
    { "1FNU/JOHNMR", "/JOHN unknown M", "PLACEHOLDER_NAME" },
    { "1M\xDCLLER/J\xD6RGMR", "M\xC3\x9CLLER/J\xC3\x96RG unknown M", "EDI_CHARSET" },
    { "SMITH/JOHNMR", "SMITH/JOHN unknown M", "PNL_LINE" },
    { "1DE LA CRUZ-O'NEIL/AMR", "DE LA CRUZ-O'NEIL/AMR unknown", "" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[512];
    snprintf(text, sizeof text, ADL_HEAD "-JFK001Y\nADD\n%s\nENDADL\n", rows[i].names);
    reading r;
    read_list(&r, text);
    line people = { .size = 0 }, findings = { .size = 0 }, wanted = { .size = 0 };
    describe_people(&people, r.content);
    cr_expect(eq(str, people.text, as_text(rows[i].people)), "%s", rows[i].names);
    for (uint32_t f = 0; f < r.content->finding_count; f++)
      if (r.content->findings[f]->code != PNR_F_LOCATOR_MISSING)
        add(&findings, "%s", pnr_finding_name(r.content->findings[f]->code));
    add(&wanted, "%s", rows[i].findings);
    cr_expect(eq(str, findings.text, wanted.text), "%s", rows[i].names);
    for (uint32_t t = 0; t < r.content->traveller_count; t++)
      cr_expect(eq(u32, r.content->travellers[t]->status, PNR_STATUS_BOOKED), "%s", rows[i].names);
    read_close(&r);
  }
}

/* --- What stands behind a name --- */

static void describe_booking(line *l, const pnr_booking *b)
{
  add_slice(l, "", b->locator);
  add_slice(l, " group ", b->group_name);
  if (b->legs[0]->operating_carrier.size != 0) {
    add_slice(l, " sold ", b->legs[0]->carrier);
    add_slice(l, "", b->legs[0]->number);
    add_slice(l, "", b->legs[0]->service_class);
    add_slice(l, " of ", b->legs[0]->operating_carrier);
    add_slice(l, "", b->legs[0]->operating_number);
  }
  for (uint32_t i = 1; i < b->leg_count; i++) {
    const pnr_leg *leg = b->legs[i];
    add_slice(l, " leg ", leg->carrier);
    add_slice(l, "", leg->number);
    add_slice(l, "", leg->service_class);
    add_slice(l, " ", leg->from);
    add_slice(l, "-", leg->to);
    add(l, " %u", leg->departs);
  }
  for (uint32_t i = 0; i < b->seat_count; i++) {
    add_slice(l, b->seats[i]->assigned ? " seat " : " asked ", b->seats[i]->number);
    add(l, "@%u", b->seats[i]->traveller);
  }
  for (uint32_t i = 0; i < b->bag_count; i++) {
    add(l, " bags %u of %u", b->bags[i]->pieces, b->bags[i]->weight);
    add_slice(l, "", b->bags[i]->unit);
  }
  for (uint32_t i = 0; i < b->ticket_count; i++) {
    add_slice(l, " ticket ", b->tickets[i]->number);
    add(l, "@%d", (int)b->tickets[i]->traveller);
  }
  for (uint32_t i = 0; i < b->contact_count; i++) {
    add_slice(l, " contact ", b->contacts[i]->text);
    add(l, "@%d", (int)b->contacts[i]->traveller);
  }
  for (uint32_t i = 0; i < b->remark_count; i++) {
    add(l, " remark ");
    add_slice(l, "", b->remarks[i]->code);
    add_slice(l, ":", b->remarks[i]->text);
    add(l, "@%d", (int)b->remarks[i]->traveller);
  }
  for (uint32_t i = 0; i < b->item_count; i++) {
    add_slice(l, " item ", b->items[i]->tag);
    add_slice(l, ":", b->items[i]->text);
  }
}

Test(pnl, elements_behind_a_name)
{
  static const struct {
    const char *elements, *booking, *findings;
  } rows[] = {
    { ".L/ABC123", "ABC123", "" },
    { ".L/ABC123/ZX .L/XYZ789/QQ", "ABC123", "" },
    { ".L/ABC 123", "ABC 123 item L:ABC 123", "PNL_ELEMENT" },
    { ".L/ABC123.S/12A", "ABC123 seat 12A@0", "" },
    { ".S/XX", " item S:XX", "PNL_ELEMENT" },
    { ".W/K/2/30", " bags 2 of 30K", "" },
    { ".W/2 BAGS", " item W:2 BAGS", "PNL_ELEMENT" },
    { ".C/SEETHE WORLD", " group SEETHE WORLD", "" },
    { ".I/QQ771Y14PRG", " leg QQ771Y PRG-LHR 20260614", "" },
    { ".O/QQ9C16LAX", " leg QQ9C JFK-LAX 20260616", "" },
    { ".O2/QQ9C16LAXSFO1030HK", " leg QQ9C LAX-SFO 20260616 item O2:QQ9C16LAXSFO1030HK", "" },
    { ".O/QQ9C16LAX .O2/QQ7Y16SFO .O3/QQ8Y17SEA",
      " leg QQ9C JFK-LAX 20260616 leg QQ7Y LAX-SFO 20260616 leg QQ8Y SFO-SEA 20260617 item O2:QQ7Y16SFO "
      "item O3:QQ8Y17SEA",
      "" },
    { ".I/QQ1C15PRG .I2/QQ2Y14VIEPRG .I3/QQ3Y14BUD",
      " leg QQ1C PRG-LHR 20260615 leg QQ2Y VIE-PRG 20260614 leg QQ3Y BUD-VIE 20260614 item I2:QQ2Y14VIEPRG "
      "item I3:QQ3Y14BUD",
      "" },
    { ".O/QQ", " item O:QQ", "PNL_ELEMENT" },
    { ".M/QQ4567C15LHRJFK", " sold QQ4567C of ZX123", "" },
    { ".M/QQ4567C15LHRJFKHK", " sold QQ4567C of ZX123 item M:QQ4567C15LHRJFKHK", "" },
    { ".M/QQ4567C16LHRJFK", " sold QQ4567C of ZX123 item M:QQ4567C16LHRJFK", "" },
    { ".M/QQ456715LHRJFK .M/QQ456715LHRJFK", " sold QQ4567Y of ZX123 item M:QQ456715LHRJFK", "" },
    { ".M/QQ1C15LHRJFK .M/QR2Y15LHRJFK", " sold QQ1C of ZX123 item M:QR2Y15LHRJFK", "" },
    { ".M/QQ", " item M:QQ", "PNL_ELEMENT" },
    { ".N/1", " item N:1", "" },
    { ".Q/X", " item Q:X", "PNL_ELEMENT" },
    { ".RN/MORE", " item RN:MORE", "PNL_ELEMENT" },
    { ".R/TKNE HK1 1251234567890C1", " ticket 1251234567890@0 remark TKNE:1251234567890C1@0", "" },
    { ".R/VGML HK1", " remark VGML@0", "" },
    { ".R/VGML HK2", " remark VGML@0 item R:VGML HK2", "" },
    { ".R/LIKES MR.A/B SEATS", " remark :LIKES MR.A/B SEATS@0", "" },
    { ".R/ONE\n.RN/ AND TWO", " remark :ONE AND TWO@0", "" },
    { ".R/SEAT HK1 12A", " asked 12A@0 remark SEAT:12A@0", "" },
    { ".R/SEAT HK2 12A 12B", " asked 12A@0 asked 12B@0 remark SEAT:12A 12B@0 item R:SEAT HK2 12A 12B", "" },
    { ".R/CTCE HK1 PETRA//MAIL.EXAMPLE", " contact PETRA@MAIL.EXAMPLE@0", "" },
    { ".R/OSI ZX CTCM 42055501234", " contact 42055501234@0 remark OSI:ZX CTCM 42055501234@0 ", "" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[512];
    snprintf(text, sizeof text, HEAD "-JFK001Y\n1NOVAK/PETRAMRS\n%s\nENDPNL\n", rows[i].elements);
    reading r;
    read_list(&r, text);
    line booking = { .size = 0 }, findings = { .size = 0 }, wanted = { .size = 0 };
    cr_assert(eq(u32, r.content->booking_count, 1), "%s", rows[i].elements);
    cr_expect(eq(u32, r.content->traveller_count, 1), "%s", rows[i].elements);
    describe_booking(&booking, r.content->bookings[0]);
    add(&booking, " ");
    add(&wanted, "%s", rows[i].booking);
    if (wanted.text[wanted.size - 1] != ' ') add(&wanted, " ");
    cr_expect(eq(str, booking.text, wanted.text), "%s", rows[i].elements);
    for (uint32_t f = 0; f < r.content->finding_count; f++)
      if (r.content->findings[f]->code != PNR_F_LOCATOR_MISSING)
        add(&findings, "%s", pnr_finding_name(r.content->findings[f]->code));
    cr_expect(eq(str, findings.text, as_text(rows[i].findings)), "%s", rows[i].elements);
    read_close(&r);
  }
}

#define PAIR "2SMITH/JOHNMR/MARYMRS .L/ABC123\n"

Test(pnl, documents_find_their_travellers)
{
  static const struct {
    const char *lines, *people;
  } rows[] = {
    { PAIR ".R/DOCS HK1/P/GBR/X123/GBR/01FEB75/M/01JAN30/SMITH/JOHN PAUL",
      "SMITH/JOHN PAUL unknown M 19750201 GBR [P X123 GBR 20300101]; SMITH/MARY unknown F" },
    { PAIR ".R/DOCS HK1/P/GBR/X123/GBR/01FEB75/F/01JAN30/BROWN/M-1SMITH/MARYMRS",
      "SMITH/JOHN unknown M; BROWN/M unknown F 19750201 GBR [P X123 GBR 20300101]" },
    { PAIR ".R/DOCS HK1/P/GBR/X123/GBR/01FEB75/F/01JAN30/SMI\n.RN/TH/MARY",
      "SMITH/JOHN unknown M; SMITH/MARY unknown F 19750201 GBR [P X123 GBR 20300101]" },
    { PAIR ".R/INFT HK1 SMITH/ANNA 12JAN26-1SMITH/MARYMRS",
      "SMITH/JOHN unknown M; SMITH/MARY unknown F; SMITH/ANNA infant of 1 20260112" },
    { "1SMITH/MARYMRS/INFANNA .R/INFT HK1 SMITH/ANNA 12JAN26",
      "SMITH/MARY unknown F; SMITH/ANNA infant of 0 20260112" },
    { "1SMITH/TOM .R/PSPT HK1 X123/GBR/01FEB75/SMITH/TOM PAUL/M", "SMITH/TOM PAUL unknown M 19750201 [P X123 GBR]" },
    { PAIR ".R/PSPT HK1 X123/GBR/01FEB75/SMITH/MARY/F/H-1SMITH/MARYMRS",
      "SMITH/JOHN unknown M; SMITH/MARY unknown F 19750201 [P X123 GBR]" },
    { "1SMITH/MARYMRS .R/PSPT HK1 X77/GBR/12JAN26/SMITH/ANNA/FI",
      "SMITH/MARY unknown F; SMITH/ANNA infant of 0 F 20260112 [P X77 GBR]" },
    { "1SMITH/TOM .R/PSPT HK1 X123", "SMITH/TOM unknown" },
    { "1SMITH/TOM .R/CHLD HK1 12JAN18", "SMITH/TOM child 20180112" },
    { "1SMITH/TOM .R/DOCO HK1/PRAGUE/V/77/PRAGUE/01JAN25/GBR", "SMITH/TOM unknown [V 77 GBR]" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[512];
    snprintf(text, sizeof text, HEAD "-JFK001Y\n%s\nENDPNL\n", rows[i].lines);
    reading r;
    read_list(&r, text);
    line people = { .size = 0 };
    describe_people(&people, r.content);
    cr_expect(eq(str, people.text, as_text(rows[i].people)), "%s", rows[i].lines);
    read_close(&r);
  }
}

#define MARY "SMITH/JOHN unknown M; SMITH/MARY unknown F 19750201 GBR [P X123 GBR 20300101]"

/* A line of more than fifty characters may go on without a mark; but lines of a list's own form never are its rest. */
Test(pnl, what_stands_behind_a_long_line)
{
  static const struct {
    const char *line, *people;
    uint32_t legs;
    const char *findings;
  } rows[] = {
    { "-1SMITH/MARYMRS\n", MARY, 1, "" },
    { "ANNE-1SMITH/MARYMRS\n", "SMITH/JOHN unknown M; SMITH/MARYANNE unknown F 19750201 GBR [P X123 GBR 20300101]", 1,
      "" },
    { "-YUL001Y\n1BROWN/ANNA\n", MARY "; BROWN/ANNA unknown", 2, "LOCATOR_MISSING" },
    { "-YUL 1Y\n1BROWN/ANNA\n", MARY "; BROWN/ANNA unknown", 2, "LOCATOR_MISSING" },
    { "1BROWN/ANNA\n", MARY "; BROWN/ANNA unknown", 1, "LOCATOR_MISSING CNT_COUNT" },
    { ".C/TOUR\n", MARY, 1, "" },
    { ".R\n", MARY, 1, "PNL_LINE" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[512];
    snprintf(text, sizeof text,
             HEAD "-JFK002Y\n2SMITH/JOHNMR/MARYMRS .L/ABC123\n"
                  ".R/DOCS HK1/P/GBR/X123/GBR/01FEB75/F/01JAN30/SMITH/MARY\n%sENDPNL\n",
             rows[i].line);
    reading r;
    line people = { .size = 0 }, findings = { .size = 0 };
    read_list(&r, text);
    describe_people(&people, r.content);
    describe_findings(&findings, r.content);
    cr_expect_str_eq(people.text, rows[i].people, "%s: %s", rows[i].line, people.text);
    cr_expect_str_eq(findings.text, rows[i].findings, "%s: %s", rows[i].line, findings.text);
    cr_expect(eq(u32, r.content->leg_count, rows[i].legs), "%s", rows[i].line);
    read_close(&r);
  }
}

/* --- Whole messages --- */

static const struct {
  const char *text;
  uint32_t people; /* whom this line names */
} list[] = {
  { "QU JFKKKZX PRGKKZX\r\n", 0 },
  { ".LHRRMZX 131530\r\n", 0 },
  { "PNL\r\n", 0 },
  { "ZX123/15JUN LHR PART1\r\n", 0 },
  { "CFG/010F045Y\r\n", 0 },
  { "RBD F/F Y/YBM\r\n", 0 },
  { "AVAIL\r\n", 0 },
  { " LHR  JFK\r\n", 0 },
  { "F008\r\n", 0 },
  { "-JFK002F\r\n", 0 },
  { "1NOVAK/PETRAMRS .L/ABC123/ZX .R/TKNE HK1 1251234567890C1\r\n", 1 },
  { ".R/DOCS HK1/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA ANNA\r\n", 0 },
  { ".R/FQTV HK1 ZX12345678-1NOVAK/PETRAMRS\r\n", 0 },
  { "1KOVAR/JANMR-A2 .L/DEF456 .W/K/2/30\r\n", 1 },
  { ".R/SEAT HK1 12A\r\n", 0 },
  { ".I/ZX771Y14PRG .O/QQ99Y16YMX\r\n", 0 },
  { "\r\n", 0 },
  { "-YUL006Y\r\n", 0 },
  { "2SMITH/JOHNMR/MARYMRS-A2 .L/DEF456\r\n", 2 },
  { ".R/DOCS HK1/P/GBR/123456789/GBR/01FEB75/M/01JAN30/SMITH/JOHN\r\n", 0 },
  { ".RN/ PAUL-1SMITH/JOHNMR\r\n", 0 },
  { ".R/CTCM HK1/447700900123-1SMITH/MARYMRS\r\n", 0 },
  { "2BROWN/ALANMR/BETHMSTR/INFCARL .L/GHI789 .C/SEETHE WORLD\r\n", 3 },
  { "1GREEN .S/14C .R/VGML HK1\r\n", 1 },
  { "ENDPNL\r\n", 0 },
};
enum { LIST_LINES = sizeof list / sizeof list[0] };

static size_t make_list(char *out, size_t lines)
{
  size_t size = 0;
  for (size_t i = 0; i < lines; i++) {
    memcpy(out + size, list[i].text, strlen(list[i].text));
    size += strlen(list[i].text);
  }
  return size;
}

Test(pnl, a_whole_list)
{
  char text[4096];
  reading r;
  read_octets(&r, NULL, text, make_list(text, LIST_LINES));
  cr_assert(eq(i32, r.status, PNR_OK));
  const pnr_content *c = r.content;
  cr_expect(eq(u32, c->type, PNR_MESSAGE_PNL));
  cr_expect(eq(str, as_text(pnr_message_type_name(c->type)), as_text("PNL")));
  cr_expect(eq(u32, c->function, PNR_FUNCTION_FULL));
  cr_expect(eq(u32, c->transport, PNR_TRANSPORT_AIR));
  cr_expect(slice_is(c->sender, "LHRRMZX") && slice_is(c->recipient, "JFKKKZX"));
  cr_expect(eq(u32, c->prepared, 20260613));
  cr_expect(eq(i32, c->prepared_time, 15 * 60 + 30));
  cr_expect(c->part_number == 1 && c->part_first == 1 && c->part_last == 1);
  cr_expect(c->is_declared == 1 && c->declared == 8);
  cr_assert(eq(u32, c->leg_count, 2));
  cr_expect(slice_is(c->legs[0]->carrier, "ZX") && slice_is(c->legs[0]->number, "123"));
  cr_expect(slice_is(c->legs[0]->from, "LHR") && slice_is(c->legs[0]->to, "JFK") && slice_is(c->legs[1]->to, "YUL"));
  cr_expect(eq(u32, c->legs[0]->departs, 20260615));
  cr_assert(eq(u32, c->booking_count, 4));
  cr_expect(eq(u32, c->traveller_count, 8));
  const pnr_booking *together = c->bookings[1];
  cr_expect(slice_is(together->locator, "DEF456"));
  cr_assert(eq(u32, together->traveller_count, 3));
  cr_expect(slice_is(c->travellers[together->travellers[0]]->seat, "12A"));
  cr_expect(eq(u32, together->leg_count, 4), "the flight to both places, and two connections");
  cr_expect(eq(u64, c->octets, r.size));
  cr_assert(eq(u32, c->finding_count, 2));
  cr_expect(eq(u32, c->findings[0]->code, PNR_F_LOCATOR_MISSING), "GREEN has none");
  cr_expect(eq(u32, c->findings[0]->line, 24));
  cr_expect(eq(u32, c->findings[1]->code, PNR_F_CNT_COUNT), "five seats, and not six");
  cr_expect(eq(u32, c->findings[1]->line, 18));
  pnr_message *next = NULL;
  cr_expect(eq(i32, pnr_reader_next(r.reader, &next, NULL), PNR_END));
  read_close(&r);
}

Test(pnl, parts_are_messages_of_one_file)
{
  static const char first[] = HEAD "-JFK003Y\n1NOVAK/PETRAMRS .L/ABC123\nENDPART1\n";
  static const char *const seconds[] = {
    "\x01QU JFKKKZX\n.LHRRMZX 131531\nPNL\nZX123/15JUN LHR PART2\n",
    "\x01QU JFKKKZX\n.LHRRMZX 131531\nPQL\nZX123/15JUN LHR PART2\n", /* known by its flight */
  };
  for (size_t i = 0; i < 2; i++) {
    char text[1024];
    snprintf(text, sizeof text, "%s%s-JFK003Y\n2SMITH/JOHNMR .L/ABC123\nENDPNL\nNNNN\n", first, seconds[i]);
    reading r;
    read_list(&r, text);
    cr_expect(r.content->part_number == 1 && r.content->part_first == 1 && r.content->part_last == 0);
    cr_expect(eq(u32, r.content->finding_count, 0), "totals are the flight's");
    cr_expect(eq(u64, r.content->octets, sizeof first - 1));
    pnr_message *next = NULL;
    cr_assert(eq(i32, pnr_reader_next(r.reader, &next, NULL), PNR_OK));
    const pnr_content *c = pnr_message_content(next);
    cr_expect(c->part_number == 2 && c->part_first == 0 && c->part_last == 1);
    cr_expect(eq(u32, c->traveller_count, 2));
    cr_expect(eq(u64, c->offset, sizeof first - 1));
    cr_expect(eq(u64, c->offset + c->octets, r.size));
    cr_expect(eq(u32, c->findings[c->finding_count - 1]->code, PNR_F_PNL_LINE), "NNNN");
    pnr_message_close(next);
    cr_expect(eq(i32, pnr_reader_next(r.reader, &next, NULL), PNR_END));
    read_close(&r);
  }
}

Test(pnl, an_adl_updates)
{
  reading r;
  read_list(&r, ADL_HEAD "-JFK003Y\nADD\n1GREEN/OLGAMRS .L/NEW111\nDEL\n1NOVAK/PETRAMRS .L/ABC123\n"
                         "CHG\n1NOVAK/PETRAMS .L/ABC123\nENDADL\n");
  static const uint32_t states[] = { PNR_STATUS_BOOKED, PNR_STATUS_CANCELLED, PNR_STATUS_BOOKED };
  static const char *const actions[] = { "ADD", "DEL", "CHG" };
  cr_expect(eq(u32, r.content->function, PNR_FUNCTION_UPDATE));
  cr_expect(eq(u32, r.content->finding_count, 0), "totals are not those of an update");
  cr_assert(eq(u32, r.content->booking_count, 3));
  for (uint32_t i = 0; i < 3; i++) {
    cr_expect(eq(u32, r.content->travellers[i]->status, states[i]), "%s", actions[i]);
    cr_expect(eq(u32, r.content->bookings[i]->status, states[i]), "%s", actions[i]);
    cr_expect(slice_is(r.content->bookings[i]->items[0]->text, actions[i]));
  }
  read_close(&r);
}

Test(pnl, names_of_an_adl_stand_under_an_action)
{
  reading r;
  line findings = { .size = 0 };
  read_list(&r, ADL_HEAD "-JFK003Y\nDEL\n1GREEN/OLGAMRS .L/OLD111\n-YUL003Y\n1NOVAK/PETRAMRS .L/ABC123\nENDADL\n");
  describe_findings(&findings, r.content);
  cr_expect_str_eq(findings.text, "PNL_LINE", "%s", findings.text);
  cr_expect(eq(u32, r.content->travellers[0]->status, PNR_STATUS_CANCELLED));
  cr_expect(eq(u32, r.content->travellers[1]->status, PNR_STATUS_BOOKED),
            "what is deleted of one place is not of another");
  read_close(&r);
}

Test(pnl, locators_and_marks_join_parties)
{
  static const struct {
    const char *name, *parties, *bookings; /* of each its locator and its travellers */
  } rows[] = {
    { "one locator", "1A/A .L/AAA111\n1B/B .L/BBB222\n1C/C .L/AAA111\n", "AAA111 0 1; BBB222 2" },
    { "a mark instead of it", "1A/A-A2 .L/AAA111\n1B/B-A2\n", "AAA111 0 1" },
    { "a mark before it", "1A/A-A2\n1B/B-A2 .L/AAA111\n1C/C .L/AAA111\n", "AAA111 0 1 2" },
    { "a mark alone", "1A/A-B2\n1B/B-B2\n1C/C\n1D/D\n", " 0 1;  2;  3" },
    { "locators count more", "1A/A-A2 .L/AAA111\n1B/B-A2 .L/BBB222\n", "AAA111 0; BBB222 1" },
    { "and hold for those that follow", "1A/A-A2\n1B/B-A2 .L/AAA111\n1C/C-A2 .L/BBB222\n", "AAA111 0 1; BBB222 2" },
    { "a mark of another class", "1A/A-A2\n-JFK001F\n1B/B-A2\n", " 0;  1" },
    { "who is deleted", "1A/A .L/AAA111\nDEL\n1B/B .L/AAA111\n", "AAA111 0; AAA111 1" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[512];
    snprintf(text, sizeof text, HEAD "-JFK001Y\n%sENDPNL\n", rows[i].parties);
    reading r;
    line bookings = { .size = 0 };
    read_list(&r, text);
    for (uint32_t b = 0; b < r.content->booking_count; b++) {
      const pnr_booking *booking = r.content->bookings[b];
      add(&bookings, "%s%.*s", b != 0 ? "; " : "", (int)booking->locator.size, (const char *)booking->locator.data);
      for (uint32_t t = 0; t < booking->traveller_count; t++) add(&bookings, " %u", booking->travellers[t]);
    }
    cr_expect_str_eq(bookings.text, rows[i].bookings, "%s: %s", rows[i].name, bookings.text);
    read_close(&r);
  }
}

Test(pnl, seats_are_those_of_each_travellers_own_flight)
{
  reading r;
  read_list(&r, HEAD "-JFK001Y\n1A/A .S/1A\n-YUL002Y\n1B/B .R/SEAT HK1 2B\n1C/C .R/SEAT HK1 3C .S/4D\nENDPNL\n");
  static const char *const seats[] = { "1A", "2B", "4D" };
  cr_assert(eq(u32, r.content->traveller_count, 3));
  for (uint32_t i = 0; i < 3; i++) cr_expect(slice_is(r.content->travellers[i]->seat, seats[i]), "%s", seats[i]);
  cr_expect(slice_is(r.content->key, "ZX123/15JUN LHR"), "the same for all parts");
  read_close(&r);
}

/* --- Damage --- */

static uint32_t people_of(const char *text, size_t size)
{
  reading r;
  read_octets(&r, NULL, text, size);
  uint32_t people = r.status == PNR_OK ? r.content->traveller_count : 0;
  read_close(&r);
  return people;
}

/* True where the content holds a traveller of the same place and name. */
static bool holds(const pnr_content *content, const pnr_traveller *traveller)
{
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    const pnr_traveller *other = content->travellers[i];
    if (other->offset != traveller->offset || other->person->name_count == 0) continue;
    pnr_slice a = other->person->names[other->person->name_count - 1]->raw;
    pnr_slice b = traveller->person->names[traveller->person->name_count - 1]->raw;
    if (a.size == b.size && memcmp(a.data, b.data, a.size) == 0) return true;
  }
  return false;
}

Test(pnl, a_cut_keeps_who_stood_whole)
{
  char text[4096];
  size_t size = make_list(text, LIST_LINES);
  reading all, r;
  read_octets(&all, NULL, text, size);
  for (size_t cut = 0; cut < size; cut++) {
    read_octets(&r, NULL, text, cut);
    for (uint32_t i = 0; i < all.content->traveller_count; i++) {
      const pnr_traveller *traveller = all.content->travellers[i];
      const char *end = memchr(text + traveller->offset, '\r', size - traveller->offset);
      if (end - text > (ptrdiff_t)cut) continue;
      bool is_kept = r.status == PNR_OK && holds(r.content, traveller);
      cr_expect(is_kept, "cut at %zu: traveller %u", cut, i);
    }
    read_close(&r);
  }
  read_close(&all);
  read_octets(&r, NULL, text, size - 8);
  cr_expect(eq(u32, r.content->findings[r.content->finding_count - 1]->code, PNR_F_PNL_CUT));
  read_close(&r);
}

Test(pnl, a_damaged_line_costs_nobody_else)
{
  static const char *const damages[] = { "\r\n", "####\r\n", "1\r\n", ".R\r\n", "-\r\n", "/\r\n", "\xFF\x00\r\n" };
  uint32_t all = 0;
  for (size_t i = 0; i < LIST_LINES; i++) all += list[i].people;
  for (size_t i = 0; i < LIST_LINES; i++) {
    if (i == 2) continue; /* the identifier says what this is */
    for (size_t d = 0; d < sizeof damages / sizeof damages[0]; d++) {
      char text[4096];
      size_t size = make_list(text, i);
      size_t damage = d == 6 ? 4 : strlen(damages[d]);
      memcpy(text + size, damages[d], damage);
      size += damage;
      for (size_t n = i + 1; n < LIST_LINES; n++) {
        memcpy(text + size, list[n].text, strlen(list[n].text));
        size += strlen(list[n].text);
      }
      cr_expect(people_of(text, size) >= all - list[i].people, "line %zu, damage %zu", i, d);
    }
  }
}

static void report(const uint8_t *data, size_t size, pnr_text *json)
{
  pnr_text_clear(json);
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, &error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    cr_expect(eq(u64, content->octets_recorded + content->octets_in_findings, content->octets));
    pnr_json_message(json, message, (pnr_slice){ NULL, 0 }, NULL);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
}

/* Letters, digits and marks alike; a line end becomes a letter, which joins lines. */
static uint8_t other(uint8_t octet)
{
  if (octet >= '0' && octet <= '9') return octet == '9' ? '8' : (uint8_t)(octet + 1);
  return octet == 'Q' ? 'K' : 'Q';
}

Test(pnl, each_changed_octet_changes_the_report)
{
  char text[4096];
  static const char *const others[] = {
    ADL_HEAD
    "-JFK003Y-PAD000\nADD\n1GREEN/OLGAMRS .L/NEW111/ZX .L/OTH222\nDEL\n1NOVAK/PETRAMRS .L/ABC123\n"
    ".R/DOCO HK1/PRAGUE/V/77/PRAGUE/01JAN25/USA\n.R/DOCO HK1/PRAGUE/V/78/PRAGUE/01JAN25/GBR .L/ABC123\n.R/DOCA HK1/R/CZE/DLOUHA 1/PRAGUE//11000\nCHG\n"
    "12SEETHE WORLD .C/SEETHE WORLD\n3GRP TOUR .C/TOUR\n2BLACK/TOMMR/EXST .N/1 .Q/7\n10ZZ/GROUP TWO\n"
    ".R/CTCE HK1 TOM//MAIL.EXAMPLE\n.R/INFT HK1 BLACK/ANNA 12JAN26\n.R/OSI ZX CTCM 42055501234\n"
    ".O2/QQ9C16LAXSFO1030HK\nENDADL\n",
    HEAD "-JFK003Y\n1A/B\nENDPART1\n\x01QN PRGKKZX\n.LHRRMZX 131531 JUN26\nPNL\nZX123/15JUN26 LHR PART2\n-JFK 3Y\n"
         "2SMITH/JOHNMR .L/ABC123\nENDPNL\nNNNN\n\n",
  };
  pnr_text *before = NULL, *after = NULL;
  cr_assert(eq(i32, pnr_text_open(NULL, &before, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_text_open(NULL, &after, NULL), PNR_OK));
  for (size_t n = 0; n < 3; n++) {
    size_t size = n == 0 ? make_list(text, LIST_LINES) : strlen(others[n - 1]);
    uint8_t *data = exact_copy(n == 0 ? text : others[n - 1], size);
    report(data, size, before);
    for (size_t i = 0; i < size; i++) {
      uint8_t kept = data[i];
      for (int to_blank = 0; to_blank < 2; to_blank++) {
        if (to_blank && kept <= ' ') continue; /* one kind of white space may stand for another */
        data[i] = to_blank ? ' ' : other(kept);
        report(data, size, after);
        data[i] = kept;
        pnr_slice a = pnr_text_get(before), b = pnr_text_get(after);
        int is_same = a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
        cr_expect(is_same == 0, "list %zu: octet %zu (%.12s) can change unseen", n, i, (const char *)data + i);
      }
    }
    free(data);
  }
  pnr_text_close(before);
  pnr_text_close(after);
}

/* --- Formats and limits --- */

Test(pnl, formats_are_told_apart)
{
  static const struct {
    const char *name, *text;
    uint32_t format;
    pnr_status status;
  } rows[] = {
    { "recognised", HEAD, 0, PNR_OK },
    { "without heading", "PNL\nZX123/15JUN LHR PART1\n", 0, PNR_OK },
    { "a damaged flight behind an origin", ".LHRRMZX 131530\nPNL\nZX123\n-JFK001Y\n1A/B\n", 0, PNR_OK },
    { "a word alone", "PNL\n1A/B\n", 0, PNR_E_FORMAT },
    { "a word alone, and told so", "PNL\n1A/B\n", PNR_MESSAGE_PNL, PNR_OK },
    { "another list", "PFS\nZX123/15JUN LHR PART1\n-JFK001Y\n1A/B\n", PNR_MESSAGE_PNL, PNR_E_FORMAT },
    { "another format", HEAD, PNR_MESSAGE_PNRGOV, PNR_E_FORMAT },
    { "no format", HEAD, PNR_MESSAGE_CONTRL + 1, PNR_E_ARGUMENT },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_read_options options = { .size = sizeof options, .format = rows[i].format };
    uint8_t *data = exact_copy(rows[i].text, strlen(rows[i].text));
    pnr_reader *reader = NULL;
    pnr_error error = { .size = sizeof error };
    cr_expect(eq(i32, pnr_reader_open(NULL, data, strlen(rows[i].text), &options, &reader, &error), rows[i].status),
              "%s", rows[i].name);
    pnr_reader_close(reader);
    free(data);
  }
}

Test(pnl, days_are_those_next_to_the_reference)
{
  static const struct {
    const char *day, *name;
    pnr_date reference, departs;
  } rows[] = {
    { "15JUN", "same year", 20250601, 20250615 },     { "02JAN", "turn of the year", 20251230, 20260102 },
    { "30DEC", "before it", 20260102, 20251230 },     { "29FEB", "a leap day", 20240301, 20240229 },
    { "15JUN24", "with a year", 20260101, 20240615 }, { "31JUN", "no day", 20260101, 0 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[128];
    snprintf(text, sizeof text, "PNL\nZX123/%s LHR PART1\nENDPNL\n", rows[i].day);
    pnr_read_options options = { .size = sizeof options, .reference = rows[i].reference };
    uint8_t *data = exact_copy(text, strlen(text));
    pnr_reader *reader = NULL;
    pnr_message *message = NULL;
    cr_assert(eq(i32, pnr_reader_open(NULL, data, strlen(text), &options, &reader, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
    const pnr_content *content = pnr_message_content(message);
    cr_expect(eq(u32, content->legs[0]->departs, rows[i].departs), "%s", rows[i].name);
    if (rows[i].departs == 0) cr_expect(eq(u32, content->findings[0]->code, PNR_F_DATE_INVALID));
    pnr_message_close(message);
    pnr_reader_close(reader);
    free(data);
  }
}

Test(pnl, limits_end_the_reading)
{
  static const struct {
    const char *name;
    pnr_limits limits;
  } rows[] = {
    { "travellers", { .size = sizeof(pnr_limits), .travellers = 3 } },
    { "lines", { .size = sizeof(pnr_limits), .segments = 5 } },
    { "octets", { .size = sizeof(pnr_limits), .octets = 100 } },
  };
  char text[4096];
  size_t size = make_list(text, LIST_LINES);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_env *env = NULL;
    cr_assert(eq(i32, pnr_env_open(NULL, NULL, &rows[i].limits, &env, NULL), PNR_OK));
    reading r;
    read_octets(&r, env, text, size);
    cr_expect(eq(i32, r.status, PNR_E_LIMIT), "%s", rows[i].name);
    read_close(&r);
    pnr_env_close(env);
  }
}

/* --- Work --- */

static bool is_same_report(const char *text, size_t size, const pnr_limits *limits, pnr_text *all, pnr_text *json)
{
  pnr_env *env = NULL;
  reading r;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, limits, &env, NULL), PNR_OK));
  read_octets(&r, env, text, size);
  pnr_text_clear(json);
  if (r.status == PNR_OK) pnr_json_message(json, r.message, text_slice(""), NULL);
  read_close(&r);
  pnr_env_close(env);
  pnr_slice a = pnr_text_get(all), b = pnr_text_get(json);
  return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* The fewest steps that give the whole report. */
static uint64_t steps_of(const char *text, size_t size)
{
  pnr_limits limits = { .size = sizeof limits };
  pnr_text *all = NULL, *json = NULL;
  cr_assert(eq(i32, pnr_text_open(NULL, &all, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_text_open(NULL, &json, NULL), PNR_OK));
  reading r;
  read_octets(&r, NULL, text, size);
  cr_assert(eq(i32, r.status, PNR_OK));
  pnr_json_message(all, r.message, text_slice(""), NULL);
  read_close(&r);
  uint64_t low = 1, high = 1 << 24;
  while (low < high) {
    limits.steps = low + (high - low) / 2;
    if (is_same_report(text, size, &limits, all, json)) high = limits.steps;
    else low = limits.steps + 1;
  }
  pnr_text_close(all);
  pnr_text_close(json);
  return low;
}

Test(pnl, twice_the_input_is_twice_the_work)
{
  static const struct {
    const char *name, *row; /* %u: every number comes twice */
  } rows[] = {
    { "one booking", "1SMITH/JOHNMR-A2 .L/ABC123\n" },
    { "bookings of two parties", "1SMITH/JOHNMR .L/L%u\n" },
    { "groups of two parties", "1SMITH/JOHNMR-A%u\n" },
    { "a large party", "9SMITH/A/B/C/D/E/F/G/H/I .L/L%u\n.R/VGML HK1-1SMITH/I\n" },
  };
  enum { ROWS = 200 };
  static char text[2 * ROWS * 128];
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint64_t steps[2];
    for (size_t n = 0; n < 2; n++) {
      size_t size = (size_t)snprintf(text, sizeof text, HEAD "-JFK001Y\n");
      for (unsigned row = 0; row < (n + 1) * ROWS; row++)
        size += (size_t)snprintf(text + size, sizeof text - size, rows[i].row, row / 2);
      steps[n] = steps_of(text, size);
    }
    cr_expect(steps[1] * 10 <= steps[0] * 22, "%s: %llu and %llu", rows[i].name, (unsigned long long)steps[0],
              (unsigned long long)steps[1]);
    cr_expect(steps[0] > ROWS / 2, "%s: %llu", rows[i].name, (unsigned long long)steps[0]);
  }
}

Test(pnl, every_allocation_may_fail)
{
  char text[4096];
  size_t size = make_list(text, LIST_LINES);
  for (uint64_t n = 1;; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    pnr_status status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
    reading r = { .status = status };
    if (status == PNR_OK) {
      read_octets(&r, env, text, size);
      status = r.status;
      read_close(&r);
    }
    pnr_env_close(env);
    cr_assert(eq(u64, state.blocks, 0), "allocation %llu", (unsigned long long)n);
    cr_assert(eq(int, state.not_wiped, 0));
    if (status == PNR_OK) break;
    cr_assert(eq(i32, status, PNR_E_MEMORY), "allocation %llu", (unsigned long long)n);
  }
}
