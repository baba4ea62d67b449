"""The recognised elements come in; what is missing, out of order or not alike between them goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from pipeline.standard.aspects import from_right
from pipeline.standard.colours import red
from pipeline.standard.elements import Elements, levels
from pipeline.standard.package import Element, W
from pipeline.standard.reading import Document, Paragraph
from pipeline.standard.rulebook import Rule, Rulebook, Violation
from pipeline.standard.signs import LABELLED

Fault = tuple[str, Paragraph | None]
ANNEX_NOTE = re.compile(r"^(?:附\s*件\s*[:：])?\s*(?:\d+[.．、])?\s*(.*?)[。；]?$")


def judged_structure(elements: Elements, document: Document, book: Rulebook) -> Iterator[Violation]:
    """Rules that look at more than one paragraph."""
    for rule in book.rules.values():
        judge = RULES.get(rule.aspect)
        if judge is None or (rule.carriers and elements.carrier not in rule.carriers):
            continue
        for found, paragraph in judge(elements, document, rule):
            text, at = (paragraph.said, paragraph.at) if paragraph else ("", None)
            yield book.violation(rule.code, found, text, at)


def _present(elements: Elements, _: Document, rule: Rule) -> Iterator[Fault]:
    if elements.first(rule.label) is None:
        yield "没有找到", None


def _marks_order(elements: Elements, *_: object) -> Iterator[Fault]:
    placed = [(line.at, label, line) for label in LABELLED for line in elements.of(label)]
    for (_at, label, _line), (_below, other, line) in pairwise(sorted(placed, key=lambda row: row[0])):
        if LABELLED.index(other) < LABELLED.index(label):
            yield f"{other}在{label}之后", line


def _red_rule(elements: Elements, document: Document, _: Rule) -> Iterator[Fault]:
    if not _rules(elements, document):
        yield "没有找到红色分隔线", elements.first("发文字号")


def _rules(elements: Elements, document: Document) -> list[float | None]:
    """The red rules between masthead and title: thickness in mm, None where they are drawn."""
    title = elements.first("标题")
    end = title.at if title else 20
    head = [line for line in document.paragraphs if line.at <= end]
    borders = [border for line in head for border in _borders(line)]
    drawn: list[float | None] = [None for line in head if line.drawn]
    return [thick for thick, colour in borders if red(colour)] + drawn


def _borders(line: Paragraph) -> Iterator[tuple[float, str]]:
    for key in ("border.top", "border.bottom"):
        kind, _, rest = line.look.get(key, "").partition(" ")
        size, _, colour = rest.partition(" ")
        if kind:
            yield (float(size) if size.isdecimal() else 4) / 8 / 72 * 25.4, colour


def _rule_thickness(elements: Elements, document: Document, rule: Rule) -> Iterator[Fault]:
    least, most = rule.value
    for thick in _rules(elements, document):
        if thick is not None and not least - 0.02 <= thick <= most + 0.02:
            yield f"{thick:.2f}mm", elements.first("发文字号")


def _letter_rules(elements: Elements, document: Document, _: Rule) -> Iterator[Fault]:
    kinds = [line.look.get(key, "") for line in document.paragraphs[:20] for key in ("border.bottom", "border.top")]
    if not any("thinThick" in kind or "thickThin" in kind for kind in kinds) and not any(
        line.drawn for line in document.paragraphs[:20]
    ):
        yield "没有找到红色双线", elements.first("发文机关标志")


def _letter_number(_: Elements, document: Document, __: Rule) -> Iterator[Fault]:
    first = document.sections[0] if document.sections else None
    if first and any(edge is not None for edge in first.edges.values()) and not first.title_page:
        yield "首页也有页码", None


def _level_order(elements: Elements, *_: object) -> Iterator[Fault]:
    """No level without the one above it, except that small papers may begin with any."""
    seen: set[int] = set()
    for level, _ordinal, paragraph in levels(elements):
        if seen and level > 1 and level - 1 not in seen and level not in seen and not _may_skip(level, seen):
            yield f"第{level}层的上面没有第{level - 1}层", paragraph
        seen = {each for each in seen if each <= level} | {level}


def _may_skip(level: int, seen: set[int]) -> bool:
    """一、 may be followed by 1. where there are but two levels."""
    return level == 3 and 1 in seen and 2 not in seen


def _level_sequence(elements: Elements, *_: object) -> Iterator[Fault]:
    last: dict[int, int] = {}
    for level, number, paragraph in levels(elements):
        due = last.get(level, 0) + 1
        if number != due and number != 1:
            yield f"应为{due}，写作{number}", paragraph
        last = {each: value for each, value in last.items() if each < level} | {level: number}


def _annex_names(elements: Elements, *_: object) -> Iterator[Fault]:
    """What the text announces and what the annexes call themselves."""
    notes, numbers = elements.of("附件说明"), elements.of("附件编号")
    titles = {_folded(line.said) for line in elements.of("附件标题")}
    for paragraph in notes:
        name = _named(paragraph)
        if titles and name and _folded(name) not in titles:
            yield f"没有标题为“{name[:30]}”的附件", paragraph
    if notes and numbers and len(notes) != len(numbers):
        yield f"附件说明有{len(notes)}个，附件有{len(numbers)}个", elements.first("附件说明")
    if numbers and not notes:
        yield "有附件而没有附件说明", numbers[0]


def _named(line: Paragraph) -> str:
    match = ANNEX_NOTE.match(line.said.replace("\t", ""))
    return match[1] if match else line.said


def _folded(text: str) -> str:
    return re.sub(r"\s", "", text).strip("《》")


def _signature(elements: Elements, document: Document, rule: Rule) -> Iterator[Fault]:
    """Centred on the date by a tab or by its indents, or two 字 from the right."""
    date = elements.first("成文日期")
    for line in elements.of("署名"):
        if "\t" in line.text or date is None:
            continue
        space, width = from_right(line, document), len(line.said)
        middle = space + width / 2
        of_date = from_right(date, document) + _width(date.said) / 2
        if abs(middle - of_date) > 1.6 and not 1.4 <= space <= 12:
            yield f"右空{max(space, 0):.1f}字，与成文日期不居中", line


def _width(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x2E7F else 0.5 for letter in text)


def _imprint_rules(elements: Elements, document: Document, _: Rule) -> Iterator[Fault]:
    """First and last thick, inner ones thin; every one there."""
    found = _imprint(elements, document)
    if found is None:
        return
    paragraph, thick, inner, rows = found
    if not all(thick):
        yield "首条或末条分隔线没有找到", paragraph
    elif rows > 1 and not inner:
        yield "中间的分隔线没有找到", paragraph
    elif rows > 1 and min(thick) < max(inner):
        yield f"首末条{min(thick):.2f}mm，中间{max(inner):.2f}mm", paragraph


def _imprint_thickness(elements: Elements, document: Document, _: Rule) -> Iterator[Fault]:
    found = _imprint(elements, document)
    if found is None:
        return
    paragraph, thick, inner, _rows = found
    wrong = [size for size in thick if size and abs(size - 0.35) > 0.08]
    wrong += [size for size in inner if size and abs(size - 0.25) > 0.08]
    if wrong:
        yield f"{wrong[0]:.2f}mm", paragraph


def _imprint(elements: Elements, document: Document) -> tuple[Paragraph, list[float], list[float], int] | None:
    """The rules of the imprint: outer and inner thickness in mm, and the number of its rows."""
    lines = elements.of("版记")
    if not lines:
        return None
    table = next((line.table for line in lines if line.table is not None), None)
    if table is None:
        return _ruled_lines(lines, document)
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    rows = len(list(table.iter(W + "tr")))
    outer = [_thick(borders, side) or _cell_side(table, side) for side in ("top", "bottom")]
    inner = [_thick(borders, "insideH") or _cell_side(table, "inside")]
    return lines[0], outer, [size for size in inner if size], rows


def _ruled_lines(lines: list[Paragraph], document: Document) -> tuple[Paragraph, list[float], list[float], int] | None:
    """Rules that are the borders of paragraphs, those of a blank one above or below too; drawn ones tell nothing."""
    places = {line.at for line in lines}
    near = [line for line in document.paragraphs if min(places) - 1 <= line.at <= max(places) + 1]
    if any(line.drawn for line in near):
        return None
    found = {(line.at, key): thick for line in near for key, thick in _sided(line)}
    first = found.pop((min(places), "top"), 0.0) or found.pop((min(places) - 1, "bottom"), 0.0)
    last = found.pop((max(places), "bottom"), 0.0) or found.pop((max(places) + 1, "top"), 0.0)
    return lines[0], [first, last], list(found.values()), len(lines)


def _sided(line: Paragraph) -> list[tuple[str, float]]:
    sides = [key.removeprefix("border.") for key in ("border.top", "border.bottom") if key in line.look]
    return list(zip(sides, (thick for thick, _ in _borders(line)), strict=True))


def _thick(borders: Element | None, side: str) -> float:
    node = None if borders is None else borders.find(W + side)
    if node is None or node.get(W + "val") in ("nil", "none"):
        return 0.0
    size = node.get(W + "sz", "4")
    return (int(size) if size.isdecimal() else 4) / 8 / 72 * 25.4


def _cell_side(table: Element, side: str) -> float:
    """Rules that are set cell by cell."""
    rows = table.findall(W + "tr")
    if side == "inside":
        return max((_of_row(row, "bottom") for row in rows[:-1]), default=0.0) or max(
            (_of_row(row, "top") for row in rows[1:]), default=0.0
        )
    return _of_row(rows[0 if side == "top" else -1], side) if rows else 0.0


def _of_row(row: Element, side: str) -> float:
    return max((_thick(cell.find(f"{W}tcPr/{W}tcBorders"), side) for cell in row.iter(W + "tc")), default=0.0)


RULES: Mapping[str, Callable[[Elements, Document, Rule], Iterator[Fault]]] = {
    "present": _present,
    "marks-order": _marks_order,
    "red-rule": _red_rule,
    "rule-thickness": _rule_thickness,
    "letter-rules": _letter_rules,
    "letter-number": _letter_number,
    "level-order": _level_order,
    "level-sequence": _level_sequence,
    "annex-names": _annex_names,
    "signature": _signature,
    "imprint-rules": _imprint_rules,
    "imprint-thickness": _imprint_thickness,
}
