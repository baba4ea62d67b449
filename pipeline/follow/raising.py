"""What was confirmed or added by hand comes in; the items that it raises go out, none of them twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.follow.candidates import Candidate
from pipeline.follow.known import ended, raised
from pipeline.follow.now import Now, day_text
from pipeline.follow.orders import Order, by_its_unit, finding
from pipeline.follow.subjects import Projects, matter_subject
from pipeline.model import Finding, Item, Period, PipelineError, Proposal, Row, Step
from pipeline.rules.nearness import near_units, proposed
from pipeline.rules.spelling import folded

RULE = "规则"


@dataclass
class Register:
    """The items there are, and those raised now; ``declined`` are the subjects that the clerk said no to."""

    now: Now
    projects: Projects
    candidates: Sequence[Candidate]
    items: list[Item]
    numbers: Mapping[str, str]
    declined: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def obey(self, order: Order) -> None:
        """Raise what the order says, unless it was raised before; say what keeps it from being raised."""
        candidate = self._candidate(order)
        wanted = self._wanted(order, candidate)
        if not order.yes:
            self.declined.add(wanted)
            return
        if self._raised_before(order, candidate, wanted):
            return
        unit, problems = self._problems(order, candidate)
        if problems:
            self.findings += problems
        else:
            self.items.append(self._item(order, candidate, wanted, unit))

    def open_to(self, proposal: Proposal, row: Row | None) -> bool:
        """Whether it may be proposed: not declined now, no open item of its subject, none that ended in this period."""
        alike = (item for item in self.items if self.projects.same(item, proposal.rule, proposal.subject, row))
        busy = any(item.is_open or self._ended_now(item) for item in alike)
        return not busy and proposal.subject not in self.declined

    def _ended_now(self, item: Item) -> bool:
        end = ended(item)
        return end is not None and end.period == self.now.period.text

    def _candidate(self, order: Order) -> Candidate | None:
        """The proposal of this period that the row answers, by its 拟办编号, else by its words."""
        if order.subject:
            return next((each for each in self.candidates if each.proposal.subject == order.subject), None)
        said = (folded(order.row["matter"] or ""), self.now.office.unit(order.row["unit"] or ""))
        same = (each for each in self.candidates if (folded(each.proposal.matter), each.proposal.unit) == said)
        return next(same, None) if order.row["source"] in (None, RULE) else None

    def _wanted(self, order: Order, candidate: Candidate | None) -> str:
        """The subject."""
        if candidate:
            return candidate.proposal.subject
        row, unit = order.row, self.now.office.unit(order.row["unit"] or "") or order.row["unit"] or ""
        return order.subject or matter_subject(row["source"] or "", row["matter"] or "", unit)

    def _rule(self, order: Order) -> str:
        """The code of the rule whose title begins the subject of a proposal."""
        title = order.subject.partition("-")[0]
        return next((rule.code for rule in self.now.rules.rules if rule.title == title), "")

    def _problems(self, order: Order, candidate: Candidate | None) -> tuple[str, list[Finding]]:
        """The unit, and a finding for everything that is missing or cannot be."""
        row, now, found = order.row, self.now, list[Finding]()
        unit = now.office.unit(row["unit"] or "") or ""
        for key, what in self._missing(order, candidate):
            found.append(finding("confirmation-incomplete", order, key, now, what=what))
        if row["unit"] and not unit:
            like = proposed("名称相近的有", near_units(row["unit"], now.office))
            found.append(finding("confirmation-unit-unknown", order, "unit", now, row["unit"], like=like))
        if unit and by_its_unit(order, unit, now):
            found.append(finding("confirmation-by-unit", order, "confirmed", now))
        start = self._start(order)
        if order.deadline and order.deadline < start and not self._outdated(order):
            blanks = {"value": day_text(order.deadline), "other": f"立项日期{day_text(start)}"}
            found.append(finding("confirmation-deadline-early", order, "deadline", now, **blanks))
        return now.office.answering(unit, now.period), found

    def _missing(self, order: Order, candidate: Candidate | None) -> list[tuple[str, str]]:
        row, known = order.row, candidate is not None or bool(self._rule(order))
        asked = [("matter", "事项"), ("unit", "承办单位")]
        asked += [] if known else [("source", "来源"), ("disposal", "处置")]
        return [(key, what) for key, what in asked if not row[key]]

    def _raised_before(self, order: Order, candidate: Candidate | None, wanted: str) -> bool:
        rule = candidate.proposal.rule if candidate else self._rule(order)
        project = candidate.project if candidate else self.projects.like(order.row) if order.row["name"] else None
        alike = [item for item in self.items if self.projects.same(item, rule, wanted, project)]
        if any(item.is_open or item.key == self._key(wanted) or self._used(item, order) for item in alike):
            return True
        last = max((end for item in alike if (end := ended(item))), key=lambda event: event.day, default=None)
        if order.subject or last is None or (order.row["raised"] and order.row["raised"] > last.day):
            return False
        numbers = "、".join(item.number for item in alike)
        blanks = {"number": numbers, "state": last.step.value}
        self.findings.append(finding("confirmation-again", order, "matter", self.now, **blanks))
        return True

    def _used(self, item: Item, order: Order) -> bool:
        """Whether the proposal that the row answers was answered before: an item was raised since it was made."""
        made = _period(order.period)
        return made is not None and raised(item).as_of >= made.as_of

    def _start(self, order: Order) -> date:
        """立项日期: the one given, else 数据截止日."""
        day: date | None = order.row["raised"]
        return day or self.now.as_of

    def _since(self, order: Order) -> date:
        """The day from which its time is counted."""
        day: date | None = order.row["raised"]
        return day or self.now.start

    def _outdated(self, order: Order) -> bool:
        """Whether the 时限 is that of an earlier period's proposal, and was over before the item begins."""
        made = _period(order.period)
        earlier = made is not None and made.as_of < self.now.as_of
        return earlier and order.deadline is not None and order.deadline < self._since(order)

    def _key(self, wanted: str) -> str:
        return f"{self.now.period.text}|{wanted}"

    def _item(self, order: Order, candidate: Candidate | None, wanted: str, unit: str) -> Item:
        row, now = order.row, self.now
        proposal = candidate.proposal if candidate else None
        rule = now.rules.rule(proposal.rule if proposal else self._rule(order))
        project = (
            (candidate.project if candidate else None) or (self.projects.like(row) if row["name"] else None) or row
        )
        disposal = row["disposal"] or (rule.disposal if rule else "")
        start = self._start(order)
        deadline = self._deadline(order, start, rule.days if rule else now.rules.days[disposal])
        begun = now.event(Step.RAISED, start, deadline=deadline, place=now.place(row, "confirmed"), note=order.reason)
        named: dict[str, Any] = {"name": project["name"] or "", "town": project["town"] or ""}
        return Item(
            number=self.numbers.get(self._key(wanted), ""),
            key=self._key(wanted),
            subject=wanted,
            source=row["source"] or (rule.source if rule else RULE),
            rule=rule.code if rule else "",
            matter=row["matter"],
            unit=unit,
            project=project["id"] if project["name"] else "",
            disposal=disposal,
            basis=row["basis"] or (proposal.reason if proposal else ""),
            events=(begun,),
            **named,
        )

    def _deadline(self, order: Order, start: date, days: int) -> date:
        """The 时限 given; one that was over before the item begins is set anew, and said."""
        since = self._since(order)
        if not self._outdated(order):
            return self.now.deadline(order.deadline, since, days)
        day = self.now.deadline(None, since, days)
        blanks = {"value": day_text(order.deadline), "other": day_text(day), "start": day_text(start)}
        self.findings.append(finding("confirmation-deadline-outdated", order, "deadline", self.now, **blanks))
        return day


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except PipelineError:
        return None
