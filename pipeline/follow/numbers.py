"""A 督办编号 as a person wrote it comes in; the item that is meant goes out, and whether the row names another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.model import Item
from pipeline.rules.spelling import folded

_PARTS = re.compile(r"[^0-9]*(\d{4})[^0-9]*?0*([1-9]\d{0,5})[^0-9]*", re.ASCII)


@dataclass(frozen=True)
class Numbers:
    """The items by their numbers and keys; 督2026-1, 2026—001 and 督〔2026〕1号 are 督2026-001."""

    items: tuple[Item, ...]
    _exact: Mapping[str, Item] = field(init=False)
    _parts: Mapping[tuple[str, ...], Item] = field(init=False)

    def __post_init__(self) -> None:
        exact = {folded(name): item for item in self.items for name in (item.number, item.key) if name}
        parts = {found: item for item in self.items if (found := parted(item.number))}
        object.__setattr__(self, "_exact", exact)
        object.__setattr__(self, "_parts", parts)

    @classmethod
    def of(cls, items: Iterable[Item]) -> Numbers:
        return cls(tuple(items))

    def meant(self, written: str) -> Item | None:
        return self._exact.get(folded(written)) or self._parts.get(parted(written))

    def mistyped(self, written: str) -> bool:
        """Whether the item was found though its number is written otherwise."""
        return folded(written) not in self._exact

    def other(self, item: Item, matter: str | None) -> Item | None:
        """The other item whose 事项 a row bears that has this one's number."""
        said = folded(matter or "")
        if not said or said == folded(item.matter):
            return None
        return next((each for each in self.items if each.number and folded(each.matter) == said), None)


def parted(number: str) -> tuple[str, ...]:
    """Year and running number, () where there are none."""
    match = _PARTS.fullmatch(folded(number))
    return match.groups() if match else ()
