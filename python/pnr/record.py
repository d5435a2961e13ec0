# SPDX-License-Identifier: Apache-2.0
"""Messages, bookings, travellers, persons: what include/pnr/person.h and message.h describe, read in place."""
import ctypes as c

from . import _layout as layout
from ._library import call, lib, open_handle, slice_of
from ._view import Owner, View, Views, date_number, date_of, register, text_of


@register
class Name(View):
    layout = layout.Name
    words = {"kind": "pnr_name_kind_name", "source": "pnr_source_name"}


@register
class Birth(View):
    layout = layout.Birth


@register
class Document(View):
    layout = layout.Document
    words = {"source": "pnr_source_name", "status": "pnr_document_status_name"}


@register
class Identifier(View):
    layout = layout.Identifier


@register
class Finding(View):
    layout = layout.Finding
    words = {"code": "pnr_finding_name", "severity": "pnr_severity_name"}

    @property
    def text(self):
        return lib.pnr_finding_text(self.struct.code.value).decode()


@register
class Person(View):
    layout = layout.Person

    @property
    def nationalities(self):
        struct = self.struct
        return [text_of(struct.nationalities[i]) for i in range(struct.nationality_count)]

    @property
    def sex(self):
        """'M', 'F', 'X' or ''."""
        return chr(self.struct.sex) if self.struct.sex else ""

    @property
    def name(self):
        """The best witness's name as a view; None when there is none."""
        return self.names[0] if len(self.names) else None

    @staticmethod
    def make(surname="", given="", full="", birth_date="", sex="", nationality="", documents=()):
        """A person of the caller's own, to search for. documents: (type, number, issuer) each."""
        keep = _Kept()
        keep.add(layout.Name, "names", kind=1, source=7, surname=keep.text(surname), given=keep.text(given),
                 full=keep.text(full), raw=keep.text(full or f"{surname}/{given}"))
        if birth_date:
            day = date_number(birth_date)
            keep.add(layout.Birth, "births", **{"from": day, "to": day})
        for kind, number, issuer in documents:
            keep.add(layout.Document, "documents", type=keep.text(kind), number=keep.text(number),
                     issuer=keep.text(issuer), source=7)
        return Person(keep, c.pointer(keep.person(sex, nationality)))


class _Kept:
    """Owns what a made person consists of."""
    handle = True

    def __init__(self):
        self.parts, self.kept = {}, []

    def text(self, text):
        self.kept.append(slice_of(text.encode("utf8")))
        return self.kept[-1]

    def add(self, struct, field, **values):
        self.parts.setdefault(field, (struct, []))[1].append(struct(**values))

    def person(self, sex, nationality):
        made = layout.Person(sex=ord(sex) if sex else 0)
        for field, (struct, rows) in self.parts.items():
            array = (c.POINTER(struct) * len(rows))(*[c.pointer(row) for row in rows])
            self.kept.append(array)
            setattr(made, field, c.cast(array, c.POINTER(c.POINTER(struct))))
            setattr(made, field[:-1] + "_count", len(rows))
        if nationality:
            one = (layout.Slice * 1)(self.text(nationality))
            self.kept.append(one)
            made.nationalities, made.nationality_count = c.cast(one, c.POINTER(layout.Slice)), 1
        return made


@register
class Leg(View):
    layout = layout.Leg
    words = {"transport": "pnr_transport_name"}


@register
class Seat(View):
    layout = layout.Seat


@register
class Bag(View):
    layout = layout.Bag


@register
class Ticket(View):
    layout = layout.Ticket


@register
class Payment(View):
    layout = layout.Payment


@register
class Contact(View):
    layout = layout.Contact
    words = {"kind": "pnr_contact_kind_name"}


@register
class Remark(View):
    layout = layout.Remark


@register
class History(View):
    layout = layout.History


@register
class Item(View):
    layout = layout.Item


@register
class Response(View):
    layout = layout.Response
    words = {"level": "pnr_level_name", "meaning": "pnr_response_name"}


@register
class SyntaxReport(View):
    layout = layout.SyntaxReport
    words = {"level": "pnr_syntax_level_name", "action": "pnr_receipt_name"}

    @property
    def text(self):
        """What the error code means; "" without one, or for one that the standard does not have."""
        return (lib.pnr_syntax_error_text(self.struct.error) or b"").decode()


@register
class Locator(View):
    layout = layout.Locator


@register
class Traveller(View):
    layout = layout.Traveller
    words = {"kind": "pnr_traveller_kind_name", "status": "pnr_travel_status_name"}

    surname = property(lambda self: self._of_name("surname"))
    given = property(lambda self: self._of_name("given"))
    title = property(lambda self: next((name.title for name in self.person.names if name.title), ""))
    names = property(lambda self: self.person.names)
    documents = property(lambda self: self.person.documents)
    sex = property(lambda self: self.person.sex)
    nationality = property(lambda self: next(iter(self.person.nationalities), ""))

    @property
    def birth_date(self):
        births = self.person.struct
        return date_of(getattr(births.births[0].contents, "from").value) if births.birth_count else None

    def _of_name(self, part):
        name = self.person.name
        return getattr(name, part) if name is not None else ""


