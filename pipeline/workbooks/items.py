"""Followed 督办事项 come in; 督办事项销号台账.xlsx goes out: every item with its dates, its trail, counts by unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.model import Event, Figure, Followed, Item, Measured, Step
from pipeline.workbooks.book import Book, Head
from pipeline.workbooks.literals import Formula, hyperlink

TITLE, TRAIL, COUNTS = "督办事项销号台账", "办理经过", "分单位统计"
CITY, UNIT = "全市", "承办单位:"
Link = Callable[[str, str], str]  # period and file → the relative path from output/<period>/
ITEMS = (
    Head("序号", 6), Head("督办编号", 13), Head("来源", 9), Head("事项", 34), Head("项目", 20), Head("镇街", 11),
    Head("承办单位", 12), Head("处置", 9), Head("立项", 11, "来源"), Head("交办", 11, "来源"), Head("签收", 11, "来源"),
    Head("反馈", 11, "来源"), Head("核查", 11, "来源"), Head("办结", 11, "来源"), Head("销号", 11, "来源"),
    Head("时限", 11, "计算"), Head("状态", 8, "计算"), Head("颜色", 7, "计算"), Head("逾期天数", 8, "计算"),
    Head("提级层级", 18, "计算"), Head("最近反馈", 30), Head("依据", 34),
)  # fmt: skip
ITEM_KINDS = ("count", "text", "central", "wrapped", "wrapped", "central", "wrapped", "central", *["date"] * 8,
              "central", "central", "count", "wrapped", "wrapped", "wrapped")  # fmt: skip
DATES = (Step.RAISED, Step.ASSIGNED, Step.SIGNED, Step.REPORTED, Step.VERIFIED, Step.DONE, Step.CLOSED)
EVENTS = (
    Head("序号", 6), Head("督办编号", 13), Head("承办单位", 12), Head("事项", 34), Head("期间", 10), Head("环节", 10),
    Head("日期", 11), Head("时限", 11), Head("层级", 18), Head("说明", 46), Head("来源", 34, "来源"),
)  # fmt: skip
EVENT_KINDS = (
    "count",
    "text",
    "wrapped",
    "wrapped",
    "central",
    "central",
    "date",
    "date",
    "wrapped",
    "wrapped",
    "link",
)
NAMES = (
    "督办事项数", "督办新立项数", "督办应办结数", "督办办结数", "督办办结率", "督办按时办结数", "督办按时率",
    "督办未办结数", "督办逾期数", "督办提级数", "督办撤项数",
)  # fmt: skip
NONE = "至本期没有督办事项。"
NOTE = "注：督办事项数＝办结数＋撤项数＋未办结数；各单位相加等于全市。比率的单位为%，没有应办结事项的为空。"


def items_book(followed: Followed, measured: Measured, link: Link) -> bytes:
    """Every item ever raised. ``measured`` has the figures of 督办; ``link`` gives the path to a source file."""
    book = Book(TITLE, followed.period)
    _write_items(book, followed)
    _write_trail(book, followed, link)
    _write_counts(book, measured)
    return book.bytes()


def _write_items(book: Book, followed: Followed) -> None:
    page = book.page("台账", bordered=True)
    page.head(ITEMS)
    for row, item in enumerate(followed.items, 1):
        page.row(row, _item(row, item, followed), ITEM_KINDS)
    if not followed.items:
        page.row(1, (None, None, None, NONE, *[None] * (len(ITEMS) - 4)), ITEM_KINDS)
    page.table(len(followed.items), len(ITEMS), fixed=2)
    page.mark(ITEMS.index(Head("颜色", 7, "计算")), len(followed.items), ("黄色", "红色"))
    page.paper(f"{TITLE}{book.span}", size="A3")


def _item(row: int, item: Item, followed: Followed) -> tuple[Any, ...]:
    said = next((event.note for event in reversed(item.events) if event.step is Step.REPORTED), None)
    named = (item.number, item.source, item.matter, item.name, item.town, item.unit, item.disposal)
    dates = (item.day(step) for step in DATES)
    return (row, *named, *dates, item.deadline, *_state(item, followed), item.tier, said, item.basis)


def _state(item: Item, followed: Followed) -> tuple[str, str | None, int | None]:
    """Where it stands, the colour of one that is open, and for how many days it has been overdue."""
    as_of = followed.period.as_of
    late = (as_of - item.deadline).days if item.deadline and item.overdue(as_of) else None
    return item.stage.value, f"{item.colour.value}色" if item.is_open else None, late


def _write_trail(book: Book, followed: Followed, link: Link) -> None:
    page = book.page(TRAIL, bordered=True)
    page.head(EVENTS)
    trail = [(item, event) for item in followed.items for event in item.events]
    for row, (item, event) in enumerate(trail, 1):
        named = (row, item.number, item.unit, item.matter)
        told = (event.period, event.step.value, event.day, event.deadline, event.tier, event.note)
        page.row(row, (*named, *told, _source(event, link)), EVENT_KINDS)
    page.table(len(trail), len(EVENTS), fixed=2)
    page.paper(f"{TRAIL}{book.span}", size="A3")


def _source(event: Event, link: Link) -> Formula | str | None:
    if not event.place:
        return None
    file, sheet, cell = event.place.split("｜")
    label = "｜".join(part for part in (file, sheet, cell) if part)
    return hyperlink(link(event.period, file), sheet or None, cell or None, label)


def _write_counts(book: Book, measured: Measured) -> None:
    page = book.page(COUNTS, bordered=True)
    heads = (Head("承办单位", 18), *(Head(name, 10, "计算") for name in NAMES))
    page.head(heads)
    scopes = (*measured.scopes(UNIT), CITY)
    for row, scope in enumerate(scopes, 1):
        figures = [measured.index.get((scope, name)) for name in NAMES]
        page.row(row, (scope.removeprefix(UNIT), *map(_value, figures)), ("text", *map(_kind, figures)))
    page.table(len(scopes), len(heads))
    page.notes(len(scopes) + 2, (NOTE,))
    page.paper(f"{COUNTS}{book.span}")


def _value(figure: Figure | None) -> Any:
    return None if figure is None or figure.value is None else figure.value


def _kind(figure: Figure | None) -> str:
    return "percent" if figure and figure.unit == "%" else "count"
