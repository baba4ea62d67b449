"""The findings of a period and 放行 come in; the findings as they stand then, and rows for what is missing, go out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from pipeline.check.absence import CARRIED, DROPPED, ZERO, Missing, missing
from pipeline.check.judge import Judge
from pipeline.model import Finding, Intervention, Level, Remedy, Row
from pipeline.rules.law import Wording
from pipeline.rules.spelling import folded

TRUE = "属实"
SILENT = "sender-silent"
MISSING = (SILENT, "not-reported", "project-vanished")
SAID = {CARRIED: "经批准沿用上期数据", ZERO: "经批准本年完成投资按零计算", DROPPED: "经批准不计入本期统计"}
_CELL = re.compile(r"(?:'?(.+?)'?!)?\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.IGNORECASE)


@dataclass
class Released:
    """What stands after 放行: the findings, the rows that stand in for what is missing, each use."""

    findings: list[Finding]
    rows: list[Row] = field(default_factory=list)
    uses: list[Intervention] = field(default_factory=list)


def release(judge: Judge, findings: Sequence[Finding]) -> Released:
    """Obey what 更正表 confirms and every row of 放行表, last of all; no reported row is changed."""
    released = Released(_confirmed(judge, findings))
    orders = judge.tables.forms["放行表"]
    if orders:
        desk = _Desk(judge, released, missing(judge))
        for order in orders:
            desk.obey(order)
    return released


def _confirmed(judge: Judge, findings: Sequence[Finding]) -> list[Finding]:
    """Contradictions at a cell whose value 更正表 confirms become hints."""
    uses = [use for use in judge.tables.interventions if use.remedy is Remedy.CORRECTION and use.before == use.after]
    reasons = {use.target: use.reason for use in uses}
    return [_confirm(judge, finding, reasons.get(_target(finding))) for finding in findings]


def _target(finding: Finding) -> str:
    return "｜".join((finding.file or "", finding.sheet or "", finding.cell or ""))


def _confirm(judge: Judge, finding: Finding, reason: str | None) -> Finding:
    if reason is None or TRUE not in judge.law.findings[finding.code].release:
        return finding
    return _let_pass(finding, f"更正表已确认：{reason}")


def _let_pass(finding: Finding, why: str) -> Finding:
    return replace(finding, level=Level.HINT, message=f"{finding.message.rstrip('。')}（{why}）。")


@dataclass(frozen=True)
class _Desk:
    """放行表 at work; each missing project is answered once."""

    judge: Judge
    released: Released
    missing: list[Missing]

    def obey(self, order: Row) -> None:
        wording = self._wording(order["check"])
        if wording is None:
            self._tell(order, "release-code-unknown", "check", order["check"])
        elif order["action"] not in wording.release:
            near = f"改用{'、'.join(wording.release)}" if wording.release else "由报送单位改正后重报，或用更正表更正"
            self._tell(order, "release-not-allowed", "action", order["action"], title=wording.title, near=near)
        elif order["action"] == TRUE and not (order["place"] or order["name"]):
            self._tell(order, "release-without-place", "place", None, title=wording.title)
        else:
            self._release(order, wording)

    def _wording(self, written: str) -> Wording | None:
        """A code as 数据核查 prints it, by its slug or its title."""
        known = self.judge.law.findings.values()
        return next((word for word in known if folded(written) in (folded(word.code), folded(word.title))), None)

    def _release(self, order: Row, wording: Wording) -> None:
        hits = [at for at, finding in enumerate(self.released.findings) if self._meant(order, wording.code, finding)]
        if not hits:
            shown = "，".join(part for part in (order["target"], order["place"] or order["name"]) if part)
            self._tell(order, "release-unused", "check", shown or "空", title=wording.title)
            return
        found = [self.released.findings[at] for at in hits]
        note = ""
        if wording.code in MISSING:
            answered = self._answered(found)
            hits += [at for at, finding in enumerate(self.released.findings) if _any(answered, finding)]
            note = self._stand_in(order, found, answered)
        for at in dict.fromkeys(hits):
            why = f"已放行：{order['action']}，{order['reason']}，批准人{order['person']}"
            self.released.findings[at] = _let_pass(self.released.findings[at], why)
        self.released.uses.append(self._use(order, wording, found, note))

    def _meant(self, order: Row, code: str, finding: Finding) -> bool:
        """Whether an order speaks of a finding."""
        if finding.level is not Level.BLOCK or not self._of_unit(order["target"], finding):
            return False
        return finding.code == code and _at(order["place"], finding) and _at(order["name"], finding)

    def _of_unit(self, target: str | None, finding: Finding) -> bool:
        if not target:
            return True
        file = PurePosixPath(finding.file or "")
        named = self.judge.office.names.get(folded(target))
        return named == finding.sender if named else folded(target) in map(folded, (str(file), file.name, file.stem))

    def _answered(self, found: Sequence[Finding]) -> list[Missing]:
        """The missing projects that an order answers, each once; of a silent sender all."""
        units = {finding.sender for finding in found if finding.code == SILENT}
        answered = [
            one for one in self.missing if any(map(one.of, units)) or any(_is(one, finding) for finding in found)
        ]
        for one in answered:
            self.missing.remove(one)
        return answered

    def _stand_in(self, order: Row, found: Sequence[Finding], answered: Sequence[Missing]) -> str:
        """Put rows in the place of the missing projects; returns the sentence that documents print."""
        if order["action"] != DROPPED:
            rows = [(one, one.stand_in(order, self.judge)) for one in answered]
            for lacking in (one for one, row in rows if row is None):
                subject = f"{found[0].sender or ''}“{'、'.join(sorted(lacking.names))}”"
                self._tell(order, "release-nothing-to-carry", "action", order["action"], subject=subject)
            self.released.rows.extend(row for _, row in rows if row is not None)
        return _note(order["action"], found, len(answered))

    def _use(self, order: Row, wording: Wording, found: Sequence[Finding], note: str) -> Intervention:
        first = found[0]
        subject = f"{first.sender or ''}“{first.project}”" if first.project else first.sender or first.file or ""
        return Intervention(
            remedy=Remedy.RELEASE,
            **self._place(order, "action"),
            subject=subject,
            item=wording.title,
            before=first.value or first.message,
            after=order["action"],
            reason=order["reason"],
            basis="",
            person=order["person"],
            sender=first.sender,
            note=note,
            target=_target(first) if first.cell else "",
        )

    def _place(self, order: Row, key: str) -> dict[str, Any]:
        cell = self.judge.tables.cell(order, key) or ""
        return {"file": order["file"], "sheet": order["sheet"], "cell": cell}

    def _tell(self, order: Row, code: str, key: str, value: str | None, **blanks: Any) -> None:
        title = self.judge.law.forms["放行表"].fields[key].title
        told = self.judge.law.finding(code, **self._place(order, key), field=title, value=value, **blanks)
        self.released.findings.append(told)


def _at(written: str | None, finding: Finding) -> bool:
    """Whether a finding stands at the cell, or is about the project, that an order names (none: anywhere)."""
    if not written:
        return True
    if match := _CELL.fullmatch(written.strip()):
        sheet, letters, digits = match.groups()
        return finding.cell == f"{letters.upper()}{digits}" and sheet in (None, finding.sheet)
    return folded(written) == folded(finding.project or "")


def _is(one: Missing, finding: Finding) -> bool:
    """Whether a finding is about a missing project."""
    named = folded(finding.project or "") in {folded(name) for name in one.names}
    return named and finding.code in MISSING and one.of(finding.sender)


def _any(answered: Sequence[Missing], finding: Finding) -> bool:
    return finding.level is Level.BLOCK and any(_is(one, finding) for one in answered)


def _note(action: str, found: Sequence[Finding], count: int) -> str:
    """How documents tell that something is missing and what stands for it."""
    units = "、".join(finding.sender or "" for finding in found if finding.code == SILENT)
    if units:
        projects = f"（{count}个项目）" if count else ""
        return f"{units}本期未报送{projects}，{SAID[action]}。"
    names = "、".join(dict.fromkeys(f"“{finding.project}”" for finding in found))
    return f"{found[0].sender or ''}{names}本期未报送，{SAID[action]}。"
