"""The options that every verb has, and the request they make."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.model import Period, Request
from pipeline.run import newest

PERIOD = Annotated[
    str | None, typer.Option("--period", help="期间：月份 2026-05 或 ISO 周 2026-W21；不写则取 input/ 中最新的一期。")
]
INPUT = Annotated[Path, typer.Option("--input", help="报送数据所在的文件夹，内有 office.toml 和各期间的文件夹。")]
OUTPUT = Annotated[Path, typer.Option("--output", help="成果文件夹；每个期间一个子文件夹。")]
LEDGER = Annotated[str | None, typer.Option("--ledger", help="台账库地址；不写则为 成果文件夹/ledger.sqlite。")]
AS_OF = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="数据截止日；不写则为月末或周日。")
]
DRAFT = Annotated[bool, typer.Option("--draft", help="数据有阻断问题时也出文件，每页标“草稿”，不可印发。")]


def request(
    verb: str,
    documents: tuple[str, ...] = (),
    *,
    weekly: bool = False,
    period: str | None,
    input: Path,
    output: Path,
    ledger: str | None,
    as_of: datetime | None,
    draft: bool = False,
) -> Request:
    """What is asked for, with the defaults filled in."""
    day = as_of.date() if as_of else None
    chosen = Period.parse(period, day) if period else newest(input, weekly=weekly, as_of=day)
    return Request(chosen, input, output, ledger_url(ledger, output), verb, documents, draft)


def ledger_url(ledger: str | None, output: Path) -> str:
    """The ledger asked for, else the one beside the results."""
    return ledger or f"sqlite:///{(output / 'ledger.sqlite').as_posix()}"