@register
class Booking(View):
    layout = layout.Booking
    words = {"status": "pnr_travel_status_name"}

    @property
    def travellers(self):
        """Numbers of the booking's travellers in message.travellers."""
        struct = self.struct
        return struct.travellers[:struct.traveller_count]


class Message(Owner, View):
    """One message and all that it owns: a view of its content. It keeps the octets it was read from."""
    layout = layout.Content
    words = {"type": "pnr_message_type_name", "function": "pnr_function_name", "transport": "pnr_transport_name",
             "source": "pnr_origin_name"}

    def __init__(self, handle, data):
        Owner.__init__(self, handle, lib.pnr_message_close)
        self._data = data

    @property
    def _owner(self):
        return self

    @property
    def struct(self):
        return lib.pnr_message_content(self.handle).contents

    def to_json(self, file="", hashes=False, places=None):
        """The message as `pnr parse` prints it: one JSON object, as text."""
        name = slice_of(file.encode())
        options = layout.JsonOptions(c.sizeof(layout.JsonOptions), int(hashes), name,
                                     None if places is None else places.handle)
        with Owner(open_handle(lib.pnr_text_open, None), lib.pnr_text_close) as text:
            call(lib.pnr_json_message_with, text.handle, self.handle, c.byref(options))
            return text_of(lib.pnr_text_get(text.handle))

    def hash(self, booking, kind):
        """16 octets that a booking (its number) has in common with its duplicates; docs/duplicates.md.

        kind is "octets", for the same octets, or "content", for the same content on the same flight.
        """
        made = c.create_string_buffer(16)
        call(lib.pnr_booking_hash, self.handle, booking, {"octets": 1, "content": 2}[kind], made)
        return made.raw

    def write(self, format, losses=None, version="", card_numbers=False, **envelope):
        """The message as a PNRGOV or PAXLST interchange: bytes. losses: a list that takes (code, field, offset) of what
        the format has no place for; without it that is an Error. envelope: sender, recipient, syntax, prepared …"""
        function = {"pnrgov": lib.pnr_write_pnrgov, "paxlst": lib.pnr_write_paxlst}[format]
        values = {name: slice_of(value.encode()) if isinstance(value, str) else value
                  for name, value in envelope.items()}
        outer = layout.Envelope(size=c.sizeof(layout.Envelope), **values)
        options = layout.WriteOptions(size=c.sizeof(layout.WriteOptions), card_numbers=int(card_numbers),
                                      envelope=c.pointer(outer), version=slice_of(version.encode()))
        lost = c.c_void_p()
        with Owner(open_handle(lib.pnr_text_open, None), lib.pnr_text_close) as text:
            call(function, text.handle, self.handle, options, None if losses is None else c.byref(lost))
            for i in range(lib.pnr_differences_count(lost)):
                finding = lib.pnr_differences_finding(lost, i).contents
                losses.append((lib.pnr_finding_name(finding.code.value).decode(),
                               lib.pnr_differences_field(lost, i).decode(), finding.offset))
            lib.pnr_differences_close(lost)
            octets = lib.pnr_text_get(text.handle)
            return c.string_at(octets.data, octets.size)


@register
class Witness(View):
    layout = layout.Witness
    words = {"basis": "pnr_join_basis_name"}


@register
class Joined(View):
    """One person of several messages: person has what all its witnesses say."""
    layout = layout.Joined


class Join(Owner):
    """The travellers of several messages of one flight as persons: a sequence of Joined. It keeps the messages."""

    def __init__(self, messages):
        self.messages = list(messages)
        handles = (c.c_void_p * len(self.messages))(*[message.handle for message in self.messages])
        Owner.__init__(self, open_handle(lib.pnr_join_open, None, handles, len(self.messages)), lib.pnr_join_close)

    def __len__(self):
        return lib.pnr_join_count(self.handle)

    def __getitem__(self, i):
        if i < 0:
            i += len(self)
        if not 0 <= i < len(self):
            raise IndexError(i)
        return Joined(self, lib.pnr_join_get(self.handle, i))


def read(data):
    """Yields the messages in a bytes object."""
    with Owner(open_handle(lib.pnr_reader_open, None, data, len(data), None), lib.pnr_reader_close) as reader:
        while True:
            handle = open_handle(lib.pnr_reader_next, reader.handle)
            if handle is None:
                return
            yield Message(handle, data)


def parse(path):
    """Yields the messages in a file."""
    with open(path, "rb") as file:
        data = file.read()
    yield from read(data)


__all__ = [cls.__name__ for cls in (Name, Birth, Document, Identifier, Finding, Person, Leg, Seat, Bag, Ticket,
                                    Payment, Contact, Remark, History, Item, Locator, Traveller, Booking, Message,
                                    Joined, Witness, Join, Views)] + ["read", "parse"]
