"""The sections of a document come in; what their paper, margins and page numbers break goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.standard.aspects import type_height, type_width
from pipeline.standard.looks import Look
from pipeline.standard.package import Element, W
from pipeline.standard.reading import Document, Section
from pipeline.standard.rulebook import Rule, Rulebook, Violation, said

WIDE = {"top": 28, "right": 37, "bottom": 26, "left": 35}
DASH = "—"
PAGE = "PAGE"


@dataclass(frozen=True)
class Number:
    """A page number as its footer prints it."""

    text: str
    align: str
    indent: float  # 字 from the outer edge
    size: float
    face: str
    framed: bool
    turned: bool


def judged_pages(document: Document, carrier: str, book: Rulebook) -> Iterator[Violation]:
    """Each rule once, at the first section that breaks it."""
    for rule in book.rules.values():
        judge = RULES.get(rule.aspect)
        if judge is None or (rule.carriers and carrier not in rule.carriers):
            continue
        found = next(filter(None, judge(document, rule, book)), None)
        if found is not None:
            yield book.violation(rule.code, found)


def _upright(document: Document) -> list[tuple[int, Section]]:
    return [(at, section) for at, section in enumerate(document.sections) if not section.wide]


def _measure(of: Callable[[Section], float]) -> Callable[[Document, Rule, Rulebook], Iterator[str]]:
    def judge(document: Document, rule: Rule, _: Rulebook) -> Iterator[str]:
        for at, section in _upright(document):
            if abs(of(section) - rule.value) > rule.tolerance + 0.05:
                place = f"第{at + 1}节" if len(document.sections) > 1 else ""
                yield f"{place}{of(section):.4g}mm"

    return judge


def _wide_margins(document: Document, rule: Rule, _: Rulebook) -> Iterator[str]:
    for section in (each for each in document.sections if each.wide):
        wrong = any(abs(section.margins[side] - value) > rule.tolerance + 0.05 for side, value in WIDE.items())
        words = zip(("上", "右", "下", "左"), WIDE, strict=True)
        if wrong or abs(section.width - 297) > 1:
            yield "、".join(f"{word}{section.margins[side]:.0f}" for word, side in words) + "mm"


def _wide_number(document: Document, *_: object) -> Iterator[str]:
    for section in (each for each in document.sections if each.wide):
        numbers = [number for each in (section.edges, section.tops) for number in _numbers(each, document)]
        if not numbers:
            yield "横排页没有页码"
        elif not all(number.turned or number.framed for number in numbers):
            yield "页码在横排页的上方或下方"


def _present(document: Document, *_: object) -> Iterator[str]:
    if document.sections and next(_all(document), None) is None:
        yield "没有页码"


def _all(document: Document) -> Iterator[Number]:
    for _, section in _upright(document):
        yield from _numbers(section.edges, document)
        yield from _numbers(section.tops, document)


def _dashes(document: Document, *_: object) -> Iterator[str]:
    for number in _all(document):
        text = number.text.strip()
        if not (text.startswith(DASH) and text.endswith(DASH)) or text.count(DASH) != 2:
            yield text.replace("#", "1")


def _sizes(document: Document, rule: Rule, _: Rulebook) -> Iterator[str]:
    return (said("size", number.size) for number in _all(document) if number.size != rule.value)


def _faces(document: Document, rule: Rule, book: Rulebook) -> Iterator[str]:
    return (number.face for number in _all(document) if book.family(number.face) != rule.value)


def _sides(document: Document, rule: Rule, _: Rulebook) -> Iterator[str]:
    if next(_all(document), None) is None:
        return
    if not document.even_and_odd:
        yield "没有分单双页"
    for _at, section in _upright(document):
        for page, side in (("default", "right"), ("even", "left")):
            yield from _on_side(section, page, side, rule, document)


def _on_side(section: Section, page: str, side: str, rule: Rule, document: Document) -> Iterator[str]:
    odd = "单" if page == "default" else "双"
    number = next(_numbers({page: section.edges.get(page)}, document), None)
    if number is None:
        if section.edges.get(page) is None and page == "even" and document.even_and_odd:
            yield "双页没有页码"
        return
    if number.framed:
        return
    align = "left" if number.align in ("both", "start") else number.align
    if align != side:
        yield f"{odd}页码{said('align', align)}"
    elif abs(number.indent - 1) > rule.tolerance:
        yield f"{odd}页码{said('align', side)}空{number.indent:.1f}字"


def _numbers(edges: Mapping[str, Element | None], document: Document) -> Iterator[Number]:
    for edge in edges.values():
        for paragraph in () if edge is None else edge.iter(W + "p"):
            fields = [node.text or "" for node in paragraph.iter(W + "instrText")]
            fields += [node.get(W + "instr", "") for node in paragraph.iter(W + "fldSimple")]
            if any(PAGE in field.split() for field in fields):
                yield _number(paragraph, document)


def _number(node: Element, document: Document) -> Number:
    properties = node.find(W + "pPr")
    _, look, base = document.looks.paragraph(properties)
    runs = list(node.iter(W + "r"))
    own = document.looks.run(base, runs[0].find(W + "rPr") if runs else None)
    align = look.get("jc", "left")
    framed = (properties is not None and properties.find(W + "framePr") is not None) or any(
        parent.tag == W + "txbxContent" for parent in node.iterancestors()
    )
    turned = any(cell.find(f"{W}tcPr/{W}textDirection") is not None for cell in node.iterancestors(W + "tc"))
    face, size = own.get("ascii", ""), float(own.get("sz", "20")) / 2
    return Number(_said(runs), align, _indent(look, align, size), size, face, framed, turned)


def _indent(look: Look, align: str, size: float) -> float:
    side = "right" if align == "right" else "left"
    characters = float(look.get(f"ind.{side}Chars", "0") or 0) / 100
    first = 0.0 if align == "right" else float(look.get("ind.firstLineChars", "0") or 0) / 100
    measure = float(look.get(f"ind.{side}", "0") or 0) / (size * 20 or 1)
    return characters + first or measure


def _said(runs: list[Element]) -> str:
    """The text with the field as #."""
    text, inside = "", False
    for run in runs:
        for part in run:
            kind = part.get(W + "fldCharType") if part.tag == W + "fldChar" else ""
            if kind == "begin":
                text, inside = text + "#", True
            elif kind == "end":
                inside = False
            elif part.tag == W + "t" and not inside:
                text += part.text or ""
    return text


RULES: Mapping[str, Callable[[Document, Rule, Rulebook], Iterator[str]]] = {
    "width": _measure(lambda section: section.width),
    "height": _measure(lambda section: section.height),
    "top": _measure(lambda section: section.margins["top"]),
    "left": _measure(lambda section: section.margins["left"]),
    "type-width": _measure(type_width),
    "type-height": _measure(type_height),
    "wide-margins": _wide_margins,
    "wide-number": _wide_number,
    "number-present": _present,
    "number-dashes": _dashes,
    "number-size": _sizes,
    "number-face": _faces,
    "number-sides": _sides,
}
