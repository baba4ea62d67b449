"""``diff``: between the last two runs of a period, or the last and what was issued: what changed and what it moved."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.console import progress
from pipeline.commands.options import Asked, asking
from pipeline.model import Change, ChangeKind, Comparison, Move, Request
from pipeline.run import COMPARISON, compare_runs

if TYPE_CHECKING:
    from rich.table import Table

HELP = """对比同一期间最近两次运行：改了哪些单元格，哪些指标因此变动，各占多少。

每次 check 或出文件都会留下记录，最近两次的数据整套保留；改好报送文件再运行一次 check，就可以 diff。
屏幕只列主要的，全部在 更改对比.xlsx（单元格更改、指标变动、归因）。

归因的办法：把每处更改单独放回上次的数据，其余不动，重算全部指标，差数就是它的份额；各份额之外的余数列为“共同作用”。

例：python -m pipeline diff --period 2026-05

例：python -m pipeline diff --period 2026-05 --issued"""
ISSUED = Annotated[bool, typer.Option("--issued", help="不比最近两次运行，而比已经印发的数据与最近一次运行。")]
FILES, CHANGES, MOVES, CAUSES = 5, 8, 3, 2  # shown on the screen; so many moves of 全市 and as many of the 镇街


def register(app: typer.Typer) -> None:
    app.command("diff", help=HELP, short_help="对比最近两次运行：改了什么，哪些指标因此变动，各占多少。")(_diff)


@asking("period", "as_of")
def _diff(asked: Asked, issued: ISSUED = False) -> None:
    request = asked.request("diff")
    with progress(request) as watch:
        found = compare_runs(request, issued=issued, watch=watch)
    if isinstance(found, str):
        print(found)
    elif sys.stdout.isatty():
        _show(found, request)
    else:
        print("\n".join(lines(found, request)))


def lines(found: Comparison, asked: Request) -> Iterator[str]:
    """The comparison as plain text, about forty lines at most."""
    from pipeline.workbooks import moved

    yield from summary(found)
    for change in shown(found):
        told = f"{moved.place_text(change)}　{change.subject}　{moved.change_words(change)}"
        yield f"  {told}{f'（{change.note}）' if change.note else ''}"
    yield from _rest(len(found.changes) - CHANGES, "处更改")
    chosen = moved.headlines(found.moves)
    listed = first(chosen)
    if found.moves:
        yield f"指标变动：{len(found.moves)}项{'，主要的是' if chosen else '，都不在全市、镇街的主要指标之中'}"
    for move in listed:
        yield f"  {moved.scope_text(move)}　{move.name}：{moved.move_text(move)}"
        yield from (f"      {told}：{share}" for told, share in causes(found, move))
    yield from _rest(len(chosen) - len(listed), "项主要指标")
    yield f"全部更改和归因：{path(asked)}"


def shown(found: Comparison) -> list[Change]:
    """The first changes, those that moved a figure before those that moved none."""
    moving = {at for share in found.shares if share.cause is not None for at in found.causes[share.cause]}
    order = sorted(range(len(found.changes)), key=lambda at: at not in moving)
    return [found.changes[at] for at in order[:CHANGES]]


def first(chosen: Sequence[Move]) -> list[Move]:
    """The first moves of 全市 and the first of the 镇街."""
    whole = [move for move in chosen if move.scope == "全市"]
    return [*whole[:MOVES], *[move for move in chosen if move not in whole][:MOVES]]


def _rest(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"  ……还有{count}{what}，见 {COMPARISON}。"


def path(asked: Request) -> Path:
    return asked.output / asked.period.text / COMPARISON


def summary(found: Comparison) -> Iterator[str]:
    """Both sides, their files, and how much changed."""
    from pipeline.workbooks import moved
    from pipeline.workbooks.compared import files

    yield f"{found.period.text}：{moved.side_text(found.old)} → {moved.side_text(found.new)}"
    yield from (f"{name}：{text}" for name, text in files(found, FILES))
    if not found.changes:
        yield "数据没有更改，指标没有变动。" if not found.moves else "数据没有更改。"
        return
    counted = Counter(change.kind for change in found.changes)
    cells, added, gone = (counted[kind] for kind in (ChangeKind.CELL, ChangeKind.ADDED, ChangeKind.GONE))
    yield f"更改：改动{cells}处，新增{added}行，减少{gone}行"


def causes(found: Comparison, move: Move) -> Iterator[tuple[str, str]]:
    """The largest shares in a move, and the rest added up, so that what is shown adds up too."""
    from pipeline.workbooks import moved

    shares = moved.by_size([share for share in found.shares if found.moves[share.move] == move])
    kept = CAUSES if len(shares) > CAUSES + 1 else len(shares)
    for share in shares[:kept]:
        yield moved.cause_text(found, share.cause), moved.share_text(share, move)
    if shares[kept:]:
        rest = sum((share.amount or 0 for share in shares[kept:]), 0)
        together = shares[-1].cause is None
        count = f"其余{len(shares) - kept - together}处{'及共同作用' if together else ''}合计"
        yield count, moved.change_text(rest, move)


def _show(found: Comparison, asked: Request) -> None:
    """The comparison in a terminal, as tables."""
    from rich.console import Console

    console = Console()
    for line in summary(found):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    for table in (_changes(found), _moves(found)):
        if table.row_count:
            console.print(table)
    console.print(f"全部更改和归因：{path(asked)}", highlight=False, markup=False, soft_wrap=True)


def _changes(found: Comparison) -> Table:
    from rich.markup import escape

    from pipeline.workbooks import moved

    title = f"更改（前{CHANGES}处）" if len(found.changes) > CHANGES else "更改"
    table = _table(title, ("位置", "项目", "改动", "说明"))
    for change in shown(found):
        told = (moved.place_text(change), change.subject, moved.change_words(change), change.note)
        table.add_row(*map(escape, told))
    return table


def _moves(found: Comparison) -> Table:
    from rich.markup import escape

    from pipeline.workbooks import moved

    table = _table(f"主要指标（共变动{len(found.moves)}项）", ("范围", "指标", "变动", "其中"))
    for move in first(moved.headlines(found.moves)):
        parts = "\n".join(f"{told}：{share}" for told, share in causes(found, move))
        table.add_row(*map(escape, (moved.scope_text(move), move.name, moved.move_text(move), parts)))
    return table


def _table(title: str, heads: tuple[str, ...]) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_lines=True)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
