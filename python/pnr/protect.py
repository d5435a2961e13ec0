# SPDX-License-Identifier: Apache-2.0
"""Stored records and what the law lets a unit keep of them: docs/record.md, docs/data-protection.md."""
import ctypes as c

from . import _layout as layout
from ._library import NONE, call, lib, open_handle, slice_of
from ._view import Owner, View, date_number, text_of
from .record import Message

REGIMES = {lib.pnr_regime_name(number).decode(): number for number in range(1, 8)}
DONE = {1: "filtered", 2: "scrubbed", 4: "masked"}
REASONS = {1: "beyond-annex-1", 2: "not-asked", 3: "sensitive"}
ELEMENTS = frozenset(range(1, 20))


class Content(View):
    """What a stored record says, as a message says it: its flight, one booking, its travellers."""
    layout = layout.Content
    words = Message.words


class Sensitive(Owner):
    """A table of codes and words that reveal sensitive data: the library's own, or one of this text."""

    def __init__(self, text=""):
        Owner.__init__(self, open_handle(lib.pnr_sensitive_open, None, slice_of(text.encode())), lib.pnr_sensitive_close)

    @property
    def version(self):
        return lib.pnr_sensitive_version(self.handle)


def _removals(handle):
    """[(reason, what, count)]: what is a tag, an element's name or a group of sensitive data."""
    found = []
    for i in range(lib.pnr_removals_count(handle)):
        row = lib.pnr_removals_get(handle, i).contents
        what = text_of(row.code) or (lib.pnr_sensitive_group_name(row.group) if row.group
                                     else lib.pnr_element_name(row.element)).decode()
        found.append((REASONS[row.reason], what, row.count))
    lib.pnr_removals_close(handle)
    return found


class StoredRecord(Owner, View):
    """One booking that owns its octets. Changing it makes a new one; closing wipes."""
    layout = layout.Stored
    words = {"regime": "pnr_regime_name"}

    def __init__(self, handle):
        Owner.__init__(self, handle, lib.pnr_record_close)

    @property
    def _owner(self):
        return self

    @property
    def struct(self):
        return lib.pnr_record_get(self.handle).contents

    @property
    def content(self):
        return Content(self, self.struct.content)

    @property
    def done(self):
        return [word for bit, word in DONE.items() if self.struct.done & bit]

    def __eq__(self, other):
        return isinstance(other, StoredRecord) and lib.pnr_record_equal(self.handle, other.handle) == 1

    __hash__ = None

    @classmethod
    def decode(cls, octets):
        """The record of bytes that encode() gave."""
        return cls(open_handle(lib.pnr_record_decode, None, slice_of(octets)))

    def encode(self):
        """The stored form: bytes."""
        octets = layout.Slice()
        call(lib.pnr_record_encode, self.handle, octets)
        return c.string_at(octets.data, octets.size)

    def to_json(self):
        """Its content as `pnr parse` prints a message."""
        options = layout.JsonOptions(size=c.sizeof(layout.JsonOptions))
        with Owner(open_handle(lib.pnr_text_open, None), lib.pnr_text_close) as text:
            call(lib.pnr_json_message_with, text.handle, lib.pnr_record_message(self.handle), options)
            return text_of(lib.pnr_text_get(text.handle))

    def elements(self):
        """The elements of Annex I that it holds values of."""
        bits = lib.pnr_record_elements(self.handle)
        return {element for element in ELEMENTS if bits >> element & 1}

    def _changed(self, function, *arguments):
        record, removals = c.c_void_p(), c.c_void_p()
        call(function, None, self.handle, *arguments, record, removals)
        return StoredRecord(record.value), _removals(removals)

    def filter(self, elements=ELEMENTS):
        """(record, removals): what belongs to these elements of Annex I."""
        return self._changed(lib.pnr_record_filter, sum(1 << element for element in elements))

    def scrub(self, table):
        """(record, removals): without sensitive data, as a Sensitive table tells."""
        return self._changed(lib.pnr_record_scrub, table.handle)

    def mask(self, at):
        """A record in which nothing identifies; at is the day, "2025-09-11"."""
        return StoredRecord(open_handle(lib.pnr_record_mask, None, self.handle, date_number(at)))

    def retention(self, at, has_link=False, holds=()):
        """{state, due, held, masks, erases} at a moment, in seconds since 1970; holds: (from, until) each."""
        clock = layout.Retention(size=c.sizeof(layout.Retention))
        rows = (layout.Hold * len(holds))(*holds)
        call(lib.pnr_retention_at, lib.pnr_record_get(self.handle), None, int(has_link), rows, len(holds), at, clock)
        return {"state": lib.pnr_retention_state_name(clock.state).decode(), "held": bool(clock.is_held),
                "due": [word for bit, word in DONE.items() if clock.due & bit],
                "masks": clock.masks, "erases": clock.erases}


def records(message, received, regime="pnr", reference="", version=0, card_numbers=False):
    """Yields the stored records of a message: of its bookings, then of travellers without one. received: seconds since
    1970. The message may be closed afterwards."""
    name = slice_of(reference.encode())
    options = layout.RecordOptions(c.sizeof(layout.RecordOptions), REGIMES[regime], received, name, version,
                                   int(card_numbers))
    for i in range(len(message.bookings)):
        yield StoredRecord(open_handle(lib.pnr_record_from_booking, None, message.handle, i, options))
    for i in range(len(message.travellers)):
        if message.struct.travellers[i].contents.booking == NONE:
            yield StoredRecord(open_handle(lib.pnr_record_from_traveller, None, message.handle, i, options))


__all__ = ["Sensitive", "StoredRecord", "records"]
