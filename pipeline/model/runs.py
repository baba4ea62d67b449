"""What a run is asked for, what judging gives it, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.cells import InputFile
from pipeline.model.judgement import Finding, Level
from pipeline.model.period import Period
from pipeline.model.returns import Reminder
from pipeline.model.tables import Counted, Tables

TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Request:
    """What the command line asks for: ``verb`` is its command, ``documents`` are keys of the catalogue, none for
    ``check``; ``executor`` says who does what can be shared out, "" leaves it to the amount of work; ``only`` names the
    members of a family that are to be made, none for all."""

    period: Period
    input: Path
    output: Path
    ledger: str
    verb: str = "check"
    documents: tuple[str, ...] = ()
    draft: bool = False
    review: bool = False
    templates: Path = TEMPLATES
    executor: str = ""
    only: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        return self.verb + ("-draft" if self.draft else "")


@dataclass(frozen=True)
class Judged:
    """A period that was collected, cleaned and checked."""

    period: Period
    inputs: tuple[InputFile, ...]
    tables: Tables
    findings: tuple[Finding, ...]
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def blocked(self) -> int:
        return sum(finding.level is Level.BLOCK for finding in self.findings)


@dataclass(frozen=True)
class Outcome:
    """What came of a run: for the closing table and the exit code; ``notes`` are sentences that a person must read."""

    status: str
    judged: Judged
    made: tuple[Path, ...]
    reminders: tuple[Reminder, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return 1 if self.judged.blocked else 0

    @property
    def counted(self) -> Counted:
        counts = self.judged.tables.counts.values()
        return Counted(sum(count.read for count in counts), sum(count.refused for count in counts))
