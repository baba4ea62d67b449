"""``menu``: what 调度.cmd and 调度.sh show, for those who type no commands; each choice is another verb."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer

from pipeline.documents import catalogue
from pipeline.model import TEMPLATES, Period, PipelineError

LEAVE = "0"


@dataclass(frozen=True)
class Choice:
    """A line of the menu and the verb behind it; ``asks``: for which period."""

    title: str
    verb: str
    asks: bool = True


def register(app: typer.Typer) -> None:
    def menu() -> None:
        _menu({command.name or "" for command in app.registered_commands})

    app.command("menu", help="列出常用的操作，输入序号即做；双击 调度.cmd 打开的就是它。")(menu)


def choices() -> Iterator[Choice]:
    """What an office does, in the order of a month."""
    yield Choice("看该做什么（按日历）", "due", asks=False)
    yield Choice("核查数据，列出催报名单", "check")
    yield Choice("出本月全部文件", "monthly")
    yield Choice("出本周全部文件", "weekly")
    for key, entry in catalogue(TEMPLATES).items():
        yield Choice(f"出《{entry.name}》", key)
    yield Choice("对比最近两次运行", "diff")
    yield Choice("出下一期的空白表", "forms")


def _menu(verbs: set[str]) -> None:
    offered = [choice for choice in choices() if choice.verb in verbs]
    while True:
        print("\n重点项目调度")
        for number, choice in enumerate(offered, 1):
            print(f"  {number:>2}  {choice.title}")
        print(f"  {LEAVE:>2}  退出")
        answer = _asked("请输入序号，按回车：")
        if answer in (LEAVE, None):
            return
        if answer.isdecimal() and 0 < int(answer) <= len(offered):
            _run(offered[int(answer) - 1])
        else:
            print(f"没有“{answer}”这一项。")


def _asked(question: str, ask: Callable[[str], str] = input) -> str | None:
    """The answer, None at the end of what is typed."""
    try:
        return ask(question).strip()
    except EOFError:
        return None


def _run(choice: Choice) -> None:
    words = [choice.verb]
    if choice.asks and (period := _asked("哪一期（如 2026-05；直接按回车为最新一期）：")):
        try:
            words += ["--period", Period.parse(period).text]
        except PipelineError as error:
            print(error)
            return
    subprocess.run([sys.executable, "-m", "pipeline", *words])
