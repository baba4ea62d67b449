"""The pages of a document, measured, come in; what they break of the standard goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.standard.elements import Elements
from pipeline.standard.paper import BOTTOM, LEFT, RIGHT, TOP, Glyph, Page, is_red, pages
from pipeline.standard.rulebook import Rule, Rulebook, Violation

Fault = tuple[str, Page, str]
PITCH = 579 / 20 / 72 * 25.4
CHARACTER = 16 / 72 * 25.4
HANGING = 6.5  # a comma may hang over the edge
WORD = re.compile(r"[\u4e00-\u9fff]")
LANDSCAPE_NUMBER = 33.5  # the page number of a wide page stands left of this
TOFU = re.compile(r"\(cid:\d+\)|\ufffd")


def judged_rendering(pdf: bytes, elements: Elements, book: Rulebook) -> tuple[list[Violation], tuple[Page, ...]]:
    """What the printed pages break; ValueError for what is no PDF."""
    found = pages(pdf)
    violations = []
    for rule in book.rules.values():
        judge = RULES.get(rule.aspect)
        if judge is None or (rule.carriers and elements.carrier not in rule.carriers):
            continue
        for told, page, text in judge(found, elements, rule):
            violations.append(book.violation(rule.code, told, text, page=page.number))
    return violations, found


def _full(found: Sequence[Page]) -> Iterator[tuple[Page, list[list[Glyph]]]]:
    """Pages of nothing but running text in the body's size, from the top of the type area to its foot."""
    for page in found:
        lines = page.lines()
        plain = not page.wide and not page.pictures and not any(stroke.flat for stroke in page.strokes)
        if not plain or len(lines) < 10 or any(abs(line[0].size - 16) > 0.6 for line in lines):
            continue
        steps = [below[0].bottom - above[0].bottom for above, below in pairwise(lines)]
        even = max(steps) - min(steps) < 0.5
        if even and lines[0][0].bottom < TOP + 12 and lines[-1][0].bottom > BOTTOM - min(steps) - 0.5:
            yield page, lines


