"""Readers: bytes in, text out, one module a format, no Django.

`read(content, file_name)` chooses the reader by what the bytes are, not by what the name says.
"""

from documents.readers.formats import READERS, detect
from documents.readers.reading import Reading, UnreadableError

__all__ = ["READERS", "Reading", "UnreadableError", "detect", "read"]


def read(content: bytes, file_name: str = "") -> Reading:
    """The text and metadata of these bytes. Raises UnreadableError, saying what is wrong with them."""
    if not content:
        raise UnreadableError("the file is empty (0 bytes)")
    return READERS[detect(content, file_name)](content)
