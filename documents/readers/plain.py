"""Plain text in any encoding."""

from charset_normalizer import from_bytes

from documents.readers.reading import Reading, UnreadableError, line_ends, require_text


def read_plain(content: bytes) -> Reading:
    """Text as it stands; UTF-8 where that fits, else the encoding it most likely is (Latin-1, Windows-1252…)."""
    return Reading(text=require_text(line_ends(decode(content)), "the file"), media_type="text/plain")


def decode(content: bytes) -> str:
    """Bytes to text. Raises UnreadableError where no encoding makes sense of them."""
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            break
    best = from_bytes(content[:200_000], preemptive_behaviour=True).best()
    if best is None:
        raise UnreadableError("the bytes are no text in any known encoding")
    encoding = "cp1252" if best.encoding in ("ascii", "latin_1", "cp1250") else best.encoding
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("latin-1")
