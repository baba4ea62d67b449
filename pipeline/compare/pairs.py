"""The rows of a form on both sides come in; which row is which goes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Row, Table
from pipeline.rules import Form
from pipeline.rules.identity import Identities, key

Key = Callable[[Row], Hashable]


@dataclass(frozen=True)
class Pairs:
    """Places in the old and the new table: of the same row, of rows that are gone, of rows that are added."""

    both: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    added: tuple[int, ...]


def pairs(old: Table, new: Table, form: Form) -> Pairs:
    """Pair rows that are wholly alike, then those of one identity (the likest first), then those that lie in one place
    and agree in half of what is filled in (a row whose name was mended); the rest came or went."""
    keys = tuple(form.fields)
    matching = Matching(old, new, keys)
    matching.alike(lambda row: (_content(row, keys), _place(row)))
    matching.alike(lambda row: _content(row, keys))
    matching.grouped(_identity(old, form), least=0)
    matching.grouped(_place, least=1)
    return matching.result()


def _content(row: Row, keys: Sequence[str]) -> Hashable:
    return tuple(row[name] for name in keys)


def _place(row: Row) -> Hashable:
    return row["file"], row["sheet"], row["row"]


def _identity(old: Table, form: Form) -> Key:
    """What rows of one project (or of one 督办编号) share; a code given on one side only does not part them."""
    if "name" not in form.identity:
        return lambda row: tuple(row[name] for name in form.identity)
    known = Projects(old)
    return lambda row: known.label(row) or _project(row)


def _project(row: Row) -> tuple[str, str, str]:
    return key(row.get("code"), row["name"], row["town"])


class Projects:
    """Rows that name projects, to be found by the project that another row names."""

    def __init__(self, rows: Table) -> None:
        self._rows = rows
        self._known = Identities((_project(row), f"{at}") for at, row in enumerate(rows))

    def label(self, like: Row) -> str | None:
        return self._known.find(_project(like))

    def find(self, like: Row) -> Row | None:
        found = self.label(like)
        return None if found is None else self._rows[int(found)]


class Matching:
    """Rows that still look for their like, pass by pass."""

    def __init__(self, old: Table, new: Table, keys: Sequence[str]) -> None:
        self._old, self._new, self._keys = old, new, keys
        self._left, self._right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
        self._both: list[tuple[int, int]] = []

    def alike(self, by: Key) -> None:
        """Pair rows of the same key in their order."""
        for left, right in self._groups(by):
            self._take(zip(left, right, strict=False))

    def grouped(self, by: Key, *, least: int) -> None:
        """Pair rows of the same key, those that agree in most first; with ``least`` 1 only where half agrees."""
        for left, right in self._groups(by):
            ranked = sorted((-self._agree(at, to), at, to) for at in left for to in right)
            self._take((at, to) for agree, at, to in ranked if -2 * agree >= least * self._filled(at, to))

    def result(self) -> Pairs:
        return Pairs(tuple(sorted(self._both)), tuple(self._left), tuple(self._right))

    def _groups(self, by: Key) -> Iterator[tuple[list[int], list[int]]]:
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for at in self._left:
            groups[by(self._old[at])][0].append(at)
        for to in self._right:
            groups[by(self._new[to])][1].append(to)
        yield from groups.values()

    def _take(self, found: Iterable[tuple[int, int]]) -> None:
        for at, to in found:
            if at in self._left and to in self._right:
                del self._left[at], self._right[to]
                self._both.append((at, to))

    def _agree(self, at: int, to: int) -> int:
        old, new = self._old[at], self._new[to]
        return sum(old[name] is not None and old[name] == new[name] for name in self._keys)

    def _filled(self, at: int, to: int) -> int:
        old, new = self._old[at], self._new[to]
        return sum(old[name] is not None or new[name] is not None for name in self._keys)
