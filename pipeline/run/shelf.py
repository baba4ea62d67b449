"""The folder output/ as it stands, with what is about to be published, comes in; what its JSON files say goes out.

Anybody may have laid or changed a file there: what cannot be read is told, never raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.model import Period, PipelineError, period_folders

ROWS = ("rows_read", "rows_accepted", "rows_refused")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")


class BrokenError(ValueError):
    """A file that is not what the program wrote."""


@dataclass(frozen=True)
class Output:
    """A file that a manifest lists; ``path`` is below the period's folder."""

    path: str
    stale: bool = False


@dataclass(frozen=True)
class Listing:
    """A manifest: its status, what it lists, how many ``files`` were read, and the ``rows`` read, accepted, refused."""

    status: str
    outputs: tuple[Output, ...]
    files: int
    rows: tuple[int, int, int]


@dataclass(frozen=True)
class Block:
    """A 阻断 finding; ``sender`` "" for the office's own."""

    sender: str
    message: str


@dataclass(frozen=True)
class Shelf:
    """output/: ``pending`` (path → bytes) wins over what lies on the disk."""

    folder: Path
    pending: Mapping[str, bytes]

    def periods(self) -> list[Period]:
        """Every period that has a folder or is about to have one, the newest first."""
        known = {*period_folders(self.folder), *self._coming()}
        return sorted(known, key=lambda period: (period.as_of, not period.weekly), reverse=True)

    def _coming(self) -> Iterator[Period]:
        for folder in {path.split("/")[0] for path in self.pending}:
            with suppress(PipelineError):
                yield Period.parse(folder)

    def has(self, path: str) -> bool:
        try:
            return path in self.pending or (self.folder / path).is_file()
        except (OSError, ValueError):
            return False

    def read(self, path: str) -> Any:
        """A JSON file; BrokenError when it is none."""
        try:
            known = self.pending.get(path)
            with (self.folder / path).open("rb") if known is None else BytesIO(known) as lines:
                return json.loads(b"".join(map(_lean, lines)))
        except (OSError, ValueError, RecursionError):
            raise BrokenError(path) from None


def _lean(line: bytes) -> bytes:
    """A line that is a figure's less all behind its value: no page shows the rows, whose ids fill most of the file."""
    if not (line.startswith(b'{"scope": ') and line.endswith((b"]}\n", b"]},\n"))):
        return line
    head, found, _ = line.partition(b', "unit": ')
    return head + line[line.rindex(b"}") :] if found else line


def inside(path: str) -> bool:
    """Whether a path stays below the folder that it is relative to."""
    return bool(path) and not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts


def manifest(raw: Any) -> Listing:
    """BrokenError when it is none."""
    listed = [_record(row) for row in _records(_record(raw).get("outputs"))]
    found = (Output(str(row.get("path") or ""), row.get("stale") is True) for row in listed)
    inputs = [_record(row) for row in _records(_record(raw).get("inputs"))]
    read, accepted, refused = (sum(_count(row.get(name)) for row in inputs) for name in ROWS)
    outputs = tuple(output for output in found if inside(output.path))
    return Listing(str(_record(raw).get("status") or ""), outputs, len(inputs), (read, accepted, refused))


def blocks(findings: Any) -> tuple[list[Block], int]:
    """The 阻断 findings in their order, and how many 提示 there are."""
    found = [_record(row) for row in _records(findings)]
    blocking = [row for row in found if row.get("level") == "阻断"]
    told = [Block(str(row.get("sender") or ""), str(row.get("message") or "")) for row in blocking]
    return told, len(found) - len(blocking)


@dataclass(frozen=True)
class Figures:
    """figures.json, by scope and name."""

    as_of: date
    values: Mapping[tuple[str, str], str | None]

    def value(self, scope: str, name: str) -> Fraction | None:
        written = self.values.get((scope, name))
        return None if written is None else Fraction(written)

    def count(self, scope: str, name: str) -> int | None:
        value = self.value(scope, name)
        return None if value is None else int(value)

    def scopes(self, prefix: str) -> list[str]:
        """The scopes of one kind in their order."""
        return list(dict.fromkeys(scope for scope, _ in self.values if scope.startswith(prefix)))


def figures(raw: Any) -> Figures:
    """BrokenError when it says not of which day it is, or holds what is no number."""
    listed = [_record(row) for row in _records(_record(raw).get("figures"))]
    try:
        as_of = date.fromisoformat(str(_record(raw).get("as_of")))
    except ValueError:
        raise BrokenError("as_of") from None
    return Figures(as_of, {(str(row.get("scope")), str(row.get("name"))): _number(row.get("value")) for row in listed})


def _number(text: Any) -> str | None:
    if text is not None and not (isinstance(text, str) and _NUMBER.fullmatch(text)):
        raise BrokenError("value")
    return text


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _record(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BrokenError("record")
    return value


def _records(value: Any) -> Iterator[Any]:
    if not isinstance(value, list):
        raise BrokenError("records")
    return iter(value)
