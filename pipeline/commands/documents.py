"""One verb for each document of the catalogue: ``bulletin`` makes 调度通报, and so on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from pipeline.commands import options
from pipeline.commands.console import run
from pipeline.documents.catalogue import Entry, catalogue
from pipeline.model import TEMPLATES


def register(app: typer.Typer) -> None:
    for key, entry in catalogue(TEMPLATES).items():
        help = f"出《{entry.name}》：读取、核查、计算、成文；有阻断问题时退出码为 1，不出文件。"
        app.command(key, help=help)(_verb(key, entry))


def _verb(key: str, entry: Entry) -> Callable[..., None]:
    def make(
        period: options.PERIOD = None,
        input: options.INPUT = Path("input"),
        output: options.OUTPUT = Path("output"),
        ledger: options.LEDGER = None,
        as_of: options.AS_OF = None,
        draft: options.DRAFT = False,
    ) -> None:
        weekly = entry.cadence == "weekly"
        asked = options.request(
            key, weekly=weekly, period=period, input=input, output=output, ledger=ledger, as_of=as_of, draft=draft
        )
        raise typer.Exit(run(asked))

    return make
