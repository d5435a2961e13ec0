# SPDX-License-Identifier: Apache-2.0
"""Finds and loads the shared library, declares its functions, and turns a status into an exception."""
import ctypes as c
import ctypes.util
import os
import pathlib

from . import _layout as layout

SONAME = "libpnr.so.0.1"
END = 1
NONE = 0xFFFFFFFF


class Error(Exception):
    """A call failed. Says where and why, never what stood there, so it is safe to log."""

    def __init__(self, status, details):
        self.status = status
        for name in ("offset", "segment", "element", "line", "column", "cause"):
            setattr(self, name, getattr(details, name))
        text = lib.pnr_status_text(status).decode()
        super().__init__(f"{text} (status {status}, offset {self.offset})")


def _find():
    named = os.environ.get("PNR_LIBRARY")
    if named:
        return named
    beside = pathlib.Path(__file__).resolve().parents[2] / "build" / SONAME
    return str(beside) if beside.exists() else ctypes.util.find_library("pnr") or SONAME


lib = c.CDLL(_find())

_handle, _out, _text = c.c_void_p, c.POINTER(c.c_void_p), c.c_char_p
_error, _u32, _slice = c.POINTER(layout.Error), c.c_uint32, layout.Slice


def _declare(result, *arguments, names):
    for name in names.split():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments


_view = c.POINTER
_declare(_u32, names="pnr_version")
_declare(_text, c.c_int32, names="pnr_status_text")
_declare(_u32, _u32, names="pnr_view_size")
_declare(_text, _u32, names="pnr_finding_name pnr_finding_text pnr_severity_name pnr_message_type_name "
         "pnr_origin_name pnr_function_name pnr_transport_name pnr_travel_status_name pnr_traveller_kind_name pnr_contact_kind_name "
         "pnr_source_name pnr_level_name pnr_response_name pnr_syntax_level_name pnr_receipt_name "
         "pnr_syntax_error_text pnr_join_basis_name pnr_name_kind_name pnr_document_status_name pnr_action_name pnr_reason_name pnr_reason_text")
_declare(None, _handle, names="pnr_reader_close pnr_message_close pnr_text_close pnr_differences_close "
         "pnr_list_close pnr_comparer_close "
         "pnr_index_builder_close pnr_index_close pnr_searcher_close pnr_policy_close pnr_assembler_close pnr_join_close")
_declare(c.c_int32, _handle, _text, c.c_size_t, c.POINTER(layout.ReadOptions), _out, _error, names="pnr_reader_open")
_declare(c.c_int32, _handle, _out, _error, names="pnr_reader_next pnr_text_open pnr_comparer_open pnr_assembler_open "
         "pnr_index_builder_open pnr_index_builder_finish")
_declare(_view(layout.Content), _handle, names="pnr_message_content")
_declare(c.c_int32, _handle, c.POINTER(_handle), _u32, _out, _error, names="pnr_join_open")
_declare(_u32, _handle, names="pnr_join_count")
_declare(_view(layout.Joined), _handle, _u32, names="pnr_join_get")
_declare(_slice, _handle, names="pnr_text_get")
_declare(c.c_int32, _handle, _handle, c.POINTER(layout.Envelope), _error,
         names="pnr_write_contrl pnr_write_ackres pnr_write_cusres")
_declare(c.c_int32, _handle, _text, c.c_size_t, c.POINTER(_handle), _u32, c.POINTER(layout.ContrlOptions), _out, _error,
         names="pnr_answer_contrl")
_declare(c.c_int32, _handle, _handle, c.POINTER(layout.AckresOptions), _out, _error, names="pnr_answer_ackres")
_declare(c.c_int32, _handle, _handle, c.POINTER(layout.CusresOptions), _out, _error, names="pnr_answer_cusres")
_declare(c.c_int32, _handle, _handle, c.POINTER(layout.JsonOptions), _error, names="pnr_json_message_with")
_declare(c.c_int32, _handle, _u32, _u32, _text, _error, names="pnr_booking_hash")
_assembly = _view(layout.Assembly)
_declare(c.c_int32, _handle, _handle, c.c_uint64, c.c_uint64, c.POINTER(_assembly), _error, names="pnr_assembler_add")
_declare(_assembly, _handle, _assembly, names="pnr_assembler_next")
_declare(_assembly, _handle, _assembly, c.c_uint64, names="pnr_assembler_expired")
_declare(None, _handle, _assembly, names="pnr_assembler_remove")
_declare(c.c_int32, _handle, _assembly, _error, names="pnr_json_assembly")
_declare(c.c_int32, _handle, _out, _error, names="pnr_places_builder_open pnr_places_builder_finish")
_declare(c.c_int32, _handle, _text, c.c_size_t, _error, names="pnr_places_builder_add")
_declare(_u32, _handle, names="pnr_places_builder_finding_count pnr_places_count")
_declare(_view(layout.Finding), _handle, _u32, names="pnr_places_builder_finding")
_declare(None, _handle, names="pnr_places_builder_close pnr_places_close")
_declare(c.c_int32, _handle, _text, _out, _error, names="pnr_places_open")
_declare(c.c_int32, _handle, _text, _error, names="pnr_places_write")
_declare(c.c_int32, _handle, _view(layout.Leg), c.POINTER(layout.LegPlaces), _error, names="pnr_places_leg")
_declare(_text, _u32, names="pnr_route_name pnr_doubt_name")
_declare(c.c_int32, _handle, _handle, c.POINTER(layout.WriteOptions), _out, _error,
         names="pnr_write_pnrgov pnr_write_paxlst")
