# SPDX-License-Identifier: Apache-2.0
"""Places: what include/pnr/places.h describes. UTC times, countries and the route of a leg, from a table of the caller."""
import collections
import ctypes as c
import os

from . import _layout as layout
from ._library import call, lib, open_handle
from ._view import Owner, date_of, text_of, time_of

LegPlaces = collections.namedtuple("LegPlaces", "departs_utc departs_doubt arrives_utc arrives_doubt from_country "
                                   "to_country route")
_finding = collections.namedtuple("PlacesFinding", "code severity line column")


def _utc(date, minutes):
    return f"{date_of(date)}T{time_of(minutes)}Z" if date else None


def _doubt(number):
    return lib.pnr_doubt_name(number).decode() if number else ""


class Places(Owner):
    """A table of places, ready to be asked."""

    def __init__(self, handle, findings=()):
        super().__init__(handle, lib.pnr_places_close)
        self.findings = list(findings)

    @classmethod
    def build(cls, *paths):
        """Reads CSV tables as `pnr places build` does; findings tells what could not be understood."""
        with Owner(open_handle(lib.pnr_places_builder_open, None), lib.pnr_places_builder_close) as builder:
            for path in paths:
                with open(path, "rb") as file:
                    data = file.read()
                call(lib.pnr_places_builder_add, builder.handle, data, len(data))
            handle = open_handle(lib.pnr_places_builder_finish, builder.handle)
            rows = (lib.pnr_places_builder_finding(builder.handle, i).contents
                    for i in range(lib.pnr_places_builder_finding_count(builder.handle)))
            return cls(handle, [_finding(lib.pnr_finding_name(row.code.value).decode(),
                                         lib.pnr_severity_name(row.severity.value).decode(), row.line, row.column)
                                for row in rows])

    @classmethod
    def open(cls, path):
        """Maps an image that `pnr places build` or write made."""
        return cls(open_handle(lib.pnr_places_open, None, os.fsencode(path)))

    def write(self, path):
        call(lib.pnr_places_write, self.handle, os.fsencode(path))

    def __len__(self):
        """Rows of the table."""
        return lib.pnr_places_count(self.handle)

    def leg(self, leg):
        """What is known of a leg's places: text and route as `pnr parse --places` prints them, None or "" where unknown."""
        found = layout.LegPlaces(size=c.sizeof(layout.LegPlaces))
        call(lib.pnr_places_leg, self.handle, c.byref(leg.struct), c.byref(found))
        route = lib.pnr_route_name(found.route).decode() if found.route else ""
        return LegPlaces(_utc(found.departs.value, found.departs_time), _doubt(found.departs_doubt),
                         _utc(found.arrives.value, found.arrives_time), _doubt(found.arrives_doubt),
                         text_of(found.from_country), text_of(found.to_country), route)


__all__ = ["LegPlaces", "Places"]
