# SPDX-License-Identifier: Apache-2.0
"""What a unit answers to a carrier: what include/pnr/answer.h describes, and the writers of write.h.

An answer is a Message: look at it, then write() it.
"""
import ctypes as c

from . import _layout as layout
from ._library import call, lib, open_handle, slice_of
from ._view import Owner, date_number
from .record import Message

_ACTIONS = {None: 0, "rejected": 4, "acknowledged": 7, "received": 8}
_SEVERITIES = {"notice": 1, "warning": 2, "error": 3}
_AGREEMENTS = {"nothing": 1, "receipt": 2, "errors": 3}
_HEADERS = {"accepted": 6, "error": 7}
_MEANINGS = {"ok-to-board": 1, "do-not-board": 2, "selectee": 3, "insufficient": 4}
_RAW = 5
_WRITERS = {"CONTRL": "pnr_write_contrl", "ACKRES": "pnr_write_ackres", "CUSRES": "pnr_write_cusres"}


def _number(words, word):
    if word not in words:
        raise ValueError(f"{word!r} is none of {', '.join(repr(known) for known in words)}")
    return words[word]


def _text(text):
    return slice_of(text.encode("utf8"))


def _pointers(struct, rows):
    """Structs as the array of pointers that the library takes."""
    return (c.POINTER(struct) * len(rows))(*[c.pointer(row) for row in rows])


def _answered(handle):
    return None if handle is None else Message(handle, None)


def answer_contrl(messages, action=None, severity="error", error=0):
    """A CONTRL about one interchange: messages are those that were read of it, in their order.

    action None decides by the findings: those of at least this severity reject their part, with code and place. Else
    it is "received", "acknowledged" or, with an error code of 0085, "rejected".
    """
    options = layout.ContrlOptions(c.sizeof(layout.ContrlOptions), _number(_ACTIONS, action),
                                   _number(_SEVERITIES, severity), error)
    handles = (c.c_void_p * len(messages))(*[message.handle for message in messages])
    data = messages[0]._data if messages else b""
    return _answered(open_handle(lib.pnr_answer_contrl, None, data, len(data), handles, len(messages),
                                 c.byref(options)))


def answer_ackres(message, agreed, errors=(), finding_code="", severity="error"):
    """An ACKRES to a PNRGOV; None where nothing is to be sent.

    agreed with the carrier: "nothing", "receipt" or "errors". errors: (code, text) or (code,) each. With finding_code,
    findings of at least this severity are errors too.
    """
    rows = [layout.AckresError(c.sizeof(layout.AckresError), _text(code), _text("".join(text)))
            for code, *text in errors]
    array = _pointers(layout.AckresError, rows)
    options = layout.AckresOptions(c.sizeof(layout.AckresOptions), _number(_AGREEMENTS, agreed), array, len(rows),
                                   _number(_SEVERITIES, severity), _text(finding_code))
    return _answered(open_handle(lib.pnr_answer_ackres, None, message.handle, c.byref(options)))


def answer_cusres(message, header, verdicts, text=""):
    """A CUSRES to a PAXLST. header: "accepted" or "error", of the list as a whole; text may say why.

    verdicts: (traveller, word) or (traveller, word, text) each, for travellers of message.travellers. The word is
    "ok-to-board", "do-not-board", "selectee", "insufficient", or a code of the country's own. They are the caller's
    decisions: a hit on a list is a candidate for review by a person, and never a verdict.
    """
    rows = []
    for traveller, word, *words in verdicts:
        meaning = _MEANINGS.get(word, _RAW)
        rows.append(layout.Verdict(c.sizeof(layout.Verdict), traveller, meaning, _text(word if meaning == _RAW else ""),
                                   _text("".join(words))))
    array = _pointers(layout.Verdict, rows)
    options = layout.CusresOptions(c.sizeof(layout.CusresOptions), _number(_HEADERS, header), array, len(rows),
                                   _text(text))
    return _answered(open_handle(lib.pnr_answer_cusres, None, message.handle, c.byref(options)))


def write(message, prepared="", is_test=False, syntax_version=0, **texts):
    """The octets of an interchange with this answer. prepared: "2025-03-10T12:00".

    texts: interchange (its reference), syntax ("UNOA" unless given), sender, recipient and the other texts of
    pnr_envelope. What is left out is the message's own.
    """
    if message.type not in _WRITERS:
        raise ValueError(f"{message.type} is not written here")
    day, _, time = prepared.partition("T")
    hours, _, minutes = time.partition(":")
    envelope = layout.Envelope(size=c.sizeof(layout.Envelope), prepared=date_number(day),
                               prepared_time=int(hours or 0) * 60 + int(minutes or 0), is_test=int(is_test),
                               syntax_version=syntax_version,
                               **{name: _text(text) for name, text in texts.items()})
    with Owner(open_handle(lib.pnr_text_open, None), lib.pnr_text_close) as text:
        call(getattr(lib, _WRITERS[message.type]), text.handle, message.handle, c.byref(envelope))
        written = lib.pnr_text_get(text.handle)
        return c.string_at(written.data, written.size)


__all__ = ["answer_ackres", "answer_contrl", "answer_cusres", "write"]
