# SPDX-License-Identifier: Apache-2.0
"""Views: objects that read a struct of the library in place, field by field, when they are asked."""
import collections.abc
import ctypes as c
import keyword

from . import _layout as layout
from ._library import lib

_TIME_FIELDS = ("time", "departs_time", "arrives_time", "changed_time", "created_time", "prepared_time")


class Owner:
    """Holds one handle of the library and closes it once, at the latest when nobody refers to it."""
    _handle = None

    def __init__(self, handle, close):
        self._handle, self._close = handle, close

    @property
    def handle(self):
        if self._handle is None:
            raise ValueError("it is closed")
        return self._handle

    @property
    def is_closed(self):
        return self._handle is None

    def close(self):
        handle, self._handle = self._handle, None
        if handle is not None:
            self._close(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()


def text_of(piece):
    return c.string_at(piece.data, piece.size).decode("utf8", "replace") if piece.size else ""


def date_of(value):
    """'1980-05-05', '1980-05' or '1980' as far as it is known; None when it is not."""
    if value == 0:
        return None
    year, month, day = value // 10000, value // 100 % 100, value % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def date_number(text):
    """The number of an ISO 8601 date that may be partial."""
    parts = [int(part) for part in text.split("-")] if text else [0]
    year, month, day = (parts + [0, 0])[:3]
    return year * 10000 + month * 100 + day


class Views(collections.abc.Sequence):
    """A sequence of views, each made when it is asked for."""

    def __init__(self, owner, array, count, make):
        self._owner, self._array, self._count, self._make = owner, array, count, make

    def __len__(self):
        return self._count

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(self._count))]
        if i < 0:
            i += self._count
        if not 0 <= i < self._count:
            raise IndexError(i)
        self._owner.handle  # noqa: B018 (raises when closed)
        return self._make(self._owner, self._array[i])


class View:
    """Base of all views. A subclass names its struct; its properties come from the struct's fields."""
    words = {}

    def __init__(self, owner, pointer):
        self._owner, self._pointer = owner, pointer

    @property
    def struct(self):
        self._owner.handle  # noqa: B018 (raises when closed)
        return self._pointer.contents

    def __repr__(self):
        """Names the kind only: what a view shows does not belong in logs."""
        return f"<pnr.{type(self).__name__}>"

    def __init_subclass__(cls):
        for name, kind in getattr(cls, "layout", c.Structure)._fields_ if hasattr(cls, "layout") else ():
            if not name.endswith("_count") and not hasattr(cls, name):
                setattr(cls, name + "_" * keyword.iskeyword(name), property(_getter(cls, name, kind)))


_class_of = {}  # struct: its view class


def register(cls):
    _class_of[cls.layout] = cls
    return cls


def _count_name(name):
    if name == "history":
        return "history_count"
    if name.endswith("sses"):
        return name[:-2] + "_count"
    return (name[:-3] + "y" if name.endswith("ies") else name[:-1]) + "_count"


def _getter(cls, name, kind):
    if kind is layout.Slice:
        return lambda self: text_of(getattr(self.struct, name))
    if kind is layout.Date:
        return lambda self: date_of(getattr(self.struct, name).value)
    if kind is layout.Word:
        word = getattr(lib, cls.words[name]) if name in cls.words else None
        if word is None:
            return lambda self: getattr(self.struct, name).value
        return lambda self: word(getattr(self.struct, name).value).decode()
    if name in _TIME_FIELDS:
        return lambda self: time_of(getattr(self.struct, name))
    if not hasattr(kind, "contents"):
        return lambda self: getattr(self.struct, name)
    if not hasattr(kind._type_, "contents"):
        return lambda self: _class_of[kind._type_](self._owner, getattr(self.struct, name))
    count = _count_name(name)
    return lambda self: Views(self._owner, getattr(self.struct, name), getattr(self.struct, count),
                              _class_of[kind._type_._type_])


def time_of(minutes):
    return None if minutes < 0 else f"{minutes // 60:02}:{minutes % 60:02}"
