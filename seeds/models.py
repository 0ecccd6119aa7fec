"""Which entry of the starter data became which claim, and how the entry read then."""

from django.db import models

from commitments.models import Claim


class SeedEntry(models.Model):
    """One position of the starter data. A changed fingerprint means that the file was edited since."""

    key = models.CharField(max_length=40, primary_key=True, help_text="The entry's `id` in its file.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the entry.")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="seed_entry")
    claim_version = models.PositiveIntegerField(help_text="The claim's version when the entry was loaded.")

    def __str__(self) -> str:
        return self.key
