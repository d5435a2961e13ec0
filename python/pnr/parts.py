# SPDX-License-Identifier: Apache-2.0
"""Parts of split messages, put together again: what include/pnr/assembler.h describes."""
import collections
import ctypes as c

from . import _layout as layout
from ._library import call, lib, open_handle
from ._view import Owner, View, register, text_of

Part = collections.namedtuple("Part", "number is_first is_last copies bookings travellers token")
PartFinding = collections.namedtuple("PartFinding", "code severity part count")


class _Open:
    """Owns the views of one transmission until that is removed."""

    def __init__(self, assembler):
        self._assembler, self.is_removed = assembler, False

    @property
    def handle(self):
        if self.is_removed:
            raise ValueError("it was removed")
        return self._assembler.handle


@register
class Assembly(View):
    """One transmission as its parts describe it. It changes with each part that is added."""
    layout = layout.Assembly
    words = {"type": "pnr_message_type_name", "function": "pnr_function_name"}

    @property
    def parts(self):
        """By number. Those of one number have different contents."""
        struct = self.struct
        return [Part(*(getattr(struct.parts[i].contents, name) for name in Part._fields))
                for i in range(struct.part_count)]

    @property
    def missing(self):
        struct = self.struct
        return struct.missing[:struct.missing_count]

    @property
    def findings(self):
        struct = self.struct
        return [PartFinding(lib.pnr_finding_name(row.code.value).decode(),
                            lib.pnr_severity_name(row.severity.value).decode(), row.part, row.count)
                for row in (struct.findings[i].contents for i in range(struct.finding_count))]

    def to_json(self):
        """The object that `pnr parse --assemble` prints."""
        with Owner(open_handle(lib.pnr_text_open, None), lib.pnr_text_close) as text:
            call(lib.pnr_json_assembly, text.handle, c.byref(self.struct))
            return text_of(lib.pnr_text_get(text.handle))


class Assembler(Owner):
    """Takes note of messages that are parts. It keeps none of them; iterating gives the transmissions."""

    def __init__(self):
        self._open = {}
        super().__init__(open_handle(lib.pnr_assembler_open, None), lib.pnr_assembler_close)

    def add(self, message, token=0, at=0):
        """The transmission that the message belongs to; None for a message that is no part of several.

        token: the caller's number of the part. at: when it came, in any unit that rises.
        """
        found = c.POINTER(layout.Assembly)()
        call(lib.pnr_assembler_add, self.handle, message.handle, token, at, c.byref(found))
        return self._view(found) if found else None

    def __iter__(self):
        return self._walk(lib.pnr_assembler_next)

    def expired(self, before):
        """Transmissions whose latest part came before this moment. Each may be removed while going through them."""
        return self._walk(lib.pnr_assembler_expired, before)

    def remove(self, assembly):
        """Forgets a transmission; its views are of no more use."""
        owner = assembly._owner
        owner.handle  # noqa: B018 (raises when it was removed)
        del self._open[c.addressof(assembly._pointer.contents)]
        lib.pnr_assembler_remove(self.handle, assembly._pointer)
        owner.is_removed = True

    def _view(self, pointer):
        owner = self._open.setdefault(c.addressof(pointer.contents), _Open(self))
        return Assembly(owner, pointer)

    def _walk(self, function, *arguments):
        pointer = function(self.handle, None, *arguments)
        while pointer:
            behind = function(self.handle, pointer, *arguments)
            yield self._view(pointer)
            pointer = behind


__all__ = ["Assembler", "Assembly", "Part", "PartFinding"]
