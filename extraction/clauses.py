"""Clauses: a sentence cut where another statement begins; conditions stay with what they limit."""

import re

CUT = re.compile(
    r"; |: | \((?=\w+ (?:opposes?|opposed|abstain\w*|dissent\w*|objects?|did not|does not|reserves?)\b)|"
    r"(?<=\w) - | \| |,? but (?!not |only )|,? although |,? though |,? whereas |,? while (?!the )|"
    r",? yet (?=\w+ (?:will|would|has|is))|, and (?=(?:it|he|she|they|we|i|the|its|his|her|their|our|that|"
    r"an|a|no|both|will|would|could|can|is|are|"
    r"has|have|had|does|did|was|were|nothing|also|to|[a-z]+s|[a-z]+ed)\b)|(?<!both) and (?=(?:(?:it|he|"
    r"she|they|we|i|that|the \w+|his \w+|its \w+) )?(?:would|will|could|can|is|are|was|were|"
    r"has|had|have|does|did|should|must|wants|also|said|that|added|offered|promised|announced|rejected|"
    r"opposed|ruled|supports?|backs?|opposes?|calls?|rejects?|asked|rules|wrote|proposed|insisted) )|, "
    r"(?=(?:which|who|whose) (?:has|had|is|was|have|are|were|leads|took) )|, or "
    r"|(?<=\w), (?=(?:as|because|since|so|after|until|before) (?:it|he|she|they|the|that|its|his|"
    r"their)\b)|, with (?=[a-z])"
)
IF = re.compile(r"(?:if|when|once|unless|should|whether|provided|as soon as|as long as|after|until) [^,;]*$")


def spans(lower: str, start: int, end: int, *, short: bool = False) -> list[tuple[int, int]]:
    """The clauses of the sentence `lower[start:end]`, in order; `short` for the clipped words of a list."""
    cuts, last = [], start
    for match in CUT.finditer(lower, start, end):
        if match.end() - last < 8:  # too short to be a clause
            continue
        head = lower[last : match.start()]
        if match.group() in (": ", " - ") and (short or len(head.split()) < 4):
            continue
        subordinate = IF.search(head)
        if " and " in match.group() and subordinate and "," not in subordinate.group() and len(head) < 90:
            continue
        cuts.append((last, match.start()))
        last = match.end()
    cuts.append((last, end))
    return [(a, b) for a, b in cuts if b > a]
