"""``due``: what the calendar says is to be made; with ``--make`` makes it. Called daily by the scheduler."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Annotated

import typer

from pipeline.commands.console import SHOWN, listing, progress, run
from pipeline.commands.options import Asked, asking
from pipeline.model import Period, PipelineError, Request
from pipeline.rules import load_law
from pipeline.rules.schedule import Due
from pipeline.run import requests, what_is_due

HELP = """按日历列出该做什么：各期报送时限、该成文的月和周、临近时限和逾期的督办事项。

时限在 office.toml 的 [deadlines]，成文的日子在 [schedule]；遇节假日按 input/日历.toml 和国家公布的放假安排顺延或提前。

\b
看该做什么：        python -m pipeline due
到期的都做出来：    python -m pipeline due --make
看某一天的情形：    python -m pipeline due --today 2026-06-05

--make 供定时任务每天调用一次：没有到期的、数据没有变过的都不重做；数据有阻断问题的，写出待改的清单，退出码仍为 0。"""
TODAY = Annotated[
    datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="按哪一天算；不写则为今天（北京时间）。")
]
MAKE = Annotated[bool, typer.Option("--make", help="把到期而未成文的都做出来；数据没有变过的不重做。")]
BEIJING = timezone(timedelta(hours=8))
HEAD = ("事项", "日期", "状态", "名称", "说明")


def register(app: typer.Typer) -> None:
    app.command("due", help=HELP, short_help="按日历列出该做什么；加 --make 则做出来，供定时任务每天调用。")(_due)


@asking("executor")
def _due(asked: Asked, today: TODAY = None, make: MAKE = False) -> None:
    day = today.date() if today else datetime.now(BEIJING).date()
    base = asked.on(Period.parse(f"{day:%Y-%m}"), "due")
    with progress(base) as watch:
        agenda = what_is_due(day, base, watch)
    _show(day, agenda.dues, agenda.guessed)
    raise typer.Exit(_make(agenda.dues, base) if make else 0)


def _show(day: date, dues: Sequence[Due], guessed: Sequence[int]) -> None:
    print(f"{day}：" + (f"共{len(dues)}项" if dues else "没有到期的事项。"))
    listing([_line(due) for due in dues[:SHOWN]], HEAD)
    if len(dues) > SHOWN:
        print(f"……其余{len(dues) - SHOWN}项未列出。")
    for year in guessed:
        print(f"提示：{load_law().finding('calendar-unknown', value=str(year)).message}")


def _line(due: Due) -> tuple[str, ...]:
    return due.task, due.day.isoformat(), due.state, due.what, due.words or "—"


def _make(dues: Sequence[Due], base: Request) -> int:
    """Run what is to be made now; one that cannot be run does not keep the others from it. Blocked is no failure."""
    asked = list(_asked(dues, base))
    if not asked:
        print("没有需要新做的文件。")
    failed = False
    for request in asked:
        try:
            run(request)
        except PipelineError as error:
            print(f"错误：{error}", file=sys.stderr)
            failed = True
    return 2 if failed else 0


def _asked(dues: Sequence[Due], base: Request) -> Iterator[Request]:
    for due in dues:
        yield from requests(due, base)
