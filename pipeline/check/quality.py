"""A judged period and the returns so far come in; how well each sender reported, and which faults there are, go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.check.reminders import reminders
from pipeline.model import Counted, Finding, Judged, Level, Remedy, Reminder, Return, State
from pipeline.model.quality import FaultKind, Quality, Reporting
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

USED = (Remedy.CORRECTION, Remedy.RELEASE)


def quality(judged: Judged, before: Sequence[Return], law: Law, office: Office, calendar: Calendar) -> Quality:
    """``before`` are the returns that the ledger knows, oldest first. Findings on the office's own tables are nobody's
    fault and are left out."""
    lines = {one.sender: one for one in reminders(judged, before, law, office, calendar)}
    looking = _Looking(judged, law, lines)
    deadline = calendar.deadline(office, judged.period.cadence, judged.period)
    reports = (looking.reporting(name, deadline) for name in looking.names(office))
    return Quality(
        deadline,
        tuple(reports),
        tuple(looking.faults()),
        tuple(finding for finding in looking.told if looking.contradicts(finding)),
        tuple(use for use in judged.tables.interventions if use.remedy in USED),
    )


@dataclass(frozen=True)
class _Looking:
    judged: Judged
    law: Law
    lines: Mapping[str, Reminder]

    @cached_property
    def told(self) -> list[Finding]:
        """The findings that a sender answers for."""
        return [finding for finding in self.judged.findings if finding.sender]

    def names(self, office: Office) -> list[str]:
        """Everybody who reported, had to, or was found at fault."""
        sent = [file.sender for file in self.judged.inputs if file.sender]
        found = dict.fromkeys((*self.lines, *sent, *(finding.sender or "" for finding in self.told)))
        order = {unit.name: place for place, unit in enumerate((*office.towns, *office.senders))}
        return sorted(found, key=lambda name: (order.get(name, len(order)), name))

    def contradicts(self, finding: Finding) -> bool:
        return finding.code in self.law.figures["quality"]["contradictions"]

    def reporting(self, sender: str, due: date | None) -> Reporting:
        line, rows = self.lines.get(sender), self._rows(sender)
        mine = [finding for finding in self.told if finding.sender == sender]
        levels = Counter(finding.level for finding in mine)
        used = Counter(use.remedy for use in self.judged.tables.interventions if use.sender == sender)
        reported = self._reported(sender)
        return Reporting(
            sender=sender,
            state=line.state if line else State.FINE,
            reported=reported,
            days_late=max((reported - due).days, 0) if reported and due else 0,
            files=sum(file.sender == sender for file in self.judged.inputs),
            read=rows.read,
            refused=rows.refused,
            returns=line.returns if line else 0,
            returns_of_year=line.returns_of_year if line else 0,
            blocks=levels[Level.BLOCK],
            hints=levels[Level.HINT],
            contradictions=sum(map(self.contradicts, mine)),
            corrections=used[Remedy.CORRECTION],
            releases=used[Remedy.RELEASE],
        )

    def _reported(self, sender: str) -> date | None:
        days = [reported.day for reported in self.judged.tables.reported if reported.sender == sender]
        return max(days, default=None)

    def _rows(self, sender: str) -> Counted:
        """The rows of its files, read and refused."""
        counts = self.judged.tables.counts
        mine = [counts[file.path] for file in self.judged.inputs if file.sender == sender and file.path in counts]
        return Counted(sum(count.read for count in mine), sum(count.refused for count in mine))

    def faults(self) -> list[FaultKind]:
        """阻断 before 提示, contradictions before the rest, the most frequent first."""
        kinds: dict[tuple[str, Level], list[Finding]] = {}
        for finding in self.told:
            kinds.setdefault((finding.code, finding.level), []).append(finding)
        return sorted(map(_kind, kinds.values()), key=self._gravity)

    def _gravity(self, one: FaultKind) -> tuple[bool, bool, int, str]:
        return one.level is not Level.BLOCK, not self.contradicts(one.example), -one.count, one.code


def _kind(found: Sequence[Finding]) -> FaultKind:
    senders = Counter(finding.sender or "" for finding in found)
    located = next((finding for finding in found if finding.cell), found[0])
    return FaultKind(found[0].code, found[0].level, len(found), dict(senders.most_common()), located)
