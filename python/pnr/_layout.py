# SPDX-License-Identifier: Apache-2.0
"""The structs of include/pnr/*.h, field by field. python/test_pnr.py compares them with the compiler's layout."""
import ctypes as c

u32, i32, u64 = c.c_uint32, c.c_int32, c.c_uint64


class Slice(c.Structure):
    _fields_ = [("data", c.c_void_p), ("size", c.c_size_t)]


class Date(c.c_uint32):
    """pnr_date. A subclass, so that a view knows to show it as a date."""


class Word(c.c_uint32):
    """A number of an enumeration whose word a view shows."""


def _struct(name, *fields):
    return type(name, (c.Structure,), {"_fields_": list(fields)})


def _slices(names):
    return [(name, Slice) for name in names.split()]


def _numbers(names, kind=u32):
    return [(name, kind) for name in names.split()]


def _pointers(**targets):
    return [(name, c.POINTER(c.POINTER(target))) for name, target in targets.items()]


Error = _struct("pnr_error", *_numbers("size"), ("status", i32), ("offset", u64),
                *_numbers("segment element line column"), ("cause", i32))
Finding = _struct("pnr_finding", *_numbers("code severity", Word), *_numbers("offset length", u64),
                  *_numbers("segment line column lost"))
Name = _struct("pnr_name", *_numbers("kind source", Word), *_slices("surname given title full raw"), ("offset", u64))
Birth = _struct("pnr_birth", *_numbers("from to", Date), ("circa", u32), ("offset", u64))
Document = _struct("pnr_document", *_slices("type number issuer nationality place"),
                   *_numbers("issued expires", Date), ("source", Word), ("offset", u64),
                   *_slices("number_last"), ("status", Word))
Identifier = _struct("pnr_identifier", ("kind", Word), *_slices("value issuer"), ("offset", u64))
Person = _struct("pnr_person", *_pointers(names=Name, births=Birth, documents=Document, identifiers=Identifier),
                 ("nationalities", c.POINTER(Slice)),
                 *_numbers("name_count birth_count document_count identifier_count nationality_count sex"),
                 *_slices("birth_place residence"))
Leg = _struct("pnr_leg", *_slices("carrier number suffix operating_carrier operating_number service_class from to"),
              *_numbers("departs arrives", Date), *_numbers("departs_time arrives_time", i32),
              *_slices("status locator aircraft kind"), ("flags", u32), ("transport", Word), ("offset", u64))
Seat = _struct("pnr_seat", *_slices("number from to"), *_numbers("traveller leg assigned"), ("offset", u64))
Bag = _struct("pnr_bag", *_slices("tag carrier destination"), *_numbers("pieces weight"), *_slices("unit pool"),
              *_numbers("traveller leg"), ("offset", u64))
Ticket = _struct("pnr_ticket", *_slices("number type"), ("issued", Date), *_slices("fare total"),
                 ("traveller", u32), ("offset", u64))
Payment = _struct("pnr_payment", *_slices("form vendor account account_raw expires amount holder"),
                  ("traveller", u32), ("offset", u64))
Contact = _struct("pnr_contact", ("kind", Word),
                  *_slices("text digits purpose street city region country postcode"), ("traveller", u32),
                  ("offset", u64))
Remark = _struct("pnr_remark", *_slices("code status text"), *_numbers("traveller leg"), ("offset", u64))
History = _struct("pnr_history", *_slices("action segment text agent"), ("date", Date), ("time", i32),
                  ("offset", u64))
Item = _struct("pnr_item", *_slices("tag text"), *_numbers("traveller leg"), ("offset", u64), ("length", u64))
Locator = _struct("pnr_locator", *_slices("carrier value type"), ("created", Date), ("created_time", i32),
                  ("offset", u64))
Traveller = _struct("pnr_traveller", ("person", c.POINTER(Person)), ("booking", u32), *_numbers("kind status", Word),
                    ("adult", u32), *_slices("reference unique_reference seat category from to"),
                    *_pointers(items=Item, bags=Bag, contacts=Contact),
                    *_numbers("item_count bag_count contact_count"), ("offset", u64))
