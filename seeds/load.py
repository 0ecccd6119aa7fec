"""Loading the starter data: idempotent, by stable keys, through the same functions that people's input passes."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.models import User
from accounts.people import create_user
from accounts.roles import Role
from commitments import review
from commitments.models import Actor, Claim, CodebookVersion, Country
from commitments.recording import ClaimError, Coding, Evidence, Provenance, record_claim
from documents import jobs
from documents.intake import Particulars, take_in
from documents.models import Document
from questionnaire.codebook import VERSION
from questionnaire.models import Question, Questionnaire
from seeds.files import FOLDER, PositionEntry, SeedError, country_rows, position_entries, read_yaml
from seeds.models import SeedEntry

LOADER = "starter-data"
"""The account in whose name the starter data is accepted; nobody can sign in with it."""

NAME_KINDS = {
    "names": Actor.Kind.NAME,
    "demonyms": Actor.Kind.DEMONYM,
    "metonyms": Actor.Kind.METONYM,
    "abbreviations": Actor.Kind.ABBREVIATION,
    "institutions": Actor.Kind.INSTITUTION,
}

M = TypeVar("M", bound=models.Model)
Report = Counter[str]
"""What the loading did: how many rows of each kind were added, changed, left alone."""


def load_all(folder: Path = FOLDER) -> Report:
    """Bring the database in step with the files. Raises SeedError, naming file and entry, and then changes nothing."""
    with transaction.atomic():
        report = load_reference(folder)
        _load_actors(folder, report)
        _load_positions(folder, report)
    return report


@transaction.atomic
def load_reference(folder: Path = FOLDER) -> Report:
    """Bring the countries, the questionnaire and the version of the codebook alone in step."""
    report: Report = Counter()
    _, new = CodebookVersion.objects.get_or_create(version=VERSION)
    report["codebook versions added"] += new
    _load_countries(folder, report)
    _load_questionnaire(folder, report)
    return report


def _load_countries(folder: Path, report: Report) -> None:
    known = Country.objects.in_bulk()
    for row in country_rows(folder):
        columns = {
            "iso2": row["iso2"],
            "iso3": row["iso3"],
            "name": row["name"],
            "kind": row["kind"],
            "role": row["role"],
            "nato_since": _number(row["nato"]),
            "eu_since": _number(row["eu"]),
            "coalition": {"true": True, "false": False}.get(row["coalition_of_the_willing"]),
            "region": row["region"],
            "capital": row["capital"],
            "demonym": row["demonym"],
            "tile_col": int(row["tile_col"]),
            "tile_row": int(row["tile_row"]),
        }
        _bring_in_step(Country, known.get(row["iso2"]), columns, report, "countries")


def _load_questionnaire(folder: Path, report: Report) -> None:
    data = read_yaml(folder / "questionnaire.yaml")
    names = (
        "slug",
        "title",
        "issued_by",
        "issuing_body",
        "recipients",
        "issued_on",
        "issued_on_precision",
        "issued_on_note",
        "reported_on",
        "disagreements",
    )
    columns = {name: data[name] for name in names}
    row = Questionnaire.objects.filter(slug=data["slug"]).first()
    questionnaire = _bring_in_step(Questionnaire, row, columns, report, "questionnaires")
    known = {question.number: question for question in questionnaire.questions.all()}
    for question in data["questions"]:
        columns = {name: question[name] for name in ("number", "title", "prompt", "topics", "sources")}
        columns["questionnaire"] = questionnaire
        _bring_in_step(Question, known.get(question["number"]), columns, report, "questions")


def _load_actors(folder: Path, report: Report) -> None:
    data = read_yaml(folder / "aliases.yaml")
    tracked = set(data["tracked"])
    wanted = {
        _actor_key(actor): actor
        for code, names in data["countries"].items()
        for actor in _actors(code, names, tracked=code in tracked)
    }
    present = {_actor_key(actor): actor for actor in Actor.objects.all()}
    fields = ("country_id", "title", "spellings", "until")
    changed = [
        key
        for key in wanted.keys() & present.keys()
        if any(getattr(wanted[key], f) != getattr(present[key], f) for f in fields)
    ]
    gone = [present[key].pk for key in present.keys() - wanted.keys()] + [present[key].pk for key in changed]
    Actor.objects.filter(pk__in=gone).delete()
    Actor.objects.bulk_create([actor for key, actor in wanted.items() if key not in present or key in changed])
    report["actors added"] += len(wanted.keys() - present.keys())
    report["actors changed"] += len(changed)
    report["actors removed"] += len(present.keys() - wanted.keys())


def _actors(code: str, names: Mapping[str, Any], *, tracked: bool) -> list[Actor]:
    country = code if tracked else None
    actors = [
        Actor(country_id=country, code=code, kind=kind, name=name)
        for group, kind in NAME_KINDS.items()
        for name in names.get(group, [])
    ]
    actors += [
        Actor(
            country_id=country,
            code=code,
            kind=Actor.Kind.OFFICE_HOLDER,
            name=holder["name"],
            role=holder["role"],
            title=holder["title"],
            spellings=holder.get("also", []),
            since=holder["from"],
            until=holder["until"],
        )
        for holder in names.get("office_holders", [])
    ]
    outsiders = names.get("not_government", [])
    kind = Actor.Kind.NOT_GOVERNMENT
    return actors + [Actor(country_id=country, code=code, kind=kind, name=p["name"], title=p["who"]) for p in outsiders]


def _actor_key(actor: Actor) -> tuple[Any, ...]:
    return actor.code, actor.kind, actor.name, actor.role, actor.since


def _load_positions(folder: Path, report: Report) -> None:
    by = _loader()
    known = SeedEntry.objects.select_related("claim").in_bulk()
    seen = set()
    new: list[SeedEntry] = []
    for entry in position_entries(folder):
        seen.add(entry.key)
        try:
            report[f"positions {_load_position(entry, known.get(entry.key), by, new)}"] += 1
        except (ClaimError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise SeedError(f"positions/{entry.country}.yaml, {entry.key}: {_told(error)}") from error
    SeedEntry.objects.bulk_create(new)
    for key in known.keys() - seen:
        report[f"positions {_withdraw(known[key], by)}"] += 1


def _told(error: Exception) -> str:
    """What is wrong with an entry, in words."""
    match error:
        case KeyError():
            return f"the field {error} is missing"
        case ValidationError():
            return "; ".join(error.messages)
    return str(error)


def _load_position(entry: PositionEntry, known: SeedEntry | None, by: User, new: list[SeedEntry]) -> str:
    """Load one entry; say what was done; a claim that a person changed since is left alone."""
    if known and known.fingerprint == entry.fingerprint:
        return "unchanged"
    if known and known.claim.version != known.claim_version:
        return "left alone (edited by a person)"
    document = _source_note(entry, by)
    stands = bool(known and known.claim.state == Claim.State.ACCEPTED)
    if known and stands and known.claim.document_id == document.pk:
        claim = review.edit(known.claim_id, _coding(entry), by=by, version=known.claim.version)
    else:
        if known and stands:
            review.retract(known.claim_id, by=by, note="The entry of the starter data was rewritten.")
        claim = _record(entry, document, by, replaces=known.claim if known else None)
    columns = {"fingerprint": entry.fingerprint, "claim": claim, "claim_version": claim.version}
    if known:
        SeedEntry.objects.filter(pk=known.pk).update(**columns)
        return "changed"
    new.append(SeedEntry(key=entry.key, **columns))
    return "added"


def _withdraw(known: SeedEntry, by: User) -> str:
    if known.claim.state != Claim.State.ACCEPTED:
        return "unchanged"
    if known.claim.version != known.claim_version:
        return "left alone (edited by a person)"
    claim = review.retract(known.claim_id, by=by, note="The entry was taken out of the starter data.")
    SeedEntry.objects.filter(pk=known.pk).update(claim_version=claim.version, fingerprint="")
    return "removed"


def _record(entry: PositionEntry, document: Document, by: User, replaces: Claim | None) -> Claim:
    start = document.text.index(entry.summary)
    evidence = Evidence(document, start, start + len(entry.summary), entry.summary)
    provenance = Provenance(Claim.Origin.SEED, entry.key, replaces=replaces)
    claim = record_claim(_coding(entry), evidence, provenance)
    return review.accept(claim.pk, by=by)


def _coding(entry: PositionEntry) -> Coding:
    data = entry.data
    speaker = data["speaker"] or {}
    return Coding(
        country=entry.country,
        topic=data["topic"],
        stance=data["stance"],
        status=data["status"],
        conditions=data["conditions"],
        value=data["value"],
        attribution=data["attribution"],
        speaker=speaker.get("name"),
        speaker_role=speaker.get("role"),
        stated_on=data["stated_on"],
        credibility=data["credibility"],
    )


def _source_note(entry: PositionEntry, by: User) -> Document:
    source = entry.data["source"]
    particulars = Particulars(
        title=source["title"] or "",
        publisher=source["publisher"] or "",
        url=source["url"],
        published_on=source["published_on"],
        reliability=entry.data["reliability"],
        kind=Document.Kind.SOURCE_NOTE,
    )
    intake = take_in(entry.note.encode(), file_name=f"{entry.key}.txt", particulars=particulars, by=by, send=False)
    if not intake.duplicate:
        jobs.process(intake.document.pk)
        intake.document.refresh_from_db()
    if intake.document.state != Document.State.CODED:
        raise SeedError(f"{entry.key}: its source note is {intake.document.state}: {intake.document.error}")
    return intake.document


def _loader() -> User:
    known = User.objects.filter(username=LOADER).first()
    return known or create_user(name=LOADER, role=Role.ANALYST, is_program=True)


def _bring_in_step(model: type[M], row: M | None, columns: dict[str, Any], report: Report, what: str) -> M:
    if row is None:
        report[f"{what} added"] += 1
        return model._default_manager.create(**columns)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.save(update_fields=changed)
        report[f"{what} changed"] += 1
    return row


def _number(text: str) -> int | None:
    return int(text) if text else None
