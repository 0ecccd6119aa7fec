"""The matrix rebuilt from the change log alone, in plain Python: what a careful client of the feed would do.

Nothing here reads the database. `held` goes through the entries; `positions` and `answers` say from what is held
where each country stands, by the rules of `docs/history.md`, as simply as they can be said.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from questionnaire.codebook import topics_of

CONFLICT_DAYS, CREDIBLE, STALE_DAYS, EVIDENCE_SHOWN = 30, 3, 180, 10
LEADING = {1: ["guarantee"], 2: ["troops", "participation"], 3: [], 4: ["attack_response"], 5: ["us_support"]}
LEADING[6] = ["aid", "sanctions"]


@dataclass
class Held:
    """Claims and answers that hold, by their ids, as the log last gave them."""

    claims: dict = field(default_factory=dict)
    responses: dict = field(default_factory=dict)


def held(entries, known_at: datetime | None = None) -> Held:
    state = Held()
    for entry in entries:
        if known_at is None or entry.at <= known_at:
            take(entry.kind, entry.before or {}, entry.after or {}, state)
    return state


def take(kind, before, after, state: Held) -> None:
    match kind:
        case "claim_accepted" | "claim_edited" | "claim_marked" if after:
            state.claims[after["claim"]] = after
        case "claim_retracted" | "claim_reopened" | "claim_marked":
            state.claims.pop(before["claim"], None)
        case "response_published" | "response_marked" if after:
            state.responses[after["response"]] = after
        case "response_marked":
            state.responses.pop(before["response"], None)
        case "response_superseded" if after["void"]:
            state.responses.pop(after["response"], None)
        case "document_changed":
            for claim in state.claims.values():
                if claim["document"] == after["document"]:
                    claim.update(after)


def positions(state: Held, as_of: date) -> dict:
    cells = defaultdict(list)
    for claim in state.claims.values():
        if day(claim) <= as_of:
            cells[claim["country"], claim["topic"]].append(claim)
    return {cell: position(sorted(claims, key=rank), as_of) for cell, claims in cells.items()}


def rank(claim):
    """Newest day first, then the best grade, then the one recorded last."""
    recorded = datetime.fromisoformat(claim["recorded_at"]).timestamp()
    return (-day(claim).toordinal(), claim["credibility"], -recorded, -claim["claim"])


def position(claims, as_of: date) -> dict:
    standing = claims[0]
    said = "stance" if standing["stance"] else "value"
    earlier = next((n for n, claim in enumerate(claims) if claim[said] != standing[said]), None)
    since = min(day(claim) for claim in claims[:earlier])
    recent = day(standing) - timedelta(days=CONFLICT_DAYS)
    others = [claim for claim in claims if standing["stance"] and claim["stance"] != standing["stance"]]
    age = (as_of - day(standing)).days
    return {
        **{name: standing[name] for name in SHOWN},
        "effective_on": day(standing),
        "since": since,
        "previous": None
        if earlier is None
        else (claims[earlier]["stance"], day(claims[earlier]), claims[earlier]["claim"]),
        "evidence": [c["claim"] for c in claims if c[said] == standing[said] and day(c) >= since][:EVIDENCE_SHOWN],
        "claim_count": len(claims),
        "conflict": any(day(claim) >= recent and claim["credibility"] <= CREDIBLE for claim in others),
        "age_days": age,
        "stale": age > STALE_DAYS,
    }


SHOWN = (
    "claim",
    "stance",
    "status",
    "conditions",
    "value",
    "attribution",
    "speaker",
    "credibility",
    "quote",
    "document",
)
OF_THE_DOCUMENT = ("document_title", "publisher", "url", "reliability", "marking")
SHOWN += ("start", "end", *OF_THE_DOCUMENT)


def answers(state: Held, as_of: date, countries, questions) -> dict:
    standing = positions(state, as_of)
    return {
        (country, number): answer(
            [(topic, standing[country, topic]) for topic in topics_of(number) if (country, topic) in standing],
            in_force(state, country, number, as_of),
            number,
            state,
            as_of,
        )
        for country in countries
        for number in questions
    }


def in_force(state: Held, country, number, as_of: date) -> list:
    """Versions, newest first: each holds from its day on, whatever the ones before it said of later days."""
    kept = []
    for response in sorted(state.responses.values(), key=lambda r: -r["number"]):
        of_the_cell = (response["country"], response["question"]) == (country, number)
        if of_the_cell and day(response) <= as_of and (not kept or day(response) < day(kept[-1])):
            kept.append(response)
    return kept


def answer(topics, versions, number, state: Held, as_of: date) -> dict:
    conflict = any(position["conflict"] for _, position in topics)
    leading = next((p for wanted in LEADING[number] for topic, p in topics if topic == wanted), None)
    empty = {"response": None, "previous": None, "contradicted_by": [], "evidence_gone": [], "conflict": conflict}
    if versions:
        return {**empty, **from_response(topics, versions, leading, state, as_of)}
    if not topics:
        return {
            **empty,
            "source": "none",
            "state": "not_assessed",
            "stance": None,
            "effective_on": None,
            "since": None,
            "evidence": [],
            "age_days": None,
            "stale": False,
        }
    newest = max(position["effective_on"] for _, position in topics)
    return {
        **empty,
        "source": "claims",
        "state": "answered",
        "stance": leading and leading["stance"],
        "effective_on": newest,
        "since": leading["since"]
        if leading
        else max((p["effective_on"], -n, p["since"]) for n, (_, p) in enumerate(topics))[2],
        "evidence": sorted(position["claim"] for _, position in topics),
        "age_days": (as_of - newest).days,
        "stale": (as_of - newest).days > STALE_DAYS,
    }


def from_response(topics, versions, leading, state: Held, as_of: date) -> dict:
    current = versions[0]
    says = [(version["state"], version["stance"]) == (current["state"], current["stance"]) for version in versions]
    earlier = says.index(False) if False in says else None
    age = max(0, (as_of - date.fromisoformat(current["looked_at"])).days)
    return {
        "source": "response",
        "response": current["response"],
        "state": current["state"],
        "stance": current["stance"],
        "effective_on": day(current),
        "since": day(versions[:earlier][-1]),
        "previous": None if earlier is None else versions[earlier]["response"],
        "evidence": current["claims"],
        "evidence_gone": [claim for claim in current["claims"] if claim not in state.claims],
        "contradicted_by": contradictions(current, topics, leading),
        "age_days": age,
        "stale": age > STALE_DAYS,
    }


def contradictions(response, topics, leading) -> list:
    newer = [(topic, p) for topic, p in topics if p["effective_on"] > day(response)]
    if response["state"] != "answered":
        return [p["claim"] for _, p in newer]
    said = {a["topic"]: a["stance"] for a in response["answers"] if a["stance"]}
    if said or not response["stance"]:
        return [p["claim"] for topic, p in newer if topic in said and p["stance"] != said[topic]]
    return [p["claim"] for _, p in newer if p is leading and p["stance"] != response["stance"]]


def day(said) -> date:
    return date.fromisoformat(said["effective_on"])
