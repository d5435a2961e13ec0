#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the Python package. PNR_LAYOUT names the program that prints the compiler's layout."""
import ctypes as c
import gc
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import pnr
from pnr import _layout as layout
from pnr._library import check_views, lib

ROOT = pathlib.Path(__file__).resolve().parents[1]
DEMO = ROOT / "examples" / "demo"
FLIGHT = (b"UNA:+.?*'UNB+UNOA:4+ZX+TSTGOV+250310:1200+77'UNH+1+PNRGOV:13:1:IA'MSG+:22'ORG+ZX:AAA'"
          b"TVL+100325:1200:100325:1500+AAA+BBB+ZX+100'EQN+1'SRC'RCI+ZX:LOC001'"
          b"SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA ANNA'TIF+NOVAK+PETRA MRS:A:1'"
          b"UNT+10+1'UNZ+1+77'")
LIST = ("id,name,birth_date,action,source,owner,basis\n42,Petra Novák,1980-05-05,inform,test,unit,law\n"
        "43,Ivan Dvořák,1971-02-03,arrest,test,unit,law\n")
ASSESSMENT = pnr.Purpose("assessment")


class Layout(unittest.TestCase):
    def test_every_field_lies_where_the_compiler_puts_it(self):
        printed = subprocess.run([os.environ["PNR_LAYOUT"]], stdout=subprocess.PIPE, check=True).stdout.decode()
        sizes, fields = {}, {}
        for kind, name, *numbers in (line.split() for line in printed.splitlines()):
            if kind == "size":
                sizes[name] = int(numbers[0])
            elif kind == "field":
                fields[name] = tuple(map(int, numbers))
        for struct in layout.STRUCTS:
            name = struct.__name__
            self.assertEqual(c.sizeof(struct), sizes[name], name)
            ours = {f"{name}.{field}": (getattr(struct, field).offset, getattr(struct, field).size)
                    for field, *_ in struct._fields_}
            self.assertEqual(ours, {key: fields[key] for key in fields if key.split(".")[0] == name})

    def test_a_library_with_shorter_views_is_refused(self):
        class Longer(layout.Name):
            _fields_ = [("later", c.c_uint64)]

        layout.VIEWS[1], kept = Longer, layout.VIEWS[1]
        try:
            self.assertRaises(ImportError, check_views)
        finally:
            layout.VIEWS[1] = kept

    def test_every_view_number_is_known(self):
        self.assertTrue(all(lib.pnr_view_size(number) > 0 for number in layout.VIEWS))
        self.assertEqual(lib.pnr_view_size(max(layout.VIEWS) + 1), 0)


class Protection(unittest.TestCase):
    FLIGHT = (b"UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325:1200+AAA+BBB+ZX+100'"
              b"SRC'RCI+ZX:LOC001'SSR+WCHR:HK:1:ZX'QZZ+THING'TIF+NOVAK+PETRAMRS:A:1'")

    def test_records_are_stored_filtered_scrubbed_masked_and_asked_for_their_clock(self):
        message, = pnr.read(self.FLIGHT)
        record, = pnr.records(message, 1741600000, reference="R1")
        message.close()
        self.assertEqual((record.regime, record.reference, record.done), ("pnr", "R1", []))
        self.assertEqual(record.content.travellers[0].surname, "NOVAK")
        self.assertEqual(pnr.StoredRecord.decode(record.encode()), record)
        self.assertRaises(pnr.Error, pnr.StoredRecord.decode, record.encode()[:-1])
        filtered, removed = record.filter()
        self.assertEqual(removed, [("beyond-annex-1", "other", 1)])
        scrubbed, removed = filtered.scrub(pnr.Sensitive())
        self.assertEqual(removed, [("sensitive", "health", 1)])
        self.assertEqual(scrubbed.done, ["filtered", "scrubbed"])
        self.assertIn(4, scrubbed.elements())
        masked = scrubbed.mask("2025-09-11")
        self.assertNotIn("NOVAK", masked.to_json())
        self.assertIn("LOC001", masked.to_json())
        self.assertEqual(masked.masked, "2025-09-11")
        clock = scrubbed.retention(1757548800, has_link=True)  # 2025-09-11
        self.assertEqual((clock["state"], clock["due"]), ("masked", ["masked"]))
        self.assertEqual(repr(record), "<pnr.StoredRecord>")


