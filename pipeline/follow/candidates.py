"""Lights, problems and clues of a period come in; what the rules of supervision.toml would demand goes out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pipeline.follow.now import Now, day_text
from pipeline.follow.subjects import Projects, project_subject
from pipeline.model import Action, Finding, Measured, Proposal, Row
from pipeline.rules.numerals import fixed, plain
from pipeline.rules.spelling import departments, folded, masked
from pipeline.rules.supervising import Rule

NOTHING = "无"
_ROW = re.compile(r"[A-Z]+(\d+)")


@dataclass(frozen=True)
class Candidate:
    """Something that a rule would demand: the proposal, the row of its project, and how bad it is by the rule's own
    measure (the months or days that it is late, how little of the year's plan is done, how many clues)."""

    proposal: Proposal
    project: Row | None
    weight: Fraction = Fraction(0)


@dataclass(frozen=True)
class Scout:
    """Looks through a period for what its rules name."""

    now: Now
    measured: Measured
    findings: Sequence[Finding]
    projects: Projects

    def candidates(self) -> list[Candidate]:
        """The gravest rule first, the worst of each rule first, then by unit and project."""
        found = [each for rule in self.now.rules.rules for each in self._of(rule)]
        rules = [rule.code for rule in self.now.rules.rules]
        units = [unit.name for unit in (*self.now.office.towns, *self.now.office.senders)]
        ranks = {name: at for at, name in enumerate(units)}

        def rank(each: Candidate) -> tuple[int, Fraction, int, str, str]:
            made = each.proposal
            return rules.index(made.rule), -each.weight, ranks.get(made.unit, len(ranks)), made.name, made.subject

        return sorted(found, key=rank)

    def _of(self, rule: Rule) -> Iterator[Candidate]:
        if rule.of == "projects":
            yield from (self._project(rule, row) for row in self.measured.projects if self.holds(rule.when, row))
        elif rule.of == "problems":
            yield from (self._problem(rule, row) for row in self.measured.problems if row[rule.when])
        else:
            yield from (self._clues(rule, self.measured.projects[at], told) for at, told in self.clues(rule).items())

    def holds(self, fact: str, row: Row) -> bool:
        """Whether a project has the fact. A red light that comes of not having been started is 应开未开 alone."""
        late = bool(row["is_late_start"]) and self.months_late(row) >= self.now.rules.late_start_months
        return late if fact == "late_start" else row["light"] == "红灯" and not late

    def months_late(self, row: Row) -> int:
        planned, as_of = row["plan_start"], self.now.as_of
        return (as_of.year - planned.year) * 12 + as_of.month - planned.month if planned else 0

    def clues(self, rule: Rule) -> Mapping[int, list[Finding]]:
        """The findings that a rule names, by the place of their project; one without a project is nobody's matter."""
        found: dict[int, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            at = self._place(finding) if finding.code in rule.findings else None
            if at is not None:
                found[at].append(finding)
        return dict(sorted(found.items()))

    @cached_property
    def _rows(self) -> Mapping[tuple[str | None, str | None, int], int]:
        return {(row["file"], row["sheet"], row["row"]): at for at, row in enumerate(self.measured.projects)}

    def _place(self, finding: Finding) -> int | None:
        """By the cell's row, else by the name where only one project has it."""
        match = _ROW.fullmatch(finding.cell or "")
        at = self._rows.get((finding.file, finding.sheet, int(match[1]))) if match else None
        if at is not None:
            return at
        named = [at for at, row in enumerate(self.measured.projects) if _named(row, finding.project)]
        return named[0] if len(named) == 1 else None

    def _project(self, rule: Rule, row: Row) -> Candidate:
        worst = Fraction(self.months_late(row)) if rule.when == "late_start" else -(_rate(row) or Fraction(0))
        return self._made(rule, row, project_subject(rule.title, row), self.facts(row), worst)

    def _problem(self, rule: Rule, problem: Row) -> Candidate:
        row = self.projects.owner(problem)
        subject = project_subject(rule.title, row or problem, problem["category"], problem["detail"])
        solver = problem["solver"] or NOTHING
        said = {"category": problem["category"] or "", "detail": problem["detail"], "due": day_text(problem["due"])}
        said |= {"days": str(problem["overdue_days"]), "solver": solver, "as_of": day_text(self.now.as_of)}
        said |= {"subject": _subject(row or problem)}
        worst = Fraction(problem["overdue_days"])
        return self._made(rule, row or problem, subject, said, worst, departments(problem["solver"]))

    def _clues(self, rule: Rule, row: Row, found: Sequence[Finding]) -> Candidate:
        said = self.facts(row) | {"said": said_of(found)}
        return self._made(rule, row, project_subject(rule.title, row), said, Fraction(len(found)))

    def _made(
        self,
        rule: Rule,
        row: Row,
        subject: str,
        said: Mapping[str, str],
        worst: Fraction,
        asked: Sequence[str] = (),
    ) -> Candidate:
        now, said = self.now, {name: masked(word) for name, word in said.items()}
        made = Proposal(
            action=Action.RAISE,
            subject=subject,
            source=rule.source,
            rule=rule.code,
            matter=rule.matter.format_map(said),
            unit=self._unit(rule, row, asked),
            reason=rule.reason.format_map(said),
            deadline=now.deadline(None, now.start, rule.days),
            disposal=rule.disposal,
            project=row["id"],
            name=row["name"],
            town=row["town"] or "",
            code=f"{now.period.text}/{subject}",
        )
        return Candidate(made, row if row in self.projects.rows else None, worst)

    def _unit(self, rule: Rule, row: Row, asked: Sequence[str]) -> str:
        """Who answers: the first department named that is known, the sender of the data, or the 镇街."""
        wanted = [*asked, *([row["sender"]] if rule.unit == "报送单位" else []), row["town"], row["sender"]]
        known = (self.now.office.unit(name) for name in wanted if name)
        return self.now.office.answering(next(filter(None, known), ""), self.now.period)

    def facts(self, row: Row) -> dict[str, str]:
        """What the sentences of the rules may say of a project."""
        time = Fraction(self.now.period.elapsed * 100, 12)
        rate, planned = _rate(row), row["plan_start"]
        return {
            "subject": _subject(row),
            "as_of": day_text(self.now.as_of),
            "plan": money(row["plan"]),
            "done": money(row["ytd_done"]),
            "flow": money(row["month_flow"]),
            "rate": NOTHING if rate is None else f"{fixed(rate, 1)}%",
            "time": f"{fixed(time, 1)}%",
            "planned": f"{planned.year}年{planned.month}月" if planned else "",
            "months": str(self.months_late(row)),
            "blocked": row["blocked_at"] or NOTHING,
        }


def said_of(findings: Sequence[Finding]) -> str:
    """What several findings say, as one sentence's worth."""
    return "；".join(dict.fromkeys(finding.message.removesuffix("。") for finding in findings)) + "。"


def money(yuan: int | None) -> str:
    return NOTHING if yuan is None else f"{plain(Fraction(yuan, 10000))}万元"


def _rate(row: Row) -> Fraction | None:
    """年度投资完成率 in percent."""
    known = row["plan"] and row["ytd_done"] is not None
    return Fraction(row["ytd_done"] * 100, row["plan"]) if known else None


def _subject(row: Row) -> str:
    return f"{row['town'] or ''}“{row['name']}”"


def _named(row: Row, name: str | None) -> bool:
    return bool(name) and folded(row["name"]) == folded(name or "")
