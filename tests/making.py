"""Small makers of what tests need: people, documents, claims. Everything else of a row is as the rules want it."""

from datetime import date

from accounts.models import User
from accounts.people import create_user
from accounts.roles import Role
from commitments import responses, review
from commitments.models import Claim, Response
from commitments.recording import Coding, Evidence, Provenance, record_claim
from documents import jobs
from documents.intake import Particulars, take_in
from documents.models import Document
from questionnaire.codebook import empty_value
from questionnaire.codes import Topic
from questionnaire.models import Question

SAID = "The minister said that the country was ready to send soldiers to Ukraine."
DAY = date(2025, 3, 2)


def a_person(name: str, role: Role) -> User:
    """Somebody with this role, or the one who is there already under this name."""
    return User.objects.filter(username=name).first() or create_user(name=name, role=role)


def a_document(text: str = SAID, **particulars) -> Document:
    """A document that has been read and coded: a source note, so that no engine has its say."""
    given = {"title": "A report", "publisher": "A newspaper", "published_on": DAY, "kind": "source_note"}
    intake = take_in(
        text.encode(), file_name="report.txt", particulars=Particulars(**{**given, **particulars}), by=None, send=False
    )
    jobs.process(intake.document.pk)
    intake.document.refresh_from_db()
    return intake.document


def a_candidate(
    country: str = "GB", topic: str = "troops", *, document: Document | None = None, quote: str = "", **coding
) -> Claim:
    """A candidate claim that quotes `quote`, or the whole text, of `document`, or of a new one."""
    if document is None:
        document = a_document(f"{SAID} ({country} {topic} {Claim.objects.count()})")
    quote = quote or document.text
    start = document.text.index(quote)
    has_stance = topic not in ("partners", "force_size", "deployment", "duration")
    given = {
        "stance": "favor" if has_stance else None,
        "status": None,
        "conditions": [],
        "attribution": "official_named",
        "stated_on": DAY,
        "credibility": 2,
        **coding,
    }
    value = {**empty_value(Topic(topic)), **REQUIRED.get(topic, {}), **given.pop("value", {})}
    return record_claim(
        Coding(country=country, topic=topic, value=value, **given),
        Evidence(document, start, start + len(quote), quote),
        Provenance(Claim.Origin.PERSON, "a test"),
    )


def an_accepted_claim(*of, by: User | None = None, **like) -> Claim:
    """A claim that counts; arguments as for `a_candidate`."""
    return review.accept(a_candidate(*of, **like).pk, by=by or a_person("rita", Role.REVIEWER))


REQUIRED = {
    "guarantee": {"forms": ["multinational_force"]},
    "partners": {"countries": ["FR"]},
    "attack_response": {"actions": ["consultation"]},
    "us_support": {"resources": ["backstop"], "horizon": "unspecified"},
    "aid": {"category": "package"},
    "sanctions": {"measures": ["energy"]},
}
"""The least that a topic's value must hold."""


def a_pdf(*pages: str) -> bytes:
    """A PDF with these lines of text, one a page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        drawing = f"BT /F1 12 Tf 60 760 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    content, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return (content + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}").encode("latin-1")


def a_published_answer(claim: Claim, question: int = 2, **fields) -> Response:
    """The answer of the claim's country, written by Anna, resting on the claim, published by Rita."""
    anna, rita = a_person("anna", Role.ANALYST), a_person("rita", Role.REVIEWER)
    draft = responses.open_draft(claim.country, Question.objects.get(number=question), by=anna)
    given = {"state": "answered", "stance": "favor", "conditions": [], "summary": "It would.", "claims": [claim.pk]}
    draft = responses.save_draft(draft.pk, {**given, **fields}, by=anna, version=draft.version)
    return responses.publish(draft.pk, by=rita, version=draft.version, reason="new_source")
