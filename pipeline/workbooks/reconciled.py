"""Figures, detail sheets and what was printed come in; the sheet 勾稽 goes out: what must agree, by live formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from pipeline.model import Count, Figure, Sum
from pipeline.model.terms import PROJECTS
from pipeline.rules.numerals import fixed, plain
from pipeline.workbooks.agreement import FITS, FREE, NONE, ROUNDED, WRONG, Check, Side
from pipeline.workbooks.book import Book, Head, Page
from pipeline.workbooks.details import Detail
from pipeline.workbooks.formulas import SCOPE_COLUMNS
from pipeline.workbooks.identities import ADDED, ALL_STUCK, KINDS, PARTS, SHARED, STUCK, WITHIN, Parts, Within
from pipeline.workbooks.indicators import NAME, VALUE
from pipeline.workbooks.literals import Formula
from pipeline.workbooks.printed import At, Proof, Style

SHEET = "勾稽"
HEADS = (
    Head("序号", 6),
    Head("类别", 12),
    Head("应当", 52),
    Head("各项之和", 20, "计算"),
    Head("未列入", 16, "计算"),
    Head("应等于", 20, "计算"),
    Head("差额", 14, "计算"),
    Head("不符的范围数", 10, "计算"),
    Head("结果", 12, "计算"),
    Head("说明", 52),
)
KIND_OF = ("count", "central", "wrapped", "money", "money", "money", "money", "count", "central", "wrapped")
RESULT = next(at for at, head in enumerate(HEADS) if head.title == "结果")


def write_reconciled(book: Book, checks: Sequence[Check], *, live: bool) -> None:
    """Every identity a row; ``live`` as formulas, else as values."""
    page = book.page(SHEET, bordered=True)
    page.head(HEADS)
    for row, check in enumerate(checks, 1):
        _line(page, row, check, live)
    page.mark(RESULT, len(checks), (WRONG,))
    page.table(len(checks), len(HEADS), fixed=3)
    page.paper(f"{SHEET}{book.span}", size="A3")


def _line(page: Page, row: int, check: Check, live: bool) -> None:
    at = row + 1
    gap = Side(f'IF(AND(ISNUMBER(D{at}),ISNUMBER(F{at})),D{at}+N(E{at})-F{at},"")', check.gap)
    sides = (check.parts, check.left_out, check.whole, gap, check.unfit)
    result = Formula(check.verdict(at), check.result) if live else check.result
    money = "wan" if check.sort == "rounded" else "money"
    kinds = tuple(money if kind == "money" else kind for kind in KIND_OF)
    page.row(row, (row, check.kind, check.sentence, *(_cell(side, live) for side in sides), result, check.why), kinds)


def _cell(side: Side | None, live: bool) -> Formula | float | None:
    if side is None:
        return None
    value = None if side.value is None else float(side.value)
    return Formula(side.text, "" if value is None else value) if live else value


def results(checks: Sequence[Check]) -> str:
    """通过118，有尾差4."""
    counted = Counter(check.result for check in checks)
    return "，".join(f"{word}{counted[word]}" for word in (WRONG, ROUNDED, FREE, NONE, FITS) if counted[word])


@dataclass(frozen=True)
class Ledger:
    """The figures as they stand in 指标, in its order: ``rows`` their rows, ``names`` those of one name, ``runs`` those
    of one name and one kind of scope."""

    figures: Mapping[At, Figure]
    rows: Mapping[At, int]
    details: Mapping[str, Detail]
    names: Mapping[str, Sequence[Figure]]
    runs: Mapping[tuple[str, str], Sequence[Figure]]

    @classmethod
    def of(cls, figures: Sequence[Figure], rows: Mapping[At, int], details: Mapping[str, Detail]) -> Ledger:
        index = {(figure.scope, figure.name): figure for figure in figures}
        names = {name: tuple(found) for name, found in groupby(figures, key=lambda figure: figure.name)}
        runs = {key: tuple(found) for key, found in groupby(figures, key=_run)}
        return cls(index, rows, details, names, runs)

    def cell(self, scope: str, name: str) -> Side | None:
        figure = self.figures.get((scope, name))
        return Side(f"{NAME}!{VALUE}{self.rows[scope, name]}", figure.value) if figure else None

    def area(self, name: str, kind: str = "") -> str:
        """The cells of a figure in all scopes, or in those of one kind."""
        run = self.runs[name, kind] if kind else self.names[name]
        first, last = (self.rows[figure.scope, name] for figure in (run[0], run[-1]))
        return f"{NAME}!{VALUE}{first}:{VALUE}{last}"

    def scopes(self, name: str) -> list[str]:
        return [figure.scope for figure in self.names[name]]


def _run(figure: Figure) -> tuple[str, str]:
    return figure.name, figure.scope.partition(":")[0]


def checks(ledger: Ledger, proofs: Mapping[At, Proof]) -> list[Check]:
    """Every identity whose figures exist."""
    found = [*_sums(ledger), *_parts(ledger), *_stuck(ledger), *_within(ledger), *_flow(ledger)]
    return [*found, *_printed_sums(ledger, proofs)]


def _sums(ledger: Ledger) -> Iterator[Check]:
    """A figure of all scopes of one kind adds up to that of 全市."""
    for (name, kind), figures in ledger.runs.items():
        whole = ledger.cell("全市", name)
        if name not in ADDED or kind not in (*KINDS, *SHARED) or whole is None:
            continue
        total = Side(f"SUM({ledger.area(name, kind)})", sum(figure.value or 0 for figure in figures))
        sentence = f"各{kind}的{name}相加，等于全市{name}{'（元）' if figures[0].unit == '元' else ''}"
        if kind in SHARED:
            yield Check("分项合计", sentence, total, whole, SHARED[kind], sort="free")
        else:
            yield Check("分项合计", sentence, total, whole, KINDS[kind], _unlisted(ledger, kind, name))


def _unlisted(ledger: Ledger, kind: str, name: str) -> Side | None:
    """What the rows add to 全市 that belong to no scope of a kind."""
    term = ledger.figures["全市", name].term
    if not isinstance(term, Count | Sum) or term.table not in ledger.details:
        return None
    detail, key = ledger.details[term.table], SCOPE_COLUMNS[term.table].get(kind, "")
    if not key:
        return None
    return _left_out(detail, term.flag, key, term.column if isinstance(term, Sum) else "")


def _left_out(detail: Detail, flag: str, key: str, column: str = "") -> Side:
    rows = [row for row in detail.rows if row[flag] and not row.get(key)]
    tests = f'({detail.names[flag]}=1)*({detail.cells(key)}="")'
    value = sum(row[column] or 0 for row in rows) if column else len(rows)
    return Side(f"SUMPRODUCT({tests}{f',{detail.names[column]}' if column else ''})", value)


def _parts(ledger: Ledger) -> Iterator[Check]:
    """Figures of one scope add up to another; in every scope, 全市 shown."""
    for rule in PARTS:
        names = (*rule.parts, rule.whole)
        if all(("全市", name) in ledger.figures for name in names):
            yield _added(ledger, rule, unfit=_unfit(ledger, rule.parts, rule.whole, exact=True))


def _added(ledger: Ledger, rule: Parts, *, left_out: Side | None = None, unfit: Side | None = None) -> Check:
    parts = [side for name in rule.parts if (side := ledger.cell("全市", name))]
    total = Side("+".join(side.text for side in parts), sum(side.value or 0 for side in parts))
    whole = ledger.cell("全市", rule.whole)
    assert whole is not None
    sentence = f"{'＋'.join(rule.parts)}，等于{rule.whole}"
    return Check("构成", sentence, total, whole, rule.why or "所列为全市；各范围逐个核对", left_out, unfit)


def _stuck(ledger: Ledger) -> Iterator[Check]:
    """卡点 of all permits, with those that have none, are what has not started."""
    names = tuple(name for scope, name in ledger.figures if scope == "全市" and name.startswith(STUCK))
    if names and ALL_STUCK.left_out and PROJECTS in ledger.details:
        rule = Parts(names, ALL_STUCK.whole, ALL_STUCK.why)
        yield _added(ledger, rule, left_out=_left_out(ledger.details[PROJECTS], *ALL_STUCK.left_out))


def _within(ledger: Ledger) -> Iterator[Check]:
    for rule in WITHIN:
        part, whole = ledger.cell("全市", rule.part), ledger.cell("全市", rule.whole)
        if part and whole:
            unfit = _unfit(ledger, (rule.part,), rule.whole, exact=False)
            yield _bounded(rule, part, whole, unfit)


def _bounded(rule: Within, part: Side, whole: Side, unfit: Side | None) -> Check:
    sentence = f"{rule.part}不大于{rule.whole}"
    return Check("大小", sentence, part, whole, "所列为全市；各范围逐个核对", unfit=unfit, sort="within")


def _unfit(ledger: Ledger, parts: Sequence[str], whole: str, *, exact: bool) -> Side | None:
    """In how many scopes it fails, where all of the figures exist in the same ones."""
    scopes = ledger.scopes(whole)
    if any(ledger.scopes(name) != scopes for name in parts):
        return None
    gap = f"{'+'.join(ledger.area(name) for name in parts)}-{ledger.area(whole)}"
    test = f"ABS({gap})>0.5" if exact else f"{gap}>0.5"
    gaps = [_gap(ledger, scope, parts, whole) for scope in scopes]
    return Side(f"SUMPRODUCT(--({test}))", sum(bool(gap) if exact else gap > 0 for gap in gaps))


def _gap(ledger: Ledger, scope: str, parts: Sequence[str], whole: str) -> int | Fraction:
    value = ledger.figures[scope, whole].value or 0
    return sum(ledger.figures[scope, name].value or 0 for name in parts) - value


def _flow(ledger: Ledger) -> Iterator[Check]:
    """What was done in the month is what was done in the year less what had been by the month before."""
    detail, whole = ledger.details.get(PROJECTS), ledger.cell("全市", "当月完成投资")
    if detail is None or whole is None or all(row["last_ytd"] is None for row in detail.rows):
        return
    flag, now, then = (detail.names[key] for key in ("paid", "ytd_done", "last_ytd"))
    value = sum((row["ytd_done"] or 0) - (row["last_ytd"] or 0) for row in detail.rows if row["paid"])
    less = Side(f"SUMIFS({now},{flag},1)-SUMIFS({then},{flag},1)", value)
    why = "上月数取自上月留存的数据；上月没有的项目从0起算，上月有而本月没有的不在其中"
    yield Check("本月与上月", "本年完成投资减上月的本年完成投资，等于当月完成投资（元）", less, whole, why)


def _printed_sums(ledger: Ledger, proofs: Mapping[At, Proof]) -> Iterator[Check]:
    """A reader who adds up the printed amounts of the 镇街 finds that of 全市, but for rounding."""
    for (name, kind), figures in ledger.runs.items():
        whole = ledger.cell("全市", name)
        if kind == "镇街" and name in ADDED and whole and None not in (whole.value, *(one.value for one in figures)):
            for style in _common(figures, proofs, name):
                yield _rounded_sum(ledger, name, figures, whole, style)


def _common(figures: Iterable[Figure], proofs: Mapping[At, Proof], name: str) -> list[Style]:
    """In which unit and how exactly the amounts of all 镇街 and of 全市 were printed."""
    everywhere: set[tuple[int, int]] | None = None
    for scope in ("全市", *(figure.scope for figure in figures)):
        proof = proofs.get((scope, name))
        known = {(style.scale, style.places) for style in proof.styles if style and style.scale > 1} if proof else set()
        everywhere = known if everywhere is None else everywhere & known
    return [Style(places, scale) for scale, places in sorted(everywhere or ())]


def _rounded_sum(ledger: Ledger, name: str, figures: Sequence[Figure], whole: Side, style: Style) -> Check:
    unit = "亿元" if style.scale == 10**8 else "万元"
    printed = [_as_printed(figure.value or 0, style) for figure in figures]
    area, city = ledger.area(name, "镇街"), style.rounded(whole.text)
    total = Side(f"SUMPRODUCT({style.rounded(area)})", sum(printed, start=Fraction(0)))
    sentence = f"各镇街印出的{name}（{unit}，{style.places}位小数）相加，等于印出的全市{name}"
    slack = Fraction(len(figures) + 1, 2 * 10**style.places)
    why = f"各自四舍五入，相差不超过{plain(slack)}{unit}的是尾差"
    whole = Side(city, _as_printed(whole.value or 0, style))
    return Check("表与正文", sentence, total, whole, why, sort="rounded", slack=slack)


def _as_printed(value: int | Fraction, style: Style) -> Fraction:
    return Fraction(fixed(Fraction(value) / style.scale, style.places))
