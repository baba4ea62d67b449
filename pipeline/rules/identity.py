"""When two rows are the same project: equal 项目代码, or, where one carries none, equal 镇街 and 项目名称."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.rules.spelling import folded

Key = tuple[str, str, str]  # code, folded name, town


def key(code: str | None, name: str | None, town: str | None) -> Key:
    """What two rows are compared by."""
    return folded(code or ""), folded(name or ""), town or ""


def keys(row: Mapping[str, Any]) -> list[Key]:
    """What a row is known by: its code, name and 镇街, and what these were before a 更名 or 划转 (``was``)."""
    former = row.get("was") or ()
    return [key(row["code"], name, town) for name, town in ((row["name"], row["town"]), *former)]


class Identities:
    """Known projects; the first one added under a code or a place is the one found again."""

    def __init__(self, known: Iterable[tuple[Key, str]] = ()) -> None:
        self._codes: dict[str, str] = {}
        self._places: dict[tuple[str, str], str] = {}
        self._uncoded: dict[tuple[str, str], str] = {}
        for project, label in known:
            self.add(project, label)

    def add(self, project: Key, label: str) -> None:
        code, *place = project
        self._places.setdefault((place[0], place[1]), label)
        if code:
            self._codes.setdefault(code, label)
        else:
            self._uncoded.setdefault((place[0], place[1]), label)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Identities:
        """The projects of a table, each to be found again by its place in it."""
        return cls((known, str(at)) for at, row in enumerate(rows) for known in keys(row))

    def place(self, row: Mapping[str, Any]) -> int | None:
        """The place of the same project in the table, None when it is not there."""
        found = next((label for known in keys(row) if (label := self.find(known)) is not None), None)
        return None if found is None else int(found)

    def find(self, project: Key) -> str | None:
        """The label of the same project, or None."""
        code, name, town = project
        if code:
            return self._codes.get(code) or self._uncoded.get((name, town))
        return self._places.get((name, town))
