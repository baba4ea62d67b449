"""Values come in; what 考核 makes of them goes out, exact: scores, shared weights, points for each, sums, means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from pipeline.model.terms import Award, Pooled, Score

Number = int | Fraction | None
LACKING, ZEROED = "没有这个数，权重由其他指标分摊", "没有这个数，记0分"


def score(value: Number, target: Number, term: Score) -> Number:
    """Weight × min(value ÷ target, cap), or target ÷ value; never below 0."""
    reached = _reached(value, target, term)
    if reached is None:
        return Fraction(0) if term.present else None
    return term.weight * max(min(reached, term.cap), Fraction(0))


def _reached(value: Number, target: Number, term: Score) -> Fraction | None:
    """How far the target is reached; where lower is better, fully by nothing at all."""
    if value is None or target is None:
        return None
    if term.lower:
        return Fraction(target) / value if value > 0 else term.cap
    return Fraction(value) / target if target > 0 else None


def pooled(scores: Sequence[Number], term: Pooled) -> Number:
    """The scores that there are, raised to the sum of all weights; None where they are too few."""
    known = [(score, weight) for score, (_, weight) in zip(scores, term.parts, strict=True) if score is not None]
    whole, there = (sum((weight for _, weight in those), Fraction(0)) for those in (term.parts, known))
    enough = there > 0 and there >= term.least
    return sum((Fraction(score) for score, _ in known), Fraction(0)) * whole / there if enough else None


def award(value: Number, term: Award) -> Fraction:
    """Each × value, no farther than the most."""
    given = term.each * (value or 0)
    return min(given, term.most) if term.most > 0 else max(given, term.most)


def addition(values: Sequence[Number]) -> Number:
    """The sum; None without the first."""
    return None if values[0] is None else sum((Fraction(value or 0) for value in values), Fraction(0))


def mean(values: Iterable[Number]) -> Number:
    known = [Fraction(value) for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
