"""Where the embedded servers keep what: their files, their locks, their sockets."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

OWNER = "pledgeboard"
DATABASE = "pledgeboard"
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
"""A Unix socket's path has at most 107 bytes; PostgreSQL's is the longest name here."""


@dataclass(frozen=True)
class Place:
    """The files of one server under `DATA_DIR/engines`.

    `supervised` is locked by the keeper as long as it lives; `alive` by the server and every process
    that it forks, so that a free lock proves that nothing of it is left, whatever a pid file says;
    `used` by each process that needs the server (shared) and by the keeper once nobody does.
    """

    folder: Path
    engine: str

    @classmethod
    def of(cls, data_dir: Path, engine: str) -> "Place":
        """The place of an engine in this data directory."""
        return cls(data_dir / "engines", engine)

    @property
    def data(self) -> Path:
        """The server's own files."""
        return self.folder / self.engine

    @property
    def log(self) -> Path:
        """What keeper and server have to say."""
        return self.folder / f"{self.engine}.log"

    @property
    def supervised(self) -> Path:
        """The keeper's lock."""
        return self.folder / f"{self.engine}.supervised"

    @property
    def alive(self) -> Path:
        """The server's lock."""
        return self.folder / f"{self.engine}.alive"

    @property
    def used(self) -> Path:
        """The users' lock."""
        return self.folder / f"{self.engine}.used"

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket."""
        return socket_folder(self.folder.parent)


def socket_folder(data_dir: Path) -> Path:
    """The folder of the sockets: in the data directory, or where it was moved to because that path is too long."""
    folder = data_dir / "engines" / "sockets"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    try:
        return Path(_note_of(data_dir).read_text())
    except FileNotFoundError:
        return folder


def make_socket_folder(data_dir: Path) -> Path:
    """Make the folder of the sockets, readable by its owner only; a short one, remembered, where the path is too long.

    What is remembered is used again only if it is still a directory of ours that nobody else can enter:
    the folder for temporary files belongs to everybody.
    """
    folder = socket_folder(data_dir)
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and _make_private(folder):
        return folder
    note = _note_of(data_dir)
    short = Path(tempfile.mkdtemp(prefix="pledgeboard-", dir="/tmp"))
    draft = note.with_suffix(f".{os.getpid()}")
    draft.write_text(str(short))
    draft.replace(note)
    return short


def _make_private(folder: Path) -> bool:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def _note_of(data_dir: Path) -> Path:
    return data_dir / "engines" / "socket_folder"
