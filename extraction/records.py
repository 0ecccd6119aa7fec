"""Claims as JSON records, with the codebook's field names: what `extract` prints and labelled documents hold."""

from decimal import Decimal
from typing import Any

from extraction.engine import CandidateClaim

Record = dict[str, Any]


def record(claim: CandidateClaim) -> Record:
    """The claim in JSON's own types: dates as YYYY-MM-DD, amounts as numbers."""
    return {
        "country": claim.country,
        "topic": claim.topic,
        "stance": claim.stance,
        "status": claim.status,
        "conditions": list(claim.conditions),
        "value": {name: _plain(given) for name, given in claim.value.items()},
        "attribution": claim.attribution,
        "speaker": claim.speaker,
        "stated_on": claim.stated_on.isoformat() if claim.stated_on else None,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "confidence": claim.confidence,
    }


def _plain(given: Any) -> Any:
    if isinstance(given, Decimal):
        return int(given) if given == given.to_integral_value() else float(given)
    return list(given) if isinstance(given, tuple) else given
