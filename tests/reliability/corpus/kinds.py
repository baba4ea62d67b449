"""A maker of bytes in, a kind of hostile file out: what it is in words, and the one verdict that it must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Bytes = Callable[[], bytes]
Truth = tuple[tuple[str, int], ...]  # name and 年度计划投资 in 元 of each row that must be read
GOOD: Truth = (("甲项目", 1_000_000), ("乙项目", 2_000_000))
NONE: Truth = ()


@dataclass(frozen=True)
class Kind:
    """One kind of file. ``says`` are words that the refusal must hold; None when the file must be accepted, and then
    ``rows`` are those that must be read from it (None: not looked at). ``told`` are words or codes of which each must
    stand in some finding that a good workbook does not have ("" is in all); ``today`` says why the demand is not met
    yet. ``free`` when either verdict will do, as long as what is read is right."""

    name: str
    title: str
    suffix: str
    make: Bytes
    says: str | None = None
    rows: Truth | None = None
    told: tuple[str, ...] = ()
    today: str = ""
    free: bool = False

    @property
    def refused(self) -> bool:
        return self.says is not None

    def put(self, folder: Path) -> Path:
        """Write the file under a name that tells its sender."""
        path = folder / f"城关街道-{self.name}{self.suffix}"
        path.write_bytes(self.make())
        return path


KINDS: dict[str, Kind] = {}


def refused(title: str, says: str, *, suffix: str = ".xlsx", today: str = "") -> Callable[[Bytes], Bytes]:
    """Register a maker whose file must be refused with one sentence that holds ``says``."""

    def register(make: Bytes) -> Bytes:
        _add(Kind(make.__name__, title, suffix, make, says=says, today=today))
        return make

    return register


def accepted(
    title: str, rows: Truth | None = GOOD, *told: str, suffix: str = ".xlsx", today: str = ""
) -> Callable[[Bytes], Bytes]:
    """Register a maker whose file must be read, with these rows and with findings that say ``told``."""

    def register(make: Bytes) -> Bytes:
        _add(Kind(make.__name__, title, suffix, make, rows=rows, told=told, today=today))
        return make

    return register


def either(title: str, rows: Truth | None = GOOD, *, suffix: str = ".xlsx") -> Callable[[Bytes], Bytes]:
    """Register a maker whose file may be refused in words or read with these rows."""

    def register(make: Bytes) -> Bytes:
        _add(Kind(make.__name__, title, suffix, make, rows=rows, free=True))
        return make

    return register


def _add(kind: Kind) -> None:
    if kind.name in KINDS:
        raise ValueError(kind.name)
    KINDS[kind.name] = kind


def all_kinds() -> Iterator[Kind]:
    """Every kind that the modules of the corpus register."""
    from tests.reliability.corpus import cells, foreign, old, packages, texts, worksheets, zips  # noqa: F401

    yield from KINDS.values()
