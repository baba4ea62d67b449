"""A small city on disk for tests of the whole corridor: office.toml, a register and two senders' workbooks."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Outcome, Period, Request
from pipeline.run import execute
from tests.workbook import workbook

OFFICE = """
city = "示例市"
[issuer]
organ = "示例市工业推进办公室"
mark = "示推办"
carrier = "公文"
recipients = ["各镇街"]
copies = ["市委办公室"]
[[towns]]
name = "城关街道"
aliases = ["城关"]
category = "街道"
[[towns]]
name = "柳渡镇"
aliases = ["柳渡"]
category = "镇"
"""
HEAD = "项目名称|建设性质|总投资|年度计划投资|本月完成投资|本年完成投资|项目阶段|计划开工时间"
CHENGGUAN = f"""
填报单位：城关街道|||||||单位：万元
{HEAD}
甲项目|新建|9000|6000|500|3000|在建|2026-01-05
乙项目|技改|5000|4000|0|0|前期|2026-03-01
"""
LIUDU = f"""
填报单位：柳渡镇|||||||单位：万元
{HEAD}
丙项目|续建|8000|2000|100|1500|竣工|2025-02-01
"""


def city(root: Path, period: str = "2026-05", **sheets: str) -> Path:
    """``input/`` with a period's workbooks; ``sheets`` replaces the table of 城关 or 柳渡."""
    folder = root / "input"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.toml").write_text(OFFICE, encoding="utf-8")
    for name, table in {"城关": CHENGGUAN, "柳渡": LIUDU, **sheets}.items():
        workbook(folder / period / f"{name}.xlsx", table.strip())
    return folder


def run(root: Path, document: str | None = "bulletin", period: str = "2026-05", *, draft: bool = False) -> Outcome:
    """Execute a request on ``root/input`` into ``root/output``."""
    output = root / "output"
    url = f"sqlite:///{(output / 'ledger.sqlite').as_posix()}"
    documents = (document,) if document else ()
    return execute(Request(Period.parse(period), root / "input", output, url, document or "check", documents, draft))
