# SPDX-License-Identifier: Apache-2.0
"""Watchlists, the index over them, and searches: what include/pnr/list.h and match.h describe."""
import ctypes as c
import os

from . import _layout as layout
from ._library import call, lib, open_handle, slice_of
from ._view import Owner, View, Views, date_number, register
from .record import Finding

_BASES = {"assessment": 1, "request": 2, "test": 3}


class Purpose:
    """Why somebody looks (Directive (EU) 2016/681, articles 6 and 9). Every search takes one.

    basis is "assessment" (art. 6(2)(a), travellers before arrival or departure), "request" (art. 6(2)(b): case and
    officer are needed) or "test" (invented data only). offence: 1 to 26 of Annex II, or 100 for terrorism.
    """

    def __init__(self, basis, offence=0, case="", officer=""):
        self._kept = slice_of(case.encode()), slice_of(officer.encode())
        self.struct = layout.Purpose(c.sizeof(layout.Purpose), _BASES[basis], offence, *self._kept)


@register
class Reason(View):
    layout = layout.Reason
    words = {"code": "pnr_reason_name"}

    @property
    def text(self):
        return lib.pnr_reason_text(self.struct.code.value).decode()


@register
class Candidate(View):
    """A listed person whom the traveller may be: for review by people, never a decision."""
    layout = layout.Candidate
    words = {"action": "pnr_action_name", "listed_kind": "pnr_name_kind_name",
             "document_status": "pnr_document_status_name"}


@register
class Info(View):
    layout = layout.ListInfo


@register
class Entry(View):
    layout = layout.Entry
    words = {"action": "pnr_action_name"}


class List(Owner):
    """A watchlist in memory: entries, and the findings about rows that could not be used."""

    def __init__(self, path, *more):
        """Reads a file of any known list format; more are the other files of the same set (OFAC alt.csv, add.csv)."""
        self._handle = None
        data, name = _file(path)
        super().__init__(open_handle(lib.pnr_list_open, None, data, len(data), 0, name), lib.pnr_list_close)
        for path in more:
            data, name = _file(path)
            call(lib.pnr_list_add, self.handle, data, len(data), name)

    @property
    def entries(self):
        return Views(self, _Calls(lib.pnr_list_entry, self), lib.pnr_list_count(self.handle), Entry)

    @property
    def findings(self):
        return Views(self, _Calls(lib.pnr_list_finding, self), lib.pnr_list_finding_count(self.handle), Finding)


def _file(path):
    with open(path, "rb") as file:
        return file.read(), slice_of(os.fsencode(os.path.basename(path)))


class _Calls:
    """A function (handle, number) that looks like the array of pointers that Views expects."""

    def __init__(self, function, owner):
        self._function, self._owner = function, owner

    def __getitem__(self, i):
        return self._function(self._owner.handle, i)


class Policy(Owner):
    """What a hit needs, list by list and action by action: the table at path, docs/policy.md."""

    def __init__(self, path):
        data, _ = _file(path)
        super().__init__(open_handle(lib.pnr_policy_open, None), lib.pnr_policy_close)
        call(lib.pnr_policy_read, self.handle, data, len(data))


class _Search(Owner):
    """A searcher with the candidates of its last search. Goes back to its index when nobody looks any more."""

    def __init__(self, index):
        self._index = index
        super().__init__(index.take_searcher(), index.give_searcher)

    @property
    def handle(self):
        self._index.handle  # noqa: B018 (raises when closed)
        return super().handle


class Index(Owner):
    """The listed persons, ready to be searched by any number of threads."""

    def __init__(self, handle):
        self._searchers = []
        super().__init__(handle, lib.pnr_index_close)

    @classmethod
    def open(cls, path):
        """Maps an image that `pnr list build` or write made."""
        return cls(open_handle(lib.pnr_index_open, None, os.fsencode(path)))

    @classmethod
    def build(cls, *sources):
        """Indexes lists: List objects, or paths of list files."""
        with Owner(open_handle(lib.pnr_index_builder_open, None), lib.pnr_index_builder_close) as builder:
            for source in sources:
                opened = source if isinstance(source, List) else List(source)
                for i in range(len(opened.entries)):
                    call(lib.pnr_index_builder_add, builder.handle, lib.pnr_list_entry(opened.handle, i))
            return cls(open_handle(lib.pnr_index_builder_finish, builder.handle))

    @classmethod
    def of_travellers(cls, *messages):
        """Indexes the travellers of messages, as (reference, message) pairs; search it for who is listed later.

        A hit's entry_id is the reference, '#', the traveller's number and '/' with the booking's locator.
        """
        with Owner(open_handle(lib.pnr_index_builder_open, None), lib.pnr_index_builder_close) as builder:
            for reference, message in messages:
                for i in range(len(message.travellers)):
                    call(lib.pnr_index_builder_add_traveller, builder.handle, c.byref(message.struct), i,
                         slice_of(reference.encode()))
            return cls(open_handle(lib.pnr_index_builder_finish, builder.handle))

    def write(self, path):
        call(lib.pnr_index_write, self.handle, os.fsencode(path))

    def verify(self):
        """Recomputes every checksum; raises Error where one does not hold."""
        call(lib.pnr_index_verify, self.handle)

    @property
    def info(self):
        return Info(self, lib.pnr_index_info(self.handle))

    def search(self, person, purpose, threshold=0, best=0, at="", explain=True, until="", policy=None):
        """The candidates for a person (or a traveller's), best first.

        threshold: 1 to 10,000, 0 for the library's default. at: the day on which entries must be valid; with until,
        any day between both. policy: a Policy.
        """
        person = getattr(person, "person", person)
        return self._search(lib.pnr_search, person, purpose, threshold, best, at, explain, until, policy)

    def screen(self, message, purpose, threshold=0, best=0, at="", explain=True, until="", policy=None):
        """The candidates for all travellers of a message, in their order, each best first: hit.traveller tells whose.

        Travellers are searched with what their booking says of nobody else: documents, telephone numbers, e-mail
        addresses and cards.
        """
        return self._search(lib.pnr_search_message, message, purpose, threshold, best, at, explain, until, policy)

    def _search(self, function, asked, purpose, threshold, best, at, explain, until, policy):
        options = layout.SearchOptions(c.sizeof(layout.SearchOptions), threshold, best, date_number(at), int(explain),
                                       date_number(until), None if policy is None else policy.handle)
        search = _Search(self)
        call(function, search.handle, c.byref(asked.struct), c.byref(purpose.struct), c.byref(options))
        return Views(search, _Calls(lib.pnr_searcher_candidate, search), lib.pnr_searcher_count(search.handle), Candidate)

    def take_searcher(self):
        try:
            return self._searchers.pop()
        except IndexError:
            return open_handle(lib.pnr_searcher_open, None, self.handle)

    def give_searcher(self, handle):
        if self._handle is None:
            lib.pnr_searcher_close(handle)
        else:
            self._searchers.append(handle)

    def close(self):
        while self._searchers:
            lib.pnr_searcher_close(self._searchers.pop())
        super().close()


def compare(left, right):
    """The score of two names, 0 to 10,000."""
    score = c.c_uint32()
    with Owner(open_handle(lib.pnr_comparer_open, None), lib.pnr_comparer_close) as comparer:
        call(lib.pnr_name_compare, comparer.handle, slice_of(left.encode()), slice_of(right.encode()), c.byref(score))
    return score.value


__all__ = ["Candidate", "Entry", "Index", "Info", "List", "Policy", "Purpose", "Reason", "compare"]