class Joining(unittest.TestCase):
    ZONE = (b"P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
            b"X1234567<7CZE8005056F30010198055051234<<<<54\n")

    def test_the_witnesses_of_one_person_are_together(self):
        messages = [*pnr.read(FLIGHT), *pnr.read(self.ZONE)]
        joined = pnr.Join(messages)
        self.assertEqual(len(joined), 1)
        self.assertEqual([name.source for name in joined[0].person.names], ["MRZ", "DOCS", "TIF"])
        self.assertEqual([(witness.message, witness.traveller, witness.basis) for witness in joined[-1].witnesses],
                         [(0, 0, "first"), (1, 0, "document")])
        self.assertRaises(IndexError, lambda: joined[1])
        joined.close()
        self.assertRaises(ValueError, lambda: joined[0])


class Reading(unittest.TestCase):
    def test_a_message_shows_its_flight_booking_and_traveller(self):
        (message,) = pnr.read(FLIGHT)
        self.assertEqual((message.sender, message.function, message.transport), ("ZX", "full", "air"))
        leg = message.legs[0]
        self.assertEqual((leg.carrier, leg.number, leg.from_, leg.to, leg.departs, leg.departs_time),
                         ("ZX", "100", "AAA", "BBB", "2025-03-10", "12:00"))
        self.assertEqual((message.bookings[0].locator, message.bookings[0].travellers), ("LOC001", [0]))
        traveller = message.travellers[0]
        self.assertEqual((traveller.surname, traveller.given, traveller.birth_date, traveller.sex,
                          traveller.nationality), ("NOVAK", "PETRA ANNA", "1980-05-05", "F", "CZE"))
        self.assertEqual([document.number for document in traveller.documents], ["X1234567"])
        self.assertEqual(message.octets, message.octets_recorded + message.octets_in_findings)

    def test_json_is_what_the_command_prints(self):
        (message,) = pnr.read(FLIGHT)
        shown = json.loads(message.to_json("f.edi"))
        self.assertEqual((shown["file"], shown["travellers"][0]["surname"]), ("f.edi", "NOVAK"))

    def test_a_message_is_written_and_read_again_as_it_was(self):
        (message,) = pnr.read(FLIGHT)
        octets = message.write("pnrgov")
        (again,) = pnr.read(octets)
        self.assertEqual((again.travellers[0].surname, again.write("pnrgov")), ("NOVAK", octets))
        self.assertIn(b"+PIU+", message.write("pnrgov", recipient="PIU"))

    def test_what_a_format_has_no_place_for_is_told(self):
        (message,) = pnr.read(FLIGHT)
        with self.assertRaises(pnr.Error):
            message.write("paxlst")
        losses = []
        self.assertTrue(message.write("paxlst", losses).startswith(b"UNA"))
        self.assertIn("RECORD_LOST", [code for code, _, _ in losses])

    def test_findings_say_where_and_how_grave(self):
        (message,) = pnr.read(FLIGHT.replace(b"UNT+10", b"UNT+99"))
        finding = next(f for f in message.findings if f.code == "EDI_UNT_COUNT")
        self.assertEqual((finding.severity, finding.segment > 0, bool(finding.text)), ("warning", True, True))

    def test_input_that_is_no_message_raises_with_place_and_without_content(self):
        for data, status in ((b"", 40), (b"\xff\xd8\xff\xe0JFIF secret", 41)):
            with self.assertRaises(pnr.Error) as caught:
                list(pnr.read(data))
            self.assertEqual((caught.exception.status, caught.exception.offset), (status, 0))
            self.assertNotIn("secret", str(caught.exception))

    def test_views_keep_their_message_and_refuse_after_close(self):
        traveller = next(pnr.read(FLIGHT)).travellers[0]
        gc.collect()
        self.assertEqual(traveller.surname, "NOVAK")
        with next(pnr.read(FLIGHT)) as message:
            traveller = message.travellers[-1]
        self.assertRaises(ValueError, lambda: traveller.seat)
        self.assertNotIn("NOVAK", repr(traveller))

    def test_every_field_of_every_view_of_the_samples_can_be_read(self):
        def walk(view):
            for name in dir(type(view)):
                if isinstance(getattr(type(view), name), property) and name not in ("struct", "handle", "_owner"):
                    value = getattr(view, name)
                    for part in value if isinstance(value, pnr.Views) else [value] if hasattr(value, "struct") else []:
                        walk(part)

        messages = [message for path in sorted(DEMO.glob("*.edi")) for message in pnr.parse(path)]
        self.assertTrue(messages)
        for message in messages:
            walk(message)


