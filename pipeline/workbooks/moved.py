"""Changes, moves and shares come in; how they read in 更改对比 and on the screen goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from pipeline.model import Change, ChangeKind, Comparison, Move, Share, Side
from pipeline.rules.numerals import fixed, plain

WAN = 10**4
TOGETHER = "共同作用"
POINTS = "个百分点"
HEADLINES = (
    "名次", "年度投资完成率", "本年完成投资", "当月完成投资", "年度计划投资", "总投资", "项目总数", "已开工数",
    "开工率", "应开未开数", "竣工数", "投产数", "纳统数", "红灯数", "问题总数", "未解决数", "逾期数",
)  # fmt: skip
STATUS = {"made": "已成文", "draft": "已出草稿", "checked": "核查通过", "blocked": "有阻断问题", "issued": "已印发"}
Number = int | Fraction | None


def unit(move: Move) -> str:
    """The unit in which people read the figure."""
    return "万元" if move.unit == "元" else move.unit


def scaled(value: Number, move: Move) -> Number:
    return Fraction(value, WAN) if value is not None and move.unit == "元" else value


def value_text(value: Number, move: Move) -> str:
    """3000万元, 37.50%, 第2名, 无."""
    if value is None:
        return "无"
    if move.unit == "名":
        return f"第{value}名"
    return f"{_number(scaled(value, move) or 0, move)}{unit(move)}"


def change_text(amount: Number, move: Move) -> str:
    """+500万元, +4.17个百分点, 上升1位; "" where there is no difference to tell."""
    if amount is None:
        return ""
    if move.unit == "名":
        return f"{'上升' if amount < 0 else '下降'}{abs(amount)}位" if amount else "不变"
    told = POINTS if move.unit == "%" else unit(move)
    return f"{'+' if amount > 0 else ''}{_number(scaled(amount, move) or 0, move)}{told}"


def _number(value: int | Fraction, move: Move) -> str:
    """Rates to two decimals, to six where two would show nothing; all else as it is."""
    rounded = fixed(value, 2)
    return rounded if move.unit in ("%", POINTS) and (rounded != "0.00" or not value) else plain(value)


def scope_text(move: Move) -> str:
    return move.scope.removeprefix("镇街:")


def move_text(move: Move) -> str:
    """37.50% → 41.67%（+4.17个百分点）."""
    before, after, change = (*_told_apart(move), change_text(move.change, move))
    return f"{before} → {after}{f'（{change}）' if change else ''}"


def _told_apart(move: Move) -> tuple[str, str]:
    """Both values, with more decimals where two would show them as the same."""
    before, after = value_text(move.before, move), value_text(move.after, move)
    if before != after or move.before is None or move.after is None or move.before == move.after:
        return before, after
    return f"{plain(move.before)}{unit(move)}", f"{plain(move.after)}{unit(move)}"


def share_text(share: Share, move: Move) -> str:
    """The difference, or where there is none, from what to what."""
    if share.amount is not None:
        return change_text(share.amount, move)
    return f"{value_text(move.before, move)} → {value_text(share.reached, move)}"


def change_words(change: Change) -> str:
    """本年完成投资 3000万元 → 3500万元; a row as a row."""
    if change.kind is ChangeKind.CELL:
        return f"{change.field} {change.before} → {change.after}"
    words = change.after if change.kind is ChangeKind.ADDED else change.before
    return f"{change.kind.value}（{words}）" if words else change.kind.value


def place_text(change: Change) -> str:
    return "｜".join(part for part in (change.file, change.sheet, change.place) if part)


def cause_text(found: Comparison, cause: int | None) -> str:
    """A cause in words: its one change, or the row with how many; 共同作用 for none."""
    if cause is None:
        return TOGETHER
    first, *rest = (found.changes[at] for at in found.causes[cause])
    words = f"{len(rest) + 1}处改动" if rest else change_words(first)
    return f"{first.subject}　{words}"


def headlines(moves: Iterable[Move]) -> list[Move]:
    """The figures that documents print, of 全市 and then of the 镇街: by figure, the largest move first."""
    told = [move for move in moves if move.name in HEADLINES and move.scope.startswith(("全市", "镇街:"))]
    return sorted((move for move in told if move.before != move.after), key=_order)


def _order(move: Move) -> tuple[bool, int, bool, Fraction]:
    return move.scope != "全市", HEADLINES.index(move.name), move.change is None, -_size(move.change)


def by_size(shares: Sequence[Share]) -> list[Share]:
    """The largest share first, 共同作用 last."""
    return sorted(shares, key=lambda share: (share.cause is None, share.amount is None, -_size(share.amount)))


def _size(amount: Number) -> Fraction:
    return abs(Fraction(amount or 0))


def side_text(side: Side) -> str:
    """第2次运行（check，核查通过，核查问题3条）; 已印发的数据（第1次运行，bulletin …）."""
    run = [f"第{side.number}次运行"] if side.number else []
    count = "" if side.findings is None else f"核查问题{side.findings}条"
    told = [part for part in (side.command, STATUS.get(side.status, side.status), count) if part]
    name, *rest = [*(["已印发的数据"] if side.issued else []), *run, *told]
    return f"{name}（{'，'.join(rest)}）" if rest else name
