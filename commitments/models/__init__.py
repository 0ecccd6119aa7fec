"""Models of the commitments room, one a module."""

from commitments.models.assignment import Assignment
from commitments.models.change import Change, CodebookVersion
from commitments.models.claim import Claim
from commitments.models.coding_run import CodingRun
from commitments.models.country import Actor, Country
from commitments.models.dispute import Dispute
from commitments.models.passage import TopicPassage
from commitments.models.recheck import Recheck
from commitments.models.response import Answer, Citation, Response
from commitments.models.second_coding import Coding, CodingPair, DoubleCoding
from commitments.models.standing import Showing, Standing, Tally

__all__ = [
    "Actor",
    "Answer",
    "Assignment",
    "Change",
    "Citation",
    "Claim",
    "CodebookVersion",
    "Coding",
    "CodingPair",
    "CodingRun",
    "Country",
    "Dispute",
    "DoubleCoding",
    "Recheck",
    "Response",
    "Showing",
    "Standing",
    "Tally",
    "TopicPassage",
]