def part(number, mark, locator, flight=b"100"):
    """A part of a split message that holds one booking of two."""
    return (b"UNB+UNOA:4+ZX+TSTGOV+250310:1200+77'UNH+1+PNRGOV:13:1:IA+KEY+%s:%s'MSG+:22'ORG+ZX:AAA'"
            b"TVL+100325:1200:100325:1500+AAA+BBB+ZX+%s'EQN+2'SRC'RCI+ZX:%s'TIF+NOVAK+PETRA MRS:A:1'UNT+8+1'UNZ+1+77'"
            % (number, mark, flight, locator))


class Parts(unittest.TestCase):
    def add(self, assembler, octets, **more):
        (message,) = pnr.read(octets)
        with message:
            return assembler.add(message, **more)

    def test_parts_in_any_order_make_one_transmission(self):
        assembler = pnr.Assembler()
        shown = self.add(assembler, part(b"02", b"F", b"LOC002"), token=7, at=5)
        self.assertEqual((shown.is_complete, shown.missing, [f.code for f in shown.findings]), (0, [1], ["PART_MISSING"]))
        shown = self.add(assembler, part(b"01", b"C", b"LOC001"), token=8, at=3)
        self.assertEqual((shown.is_complete, shown.total, shown.declared, shown.bookings), (1, 2, 2, 2))
        self.assertEqual([(p.number, p.token, p.copies) for p in shown.parts], [(1, 8, 1), (2, 7, 1)])
        self.assertEqual((shown.sender, shown.key, shown.carrier, shown.departs), ("ZX", "KEY", "ZX", "2025-03-10"))
        self.assertEqual((shown.first_at, shown.last_at, shown.function), (3, 5, "full"))
        self.assertTrue(json.loads(shown.to_json())["assembly"]["complete"])

    def test_what_expired_is_removed_while_going_through_it(self):
        assembler = pnr.Assembler()
        kept = [self.add(assembler, part(b"01", b"C", b"LOC001", b"%d" % i), at=i) for i in range(10)]
        for shown in assembler.expired(8):
            assembler.remove(shown)
        self.assertEqual(len(list(assembler)), 2)
        self.assertRaises(ValueError, lambda: kept[0].parts)
        self.assertRaises(ValueError, lambda: assembler.remove(kept[0]))
        self.assertEqual(kept[9].bookings, 1)
        assembler.close()
        self.assertRaises(ValueError, lambda: kept[9].bookings)

    def test_a_message_that_is_no_part_makes_no_transmission(self):
        assembler = pnr.Assembler()
        self.assertIsNone(self.add(assembler, FLIGHT))
        self.assertEqual(list(assembler), [])

    def test_hashes_tell_a_duplicate_from_the_same_booking_on_another_flight(self):
        (first,) = pnr.read(part(b"01", b"C", b"LOC001"))
        (again,) = pnr.read(part(b"02", b"F", b"LOC001").replace(b"+77'", b"+78'"))
        (other,) = pnr.read(part(b"01", b"C", b"LOC001", b"200"))
        for kind, differs in (("octets", False), ("content", True)):
            self.assertEqual(len(first.hash(0, kind)), 16)
            self.assertEqual(first.hash(0, kind), again.hash(0, kind))
            self.assertEqual(first.hash(0, kind) != other.hash(0, kind), differs)
        shown = json.loads(first.to_json(hashes=True))["bookings"][0]["hashes"]
        self.assertEqual(shown["content"], first.hash(0, "content").hex())
        self.assertNotIn("hashes", json.loads(first.to_json())["bookings"][0])
        self.assertRaises(pnr.Error, lambda: first.hash(1, "octets"))