Booking = _struct("pnr_booking", ("locator", Slice), ("status", Word), ("declared_travellers", u32),
                  *_numbers("created changed", Date), ("changed_time", i32), *_slices("agency group_name"),
                  ("travellers", c.POINTER(u32)),
                  *_pointers(locators=Locator, legs=Leg, contacts=Contact, payments=Payment, tickets=Ticket,
                             seats=Seat, bags=Bag, remarks=Remark, history=History, items=Item, documents=Document),
                  *_numbers("traveller_count locator_count leg_count contact_count payment_count ticket_count "
                            "seat_count bag_count remark_count history_count item_count document_count"),
                  *_numbers("offset length", u64))
Response = _struct("pnr_response", *_numbers("level meaning", Word),
                   *_slices("code text locator unique_reference transaction flight"), *_pointers(items=Item),
                   ("item_count", u32), ("offset", u64))
SyntaxReport = _struct("pnr_syntax_report", *_numbers("level action", Word),
                       *_numbers("error segment element component occurrence"),
                       *_slices("reference sender recipient type version tag"), ("offset", u64))
Content = _struct("pnr_content", *_numbers("type function transport", Word),
                  *_numbers("part_number part_first part_last"),
                  *_slices("version sender recipient reference interchange key function_code transaction"),
                  ("prepared", Date), ("prepared_time", i32), *_numbers("declared is_declared"),
                  *_pointers(legs=Leg, bookings=Booking, travellers=Traveller, contacts=Contact, items=Item,
                             findings=Finding),
                  *_numbers("leg_count booking_count traveller_count contact_count item_count finding_count"),
                  *_numbers("offset octets octets_recorded octets_in_findings", u64),
                  *_pointers(responses=Response), ("response_count", u32),
                  *_pointers(syntax_reports=SyntaxReport), ("syntax_report_count", u32), *_slices("service"),
                  ("source", Word))
Part = _struct("pnr_part", *_numbers("number is_first is_last copies bookings travellers"), ("token", u64))
PartFinding = _struct("pnr_part_finding", *_numbers("code severity", Word), *_numbers("part count"))
Assembly = _struct("pnr_assembly", *_numbers("type function", Word), *_slices("sender key carrier number from to"),
                   ("departs", Date), *_numbers("total is_complete is_declared"),
                   *_numbers("declared bookings travellers first_at last_at", u64), *_pointers(parts=Part),
                   ("missing", c.POINTER(u32)), *_pointers(findings=PartFinding),
                   *_numbers("part_count missing_count finding_count"))
Entry = _struct("pnr_entry", *_slices("id source owner basis offence programme warning remark"), ("action", Word),
                *_numbers("valid_from valid_until", Date), ("person", c.POINTER(Person)), ("offset", u64))
Reason = _struct("pnr_reason", ("code", Word), ("points", i32), ("value", u32), *_slices("left right"))
ListInfo = _struct("pnr_list_info", *_numbers("entries names tokens documents octets", u64),
                   *_numbers("normaliser score without_basis"), *_numbers("generation added removed", u64))
Candidate = _struct("pnr_candidate", *_numbers("entry score"),
                    *_slices("entry_id asked_name listed_name source owner basis warning"),
                    *_numbers("action listed_kind", Word), ("listed_birth", Date),
                    ("reasons", c.POINTER(c.POINTER(Reason))), *_numbers("reason_count traveller"),
                    ("document_status", Word))
Witness = _struct("pnr_witness", *_numbers("message traveller"), ("basis", Word))
Joined = _struct("pnr_joined", ("person", c.POINTER(Person)), *_pointers(witnesses=Witness), ("witness_count", u32))
Purpose = _struct("pnr_purpose", *_numbers("size basis offence"), *_slices("case_reference officer"))
SearchOptions = _struct("pnr_search_options", *_numbers("size threshold best"), ("at", Date), ("explain", u32), ("until", Date),
                        ("policy", c.c_void_p))
