"""`Idempotency-Key`: the same POST again gets the first answer again, and is done once.

The row is written before anything is done, and the database lets one of two in: that decides races. Answers of 500 and
more are not kept, so what failed on our side can be tried again with the same key.
"""

import json
import re
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import KeptAnswer
from api.problems import BadRequestError, ConflictError, UnprocessableError

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Cache-Control", "Vary")
LEGAL = re.compile(r"[\x21-\x7e]{1,255}")
FAILED = 500


def begin(request: Request) -> KeptAnswer | None:
    """The row of this request: a new one, or the one with the answer that it had before; none without a key.

    Raises BadRequestError for a bad key, UnprocessableError where the key came with another body, ConflictError while
    the first request is running.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not LEGAL.fullmatch(key):
        said = "give 1 to 255 visible characters of ASCII"
        raise BadRequestError(f"{HEADER}: {said}", {HEADER: [said]})
    body_sha256 = _sha256_of(request.data)
    kept, is_new = KeptAnswer.objects.get_or_create(
        person_id=request.user.pk, key=key, address=request.path[:255], defaults={"body_sha256": body_sha256}
    )
    if is_new:
        return kept
    if kept.body_sha256 != body_sha256:
        raise UnprocessableError(f"{HEADER}: this key came with another body before; take a new key for a new request.")
    if kept.status is None:
        raise ConflictError(f"{HEADER}: the first request with this key is still running; ask again in a moment.")
    return kept


def keep(kept: KeptAnswer, answer: HttpResponseBase) -> None:
    """Keep the answer with its request; one that failed on our side is forgotten."""
    if answer.status_code >= FAILED or not isinstance(answer, HttpResponse):
        kept.delete()
        return
    if isinstance(answer, Response):
        answer.render()
    kept.status, kept.body = answer.status_code, answer.content.decode()
    kept.headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    kept.save(update_fields=["status", "headers", "body"])


def again(kept: KeptAnswer) -> HttpResponse:
    """The kept answer, marked as one."""
    return HttpResponse(kept.body, status=kept.status, headers={**kept.headers, REPLAYED: "true"})


def _sha256_of(data: Any) -> str:
    """Of the fields and files, not of the bytes on the wire: each multipart body has another boundary."""
    fields = dict(data.lists()) if isinstance(data, QueryDict) else data
    return sha256(json.dumps(fields, sort_keys=True, default=_file).encode()).hexdigest()


def _file(file: "UploadedFile[bytes]") -> list[str | None]:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [file.name, digest.hexdigest()]
