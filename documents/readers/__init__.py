"""Readers: bytes in, text out, one module a format, no Django.

`read(content, file_name)` chooses the reader by what the bytes are, not by what the name says. A reader's module is
imported at its first use: the libraries behind them take longer to load than all the rest of the program together.
"""

from importlib import import_module

from documents.readers.formats import READERS, detect
from documents.readers.reading import Reading, UnreadableError

__all__ = ["READERS", "Reading", "UnreadableError", "detect", "read"]


def read(content: bytes, file_name: str = "") -> Reading:
    """The text and metadata of these bytes. Raises UnreadableError, saying what is wrong with them."""
    if not content:
        raise UnreadableError("the file is empty (0 bytes)")
    module, _, function = READERS[detect(content, file_name)].partition(":")
    reading: Reading = getattr(import_module(module), function)(content)
    return reading