TABLE = (b"code,country,time_zone,mode\nAAA,CZ,Middle,\nBBB,TR,+03:00,air\nCCC,Atlantis,,\n"
         b'Middle,,"CET-1CEST,M3.5.0,M10.5.0/3",\n')


class Places(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.table = os.path.join(self.folder.name, "places.csv")
        with open(self.table, "wb") as file:
            file.write(TABLE)

    def test_a_leg_gains_utc_countries_and_route(self):
        places = pnr.Places.build(self.table)
        (message,) = pnr.read(FLIGHT)
        expected = ("2025-03-10T11:00Z", "", "2025-03-10T12:00Z", "", "CZE", "TUR", "extra-eu")
        self.assertEqual(tuple(places.leg(message.legs[0])), expected)
        self.assertEqual([(f.code, f.line) for f in places.findings], [("LIST_VALUE", 4)])
        shown = json.loads(message.to_json(places=places))["legs"][0]
        self.assertEqual((shown["departs_utc"], shown["route"]), ("2025-03-10T11:00Z", "extra-eu"))
        self.assertNotIn("departs_utc", json.loads(message.to_json())["legs"][0])

    def test_an_image_answers_alike_and_a_damaged_one_is_refused(self):
        image = os.path.join(self.folder.name, "places.image")
        built = pnr.Places.build(self.table)
        built.write(image)
        mapped = pnr.Places.open(image)
        (message,) = pnr.read(FLIGHT)
        self.assertEqual((len(mapped), mapped.leg(message.legs[0])), (4, built.leg(message.legs[0])))
        with open(image, "r+b") as file:
            file.truncate(100)
        self.assertRaises(pnr.Error, lambda: pnr.Places.open(image))


class Screening(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.list = os.path.join(self.folder.name, "list.csv")
        with open(self.list, "w", encoding="utf8") as file:
            file.write(LIST)

    def test_a_traveller_meets_the_listed_person_with_reasons(self):
        index = pnr.Index.build(self.list)
        (message,) = pnr.read(FLIGHT)
        hits = index.search(message.travellers[0], ASSESSMENT, threshold=5000)
        self.assertEqual([hit.entry_id for hit in hits], ["csv:42"])
        self.assertEqual((hits[0].listed_name, hits[0].action, hits[0].listed_birth),
                         ("Petra Novák", "inform", "1980-05-05"))
        self.assertIn("BIRTH_EQUAL", [reason.code for reason in hits[0].reasons])
        self.assertTrue(all(reason.text for reason in hits[0].reasons))

    def test_a_message_is_screened_at_once_and_by_a_policy(self):
        index = pnr.Index.build(self.list)
        (message,) = pnr.read(FLIGHT)
        hits = index.screen(message, ASSESSMENT, threshold=5000)
        self.assertEqual([(hit.traveller, hit.entry_id) for hit in hits], [(0, "csv:42")])
        rules = os.path.join(self.folder.name, "policy.csv")
        for threshold, count in (("0.5", 1), ("1.0", 0)):
            with open(rules, "w", encoding="utf8") as file:
                file.write(f"list,threshold,corroboration\nte*,{threshold},birth-or-document\n")
            self.assertEqual(len(index.screen(message, ASSESSMENT, policy=pnr.Policy(rules))), count)
        with open(rules, "w", encoding="utf8") as file:
            file.write("list,corroboration\ncsv,passport\n")
        self.assertRaises(pnr.Error, lambda: pnr.Policy(rules))

    def test_a_listed_person_is_found_among_stored_travellers(self):
        (message,) = pnr.read(FLIGHT)
        index = pnr.Index.of_travellers(("store/7", message))
        request = pnr.Purpose("request", 100, "case 1", "officer 7")
        (hit,) = index.search(pnr.List(self.list).entries[0], request, at="2025-01-01", until="2025-12-31")
        self.assertEqual((hit.entry_id, hit.source), ("store/7#0/LOC001", "PNRGOV ZX100 2025-03-10 AAA-BBB"))
        self.assertEqual(len(index.search(pnr.Person.make(full="Petra Novak"), request, until="2025-03-09")), 0)

    def test_hits_stay_readable_behind_a_later_search(self):
        index = pnr.Index.build(pnr.List(self.list))
        first = index.search(pnr.Person.make(full="Petra Novák"), ASSESSMENT)
        second = index.search(pnr.Person.make(surname="Dvořák", given="Ivan", birth_date="1971-02-03", sex="M",
                                              nationality="CZE", documents=[("P", "1", "CZE")]), ASSESSMENT)
        self.assertEqual((first[0].entry_id, second[0].entry_id), ("csv:42", "csv:43"))
        index.close()
        self.assertRaises(ValueError, lambda: first[0].score)

    def test_an_image_answers_as_the_lists_it_was_made_of(self):
        image = os.path.join(self.folder.name, "list.image")
        pnr.Index.build(self.list).write(image)
        index = pnr.Index.open(image)
        index.verify()
        self.assertEqual(index.info.entries, 2)
        self.assertEqual([hit.entry_id for hit in index.search(pnr.Person.make(full="IVAN DVORAK"), ASSESSMENT)],
                         ["csv:43"])

    def test_a_list_changes_while_it_is_searched(self):
        image, more = os.path.join(self.folder.name, "list.image"), os.path.join(self.folder.name, "more.csv")
        with open(more, "w", encoding="utf8") as file:
            file.write("id,name,owner,basis\n42,Radmila Konvalinková,unit,law\n44,Radmila Konvalinkova,unit,law\n")
        live, person = pnr.Live.create(image, pnr.Index.build(self.list)), pnr.Person.make(full="Radmila Konvalinkova")

        def ids(index):
            return [hit.entry_id for hit in index.search(person, ASSESSMENT)]
        with pnr.Live(image) as other:
            before = live.index
            self.assertEqual((ids(before), live.info.has_journal), ([], 0))
            live.add(more)
            self.assertEqual((ids(before), ids(live.index), ids(other.index)), ([], ["csv:42", "csv:44"], []))
            self.assertEqual((live.index.info.entries, live.index.info.added, live.index.info.removed), (3, 2, 1))
            other.refresh()
            self.assertEqual(ids(other.index), ["csv:42", "csv:44"])
            other.remove("csv:42", "csv:99")
            other.compact()
            self.assertEqual((ids(other.index), other.info.changes), (["csv:44"], 0))
            live.refresh()
            self.assertEqual((ids(live.index), live.index.info.entries), (["csv:44"], 2))
        live.close()
        self.assertRaises(ValueError, lambda: live.index)

    def test_a_search_needs_a_purpose_and_a_request_a_case(self):
        index, person = pnr.Index.build(self.list), pnr.Person.make(full="Ivan Dvorak")
        self.assertRaises(TypeError, lambda: index.search(person))
        with self.assertRaises(pnr.Error) as caught:
            index.search(person, pnr.Purpose("request"))
        self.assertEqual(caught.exception.status, 3)
        self.assertEqual(len(index.search(person, pnr.Purpose("request", 100, "case 1", "officer 7"))), 1)

    def test_an_entry_outside_its_validity_does_not_hit(self):
        with open(self.list, "w", encoding="utf8") as file:
            file.write("id,name,owner,basis,valid_until\n1,Ivan Dvořák,unit,law,2020-01-01\n")
        index, person = pnr.Index.build(self.list), pnr.Person.make(full="Ivan Dvorak")
        self.assertEqual(len(index.search(person, ASSESSMENT, at="2021-01-01")), 0)
        self.assertEqual(len(index.search(person, ASSESSMENT, at="2019-01-01")), 1)

    def test_broken_rows_are_told(self):
        with open(self.list, "w", encoding="utf8") as file:
            file.write("id,name,birth_date\n1,Ivan Dvořák,when\n2,,\n")
        codes = [finding.code for finding in pnr.List(self.list).findings]
        self.assertEqual(codes, ["LIST_VALUE", "LIST_NO_NAME"])

    def test_names_compare_across_scripts(self):
        self.assertGreater(pnr.compare("Ivan Petrov", "PETROV IVAN"), 8000)
        self.assertGreater(pnr.compare("Иван Петров", "Ivan Petrov"), 8000)
        self.assertLess(pnr.compare("Ivan Petrov", "Maria Gonzalez"), 5000)


class Answering(unittest.TestCase):
    LIST = (b"UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA+K7'BGM+745'TDT+20+ZX100'"
            b"LOC+125+AAA'DTM+189:2503101200:201'LOC+87+BBB'NAD+FL+++NOVAK:PETRA'RFF+AVF:LOC1'RFF+ABO:P1'"
            b"NAD+FL+++NOVAK:JAN'RFF+AVF:LOC1'RFF+ABO:P2'CNT+42:2'UNT+14+1'UNZ+1+R'")

    MISCOUNTED = FLIGHT.replace(b"UNT+10", b"UNT+9")

    def test_a_list_is_answered_with_the_verdicts_that_were_given(self):
        (message,) = pnr.read(self.LIST)
        answer = pnr.answer_cusres(message, "accepted", [(0, "ok-to-board"), (1, "selectee", "SECOND CHECK")])
        self.assertEqual([(one.meaning, one.unique_reference) for one in answer.responses],
                         [("accepted", ""), ("ok-to-board", "P1"), ("selectee", "P2")])
        octets = pnr.write(answer, interchange="X1", prepared="2025-03-11T00:05")
        self.assertTrue(octets.startswith(b"UNA:+.?*'UNB+UNOA:4+GOV+ZX+250311:0005+X1'UNH+1+CUSRES:D:12B:UN:IATA+K7'"))
        (read,) = pnr.read(octets)
        self.assertEqual([one.code for one in read.responses], ["0", "0Z", "2Z"])
        own = pnr.answer_cusres(message, "error", [(0, "0A")])
        self.assertEqual((own.responses[1].meaning, own.responses[1].code), ("raw", "0A"))

    def test_answers_that_cannot_be_given_raise(self):
        (message,) = pnr.read(self.LIST)
        for verdicts in ([(2, "selectee")], [(0, "selectee"), (0, "selectee")]):
            self.assertRaises(pnr.Error, pnr.answer_cusres, message, "accepted", verdicts)
        self.assertRaises(ValueError, pnr.answer_cusres, message, "selectee", [])
        self.assertRaises(ValueError, pnr.write, message)
        answer = pnr.answer_cusres(message, "accepted", [(0, "selectee", "é")])
        with self.assertRaises(pnr.Error) as caught:
            pnr.write(answer, interchange="X1", prepared="2025-03-11T00:05")
        self.assertEqual((caught.exception.status, caught.exception.element, caught.exception.offset), (44, 4, 0))
        self.assertIn("é".encode("latin1"),
                      pnr.write(answer, interchange="X1", prepared="2025-03-11T00:05", syntax="UNOC"))

    def test_a_booking_message_is_answered_as_agreed(self):
        (message,) = pnr.read(self.MISCOUNTED)
        self.assertIsNone(pnr.answer_ackres(message, "nothing"))
        self.assertEqual(len(pnr.answer_ackres(message, "receipt").responses), 0)
        answer = pnr.answer_ackres(message, "errors", [("102", "NO SEATS"), ("118",)], "9", "warning")
        self.assertEqual([(one.code, one.text) for one in answer.responses][:2], [("102", "NO SEATS"), ("118", "")])
        self.assertEqual(answer.responses[2].code, "9")
        self.assertIn("OCTET", answer.responses[2].text)

    def test_an_interchange_is_acknowledged_or_rejected(self):
        messages = list(pnr.read(self.MISCOUNTED))
        answer = pnr.answer_contrl(messages)
        self.assertEqual([(one.level, one.action) for one in answer.syntax_reports],
                         [("interchange", "acknowledged"), ("message", "acknowledged")])
        answer = pnr.answer_contrl(messages, severity="warning")
        self.assertEqual([(one.action, one.error, one.tag) for one in answer.syntax_reports],
                         [("acknowledged", 0, ""), ("rejected", 29, "UNT")])
        answer = pnr.answer_contrl(messages, action="rejected", error=23)
        self.assertEqual([one.error for one in answer.syntax_reports], [23])
        self.assertIn(b"UCI+77+ZX+TSTGOV+4+23'", pnr.write(answer, interchange="X", prepared="2025-03-11"))


if __name__ == "__main__":
    unittest.main()
