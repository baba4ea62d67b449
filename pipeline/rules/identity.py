"""When two rows are the same project: equal 项目代码, or, where one carries none, equal 镇街 and 项目名称."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.rules.spelling import folded

Key = tuple[str, str, str]  # code, folded name, town


def key(code: str | None, name: str | None, town: str | None) -> Key:
    """What two rows are compared by."""
    return folded(code or ""), folded(name or ""), town or ""


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

    def find(self, project: Key) -> str | None:
        """The label of the same project, or None."""
        code, name, town = project
        if code:
            return self._codes.get(code) or self._uncoded.get((name, town))
        return self._places.get((name, town))
