"""The figures of one member come in; its ranks, and apart from them all others, go out by their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.told.context import scoped

RANKS = ("名次", "类别名次", "名次变化", "上期名次")


def ranks(ground: Ground) -> dict[str, Any]:
    """名次 and the like of one member, left out where a document does not ask for them."""
    return _figures(ground, RANKS.__contains__)


def unranked(ground: Ground) -> dict[str, Any]:
    """All figures of one member but its ranks."""
    return _figures(ground, lambda name: name not in RANKS)


def _figures(ground: Ground, told: Callable[[str], bool]) -> dict[str, Any]:
    return scoped(one for one in ground.figures if told(one.name)).get(ground.scope, {})
