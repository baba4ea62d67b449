"""``check``: read, clean and judge a period; 数据核查.xlsx and findings.json, no document."""

from __future__ import annotations

import typer

from pipeline.commands.console import run
from pipeline.commands.options import Asked, asking


def register(app: typer.Typer) -> None:
    app.command("check", help="只核查数据：读取、清洗、判断，写出数据核查.xlsx；有阻断问题时退出码为 1。")(_check)


@asking("period", "as_of", "executor")
def _check(asked: Asked) -> None:
    raise typer.Exit(run(asked.request("check")))
