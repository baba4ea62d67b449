"""``explain``: from a figure to the rows and the cells that it comes from, and what moved it since another period."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.commands.console import progress
from pipeline.commands.options import Asked, asking
from pipeline.model.explained import Basis, Branch, Cited, Effect, Number, Shift
from pipeline.rules.numerals import plain
from pipeline.run.explaining import Explained, explain_figure

if TYPE_CHECKING:
    from rich.tree import Tree

HELP = """从一个指标追到行、追到单元格；并列出与上期相比，变动最大的五个项目各影响多少。

按 input/ 里的报送文件重新计算，不出文件。指标写作“范围.指标”，全市可以不写，镇街可以写别名。

\b
python -m pipeline explain 年度投资完成率
python -m pipeline explain "镇街:城关街道.年度投资完成率" --period 2026-05
python -m pipeline explain "城关.红灯数" --against 2026-03 --rows 0

影响的算法：把每个项目单独换成本期的，其余都照上期，重算这个指标，差数就是它的影响；各项影响之外的余数列为“共同作用”。"""
FIGURE = Annotated[str, typer.Argument(help="指标，如 年度投资完成率、镇街:城关街道.总投资。", show_default=False)]
AGAINST = Annotated[str | None, typer.Option("--against", help="与哪一期比；不写则与上一期比。")]
ROWS = Annotated[int, typer.Option("--rows", min=0, help="每项列几行；0为全部。")]
AS_JSON = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序使用。")]
ISSUED = Annotated[bool, typer.Option("--issued", help="看已印发的数据，不看现在的。")]
SHOWN, MOVERS, NAMED = 10, 5, 8  # rows below a sum, projects that moved it, names of those new or gone


@dataclass(frozen=True)
class Twig:
    """A line of the tree with the lines below it."""

    text: str
    below: tuple[Twig, ...] = ()


def register(app: typer.Typer) -> None:
    app.command("explain", help=HELP, short_help="从一个指标追到行和单元格；列出与上期相比各项目的影响。")(_explain)


@asking("period", "as_of")
def _explain(
    asked: Asked,
    figure: FIGURE,
    against: AGAINST = None,
    rows: ROWS = SHOWN,
    as_json: AS_JSON = False,
    issued: ISSUED = False,
) -> None:
    request = asked.request("explain")
    with progress(request) as watch:
        told = explain_figure(request, figure, against=against, issued=issued, watch=watch)
    if as_json:
        print(record(told))
    elif sys.stdout.isatty():
        _draw(twig(told, rows))
    else:
        print("\n".join(lines(twig(told, rows))))


def record(told: Explained) -> str:
    """All of it as JSON: every number a decimal text of six places at most; money in 元, rates in percent."""
    head = {"period": told.period.text, "scope": told.scope, "cell": told.place, "caution": told.caution}
    against = told.against.text if told.against else None
    made = {**head, "figure": asdict(told.branch), "against": against, "silence": told.silence}
    shift = {**asdict(told.shift), "change": told.shift.change} if told.shift else None
    return json.dumps(_decimal({**made, "shift": shift}), ensure_ascii=False, indent=2)


def _decimal(value: Any) -> Any:
    match value:
        case dict():
            return {key: _decimal(one) for key, one in value.items()}
        case list() | tuple():
            return [_decimal(one) for one in value]
        case int() | Fraction():
            return plain(value)
    return value


def lines(twig: Twig, depth: int = 0) -> Iterator[str]:
    """The tree as indented text."""
    yield "  " * depth + twig.text
    for below in twig.below:
        yield from lines(below, depth + 1)


def _draw(root: Twig) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(root.text, style="bold"))
    _grow(tree, root.below)
    Console().print(tree)


def _grow(tree: Tree, twigs: Sequence[Twig]) -> None:
    from rich.text import Text

    for twig in twigs:
        _grow(tree.add(Text(twig.text)), twig.below)


def twig(told: Explained, rows: int) -> Twig:
    """All that is known of the figure."""
    day = told.period.as_of
    head = f"{told.scope}　{told.branch.title}　{told.period.name}（数据截至{day.year}年{day.month}月{day.day}日）"
    caution = [Twig(f"注意：{told.caution}")] if told.caution else []
    value = Twig(f"数值：{_value(told.branch.value, told.branch.unit, told)}")
    proof = Twig(f"底稿：{told.place}")
    return Twig(head, (*caution, value, *_about(told.branch), proof, *_below(told.branch, told, rows), *_moved(told)))


def _about(branch: Branch) -> Iterator[Twig]:
    named = (("口径", branch.definition), ("公式", branch.words), ("代入", branch.numbers), ("备注", branch.note))
    yield from (Twig(f"{name}：{text}") for name, text in named if text)


def _below(branch: Branch, told: Explained, rows: int) -> Iterator[Twig]:
    for part in branch.parts:
        title = f"{part.title}：{_value(part.value, part.unit, told)}" if part.value is not None else part.title
        about = [line for line in _about(part) if not line.text.endswith(f"：{part.title}")]
        yield Twig(title, (*about, *_below(part, told, rows)))
    if branch.rows:
        shown = branch.rows[:rows] if rows else branch.rows
        more = len(branch.rows) - len(shown)
        rest = [Twig(f"……还有{more}行，加 --rows 0 全部列出")] if more else []
        yield Twig(f"共{len(branch.rows)}行", (*(_row(row, branch.unit, told.scope) for row in shown), *rest))


def _row(row: Basis, unit: str, scope: str) -> Twig:
    value = _amount(row.value, unit) if row.value is not None else "未填" if unit == "元" else ""
    notes = tuple(Twig(note) for cell in row.cells for note in cell.notes) + tuple(map(Twig, row.notes))
    name = _subject(row.subject, row.town, scope)
    return Twig("　".join(filter(None, (name, value, _cells(row.cells, value)))), notes)


def _subject(name: str, town: str, scope: str) -> str:
    """甲项目（城关街道）; the 镇街 is left out in its own scope."""
    return f"{name}（{town}）" if town and scope != f"镇街:{town}" else name


def _cells(cells: Sequence[Cited], value: str) -> str:
    """Where each is written; what a cell says only where that is not the row's value."""
    words = [f"{cell.title}{f'“{cell.said}”' if cell.said != value else ''}" for cell in cells]
    told = [f"{where} {said}" for where, said in zip(places(cells), words, strict=True)]
    return f"← {'；'.join(told)}" if told else ""


