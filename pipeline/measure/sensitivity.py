"""Scores that were worked out come in; the ranks that would be others if a weight moved by a tenth go out, exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pipeline.model import Measured
from pipeline.model.assessment import Category, Indicator, Sway
from pipeline.model.terms import Score

TENTH = Fraction(1, 10)
FACTORS = (1 + TENTH, 1 - TENTH)
Groups = Sequence[tuple[Category, tuple[str, ...]]]
Weights = Mapping[str, Fraction]


def sways(measured: Measured, groups: Groups) -> Iterator[Sway]:
    """By category, indicator and direction, those who would move, in the order of their ranks."""
    for category, scopes in groups:
        before = _ranks(_scores(measured, scopes, _weights(category)))
        for each in category.indicators:
            for factor in FACTORS:
                after = _ranks(_scores(measured, scopes, moved(category, each, factor)))
                for scope in sorted(before, key=before.__getitem__):
                    if before[scope] != after[scope]:
                        yield Sway(category.name, each.name, factor, scope, before[scope], after[scope])


def _weights(category: Category) -> Weights:
    return {each.name: each.weight for each in category.indicators}


def moved(category: Category, chosen: Indicator, factor: Fraction) -> Weights:
    """The weights with one of them moved, the others scaled so that the sum stays; a sole weight stays."""
    weights = _weights(category)
    whole = sum(weights.values(), Fraction(0))
    if chosen.weight == whole:
        return weights
    new = min(chosen.weight * factor, whole)
    scale = (whole - new) / (whole - chosen.weight)
    return {name: new if name == chosen.name else weight * scale for name, weight in weights.items()}


def _scores(measured: Measured, scopes: Sequence[str], weights: Weights) -> dict[str, Fraction]:
    """考核得分 under other weights, of those who have one."""
    found = {scope: _score(measured, scope, weights) for scope in scopes}
    return {scope: score for scope, score in found.items() if score is not None}


def _score(measured: Measured, scope: str, weights: Weights) -> Fraction | None:
    """The indicators' scores in proportion to their weights, those that there are not left out; points as they were."""
    index = measured.index
    if index[scope, "考核得分"].value is None:
        return None
    full, reached, there = sum(weights.values(), Fraction(0)), Fraction(0), Fraction(0)
    for name, weight in weights.items():
        figure = index[scope, f"考核:{name}"]
        if figure.value is not None and isinstance(figure.term, Score):
            reached += weight * Fraction(figure.value) / figure.term.weight
            there += weight
    given = sum((Fraction(index[scope, name].value or 0) for name in ("考核加分", "考核减分")), Fraction(0))
    return reached * full / there + given if there else None


def _ranks(scores: Mapping[str, Fraction]) -> dict[str, int]:
    return {scope: 1 + sum(other > score for other in scores.values()) for scope, score in scores.items()}
