"""Two states of a period side by side come in; 更改对比.xlsx goes out: what changed, what moved, and by whose doing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import Change, ChangeKind, Comparison, Move, Share
from pipeline.workbooks import moved
from pipeline.workbooks.book import Book, Head, Page
from pipeline.workbooks.details import Link
from pipeline.workbooks.literals import Formula, hyperlink

FIRST = 3  # effects told beside a change
CHANGES = (
    Head("序号", 6), Head("类别", 8), Head("镇街", 12), Head("项目", 26), Head("字段", 16), Head("原值", 20),
    Head("现值", 20), Head("影响指标", 10, "计算"), Head("主要影响（单独作用）", 46, "计算"), Head("报表", 14, "来源"),
    Head("来源", 30, "来源"), Head("说明", 26, "来源"),
)  # fmt: skip
CHANGE_KINDS = (
    "count", "central", "text", *["wrapped"] * 4, "count", "wrapped", "text", "link", "wrapped",
)  # fmt: skip
MOVES = (
    Head("序号", 6), Head("范围", 24), Head("指标", 24), Head("单位", 10), Head("原值", 16), Head("现值", 16),
    Head("变动", 16, "计算"), Head("原因数", 9, "计算"), Head("其中共同作用", 16, "计算"),
)  # fmt: skip
SHARES = (
    Head("序号", 6), Head("范围", 20), Head("指标", 20), Head("单位", 10), Head("指标变动", 15),
    Head("更改序号", 10, "来源"), Head("更改", 54, "来源"), Head("份额", 15, "计算"),
    Head("只有此更改时的值", 17, "计算"),
)  # fmt: skip
KINDS: Mapping[str, str] = {"元": "wan", "%": "rate", "个百分点": "rate"}
ABOUT = {
    "单元格更改": "每处改动的单元格、每个新增或减少的行各一行；点“来源”打开报送单位的原表。",
    "指标变动": "因此变动的每个指标一行；金额单位为万元，百分率的变动以百分点计。",
    "归因": "每个指标的变动，各处更改各占多少；同一指标的各份额与“共同作用”之和等于其变动。",
}
RULE = (
    "怎样分摊：把每处更改单独放回上次的数据，其余不动，全部指标重算一遍，与上次之差就是它的份额。",
    "各份额加起来与总变动还差的部分列为“共同作用”：个数、金额一般没有；完成率等比率（分子分母都改了）、"
    "名次（两个镇街互换先后）可能有。",
    "所以份额与读文件的先后无关；要验证某一份额，只在上次的表中改这一处，再算一遍即可。",
    "对比的前后两边都按现行规则和同一份上期数据计算，规则本身的修改不在其中。",
)
GROUPED = "本期更改较多，同一项目的更改合并为一处测算，“更改序号”列出其全部序号。"
SAME_FILES = "报送文件没有变化，但规则、office.toml 或往期数据有变化。"


def comparison_book(found: Comparison, link: Link) -> bytes:
    """更改对比.xlsx. ``link`` gives the relative path from it to a source file."""
    book = Book("更改对比", found.period)
    _write_about(book, found)
    _write_changes(book, found, link)
    _write_moves(book, found)
    _write_shares(book, found)
    return book.bytes()


def _write_about(book: Book, found: Comparison) -> None:
    page = book.page("说明")
    page.upright((16, 92, 10))
    page.put(0, 0, f"更改对比{book.span}", "title")
    row = _lines(page, 2, [("上次", moved.side_text(found.old)), ("本次", moved.side_text(found.new)), *files(found)])
    page.row(row + 1, ("工作表", "内容", "行数"), ("来源",) * 3)
    counts = (len(found.changes), len(found.moves), len(found.shares))
    for at, (name, count) in enumerate(zip(ABOUT, counts, strict=True), row + 2):
        page.row(at, (name, ABOUT[name], count), ("strong", "wrapped", "count"))
    grouped = any(len(cause) > 1 for cause in found.causes)
    rules = [("归因的办法" if not at else "", text) for at, text in enumerate((*RULE, *[GROUPED] * grouped))]
    _lines(page, row + 6, rules)


def _lines(page: Page, row: int, lines: Sequence[tuple[str, str]]) -> int:
    for at, line in enumerate(lines, row):
        page.row(at, line, ("strong", "wrapped"))
    return row + len(lines)


def files(found: Comparison, most: int | None = None) -> list[tuple[str, str]]:
    """What became of the files: which came, went or were replaced, and rows that lie elsewhere now; so many by name."""
    told = [(f"{kind}的文件", _listed(paths, "、", most)) for kind, paths in found.files.items()]
    if found.old.inputs is not None and not told and found.old.run != found.new.run:
        told.append(("文件", SAME_FILES))
    moves = [f"{one.before} → {one.after}（{one.rows}行）" for one in found.relocations]
    return [*told, *([("换了位置", _listed(moves, "；", most))] if moves else [])]


def _listed(names: Sequence[str], mark: str, most: int | None) -> str:
    return mark.join(names[:most]) + (f"等{len(names)}项" if most and len(names) > most else "")


def _write_changes(book: Book, found: Comparison, link: Link) -> None:
    page = book.page("单元格更改", bordered=True)
    page.head(CHANGES)
    effects = _effects(found)
    for row, change in enumerate(found.changes, 1):
        shares = effects.get(row - 1, [])
        page.row(row, (row, *_told(change), *_effect(found, shares), *_source(change, link)), CHANGE_KINDS)
    if not found.changes:
        page.put(1, 1, "没有更改")
    page.table(len(found.changes), len(CHANGES), fixed=4)
    page.paper(f"单元格更改{book.span}", size="A3")


def _told(change: Change) -> tuple[str | None, ...]:
    return change.kind.value, change.town, change.subject, change.field, change.before, change.after


def _effects(found: Comparison) -> dict[int, list[Share]]:
    """The shares of each change, by its place."""
    causes: dict[int, list[Share]] = defaultdict(list)
    for share in found.shares:
        if share.cause is not None:
            causes[share.cause].append(share)
    return {at: causes[number] for number, cause in enumerate(found.causes) for at in cause}


def _effect(found: Comparison, shares: Sequence[Share]) -> tuple[int, str]:
    """How many figures a change moves alone, and the first of those that documents print."""
    moves = {found.moves[share.move]: share for share in shares}
    first = sorted((move for move in moves if move.name in moved.HEADLINES), key=_first)[:FIRST]
    told = (f"{moved.scope_text(move)}{move.name} {moved.share_text(moves[move], move)}" for move in first)
    return len(shares), "；".join(told)


def _first(move: Move) -> tuple[bool, bool, int]:
    return move.scope != "全市", not move.scope.startswith("镇街:"), moved.HEADLINES.index(move.name)


def _source(change: Change, link: Link) -> tuple[str, Formula | str, str]:
    """The form, the place (a link, unless the row is gone) and where else the change came from."""
    label = moved.place_text(change)
    if not change.file or change.kind is ChangeKind.GONE:
        return change.form, label, change.note
    cell = change.cell or f"A{change.row}"
    return change.form, hyperlink(link(change.file), change.sheet, cell, label), change.note


def _write_moves(book: Book, found: Comparison) -> None:
    page = book.page("指标变动")
    page.head(MOVES)
    shares = _shares(found)
    for row, move in enumerate(found.moves, 1):
        own = shares[row - 1]
        together = next((share.amount for share in own if share.cause is None), None)
        count = sum(share.cause is not None for share in own)
        values = [moved.scaled(value, move) for value in (move.before, move.after, move.change, together)]
        kind, shift = _kinds(move)
        told = (row, move.scope, move.name, moved.unit(move), *values[:3], count, values[3])
        page.row(row, told, ("count", "text", "text", "central", kind, kind, shift, "count", shift))
    page.table(len(found.moves), len(MOVES), fixed=3)
    page.paper(f"指标变动{book.span}")


def _shares(found: Comparison) -> Mapping[int, list[Share]]:
    """The shares in each move, by its place."""
    shares: dict[int, list[Share]] = defaultdict(list)
    for share in found.shares:
        shares[share.move].append(share)
    return shares


def _kinds(move: Move) -> tuple[str, str]:
    """How a value and a difference of this figure are written."""
    kind = KINDS.get(move.unit, "number")
    return kind, "change" if kind == "number" else f"{kind}-change"


def _write_shares(book: Book, found: Comparison) -> None:
    page = book.page("归因")
    page.head(SHARES)
    listed = [share for shares in _shares(found).values() for share in moved.by_size(shares)]
    for row, share in enumerate(listed, 1):
        move = found.moves[share.move]
        values = [moved.scaled(value, move) for value in (move.change, share.amount, share.reached)]
        kind, shift = _kinds(move)
        cause = _numbers(found, share), moved.cause_text(found, share.cause)
        told = (row, move.scope, move.name, moved.unit(move), values[0], *cause, *values[1:])
        page.row(row, told, ("count", "text", "text", "central", shift, "central", "wrapped", shift, kind))
    page.table(len(listed), len(SHARES), fixed=3)
    page.paper(f"归因{book.span}")


def _numbers(found: Comparison, share: Share) -> str | int | None:
    """The 序号 of a share's changes in 单元格更改."""
    places: Iterable[int] = () if share.cause is None else found.causes[share.cause]
    numbers: list[Any] = [at + 1 for at in places]
    return numbers[0] if len(numbers) == 1 else "、".join(map(str, numbers))
