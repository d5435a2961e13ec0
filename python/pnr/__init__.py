# SPDX-License-Identifier: Apache-2.0
"""libpnr from Python: carrier messages in, explained watchlist candidates out.

    import pnr
    for message in pnr.parse("flight.edi"):
        for traveller in message.travellers: print(traveller.surname, traveller.given)

Everything shown is a view that reads the library's memory when asked; text and dates become Python objects only then.
The library is the file that PNR_LIBRARY names, else build/libpnr.so.0.1 beside the package, else the system's.
"""
from ._library import Error, lib
from .answer import *  # noqa: F401,F403
from .live import *  # noqa: F401,F403
from .match import *  # noqa: F401,F403
from .parts import *  # noqa: F401,F403
from .places import *  # noqa: F401,F403
from .protect import *  # noqa: F401,F403
from .record import *  # noqa: F401,F403


def version():
    """The loaded library's version, "0.1.0"."""
    number = lib.pnr_version()
    return f"{number >> 16}.{number >> 8 & 255}.{number & 255}"
