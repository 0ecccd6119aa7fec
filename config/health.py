"""Health: is the process up, and does everything that it needs answer."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, JsonResponse

from config.celery import app as celery

PING_SECONDS = (0.1, 0.2, 0.7)


def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process can answer at all."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and at least one live worker answer, else 503; a word on each."""
    checks = {"database": _database, "broker": _broker, "worker": _worker}
    answers = {name: _ask(check) for name, check in checks.items()}
    ready = all(answer == "ok" for answer in answers.values())
    return JsonResponse({"status": "ok" if ready else "not ready", **answers}, status=200 if ready else 503)


def _ask(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a server is the answer here
        return f"{type(error).__name__}: {error}".splitlines()[0]


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _broker() -> str:
    with celery.connection_for_read() as broker:
        broker.ensure_connection(max_retries=0, timeout=2)
    return "ok"


def _worker() -> str:
    # A worker that does not listen yet never hears of a ping: so not only one.
    answered = any(celery.control.ping(timeout=seconds, limit=1) for seconds in PING_SECONDS)
    return "ok" if answered else "no worker answered within a second"
