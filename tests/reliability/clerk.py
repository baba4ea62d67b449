"""A city and its ledger come in; what the clerk and the units do in a month goes out: feedback that is true, false or
not there, proposals confirmed and put back, documents issued."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from openpyxl import load_workbook

from pipeline.ledger import Ledger
from pipeline.model import Item, Outcome, Period, Registered, Request
from pipeline.model.supervision import ENDED
from pipeline.run import execute, of_cadence
from pipeline.run.issuing import Issue, issue
from pipeline.run.verifying import verify
from tests.reliability.seasons import City
from tests.workbook import Cell, workbook

FEEDBACK = ["督办编号", "事项", "承办单位", "签收日期", "整改情况", "完成情况", "完成日期"]
DROPS = ["督办编号", "拟办", "确认", "原因", "处置"]
PROPOSED, CONFIRMED = "督办拟立项.xlsx", "督办确认表.xlsx"
SHEET, FIRST = "督办确认表", "拟办编号"
MOST_NOTICES, NOTICES, WORD = 2, "督办通知单/", ".docx"


@dataclass
class Clerk:
    """``claimed`` are the numbers of the items that their units said were done, truly or not."""

    city: City
    chance: random.Random
    claimed: set[str] = field(default_factory=set)

    @property
    def output(self) -> Path:
        return self.city.root / "output"

    def request(self, period: Period, command: str, documents: tuple[str, ...] = ()) -> Request:
        url = f"sqlite:///{(self.output / 'ledger.sqlite').as_posix()}"
        return Request(period, self.city.root / "input", self.output, url, command, documents)

    def monthly(self, period: Period) -> Outcome:
        return execute(self.request(period, "monthly", of_cadence(self.city.root / "input", "monthly")))

    def month(self, period: Period) -> None:
        """All of a month, from what the units say to what is issued."""
        self._feedback(period)
        self.city.write(period)
        made = self.monthly(period)
        assert made.status == "made", [each for each in made.judged.findings if each.level == "阻断"]
        self._confirm(period)
        self.monthly(period)
        self._issue(period)

    def items(self) -> tuple[Item, ...]:
        ledger = self._ledger()
        try:
            return ledger.items()
        finally:
            ledger.close()

    def register(self) -> tuple[Registered, ...]:
        ledger = self._ledger()
        try:
            return ledger.register()
        finally:
            ledger.close()

    def faults(self, period: Period) -> tuple[str, ...]:
        return verify(self.request(period, "verify")).faults

    def _ledger(self) -> Ledger:
        return Ledger(f"sqlite:///{(self.output / 'ledger.sqlite').as_posix()}")

    def _feedback(self, period: Period) -> None:
        """Of every open item its unit says that it is done, truly or not, that it goes on, or nothing."""
        rows: dict[str, list[list[Cell]]] = {}
        for item in self.items() if self.output.exists() else ():
            said = self.chance.choice(("true", "false", "goes on", "", ""))
            if item.stage in ENDED or not said:
                continue
            if said != "goes on":
                self.claimed.add(item.number)
            if said == "true":
                self.city.mend(item.name)
            rows.setdefault(item.unit, []).append(_answer(item, said != "goes on", period.as_of))
        for unit, lines in rows.items():
            place = self.city.root / "input" / period.text / "反馈" / f"{unit}.xlsx"
            workbook(place, [[f"填报单位：{unit}", *[None] * 6], FEEDBACK, *lines])

    def _confirm(self, period: Period) -> None:
        """Most proposals are agreed to, some are not, some wait; now and then an item is dropped."""
        book = load_workbook(self.output / period.text / PROPOSED)
        sheet = book[SHEET]
        top, columns = next(
            (at, {word: column for column, word in enumerate(row, 1)})
            for at, row in enumerate(sheet.iter_rows(values_only=True), 1)
            if FIRST in row
        )
        for row in range(top + 1, sheet.max_row + 1):
            if sheet.cell(row, columns[FIRST]).value:
                answer = self.chance.choices(("是", "否", None), (6, 1, 3))[0]
                sheet.cell(row, columns["确认"]).value = answer
                sheet.cell(row, columns["原因"]).value = "另行研究" if answer == "否" else None
        folder = self.city.root / "input" / period.text
        book.save(folder / CONFIRMED)
        if dropped := [*self._dropped()]:
            workbook(folder / "撤项.xlsx", [DROPS, *dropped])

    def _dropped(self) -> Iterator[list[Cell]]:
        for item in self.items():
            if item.stage not in ENDED and self.chance.random() < 0.04:
                yield [item.number, "撤项", "是", "项目调整", None]

    def _issue(self, period: Period) -> None:
        """Bulletin, report and some notices, on the 8th of the next month and after."""
        day = period.as_of + timedelta(8)
        notices = self._notices(period)
        chosen = self.chance.sample(notices, min(MOST_NOTICES, len(notices)))
        for name in ("调度通报", "督查报告", *(f"督办通知单/{unit}" for unit in chosen)):
            row = issue(self.request(period, "issue"), Issue(name, day, preview=False))
            assert isinstance(row, Registered), row

    def _notices(self, period: Period) -> list[str]:
        """The units that a notice of the last run goes to, by the manifest."""
        listed = json.loads((self.output / period.text / "manifest.json").read_bytes())["outputs"]
        paths = (row["path"] for row in listed if not row["stale"])
        return sorted(
            path[len(NOTICES) : -len(WORD)] for path in paths if path.startswith(NOTICES) and path.endswith(WORD)
        )


def _answer(item: Item, done: bool, day: date) -> list[Cell]:
    outcome = ["已完成", day - timedelta(3)] if done else ["推进中", None]
    return [item.number, item.matter, item.unit, None, "正在办理", *outcome]
