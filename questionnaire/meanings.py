"""What the codes mean, in a sentence each, for those who read the pages (codebook, in full: `docs/codebook.md`)."""

from collections.abc import Mapping

from questionnaire.codes import AnswerState, Attribution, Bindingness, Code, Condition, Stance, Status

MEANINGS: Mapping[Code, str] = {
    Stance.FAVOR: "Willing, supports, will, is ready to.",
    Stance.CONDITIONAL: "Willing only if a named condition is met. A condition makes it so, however warm the words.",
    Stance.UNDECIDED: "Has not decided, says it is premature, keeps options open.",
    Stance.AGAINST: "Rules out, refuses, opposes, has no plans.",
    Status.PROPOSED: "Floated or considered.",
    Status.PLEDGED: "Announced in public by the government.",
    Status.ALLOCATED: "Adopted in law, budget or contract, or units assigned.",
    Status.DELIVERED: "Handed over, deployed, in force.",
    Status.WITHDRAWN: "An offer taken back.",
    Condition.CEASEFIRE: "A ceasefire or peace deal is in place.",
    Condition.US_BACKSTOP: "An American guarantee or enabling support.",
    Condition.MANDATE: "A mandate of the United Nations, OSCE, European Union or NATO.",
    Condition.PARLIAMENT: "Approval at home.",
    Condition.ALLIES_JOIN: "Others, or enough others, take part.",
    Condition.UKRAINE_REQUEST: "Kyiv asks for it.",
    Condition.RUSSIA_CONSENT: "Russia agrees.",
    Condition.DOMESTIC_DEFENCE: "The country's own defence or neutrality is not weakened.",
    Condition.OTHER: "Another condition, which the quote names.",
    Attribution.OFFICIAL_NAMED: "A named office holder speaks for the government.",
    Attribution.OFFICIAL_ANONYMOUS: "An official without a name.",
    Attribution.DOCUMENT: "A government's own text.",
    Attribution.MEDIA_REPORT: "The outlet reports the position without naming whose words it has.",
    Attribution.THIRD_PARTY: "Somebody else says what this country would do.",
    AnswerState.NOT_ASSESSED: "Nobody has looked.",
    AnswerState.NONE_FOUND: "Somebody looked, on a given day, and found no statement.",
    AnswerState.NOT_ASKED: "The question was not put to this country.",
    AnswerState.DECLINED: "Asked, the country would not say.",
    AnswerState.ANSWERED: "There is an answer.",
    Bindingness.REMARK: "Something somebody in office said.",
    Bindingness.GOVERNMENT_LINE: "What the government says as one.",
    Bindingness.CABINET: "A decision of the cabinet.",
    Bindingness.PARLIAMENT: "A decision of the parliament.",
    Bindingness.SIGNED: "A signed text.",
    Bindingness.IMPLEMENTED: "Done.",
}
"""By code; a code whose name says all is not here."""
