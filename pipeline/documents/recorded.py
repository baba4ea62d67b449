"""A record and how its columns are told come in; a row that tells each value when it is asked for it goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
Reader = Callable[[Record, Any], Any]  # of a record and of what in it


@dataclass(frozen=True)
class Columns:
    """What rows of one kind tell: by title who reads it and from what. ``keys`` is all that is read of a record, with
    what stands for a key that it lacks; ``basis`` is what the columns were made of, to make them again."""

    readers: Mapping[str, tuple[Reader, Any]]
    keys: Mapping[str, Any]
    basis: tuple[Any, ...]


class Told(Mapping[str, Any]):
    """A row by the titles of its columns. A document prints few of them: none is made before it is asked for."""

    __slots__ = ("_columns", "_record")

    def __init__(self, record: Record, columns: Columns) -> None:
        self._record, self._columns = record, columns

    def __getitem__(self, title: str) -> Any:
        read, of = self._columns.readers[title]
        return read(self._record, of)

    def get(self, title: str, default: Any = None) -> Any:
        known = self._columns.readers.get(title)
        return known[0](self._record, known[1]) if known else default

    def __contains__(self, title: object) -> bool:
        return title in self._columns.readers

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.readers)

    def __len__(self) -> int:
        return len(self._columns.readers)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """It travels with what its columns read and nothing else."""
        return Told, (dict(zip(self._columns.keys, made_of(self), strict=True)), self._columns)


def columns_of(row: Told) -> Columns:
    return row._columns


def made_of(row: Told) -> list[Any]:
    """What the columns of a row read, in the order of their keys."""
    keys = row._columns.keys
    return [*map(row._record.get, keys, keys.values())]
