"""The codes of the codebook: topics, stances, statuses, conditions and the lists of each topic.

Plain Python, no Django, so that the extraction engine can use them without a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """A code of the codebook. `label` is what a reader sees."""

    @property
    def label(self) -> str:
        """The code in words: `us_backstop` is "US backstop"."""
        return LABELS.get(self.value) or self.value.replace("_", " ").capitalize()


class Topic(Code):
    """What a claim is about; each topic answers one question of the questionnaire."""

    GUARANTEE = "guarantee"
    PARTICIPATION = "participation"
    PARTNERS = "partners"
    TROOPS = "troops"
    FORCE_SIZE = "force_size"
    DEPLOYMENT = "deployment"
    DURATION = "duration"
    ATTACK_RESPONSE = "attack_response"
    US_SUPPORT = "us_support"
    AID = "aid"
    SANCTIONS = "sanctions"


class Stance(Code):
    """Where the country stands on the topic."""

    FAVOR = "favor"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"
    AGAINST = "against"


class Status(Code):
    """How far a commitment has come (troops, aid, sanctions, participation)."""

    PROPOSED = "proposed"
    PLEDGED = "pledged"
    ALLOCATED = "allocated"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


class Condition(Code):
    """What must be met before the country's words hold."""

    CEASEFIRE = "ceasefire"
    US_BACKSTOP = "us_backstop"
    MANDATE = "mandate"
    PARLIAMENT = "parliament"
    ALLIES_JOIN = "allies_join"
    UKRAINE_REQUEST = "ukraine_request"
    RUSSIA_CONSENT = "russia_consent"
    DOMESTIC_DEFENCE = "domestic_defence"
    OTHER = "other"


class GuaranteeForm(Code):
    """Forms of guarantee or assurance."""

    NATO_MEMBERSHIP = "nato_membership"
    ARTICLE5_LIKE = "article5_like"
    MULTINATIONAL_FORCE = "multinational_force"
    US_BACKSTOP = "us_backstop"
    BILATERAL_AGREEMENT = "bilateral_agreement"
    ARMED_UKRAINE = "armed_ukraine"
    AIR_POLICING = "air_policing"
    MARITIME = "maritime"
    MONITORING = "monitoring"
    EU_MEMBERSHIP = "eu_membership"
    OTHER = "other"


class AttackAction(Code):
    """What to do if Russia attacks the force."""

    COLLECTIVE_DEFENCE = "collective_defence"
    US_INTERVENTION = "us_intervention"
    AIR_STRIKES = "air_strikes"
    REINFORCEMENT = "reinforcement"
    SANCTIONS_SNAPBACK = "sanctions_snapback"
    ARMS_SURGE = "arms_surge"
    CONSULTATION = "consultation"
    OTHER = "other"


class Resource(Code):
    """What is needed from the United States."""

    BACKSTOP = "backstop"
    INTELLIGENCE = "intelligence"
    AIR_COVER = "air_cover"
    AIR_DEFENCE = "air_defence"
    AIRLIFT = "airlift"
    LOGISTICS = "logistics"
    SATELLITE = "satellite"
    COMMAND_CONTROL = "command_control"
    MUNITIONS = "munitions"
    NUCLEAR_DETERRENT = "nuclear_deterrent"
    FUNDING = "funding"
    TROOPS = "troops"
    OTHER = "other"


class Horizon(Code):
    """For how long the American support is needed."""

    SHORT_TERM = "short_term"
    LONG_TERM = "long_term"
    UNSPECIFIED = "unspecified"


class AidCategory(Code):
    """Kinds of aid."""

    AIR_DEFENCE = "air_defence"
    ARTILLERY = "artillery"
    AMMUNITION = "ammunition"
    ARMOUR = "armour"
    AIRCRAFT = "aircraft"
    DRONES = "drones"
    MISSILES = "missiles"
    NAVAL = "naval"
    INFANTRY = "infantry"
    LOGISTICS = "logistics"
    TRAINING = "training"
    MAINTENANCE = "maintenance"
    FINANCE = "finance"
    HUMANITARIAN = "humanitarian"
    PACKAGE = "package"


class Measure(Code):
    """Kinds of sanctions measure."""

    NEW_PACKAGE = "new_package"
    ENERGY = "energy"
    FINANCE = "finance"
    SHADOW_FLEET = "shadow_fleet"
    FROZEN_ASSETS = "frozen_assets"
    ENFORCEMENT = "enforcement"
    THIRD_COUNTRY = "third_country"
    EXPORT_CONTROLS = "export_controls"
    LISTINGS = "listings"
    RENEWAL = "renewal"
    RELIEF = "relief"
    OTHER = "other"


class Domain(Code):
    """Where a force would operate."""

    LAND = "land"
    AIR = "air"
    SEA = "sea"


class Attribution(Code):
    """Whose words the passage reports."""

    OFFICIAL_NAMED = "official_named"
    OFFICIAL_ANONYMOUS = "official_anonymous"
    DOCUMENT = "document"
    MEDIA_REPORT = "media_report"
    THIRD_PARTY = "third_party"


class Reliability(Code):
    """Admiralty grade of the source."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class CountryRole(Code):
    """In which part the country appears in the questionnaire."""

    ADDRESSEE = "addressee"
    PARTNER = "partner"
    UNION = "union"
    BENEFICIARY = "beneficiary"
    SENDER = "sender"


class AnswerState(Code):
    """State of a country's answer to a question."""

    NOT_ASSESSED = "not_assessed"
    NONE_FOUND = "none_found"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    ANSWERED = "answered"


class Basis(Code):
    """What an answer rests on."""

    OFFICIAL_REPLY = "official_reply"
    ASSESSED = "assessed"


class Bindingness(Code):
    """How binding what was said is, weakest first."""

    REMARK = "remark"
    GOVERNMENT_LINE = "government_line"
    CABINET = "cabinet"
    PARLIAMENT = "parliament"
    SIGNED = "signed"
    IMPLEMENTED = "implemented"


class ChangeReason(Code):
    """Why a reader sees something else than before; chosen by the person who makes the change."""

    POSITION_CHANGED = "position_changed"
    NEW_SOURCE = "new_source"
    OUR_CORRECTION = "our_correction"
    SOURCE_CORRECTED = "source_corrected"
    CODEBOOK_CHANGE = "codebook_change"


CREDIBILITY: Mapping[int, str] = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
"""Admiralty grades of the information itself."""

LABELS: Mapping[str, str] = {
    "us_support": "US support",
    "us_backstop": "US backstop",
    "us_intervention": "US intervention",
    "favor": "In favour",
    "conditional": "Conditional",
    "nato_membership": "NATO membership",
    "eu_membership": "EU membership",
    "article5_like": "Article 5-like guarantee",
    "armed_ukraine": "Armed Ukraine",
    "command_control": "Command and control",
    "russia_consent": "Russian consent",
    "allies_join": "Allies take part",
    "ukraine_request": "Request by Ukraine",
    "parliament": "Parliament's approval",
    "third_country": "Third countries",
    "A": "A completely reliable",
    "B": "B usually reliable",
    "C": "C fairly reliable",
    "D": "D not usually reliable",
    "E": "E unreliable",
    "F": "F reliability cannot be judged",
}