LiveInfo = _struct("pnr_live_info", *_numbers("size has_journal"),
                   *_numbers("changes journal_octets unfinished cut", u64))
PolicyRule = _struct("pnr_policy_rule", *_numbers("size action"), ("list", Slice), *_numbers("threshold corroboration"))
JsonOptions = _struct("pnr_json_options", *_numbers("size hashes"), ("file", Slice), ("places", c.c_void_p))
LegPlaces = _struct("pnr_leg_places", *_numbers("size route"), ("departs", Date), ("departs_time", i32),
                    ("arrives", Date), ("arrives_time", i32), *_numbers("departs_doubt arrives_doubt"),
                    *_slices("from_country to_country"))
ReadOptions = _struct("pnr_read_options", *_numbers("size format"), ("reference", Date))
Envelope = _struct("pnr_envelope", *_numbers("size syntax_version"), *_slices("syntax service"),
                   *_numbers("without_una is_test"),
                   *_slices("sender sender_qualifier recipient recipient_qualifier"), ("prepared", Date),
                   ("prepared_time", i32), *_slices("interchange application group reference"))
WriteOptions = _struct("pnr_write_options", *_numbers("size card_numbers"), ("envelope", c.POINTER(Envelope)),
                       *_slices("version"))
ContrlOptions = _struct("pnr_contrl_options", *_numbers("size action severity error"))
AckresError = _struct("pnr_ackres_error", ("size", u32), *_slices("code text"))
AckresOptions = _struct("pnr_ackres_options", *_numbers("size agreement"), *_pointers(errors=AckresError),
                        *_numbers("error_count severity"), ("finding_code", Slice))
Verdict = _struct("pnr_verdict", *_numbers("size traveller meaning"), *_slices("code text"))
CusresOptions = _struct("pnr_cusres_options", *_numbers("size header"), *_pointers(verdicts=Verdict),
                        ("verdict_count", u32), ("text", Slice))

Stored = _struct("pnr_stored", *_numbers("form"), ("regime", Word), ("received", u64), ("reference", Slice),
                 *_numbers("version done"), ("masked", Date), ("scrubbed", u32), ("content", c.POINTER(Content)))
RecordOptions = _struct("pnr_record_options", *_numbers("size regime"), ("received", u64), ("reference", Slice),
                        *_numbers("version card_numbers"))
Removal = _struct("pnr_removal", *_numbers("reason element group count"), ("code", Slice))
SensitiveRow = _struct("pnr_sensitive_row", *_numbers("group is_code"), ("word", Slice))
Hold = _struct("pnr_hold", *_numbers("from until", u64))
RetentionPolicy = _struct("pnr_retention_policy", *_numbers("size mask_months erase_months unlinked_months erase_hours"))
Retention = _struct("pnr_retention", *_numbers("size state is_held due"), *_numbers("masks erases", u64))

# PNR_VIEW_… of base.h.
VIEWS = {1: Name, 2: Birth, 3: Document, 4: Identifier, 5: Person, 6: Finding, 7: Leg, 8: Seat, 9: Bag, 10: Ticket,
         11: Payment, 12: Contact, 13: Remark, 14: Item, 15: Traveller, 16: Booking, 17: Content, 18: Entry,
         19: Reason, 20: Candidate, 21: History, 22: Locator, 23: ListInfo, 24: Response, 25: SyntaxReport,
         30: Assembly, 31: Part, 32: PartFinding, 35: Joined, 36: Witness, 40: Stored, 50: Removal, 51: SensitiveRow}
STRUCTS = (Slice, Error, Purpose, SearchOptions, LiveInfo, PolicyRule, ReadOptions, JsonOptions, LegPlaces, Envelope, WriteOptions,
           ContrlOptions, AckresError,
           AckresOptions, Verdict, CusresOptions, RecordOptions, Hold, RetentionPolicy, Retention) + tuple(VIEWS.values())
Slice.__name__ = "pnr_slice"
