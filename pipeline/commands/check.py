"""``check``: read, clean and judge a period; 数据核查.xlsx and findings.json, no document."""

from __future__ import annotations

from pathlib import Path

import typer

from pipeline.commands import options
from pipeline.commands.console import run


def register(app: typer.Typer) -> None:
    app.command("check", help="只核查数据：读取、清洗、判断，写出数据核查.xlsx；有阻断问题时退出码为 1。")(_check)


def _check(
    period: options.PERIOD = None,
    input: options.INPUT = Path("input"),
    output: options.OUTPUT = Path("output"),
    ledger: options.LEDGER = None,
    as_of: options.AS_OF = None,
) -> None:
    asked = options.request("check", period=period, input=input, output=output, ledger=ledger, as_of=as_of)
    raise typer.Exit(run(asked))
