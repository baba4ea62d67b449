"""The figures of one member come in; its ranks, and apart from them all others, go out by their names."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.documents.ground import Ground
from pipeline.documents.told.context import scoped
from pipeline.documents.told.rows import Row

RANKS = ("名次", "类别名次", "名次变化", "上期名次")


def ranks(ground: Ground) -> Row:
    """名次 and the like of one member, left out where a document does not ask for them."""
    return _figures(ground, RANKS.__contains__)


def unranked(ground: Ground) -> Row:
    """All figures of one member but its ranks."""
    return _figures(ground, lambda name: name not in RANKS)


def _figures(ground: Ground, told: Callable[[str], bool]) -> Row:
    return scoped(one for one in ground.figures if told(one.name)).get(ground.scope, {})
