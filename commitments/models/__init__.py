"""Models of the commitments room, one a module."""

from commitments.models.claim import Claim
from commitments.models.country import Actor, Country
from commitments.models.passage import TopicPassage

__all__ = ["Actor", "Claim", "Country", "TopicPassage"]
