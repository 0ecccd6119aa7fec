"""The embedded servers: where they are. Importing this, and asking for addresses, starts nothing.

`joining.ensure` starts them; `docs/decisions/0001-embedded-engines.md` says how and why.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from config.engines.places import DATABASE, OWNER, socket_folder


@dataclass(frozen=True)
class Engines:
    """Addresses of the servers."""

    database_url: str
    redis_url: str

    @property
    def broker_url(self) -> str:
        """The address of Redis as Celery spells it."""
        return broker_url(self.redis_url)


def addresses(data_dir: Path) -> Engines:
    """Addresses of the servers of this data directory, whether they run or not."""
    sockets = socket_folder(data_dir)
    return Engines(
        database_url=f"postgres://{OWNER}@/{quote(str(sockets))}/{DATABASE}",
        redis_url="unix://" + quote(str(sockets / "redis.sock")),
    )


def broker_url(redis_url: str) -> str:
    """The address of a Redis as Celery spells it, which differs for a Unix socket: `unix:///path?db=1`."""
    address = urlsplit(redis_url)
    if address.scheme != "unix":
        return redis_url
    number = parse_qs(address.query).get("db", ["0"])[0]
    return f"redis+socket://{address.path}?virtual_host={number}"
