"""The members of a family and the names that somebody asked for come in; the members that are meant go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.documents.ground import CITY, Ground
from pipeline.model import PipelineError
from pipeline.rules.nearness import near, proposed
from pipeline.rules.spelling import folded


def asked_for(ground: Ground, names: Sequence[str], asked: Sequence[str]) -> frozenset[str]:
    """All of them where nobody was asked for, the city as 全市. PipelineError for a name that none has, with those that
    are like it, and where the document is no family."""
    entry = ground.entry
    every = (CITY, *names) if entry.whole else tuple(names)
    if not asked:
        return frozenset(every)
    if not entry.each:
        raise PipelineError(f"《{entry.name}》不分别成文，不能用 --only 指定单位。")
    return frozenset(name for word in asked for name in _meant(ground, every, word))


def _meant(ground: Ground, names: Sequence[str], word: str) -> list[str]:
    """Those that a word names: in full, by an alias of office.toml, or of a project without its 镇街."""
    wanted = {folded(word), folded(ground.office.unit(word) or word)}
    found = [name for name in names if wanted.intersection(_spellings(name))]
    if not found:
        like = proposed("名称相近的有", _near(names, word))
        raise PipelineError(f"《{ground.entry.name}》中没有“{word}”；{like}请照名称重写 --only。")
    return found


def _spellings(name: str) -> Iterator[str]:
    yield folded(name)
    if "/" in name:
        yield folded(name.partition("/")[2])


def _near(names: Iterable[str], word: str) -> list[str]:
    """The names most like it, of projects without their 镇街."""
    return near(word, dict.fromkeys(name.partition("/")[2] or name for name in names), least=50)
