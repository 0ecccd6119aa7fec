"""An evaluation as a table for people."""

from collections.abc import Iterable, Mapping

from extraction.evaluation import SURE, Evaluation
from extraction.scoring import LEVELS, Counts, intervals

NAME, COUNT = 17, 6
TITLES = {"a": "a detection", "b": "b + stance", "c": "c + numbers"}


def table(evaluation: Evaluation) -> str:
    """Precision, recall and F1 over all, per topic and per kind; then what else is measured."""
    rule = "-" * len(_title())
    return "\n".join(
        [
            *_head(),
            _line("all", evaluation.overall),
            rule,
            *(_line(topic, counts) for topic, counts in evaluation.by_topic.items()),
            rule,
            *(_line(kind, counts) for kind, counts in evaluation.by_kind.items()),
            rule,
            *_remarks(evaluation),
            "",
            *_calibration(evaluation),
            "",
            *_mistakes(evaluation),
        ]
    )


def comparison(evaluations: Mapping[str, Evaluation]) -> str:
    """Several ways of predicting, one line each, then what went wrong with any."""
    title, rates = _head()
    lines, problems = [title, f"{rates}  false claims"], []
    for name, evaluation in evaluations.items():
        false = evaluation.false_claims
        lines.append(f"{_line(name, evaluation.overall)}  {_per(sum(false), len(false)):>12}")
        problems += [f"{name}: {problem}" for problem in evaluation.problems]
    return "\n".join([*lines, "false claims: per document without claims", *problems])


def _title() -> str:
    return f"{'':<{NAME}}{'gold':>{COUNT}}{'pred':>{COUNT}}  " + "  ".join(f"{TITLES[x]:<17}" for x in LEVELS)


def _head() -> tuple[str, str]:
    return _title(), " " * (NAME + 2 * COUNT + 2) + "  ".join(["    P     R    F1"] * len(LEVELS))


def _line(name: str, counts: Counts) -> str:
    cells = "  ".join(" ".join(f"{rate:5.3f}" for rate in counts.rates(level)) for level in LEVELS)
    return f"{name:<{NAME}}{counts.labelled:>{COUNT}}{counts.predicted:>{COUNT}}  {cells}"


def _remarks(evaluation: Evaluation) -> Iterable[str]:
    overall, claimless = evaluation.overall, evaluation.false_claims
    bounds = intervals(evaluation.scored)
    spans = "  ".join(f"{level} {low:.3f} to {high:.3f}" for level, (low, high) in bounds.items())
    yield f"F1, 95 % interval (documents drawn anew): {spans}"
    yield f"claims with numbers: {overall.with_numbers}, all of it right: {overall.numbers_right}"
    yield (
        f"false claims per claimless document: {_per(sum(claimless), len(claimless))}"
        f" ({sum(count > 0 for count in claimless)} of {len(claimless)} affected)"
    )
    yield f"invalid quotes: {evaluation.invalid_quotes}"
    if evaluation.problems:
        yield f"prediction files with problems: {'; '.join(evaluation.problems)}"


def _calibration(evaluation: Evaluation) -> Iterable[str]:
    bands = evaluation.calibration()
    yield "confidence     claims  right: a      b      c"
    for band in bands:
        shares = "  ".join(f"{right / band.claims:5.3f}" for right in band.right)
        yield f"{band.low:.1f} to {band.high:.1f}     {band.claims:>6}      {shares}"
    sure = [band for band in bands if band.low >= SURE]
    if not sure:
        yield f"no claim with a confidence of {SURE} or more"


def _mistakes(evaluation: Evaluation) -> Iterable[str]:
    yield "commonest kinds of mistake, with an example"
    for common in evaluation.mistakes:
        yield f"{common.count:>4}  {common.kind}"
        yield f"      {common.example.document}  {common.example.words}"


def _per(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"
