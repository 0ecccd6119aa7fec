"""Clauses: a sentence cut where another statement begins; conditions stay with what they limit."""

import re

JOINED = r"but (?!not |only )|although |though |whereas |while (?!the )|yet (?=\w+ (?:will|would|has|is))"
CUT = re.compile(
    rf"[;:, ](?:(?<=[;:]) |(?<=,) (?:{JOINED}|or |with (?=[a-z])|"
    r"and (?=(?:it|he|she|they|we|i|the|its|his|her|their|our|that|an|a|no|both|will|would|could|can|is|are|"
    r"has|have|had|does|did|was|were|nothing|also|to|[a-z]+s|[a-z]+ed)\b)|"
    r"(?=(?:which|who|whose) (?:has|had|is|was|have|are|were|leads|took) )|"
    r"(?<=\w, )(?=(?:as|because|since|so|after|until|before) (?:it|he|she|they|the|that|its|his|their)\b))|"
    rf"(?<= )(?:{JOINED}|- (?<=\w - )|\| |\((?=\w+ (?:opposes?|opposed|abstain\w*|dissent\w*|objects?|did not|"
    r"does not|reserves?)\b)|"
    r"and (?<!both and )(?=(?:(?:it|he|she|they|we|i|that|the \w+|his \w+|its \w+) )?(?:would|will|could|can|is|are|"
    r"was|were|has|had|have|does|did|should|must|wants|also|said|that|added|offered|promised|announced|rejected|"
    r"opposed|ruled|supports?|backs?|opposes?|calls?|rejects?|asked|rules|wrote|proposed|insisted) )))"
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
        if " and " in match.group() and len(head) < 90 and IF.search(head):
            continue
        cuts.append((last, match.start()))
        last = match.end()
    cuts.append((last, end))
    return [(a, b) for a, b in cuts if b > a]
