"""Answers that are kept, so that a program that did not hear one may safely ask again."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """A POST with an `Idempotency-Key`, and its answer once there is one: without a `status` it is still running."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    address = models.CharField(max_length=255)
    body_sha256 = models.CharField(max_length=64, help_text="Of what was sent, however it was encoded.")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key", "address"], name="kept_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.address}: {self.status or 'running'}"
