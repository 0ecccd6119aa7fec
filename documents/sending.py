"""Sending jobs: the row that waits is what counts, its message only hurries it along."""

from celery import Task
from django.db import transaction


def send_after_commit(task: "Task[[int], None]", row: int) -> None:
    """Send the job of this row once the row is there to be found.

    A broker that is down must not fail who wrote the row: Django logs the failure, and the sweep sends the job later.
    """
    transaction.on_commit(lambda: task.delay(row), robust=True)
