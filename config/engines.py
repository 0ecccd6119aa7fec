"""Where the embedded servers would be."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Engines:
    """Addresses of the servers."""

    database_url: str
    redis_url: str
    broker_url: str


def addresses(data_dir: Path) -> Engines:
    """Addresses under `data_dir`."""
    return Engines(f"postgres:///{data_dir.name}", f"unix://{data_dir}/redis", f"redis+socket://{data_dir}/redis")
