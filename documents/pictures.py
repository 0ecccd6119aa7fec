"""Pictures of the pages of a PDF."""

import struct
import threading
import zlib

import pypdfium2
from pypdfium2 import PdfiumError

SCALE = 1.5
"""Points to pixels: 108 to the inch, readable beside the text."""
MOST_PIXELS = 12_000_000
LOCK = threading.Lock()
"""PDFium is not made for threads, and the web has several."""


class PictureError(ValueError):
    """There is no such page, or it cannot be drawn."""


def page_picture(content: bytes, number: int) -> bytes:
    """Page `number`, counted from 1, of a PDF, as PNG. Raises PictureError."""
    with LOCK:
        try:
            with pypdfium2.PdfDocument(content) as pdf:
                if not 1 <= number <= len(pdf):
                    raise PictureError(f"the document has {len(pdf)} pages")
                return _draw(pdf[number - 1])
        except PdfiumError as error:
            raise PictureError(f"page {number} cannot be drawn: {error}") from error


def _draw(page: pypdfium2.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    try:
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    finally:
        bitmap.close()
        page.close()


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """PNG (ISO/IEC 15948) of rows of pixels: each row with filter 0."""
    colour = {1: 0, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + pixels[row * stride : row * stride + width * channels] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