def _lines(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    for page, lines in _full(found):
        if len(lines) != rule.value:
            yield f"{len(lines)}行", page, ""


def _characters(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    """Only a line of nothing but Chinese characters from edge to edge tells."""
    for page in found:
        for line in page.lines() if not page.wide else []:
            text = "".join(glyph.text for glyph in line)
            edge = abs(line[0].left - LEFT) < 1.5 and line[-1].right > RIGHT - CHARACTER and abs(line[0].size - 16) < 1
            if edge and all(WORD.match(letter) for letter in text) and len(text) != rule.value:
                yield f"{len(text)}个字", page, text
                return


def _type_area(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    for page in found:
        left, top, right, bottom = page.area
        slack = rule.tolerance
        for glyph in _of_text(page):
            if glyph.left < left - slack or glyph.right > right + HANGING or glyph.bottom > bottom + slack + 0.5:
                yield "超出版心", page, _beside(page, glyph)
                break
            if glyph.top < top - 4 and glyph.text != "草" and glyph.text != "稿":
                yield "超出版心上边缘", page, _beside(page, glyph)
                break


def _of_text(page: Page) -> list[Glyph]:
    """Without the page number."""
    inside = [glyph for glyph in page.glyphs if glyph.text.strip()]
    if page.wide:
        return [glyph for glyph in inside if glyph.left > LANDSCAPE_NUMBER or glyph.upright]
    return [glyph for glyph in inside if glyph.top < BOTTOM + 1.5]


def _beside(page: Page, glyph: Glyph) -> str:
    return "".join(each.text for each in page.glyphs if abs(each.bottom - glyph.bottom) < 1)[:40]


def _tables(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    for page in found:
        left, top, right, bottom = page.area
        over = [line for line in page.strokes
                if line.left < left - rule.tolerance or line.right > right + rule.tolerance
                or line.bottom > bottom + rule.tolerance or line.top < top - rule.tolerance]  # fmt: skip
        if over:
            worst = over[0]
            yield f"表格线在{worst.left:.0f}～{worst.right:.0f}mm、{worst.top:.0f}～{worst.bottom:.0f}mm", page, ""


def _mark_top(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    ink = found[0].inked((LEFT - 8, TOP, RIGHT + 8, TOP + 70), red=True)
    if ink is not None and abs(ink[1] - TOP - rule.value) > rule.tolerance:
        yield f"距版心上边缘{ink[1] - TOP:.1f}mm", found[0], ""


def _letter_mark_top(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    ink = found[0].inked((15, 8, 195, 80), red=True)
    if ink is not None and abs(ink[1] - rule.value) > rule.tolerance:
        yield f"距上页边{ink[1]:.1f}mm", found[0], ""


def _red_rule(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    rules = [line for line in found[0].strokes if line.flat and is_red(line.colour)]
    for line in rules[:1]:
        wide = line.right - line.left
        if abs(wide - rule.value) > rule.tolerance or abs(line.left - LEFT) > rule.tolerance:
            yield f"宽{wide:.1f}mm，自{line.left:.1f}mm起", found[0], ""


def _red_rule_below(found: Sequence[Page], elements: Elements, rule: Rule) -> Iterator[Fault]:
    line = next((line for line in found[0].strokes if line.flat and is_red(line.colour)), None)
    number = elements.first("发文字号")
    ink = line and number and found[0].inked((60, line.top - 12, 150, line.top - 1))
    if line and ink and number and abs(line.top - ink[3] - rule.value) > rule.tolerance:
        yield f"{line.top - ink[3]:.1f}mm", found[0], number.said


def _first_body(found: Sequence[Page], elements: Elements, _: Rule) -> Iterator[Fault]:
    body = elements.first("正文") or elements.first("一级标题")
    if body is not None and _folded(body.said)[:12] not in _folded(found[0].text):
        yield "首页没有正文", found[0], body.said


def _number_place(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    for page, ink in _numbers(found):
        dash = page.inked((ink[0] - 0.3, BOTTOM + 1, ink[0] + 2, 290))
        if dash is not None and abs(dash[1] - BOTTOM - rule.value) > rule.tolerance:
            yield f"{dash[1] - BOTTOM:.1f}mm", page, ""
            return


def _number_side(found: Sequence[Page], _: Elements, rule: Rule) -> Iterator[Fault]:
    for page, ink in _numbers(found):
        odd = page.number % 2 == 1
        gap = RIGHT - ink[2] if odd else ink[0] - LEFT
        if abs(gap - rule.value) > rule.tolerance:
            yield f"距版心{'右' if odd else '左'}边缘{gap:.1f}mm", page, ""
            return


def _numbers(found: Sequence[Page]) -> Iterator[tuple[Page, tuple[float, ...]]]:
    """The printed page numbers of upright pages, the first four that there are."""
    numbered = [page for page in found if not page.wide and any(glyph.top > BOTTOM + 1.5 for glyph in page.glyphs)]
    for page in numbered[:4]:
        ink = page.inked((20, BOTTOM + 2, 195, 292))
        if ink is not None:
            yield page, ink


def _imprint_foot(found: Sequence[Page], elements: Elements, rule: Rule) -> Iterator[Fault]:
    if not elements.of("版记"):
        return
    last = found[-1]
    rules = sorted(line.bottom for line in last.strokes if line.flat)
    if not rules:
        yield "版记不在最后一面", last, ""
    elif abs(rules[-1] - BOTTOM) > rule.tolerance:
        yield f"末条分隔线在{rules[-1]:.1f}mm处，版心下边缘为{BOTTOM:.0f}mm", last, ""


def _signature_alone(found: Sequence[Page], elements: Elements, _: Rule) -> Iterator[Fault]:
    date, signature = elements.first("成文日期"), elements.first("署名")
    if date is None or elements.carrier == "简报":
        return
    ends = _folded("".join(line.said for line in (signature, date) if line is not None))
    for page in found:
        lines = page.lines()
        said = _folded("".join(glyph.text for line in lines for glyph in line))
        alone = said.startswith(ends) or (said.startswith(_folded(date.said)) and len(lines) < 4)
        if alone and lines:
            yield "独在一面", page, date.said


def _tofu(found: Sequence[Page], *_: object) -> Iterator[Fault]:
    for page in found:
        wrong = next((glyph for glyph in page.glyphs if TOFU.search(glyph.text) or ".notdef" in glyph.face), None)
        if wrong is not None:
            yield "缺字", page, _beside(page, wrong)


def _folded(text: str) -> str:
    return re.sub(r"\s", "", text)


RULES: Mapping[str, Callable[[Sequence[Page], Elements, Rule], Iterator[Fault]]] = {
    "page-lines": _lines,
    "page-characters": _characters,
    "page-type-area": _type_area,
    "page-tables": _tables,
    "page-mark-top": _mark_top,
    "page-letter-mark-top": _letter_mark_top,
    "page-red-rule": _red_rule,
    "page-red-rule-below": _red_rule_below,
    "page-first-body": _first_body,
    "page-number-place": _number_place,
    "page-number-side": _number_side,
    "page-imprint-foot": _imprint_foot,
    "page-signature-alone": _signature_alone,
    "page-tofu": _tofu,
}
