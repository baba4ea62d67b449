"""What is wrong: findings, which are values for people, and the one error, which ends a run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PipelineError(Exception):
    """Misuse, bad configuration, a bad template or a place that cannot be used: exit status 2, one sentence."""


class Level(StrEnum):
    """How grave a finding is: 阻断 stops the documents, 提示 goes to a person and stops nothing."""

    BLOCK = "阻断"
    HINT = "提示"


@dataclass(frozen=True)
class Finding:
    """One thing that a person must see, located; ``code`` and its wording are rows of rules/findings.toml.

    ``expected`` says what should stand there, for the marked copy that goes back; ``project`` names the project that
    it is about. Neither is part of findings.json."""

    level: Level
    code: str
    message: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    value: str | None = None
    sender: str | None = None
    expected: str = ""
    project: str | None = None

    def as_json(self) -> dict[str, str | None]:
        names = ("level", "code", "file", "sheet", "cell", "field", "value", "message", "sender")
        return {name: _text(getattr(self, name)) for name in names}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
