"""``register``: the register of numbers, one line each, and numbers from outside; ``verify``: every hash anew."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from pipeline.commands.console import listing, progress
from pipeline.commands.options import Asked, asking
from pipeline.model import Period, PipelineError, Registered
from pipeline.run.registering import listed, register_workbook
from pipeline.run.verifying import verify
from pipeline.run.withdrawing import Outside, enter

LIST = """文号登记簿：每个文号一行，含已印发、作废、外部登记和跳过的号。加 --xlsx 另存为 output/文号登记簿.xlsx。"""
ADD = """登记不是本程序出的文件所用的文号，使同一代字的序号连续。

例：python -m pipeline register add 示推办〔2026〕4号 --title 关于召开调度会的通知 --date 2026-05-20

例：python -m pipeline register add 重点项目调度2026年第4期 --title 一季度推进情况"""
VERIFY = """重新计算全部校验值：印发的定稿、签发单，各期成果文件，台账的审计链。

有一处被动过，退出码为 1，并逐条列出。"""
TEXT = Annotated[str, typer.Argument(metavar="文号", help="如 示推办〔2026〕4号、重点项目调度2026年第4期。")]
TITLE = Annotated[str, typer.Option("--title", help="文件标题。")]
DATE = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="成文日期。")]
XLSX = Annotated[bool, typer.Option("--xlsx", help="另存为 output/文号登记簿.xlsx。")]
ANY = Period.parse("2000-01")  # the register is of no period
HEAD = ("文号", "状态", "成文日期", "期间", "名称", "说明")


def register(app: typer.Typer) -> None:
    group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, help=LIST)
    group.callback()(_list)
    group.command("add", help=ADD, short_help="登记外部文号。")(_add)
    app.add_typer(group, name="register", short_help="文号登记簿；register add 登记外部文号。")
    app.command("verify", help=VERIFY, short_help="重新计算全部校验值，查有无被改动。")(_verify)


@asking()
def _list(asked: Asked, context: typer.Context, xlsx: XLSX = False) -> None:
    if context.invoked_subcommand:
        if asked != Asked():
            raise PipelineError("--output 等选项请写在 register add 之后。")
        return
    request = asked.on(ANY, "register")
    rows = listed(request)
    if xlsx:
        print(register_workbook(request, rows))
    elif not rows:
        print("还没有登记过文号。")
    else:
        listing([_line(row) for row in rows], HEAD)


@asking()
def _add(asked: Asked, text: TEXT, title: TITLE, date: DATE = None) -> None:
    row = enter(asked.on(ANY, "register"), Outside.read(text, title, date.date() if date else None))
    print(f"已登记：{row.whole}　{row.title}")


@asking()
def _verify(asked: Asked) -> None:
    request = asked.on(ANY, "verify")
    with progress(request) as watch:
        found = verify(request, watch)
    for fault in found.faults:
        print(fault)
    print(f"核对了{found.issued}个定稿、{found.desk}个成果文件和审计链：", end="")
    print(f"{len(found.faults)}处有问题。" if found.faults else "全部一致。")
    raise typer.Exit(1 if found.faults else 0)


def _line(row: Registered) -> tuple[str, ...]:
    day = row.voided if row.voided else row.day
    said = "；".join(filter(None, (row.reason, f"与原稿有{len(row.edited.splitlines())}处不同" if row.edited else "")))
    name = row.name if row.name else row.title
    return row.whole, row.standing.value, str(day or "—"), row.period or "—", name or "—", said or "—"
