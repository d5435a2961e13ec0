# SPDX-License-Identifier: Apache-2.0
"""Lists on disk that change while they are searched: what include/pnr/live.h describes."""
import collections
import ctypes as c
import os

from . import _layout as layout
from ._library import call, lib, open_handle, slice_of
from ._view import Owner
from .match import Index, List

LiveInfo = collections.namedtuple("LiveInfo", "has_journal changes journal_octets unfinished cut")


class Live(Owner):
    """An image that `pnr list build` made, with the changes beside it. Any number of processes may change it."""

    def __init__(self, path):
        self._index = None
        super().__init__(open_handle(lib.pnr_live_open, None, os.fsencode(path)), lib.pnr_live_close)

    @classmethod
    def create(cls, path, index):
        """Writes an Index in the place of the list at path, and opens it: changes of the old one do not apply."""
        call(lib.pnr_live_create, None, index.handle, os.fsencode(path))
        return cls(path)

    @property
    def index(self):
        """The newest snapshot, an Index to search. One that was got before stays as it was."""
        kept = self._index
        if kept is None or kept.is_closed or not lib.pnr_live_is_current(self.handle, kept.handle):
            self._index = Index(lib.pnr_live_index(self.handle))
        return self._index

    def refresh(self):
        """Takes up what other processes changed."""
        call(lib.pnr_live_refresh, self.handle)

    def add(self, *sources):
        """Adds all entries of lists (List objects, or paths of list files), each list at once; an entry replaces those
        with its id."""
        for source in sources:
            opened = source if isinstance(source, List) else List(source)
            count = len(opened.entries)
            entries = (c.POINTER(layout.Entry) * count)(*(lib.pnr_list_entry(opened.handle, i) for i in range(count)))
            call(lib.pnr_live_add, self.handle, entries, count)

    def remove(self, *ids):
        """Removes the entries with these ids, all at once; an id that no entry has is passed over."""
        octets = [text.encode() for text in ids]
        call(lib.pnr_live_remove, self.handle, (layout.Slice * len(ids))(*map(slice_of, octets)), len(ids))

    def compact(self):
        """Makes one image of the list and its changes; searches and changes go on meanwhile."""
        call(lib.pnr_live_compact, self.handle)

    @property
    def info(self):
        """What stands beside the image, as LiveInfo; index.info tells what is listed."""
        info = layout.LiveInfo(c.sizeof(layout.LiveInfo))
        call(lib.pnr_live_describe, self.handle, c.byref(info))
        return LiveInfo(*(getattr(info, name) for name in LiveInfo._fields))

    def close(self):
        self._index = None
        super().close()


__all__ = ["Live", "LiveInfo"]