_declare(_u32, _handle, names="pnr_differences_count")
_declare(_view(layout.Finding), _handle, _u32, names="pnr_differences_finding")
_declare(_text, _handle, _u32, names="pnr_differences_field")
_declare(c.c_int32, _handle, _text, c.c_size_t, _u32, _slice, _out, _error, names="pnr_list_open")
_declare(c.c_int32, _handle, _text, c.c_size_t, _slice, _error, names="pnr_list_add")
_declare(_u32, _handle, names="pnr_list_count pnr_list_finding_count pnr_list_format pnr_searcher_count")
_declare(_view(layout.Entry), _handle, _u32, names="pnr_list_entry")
_declare(_view(layout.Finding), _handle, _u32, names="pnr_list_finding")
_declare(c.c_int32, _handle, _slice, _slice, c.POINTER(_u32), _error, names="pnr_name_compare")
_declare(c.c_int32, _handle, _view(layout.Entry), _error, names="pnr_index_builder_add")
_declare(c.c_int32, _handle, _text, _error, names="pnr_index_write")
_declare(c.c_int32, _handle, _text, _out, _error, names="pnr_index_open")
_declare(c.c_int32, _handle, _error, names="pnr_index_verify")
_declare(_view(layout.ListInfo), _handle, names="pnr_index_info")
_declare(c.c_int32, _handle, _text, _out, _error, names="pnr_live_open")
_declare(None, _handle, names="pnr_live_close")
_declare(_handle, _handle, names="pnr_live_index")
_declare(_u32, _handle, _handle, names="pnr_live_is_current")
_declare(c.c_int32, _handle, _error, names="pnr_live_refresh pnr_live_compact")
_declare(c.c_int32, _handle, c.POINTER(_view(layout.Entry)), _u32, _error, names="pnr_live_add")
_declare(c.c_int32, _handle, c.POINTER(_slice), _u32, _error, names="pnr_live_remove")
_declare(c.c_int32, _handle, c.POINTER(layout.LiveInfo), _error, names="pnr_live_describe")
_declare(c.c_int32, _handle, _handle, _text, _error, names="pnr_live_create")
_declare(c.c_int32, _handle, _handle, _out, _error, names="pnr_searcher_open")
_declare(c.c_int32, _handle, _view(layout.Person), c.POINTER(layout.Purpose), c.POINTER(layout.SearchOptions), _error,
         names="pnr_search")
_declare(c.c_int32, _handle, _view(layout.Content), c.POINTER(layout.Purpose), c.POINTER(layout.SearchOptions), _error,
         names="pnr_search_message")
_declare(c.c_int32, _handle, _view(layout.Content), _u32, _slice, _error, names="pnr_index_builder_add_traveller")
_declare(c.c_int32, _handle, _out, _error, names="pnr_policy_open")
_declare(c.c_int32, _handle, _text, c.c_size_t, _error, names="pnr_policy_read")
_declare(_view(layout.Candidate), _handle, _u32, names="pnr_searcher_candidate")
_declare(c.c_int32, _handle, _handle, _u32, c.POINTER(layout.RecordOptions), _out, _error,
         names="pnr_record_from_booking pnr_record_from_traveller")
_declare(None, _handle, names="pnr_record_close pnr_removals_close pnr_sensitive_close")
_declare(_view(layout.Stored), _handle, names="pnr_record_get")
_declare(_handle, _handle, names="pnr_record_message")
_declare(_u32, _handle, _handle, names="pnr_record_equal")
_declare(c.c_int32, _handle, c.POINTER(_slice), _error, names="pnr_record_encode")
_declare(c.c_int32, _handle, _slice, _out, _error, names="pnr_record_decode pnr_sensitive_open")
_declare(c.c_int32, _slice, c.POINTER(c.c_size_t), _error, names="pnr_record_length")
_declare(c.c_int32, _handle, _handle, _u32, _out, _out, _error, names="pnr_record_filter")
_declare(_u32, _handle, names="pnr_record_elements pnr_removals_count pnr_sensitive_version")
_declare(_view(layout.Removal), _handle, _u32, names="pnr_removals_get")
_declare(c.c_int32, _handle, _handle, _handle, _out, _out, _error, names="pnr_record_scrub")
_declare(c.c_int32, _handle, _handle, _u32, _out, _error, names="pnr_record_mask")
_declare(c.c_int32, _handle, c.c_void_p, c.c_size_t, _error, names="pnr_redact")
_declare(c.c_int32, _view(layout.Stored), c.POINTER(layout.RetentionPolicy), _u32, c.POINTER(layout.Hold), _u32, c.c_uint64,
         c.POINTER(layout.Retention), _error, names="pnr_retention_at")
_declare(_u32, _view(layout.Person), _u32, names="pnr_person_age")
_declare(_text, _u32, names="pnr_regime_name pnr_element_name pnr_sensitive_group_name pnr_retention_state_name pnr_age_name")


def check_views():
    """A library that is older than this package shows shorter structs: reading past their end is refused here."""
    for number, struct in layout.VIEWS.items():
        if lib.pnr_view_size(number) < c.sizeof(struct):
            raise ImportError(f"this library's {struct.__name__} is older than the package")


check_views()


def call(function, *arguments):
    """Calls a function whose last argument is pnr_error * and returns its status; raises unless done or at the end."""
    details = layout.Error(size=c.sizeof(layout.Error))
    status = function(*arguments, c.byref(details))
    if status not in (0, END):
        raise Error(status, details)
    return status


def open_handle(function, *arguments):
    """Calls a function whose last arguments are the new handle and the error; None at the end of input."""
    handle = c.c_void_p()
    return None if call(function, *arguments, c.byref(handle)) == END else handle.value


def slice_of(octets):
    """A pnr_slice of a bytes object. The slice keeps the object alive."""
    made = layout.Slice(c.cast(c.c_char_p(octets), c.c_void_p), len(octets))
    made.kept = octets
    return made
