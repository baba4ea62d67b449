"""``forms``: blank workbooks for every 镇街 and department, and the office's own tables."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.console import closing, progress
from pipeline.commands.options import Asked, asking
from pipeline.model import Period
from pipeline.run import hand_out, newest

HELP = """出下一期的空白表：每个镇街、部门一个工作簿，带下拉选项、清单项目和上期数；另有更正、放行、清单变动三张空白表。

不写 --period 时，为 input/ 中最新一个月的下一个月。上期的数取自台账，台账没有的从 input/ 的上期文件夹读取。
例：python -m pipeline forms --period 2026-06"""
PERIOD = Annotated[
    str | None,
    typer.Option("--period", help="为哪一期出表：月份 2026-06 或 ISO 周 2026-W23；不写则为最新一个月的下月。"),
]


def register(app: typer.Typer) -> None:
    app.command("forms", help=HELP, short_help="出下一期的空白表：每个镇街、部门一个，带下拉选项、清单项目和上期数。")(
        _forms
    )


@asking()
def _forms(asked: Asked, period: PERIOD = None) -> None:
    chosen = Period.parse(period) if period else newest(asked.input, weekly=False).next
    request = asked.on(chosen, "forms")
    with progress(request) as watch:
        made = hand_out(request, watch)
    closing([("期间", chosen.text), ("结果", f"已出空白表 {len(made)} 个"), *(("文件", str(path)) for path in made)])
