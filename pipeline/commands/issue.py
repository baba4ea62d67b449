"""``issue``: a made document takes its number and date and is frozen in output/印发/; ``void`` withdraws it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.console import closing, progress
from pipeline.commands.options import Asked, asking
from pipeline.documents import catalogue
from pipeline.model import TEMPLATES, Registered, Request
from pipeline.run.issuing import Issue, issue
from pipeline.run.named import Named
from pipeline.run.withdrawing import void

ISSUE = """印发一份文件：取号、填日期、定稿，放进 output/印发/，最后一行印出文号。

名称是 output/<期间>/ 下的路径，不带扩展名：调度通报、督办通知单/城关街道。

印发的与核稿的是同一次运行，只多了文号和日期。

成文后文件、报送数据或模板有变化的不印发，请重新运行。同一份文件再次 issue，得到同一个文号。

例：python -m pipeline issue 调度通报 --date 2026-06-08

例：python -m pipeline issue 调度通报 --date 2026-06-08 --number 12 --signed 签发单.pdf"""
VOID = """作废一个已印发的文件，或一个外部登记的文号。

文号不再使用，定稿移到 output/印发/<期间>/作废/；之后可以印发下一稿。

例：python -m pipeline void 调度通报 --reason 数据有误 --date 2026-06-10

例：python -m pipeline void 示推办〔2026〕5号 --reason 登记错误"""
NAME = Annotated[str, typer.Argument(metavar="名称", help="文件名称，如 调度通报、督办通知单/城关街道。")]
DATE = Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="成文日期，如 2026-06-08。")]
NUMBER = Annotated[int | None, typer.Option("--number", min=1, help="文书部门给的序号；不写则取下一个。")]
FILE = Annotated[Path | None, typer.Option("--file", help="领导改定的 .docx：印发这个文件，与原稿的不同记入台账。")]
SIGNED = Annotated[Path | None, typer.Option("--signed", help="签发单扫描件（PDF），存档备查；也可在印发后再补。")]
PDF = Annotated[bool, typer.Option("--pdf/--no-pdf", help="本机装有 LibreOffice 时另存一份 PDF。")]
REASON = Annotated[str, typer.Option("--reason", help="作废的原因，记入登记簿。")]
VOIDED = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="作废日期。")]


def register(app: typer.Typer) -> None:
    app.command("issue", help=ISSUE, short_help="印发：取号、填日期、定稿。")(_issue)
    app.command("void", help=VOID, short_help="作废已印发的文件或登记的文号。")(_void)


@asking("period")
def _issue(
    asked: Asked,
    name: NAME,
    date: DATE,
    number: NUMBER = None,
    file: FILE = None,
    signed: SIGNED = None,
    pdf: PDF = True,
) -> None:
    request = _request(asked, "issue", name)
    wanted = Issue(name, date.date(), number, file, signed, pdf)
    with progress(request) as watch:
        found = issue(request, wanted, watch)
    if isinstance(found, Registered) and found.day and found.day != wanted.day:
        print(f"早已印发，成文日期仍为{found.day}，没有改为{wanted.day}；确需更改的，先作废（void）。")
    _told(found, request)


@asking("period")
def _void(asked: Asked, name: NAME, reason: REASON, date: VOIDED = None) -> None:
    request = _request(asked, "void", name)
    with progress(request) as watch:
        found = void(request, name, reason, date.date() if date else None, watch)
    _told(found, request)


def _request(asked: Asked, verb: str, name: str) -> Request:
    """The newest period of the document's own cadence, where none is given."""
    named = Named.read(name)
    head = named.document.split("/")[0]
    weekly = any(entry.name == head and entry.cadence == "weekly" for entry in catalogue(TEMPLATES).values())
    return replace(asked, period=named.of(asked.period)).request(verb, weekly=weekly)


def _told(found: Registered | str, asked: Request) -> None:
    """The closing table, and the number alone on the last line; a refusal ends with 1."""
    if isinstance(found, str):
        print(found)
        raise typer.Exit(1)
    rows = [("文件", found.name or found.title), ("状态", found.standing.value)]
    rows += [("期间", found.period)] if found.period else []
    rows += [("成文日期", str(found.day))] if found.day else []
    rows += [("作废", f"{found.voided or ''} {found.reason}".strip())] if found.reason else []
    rows += [(title, str(asked.output / path)) for title, path in _files(found) if path]
    if found.edited:
        rows.append(("改动", f"与原稿有{len(found.edited.splitlines())}处不同，已记入登记簿"))
    closing(rows)
    print(found.text)


def _files(found: Registered) -> tuple[tuple[str, str], ...]:
    return ("定稿", found.path), ("PDF", found.preview), ("签发单", found.signed)
