"""A small office on a disk: its data change, it makes its monthly documents, issues one and withdraws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model import Outcome, Period, Registered, Request
from pipeline.run import execute, of_cadence
from pipeline.run.issuing import Issue, issue
from pipeline.run.verifying import verify
from pipeline.run.withdrawing import void
from tests.city import CHENGGUAN, city
from tests.workbook import workbook

PERIOD, NAME, DAY = "2026-05", "调度通报", date(2026, 6, 8)
ITEMS = """
来源|事项|承办单位|依据|确认|处置
会议|推动甲项目用地组卷|城关街道|第5次调度会|是|立即落实
批示|核实丙项目投资完成情况|柳渡镇|5月12日批示|是|研判
"""


@dataclass(frozen=True)
class Office:
    """Below ``root`` lie input/ and output/, with the ledger in it."""

    root: Path

    @classmethod
    def of(cls, root: Path) -> Office:
        city(root)
        workbook(root / "input" / PERIOD / "督办确认表.xlsx", ITEMS.strip())
        return cls(root)

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def ledger(self) -> Path:
        return self.output / "ledger.sqlite"

    def change(self, done: int) -> None:
        """甲项目 has done so much this year, in 万元."""
        workbook(self.root / "input" / PERIOD / "城关.xlsx", CHENGGUAN.strip().replace("|3000|", f"|{3000 + done}|"))

    def words(self, verb: str) -> list[str]:
        """The command line of ``monthly`` and ``issue``."""
        more = [NAME, "--date", DAY.isoformat(), "--no-pdf"] if verb == "issue" else []
        return [verb, *more, "--period", PERIOD, "--input", str(self.root / "input"), "--output", str(self.output)]

    def monthly(self) -> Outcome:
        return execute(self._request("monthly", of_cadence(self.root / "input", "monthly")))

    def issue(self) -> Registered | str:
        return issue(self._request("issue"), Issue(NAME, DAY, preview=False))

    def void(self) -> Registered | str:
        return void(self._request("void"), NAME, "另发", DAY)

    def faults(self) -> tuple[str, ...]:
        """What verify finds; a start as any other, which completes what was broken off."""
        return verify(self._request("verify")).faults

    def _request(self, command: str, documents: tuple[str, ...] = ()) -> Request:
        url = f"sqlite:///{self.ledger.as_posix()}"
        return Request(Period.parse(PERIOD), self.root / "input", self.output, url, command, documents)
