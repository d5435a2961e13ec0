/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnrgov_support.h"

#define LEGS "TVL+100325:1200+AAA+BBB+ZX+100'EQN+0'UNT+5+1'UNZ+1+R1'"
#define PNRGOV "UNH+1+PNRGOV:13:1:IA'MSG+:22'"
#define FROM(sender) "UNB+IATA:1+" sender "+TSTGOV+250310:1015+R1'"
#define PAXLST                                                                                                    \
  "UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX100+++ZX'LOC+125+AAA'DTM+189:2503101200:201'NAD+FL+++NOVAK:PETRA'" \
  "UNT+7+1'UNZ+1+R1'"

static const char *origins_of(const char *octets, line *l)
{
  reading r;
  read_octets(&r, NULL, octets, strlen(octets));
  l->size = 0;
  for (; r.status == PNR_OK; r.status = pnr_reader_next(r.reader, &r.message, NULL)) {
    add(l, "%s%s", l->size != 0 ? " " : "", pnr_origin_name(pnr_message_content(r.message)->source));
    pnr_message_close(r.message);
  }
  r.message = NULL;
  read_close(&r);
  return l->text;
}

Test(origin, the_way_of_a_message_follows_from_sender_flight_and_framing)
{
  static const struct {
    const char *name, *octets, *expected;
  } rows[] = {
    { "the carrier", FROM("ZX") PNRGOV LEGS, "carrier" },
    { "the carrier, in small letters", FROM("zx") PNRGOV LEGS, "carrier" },
    { "the carrier as one word of its address", FROM("APIS*ZX") PNRGOV LEGS, "carrier" },
    { "the operating carrier", FROM("YQ") PNRGOV "TVL+100325:1200+AAA+BBB+ZX:YQ+100'EQN+0'UNT+5+1'UNZ+1+R1'",
      "carrier" },
    { "another designator", FROM("1A") PNRGOV LEGS, "router" },
    { "another designator, whatever made the message", FROM("1A") PNRGOV "ORG+ZX:AAA'" LEGS, "router" },
    { "a network", FROM("SITA-HUB") PNRGOV LEGS, "router" },
    { "a name that says nothing", FROM("ZXAIRLINE") PNRGOV LEGS, "unknown" },
    { "such a name, and the carrier's system", FROM("ZXAIRLINE") PNRGOV "ORG+ZX:AAA'" LEGS, "carrier" },
    { "such a name, and another system", FROM("ZXAIRLINE") PNRGOV "ORG+1A:AAA'" LEGS, "router" },
    { "no interchange, the carrier's system", PNRGOV "ORG+ZX:AAA'" LEGS, "carrier" },
    { "no sender at all", FROM("") PNRGOV LEGS, "unknown" },
    { "no flight", FROM("ZX") PNRGOV "EQN+0'UNT+4+1'UNZ+1+R1'", "unknown" },
    { "a teletype heading", "QU AAAXXZX\r\n.BBBXXZX 101015\r\n" FROM("ZX") PNRGOV LEGS, "fallback" },
    { "an e-mail", "Subject: list\r\n\r\n" FROM("ZX") PNRGOV LEGS, "fallback" },
    { "white space is no framing", "\r\n\r\n " FROM("ZX") PNRGOV LEGS, "carrier" },
    { "each interchange has its own",
      FROM("ZX") PNRGOV LEGS "QU AAAXXZX\r\n" FROM("ZX") PNRGOV LEGS FROM("1A") PNRGOV LEGS,
      "carrier fallback router" },
    { "all messages of an interchange are framed as it is",
      "QU AAAXXZX\r\n" FROM("ZX") PNRGOV "TVL+100325:1200+AAA+BBB+ZX+100'EQN+0'UNT+5+1'" PNRGOV LEGS,
      "fallback fallback" },
    { "PAXLST", FROM("ZX") PAXLST, "carrier" },
    { "PAXLST of another", FROM("YQ") PAXLST, "router" },
    { "PNL is teletype", "PNL\nZX100/10MAR AAA PART1\n-BBB001Y\n1NOVAK/PETRAMRS\nENDPNL\n", "fallback" },
    { "an answer of a government", FROM("TSTGOV") "UNH+1+CUSRES:D:12B:UN:IATA'BGM+962'ERP+1'ERC+0'UNT+5+1'UNZ+1+R1'",
      "unknown" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    line l;
    cr_expect(eq(str, as_text(origins_of(rows[i].octets, &l)), as_text(rows[i].expected)), "%s", rows[i].name);
  }
}
