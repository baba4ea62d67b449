"""How well the senders of a period report: one line a sender, one a kind of fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.interventions import Intervention
from pipeline.model.judgement import Finding, Level
from pipeline.model.returns import State


@dataclass(frozen=True)
class Reporting:
    """How one sender reported. ``reported`` is its latest 报送日期, None where no sheet states one, and ``days_late``
    by how many days that is after the deadline; ``read`` and ``refused`` count rows, ``returns`` the files that went
    back in the period, ``contradictions`` the findings that say that figures contradict each other."""

    sender: str
    state: State
    reported: date | None
    days_late: int
    files: int
    read: int
    refused: int
    returns: int
    returns_of_year: int
    blocks: int
    hints: int
    contradictions: int
    corrections: int
    releases: int


@dataclass(frozen=True)
class FaultKind:
    """One kind of fault: how often it was found, with whom and how often with each, and the finding that shows it."""

    code: str
    level: Level
    count: int
    senders: Mapping[str, int]
    example: Finding


@dataclass(frozen=True)
class Quality:
    """The senders in the office's order, the faults from the gravest, the findings that contradict, and what the office
    corrected or let pass. ``due`` is the deadline, None where the office has none."""

    due: date | None
    senders: tuple[Reporting, ...]
    faults: tuple[FaultKind, ...]
    contradictions: tuple[Finding, ...]
    interventions: tuple[Intervention, ...]
