"""What a person names to be imported, a file, a folder or a link, brought to the intake one document at a time."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from accounts.models import User
from documents.fetching import fetch
from documents.intake import Intake, Particulars, RefusedError, check_size, take_in
from documents.models import Document

LINK = ("http://", "https://")


def is_link(source: str) -> bool:
    """Whether this names a page of the web, not a file."""
    return source.lower().startswith(LINK)


def documents_in(source: str) -> Iterator[str]:
    """The file or link itself, or the files of a folder and its subfolders by name, without hidden ones.

    Raises RefusedError for a path that does not exist and for a folder without files.
    """
    path = Path(source)
    if is_link(source) or path.is_file():
        yield source
        return
    if not path.exists():
        raise RefusedError(f"{source} does not exist")
    if not path.is_dir():
        raise RefusedError(f"{source} is neither a file nor a folder")
    files = sorted(_files_below(path))
    if not files:
        raise RefusedError(f"{source} holds no files")
    yield from files


def import_source(source: str, *, particulars: Particulars, by: User | None) -> Intake:
    """Take in one file or link. Raises RefusedError, saying why, and then nothing is stored."""
    return import_link(source, particulars=particulars, by=by) if is_link(source) else _file(source, particulars, by)


def import_link(url: str, *, particulars: Particulars, by: User | None) -> Intake:
    """Fetch a link and take in what stands there, as a web page with its address."""
    fetched = fetch(url)
    given = replace(particulars, url=particulars.url or url, kind=Document.Kind.WEB_PAGE)
    return take_in(fetched.content, file_name=fetched.file_name, particulars=given, by=by)


def _file(source: str, particulars: Particulars, by: User | None) -> Intake:
    path = Path(source)
    try:
        # Before a byte of it is read: it may be larger than the memory.
        check_size(path.stat().st_size, path.name)
        return take_in(path.read_bytes(), file_name=path.name, particulars=particulars, by=by)
    except OSError as error:
        raise RefusedError(f"{source} cannot be read: {error.strerror}") from error


def _files_below(folder: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118 - os.walk gives texts
            if not name.startswith(".") and os.path.isfile(path):  # noqa: PTH113
                yield path
