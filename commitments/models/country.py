"""The tracked countries, and the names by which they and their office holders are known."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from questionnaire.codes import CountryRole


class Country(models.Model):
    """A tracked state, or the European Union acting as one."""

    class Kind(models.TextChoices):
        STATE = "state", "State"
        ORGANISATION = "organisation", "Organisation"

    iso2 = models.CharField(max_length=2, primary_key=True, help_text="ISO 3166-1 alpha-2; EU for the Union.")
    iso3 = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=12, choices=[(role.value, role.label) for role in CountryRole])
    nato_since = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year of accession.")
    eu_since = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year of accession.")
    coalition = models.BooleanField(null=True, help_text="In the coalition of the willing; unknown where null.")
    region = models.CharField(max_length=40)
    capital = models.CharField(max_length=60)
    demonym = models.CharField(max_length=40)
    tile_col = models.PositiveSmallIntegerField(help_text="Column of its tile on the map.")
    tile_row = models.PositiveSmallIntegerField(help_text="Row of its tile on the map.")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tile_col", "tile_row"], name="country_tile_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(iso2__regex=r"^[A-Z]{2}$"), name="country_iso2_is_one"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def offers(self) -> bool:
        """Whether its aid and troops are offers; Ukraine's are requests and are never added to them."""
        return self.role != CountryRole.BENEFICIARY


class Actor(models.Model):
    """A name that stands for a country or for somebody who speaks for it, with its dates.

    `country` is empty for actors who are recognised so that they are *not* coded (Russia and others).
    """

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        DEMONYM = "demonym", "Demonym"
        METONYM = "metonym", "Metonym"
        ABBREVIATION = "abbreviation", "Abbreviation"
        INSTITUTION = "institution", "Institution"
        OFFICE_HOLDER = "office_holder", "Office holder"
        NOT_GOVERNMENT = "not_government", "Not of the government"

    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="actors")
    code = models.CharField(max_length=2, help_text="Country code, also of countries that are not tracked.")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=120, blank=True)
    spellings = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code", "kind", "name", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "kind", "name", "role", "since"], nulls_distinct=False, name="actor_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="actor_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
