"""A small city whose documents are made, issued and withdrawn in tests: each act of the office in a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.ledger import Ledger
from pipeline.model import Period, Registered, Request
from pipeline.run.issuing import Issue, issue
from pipeline.run.verifying import verify
from pipeline.run.withdrawing import Outside, enter, void
from tests.city import CHENGGUAN, city, run

BULLETIN = "调度通报"
DAY = date(2026, 6, 8)
MORE = CHENGGUAN.replace("|500|3000|", "|600|3100|")


def request(root: Path, period: str = "2026-05") -> Request:
    output = root / "output"
    url = f"sqlite:///{(output / 'ledger.sqlite').as_posix()}"
    return Request(Period.parse(period), root / "input", output, url)


def made(root: Path) -> Path:
    """A city whose bulletin of May is made; returns the root."""
    city(root)
    assert run(root).status == "made"
    return root


def frozen(root: Path) -> Path:
    return root / "output/印发/2026-05/调度通报.docx"


def desk(root: Path, name: str = "调度通报.docx") -> Path:
    return root / "output/2026-05" / name


def issued(root: Path, name: str = BULLETIN, day: date = DAY, **asked: object) -> Registered:
    found = issue(request(root), Issue(name, day, preview=False, **asked))  # type: ignore[arg-type]
    assert isinstance(found, Registered), found
    return found


def refused(root: Path, name: str = BULLETIN, day: date = DAY, **asked: object) -> str:
    found = issue(request(root), Issue(name, day, preview=False, **asked))  # type: ignore[arg-type]
    assert isinstance(found, str), found
    return found


def voided(root: Path, name: str = BULLETIN, reason: str = "数据有误") -> Registered:
    found = void(request(root), name, reason, DAY)
    assert isinstance(found, Registered), found
    return found


def entered(root: Path, text: str, title: str = "外来文件") -> Registered:
    return enter(request(root), Outside.read(text, title, DAY))


def register(root: Path) -> list[tuple[str, str]]:
    """Each number with what it is used for."""
    ledger = Ledger(request(root).ledger)
    try:
        return [(row.text, row.standing.value) for row in ledger.register()]
    finally:
        ledger.close()


def faults(root: Path) -> tuple[str, ...]:
    return verify(request(root)).faults
