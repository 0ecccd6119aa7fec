from dataclasses import dataclass

ENGINE = "stub"
VERSION = "0"


@dataclass(frozen=True)
class CandidateClaim:
    pass


@dataclass(frozen=True)
class Extraction:
    language: str = "en"
    coded: bool = True
    claims: tuple = ()
    passages: tuple = ()


def extract(text, *, published_on=None, country_hint=None):
    return Extraction()
