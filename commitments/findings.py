"""What a coder found in a document, compared with the claims that the document has already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commitments.models import Claim
from commitments.recording import ClaimError, Coding, Evidence, Provenance, coded_columns, record_claim
from documents.models import Document
from extraction.engine import CandidateClaim

COMPARED = (
    *("stance", "status", "attribution", "speaker", "stated_on", "personnel_min", "personnel_max", "months_min"),
    *("months_max", "open_ended", "indispensable", "domain", "horizon", "category", "item", "quantity", "amount"),
    "currency",
)
COMPARED_LISTS = ("conditions", "codes", "places")


class Difference(StrEnum):
    """How a finding stands to the document's claims."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    DECIDED = "decided"


@dataclass(frozen=True)
class Compared:
    """A finding and the claim that it is the same as, would replace, or must leave alone."""

    finding: CandidateClaim
    difference: Difference
    claim: Claim | None = None


def compare(document: Document, findings: Sequence[CandidateClaim]) -> list[Compared]:
    """Set each finding against the claims of its country and topic that share characters with it, one to one.

    `same`: coded alike. `changed`: an untouched candidate of the engine is coded otherwise. `decided`: so is a claim
    that a person made, decided on or edited. `new`: there is no such claim.
    """
    left = list(document.claims.order_by("start", "pk"))
    compared: dict[int, Compared] = {}
    for alike in (True, False):
        for number, finding in enumerate(findings):
            if number in compared:
                continue
            claim = next(
                (c for c in left if _meets(finding, c) and (not alike or _is_alike(document, finding, c))), None
            )
            if claim is not None:
                left.remove(claim)
                compared[number] = Compared(finding, _difference(claim, alike=alike), claim)
    return [compared.get(number, Compared(finding, Difference.NEW)) for number, finding in enumerate(findings)]


def _meets(finding: CandidateClaim, claim: Claim) -> bool:
    same_cell = (finding.country, finding.topic) == (claim.country_id, claim.topic)
    return same_cell and finding.start < claim.end and claim.start < finding.end


def _is_alike(document: Document, finding: CandidateClaim, claim: Claim) -> bool:
    columns = coded_columns(coding_of(finding), document)
    return all(columns[name] == getattr(claim, name) for name in COMPARED) and all(
        sorted(columns[name]) == sorted(getattr(claim, name)) for name in COMPARED_LISTS
    )


def _difference(claim: Claim, *, alike: bool) -> Difference:
    if alike:
        return Difference.SAME
    return Difference.CHANGED if is_untouched(claim) else Difference.DECIDED


def is_untouched(claim: Claim) -> bool:
    """Whether no person has made, decided on or edited the claim."""
    return claim.origin == Claim.Origin.ENGINE and claim.state == Claim.State.CANDIDATE and claim.version == 1


def coding_of(found: CandidateClaim) -> Coding:
    """What the finding says, without its evidence."""
    return Coding(
        country=found.country,
        topic=found.topic,
        stance=found.stance,
        status=found.status,
        conditions=list(found.conditions),
        value=found.value,
        attribution=found.attribution,
        speaker=found.speaker,
        stated_on=found.stated_on,
    )


def record_findings(
    document: Document, compared: Iterable[Compared], *, origin: str, coder: str, with_confidence: bool = True
) -> tuple[list[Claim], list[str]]:
    """Write the new and changed findings as candidates; give them, and what was wrong with those that were refused.

    A changed one replaces the earlier candidate, which stays as it is until a person decides.
    """
    written, refused = [], []
    for each in compared:
        if each.difference not in (Difference.NEW, Difference.CHANGED):
            continue
        found = each.finding
        evidence = Evidence(document, found.start, found.end, found.quote)
        confidence = found.confidence if with_confidence else None
        try:
            claim = record_claim(coding_of(found), evidence, Provenance(origin, coder, confidence, each.claim))
        except ClaimError as error:
            # The coder broke a rule of the codebook: a defect to be seen, not a reason to lose its other claims.
            refused.append(f"{found.country} {found.topic}: {error}")
        else:
            written.append(claim)
    return written, refused
