"""Celery tasks of the API."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from api.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
RUNS_FOR = timedelta(minutes=10)
"""No request runs longer: what has no answer by then has lost its server, and may be tried again."""


@shared_task
def sweep_kept_answers() -> None:
    """Forget kept answers after a day, and requests that never came to one."""
    now = timezone.now()
    KeptAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    KeptAnswer.objects.filter(status=None, created_at__lt=now - RUNS_FOR).delete()