def places(cells: Sequence[Cited]) -> list[str]:
    """Each cell's place, file and sheet named once for those that follow in the same."""
    before = (None, *cells)
    return [
        cell.cell if last and (last.file, last.sheet) == (cell.file, cell.sheet) else place(cell)
        for last, cell in zip(before, cells, strict=False)
    ]


def place(cell: Cited) -> str:
    """城关.xlsx｜Sheet1｜F5."""
    return "｜".join(part for part in (cell.file, cell.sheet, cell.cell) if part)


def _moved(told: Explained) -> Iterator[Twig]:
    if told.shift is None or told.against is None:
        yield Twig(f"与上期比：{told.silence}")
        return
    shift, unit = told.shift, told.shift.unit
    change = "" if shift.change is None else f"（{_change(shift.change, unit)}）"
    before, after = (told.printed(value, unit) for value in (shift.before, shift.after))
    head = f"与{told.against.name}比：{before} → {after}{change}"
    then, things = told.against.name, shift.things
    added, gone = f"{then}没有、本期有的{things}", f"{then}有、本期没有的{things}"
    yield Twig(head, (*_effects(shift, told.scope), *_names(added, shift.added), *_names(gone, shift.gone)))


def _effects(shift: Shift, scope: str) -> Iterator[Twig]:
    if shift.why_not:
        yield Twig(shift.why_not)
        return
    first = shift.effects[:MOVERS]
    for effect in first:
        yield _effect(effect, shift.unit, scope)
    rest = shift.effects[MOVERS:]
    if rest:
        amount = sum((effect.amount or 0 for effect in rest), 0)
        yield Twig(f"其余{len(rest)}项合计　{_change(amount, shift.unit)}")
    if shift.together:
        yield Twig(f"共同作用　{_change(shift.together, shift.unit)}")
    if not shift.effects:
        yield Twig("没有项目使它变动")


def _effect(effect: Effect, unit: str, scope: str) -> Twig:
    words = f"　{'；'.join(effect.changes)}" if effect.changes else ""
    where = "；".join(places(effect.cells))
    name = _subject(effect.subject, effect.town, scope)
    return Twig(f"{name}　{_change(effect.amount, unit)}{words}{f'　← {where}' if where else ''}")


def _names(title: str, names: Sequence[str]) -> Iterator[Twig]:
    if names:
        more = f"等{len(names)}个" if len(names) > NAMED else ""
        yield Twig(f"{title}{len(names)}个：{'、'.join(names[:NAMED])}{more}")


def _value(value: Number, unit: str, told: Explained) -> str:
    """34.7%（精确值 34.693477%）."""
    printed, exact = told.printed(value, unit), _amount(value, unit)
    if value is None:
        return "无此数"
    return printed if printed == exact or unit in ("个", "名", "位") else f"{printed}（精确值 {exact}）"


def _amount(value: Number, unit: str) -> str:
    if value is None:
        return "—"
    return f"{plain(Fraction(value) / 10**4)}万元" if unit == "元" else f"{plain(value)}{unit}"


def _change(amount: Number, unit: str) -> str:
    """+3000万元, +1.234567个百分点: exact to six decimals, so that what is shown adds up."""
    if amount is None:
        return "—"
    if unit == "名":
        return f"{'上升' if amount < 0 else '下降'}{plain(max(amount, -amount))}位" if amount else "不变"
    told = {"%": "个百分点", "元": "万元"}.get(unit, unit)
    text = plain(Fraction(amount) / 10**4 if unit == "元" else amount)
    return f"{'+' if amount > 0 else ''}{text}{told}"
