"""A recognised paragraph and a rule come in; what was found instead of what the rule wants goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.standard.colours import black, red
from pipeline.standard.elements import Elements
from pipeline.standard.reading import TWIPS, Document, Paragraph, Run, Section
from pipeline.standard.rulebook import Rule, Rulebook, Violation, said

CHINESE = re.compile(r"[\u3400-\u9fff]")
SLACK = 0.15  # 字: what rounding to twips may cost
NATURAL = 1.3  # the height of a single-spaced line of a Chinese face, in sizes


def judged(elements: Elements, document: Document, book: Rulebook) -> Iterator[Violation]:
    """What each recognised paragraph breaks, rule by rule."""
    for rule in book.rules.values():
        judge = ASPECTS.get(rule.aspect)
        if judge is None or rule.judged != "xml" or not (not rule.carriers or elements.carrier in rule.carriers):
            continue
        for paragraph in elements.of(rule.label):
            found = judge(paragraph, rule, document, book)
            if found is not None:
                yield book.violation(rule.code, found, paragraph.said, paragraph.at)


def _printed(paragraph: Paragraph) -> list[Run]:
    return [run for run in paragraph.runs if run.text.strip(" \t\n\u3000")]


def _size(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    sizes = dict.fromkeys(run.size for run in _printed(paragraph))
    wrong = [size for size in sizes if abs(size - rule.value) > rule.tolerance]
    return "、".join(said("size", size) for size in wrong) or None


def _face(paragraph: Paragraph, rule: Rule, _: Document, book: Rulebook) -> str | None:
    """The face of the Chinese characters; digits may be set in another."""
    runs = [run for run in _printed(paragraph) if CHINESE.search(run.text)]
    wrong = [face for face in _faces(runs) if book.family(face) != rule.value]
    return "、".join(face or "没有指定字体" for face in wrong) or None


def _faces(runs: Iterable[Run]) -> Iterator[str]:
    return iter(dict.fromkeys(run.look.get("face", "") for run in runs))


def _bold(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    wrong = any(bool(run.look.get("b")) != rule.value for run in _printed(paragraph))
    return ("不加粗" if rule.value else "加粗") if wrong else None


def _colour(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    for run in _printed(paragraph):
        fits = red(run.look.get("color", "")) if rule.value == "红色" else black(run)
        if not fits:
            colour = run.look.get("color", "auto")
            return "黑色" if colour in ("auto", "000000") else f"颜色 {colour}"
    return None


def _align(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    align = paragraph.look.get("jc", "left")
    shifted = align == "center" and abs(_side(paragraph, "left") - _side(paragraph, "right")) > 2
    if align == rule.value and not shifted and not _lead(paragraph):
        return None
    told = said("align", align)
    return f"{told}，但左右缩进不等" if shifted else f"{told}，并有空格" if align == rule.value else told


def _side(paragraph: Paragraph, side: str) -> float:
    """An indent in 字 of the paragraph: by characters where these are given, else by measure."""
    names = {"left": ("left", "start"), "right": ("right", "end"), "firstLine": ("firstLine",), "hanging": ("hanging",)}
    for name in names[side]:
        if characters := _float(paragraph.look.get(f"ind.{name}Chars", "0")):
            return characters / 100
        if f"ind.{name}" in paragraph.look:
            return _float(paragraph.look[f"ind.{name}"]) / paragraph.character
    return 0.0


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _first_line(paragraph: Paragraph) -> float:
    return _side(paragraph, "left") + _side(paragraph, "firstLine") - _side(paragraph, "hanging")


def _lead(paragraph: Paragraph) -> float:
    """The blanks that stand before the text, in 字."""
    text = paragraph.text.lstrip("\n")
    return sum(1.0 if blank == "\u3000" else 0.5 for blank in text[: len(text) - len(text.lstrip(" \u3000\xa0"))])


def _first(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    """左空二字，回行顶格; blanks are told by a rule of their own."""
    first, left = _first_line(paragraph), _side(paragraph, "left")
    if paragraph.label and not paragraph.look.get("ind.firstLine"):
        return None
    if _lead(paragraph) >= rule.value - SLACK and not first:
        return None
    if abs(first - rule.value) > rule.tolerance:
        return f"左空{first:.1f}字".replace(".0字", "字")
    return f"回行缩进{left:.1f}字" if left > 0.5 else None


def _no_spaces(paragraph: Paragraph, *_: object) -> str | None:
    return f"用空格空出{_lead(paragraph):g}字" if _lead(paragraph) >= 1 else None


def _flush(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    align, first = paragraph.look.get("jc", "left"), _first_line(paragraph) + _lead(paragraph)
    if align in ("center", "right"):
        return said("align", align)
    return f"空{first:.1f}字" if abs(first) > 0.3 else None


def _left_space(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    align = paragraph.look.get("jc", "left")
    if align in ("center", "right"):
        return said("align", align)
    first = _first_line(paragraph) + _lead(paragraph)
    if paragraph.text.startswith("\t"):
        return None
    return f"空{first:.1f}字" if abs(first - rule.value) > rule.tolerance else None


def from_right(paragraph: Paragraph, document: Document) -> float:
    """How far the text ends from the right edge of the type area, in 字, as far as the file alone tells."""
    if paragraph.look.get("jc") == "right":
        trailing = paragraph.text[len(paragraph.text.rstrip(" \u3000")) :]
        return _side(paragraph, "right") + sum(1.0 if blank == "\u3000" else 0.5 for blank in trailing)
    width = type_width(_section(document, paragraph)) * TWIPS / paragraph.character
    taken = sum(1.0 if ord(letter) > 0x2E7F or letter == "\u3000" else 0.5 for letter in paragraph.said)
    if paragraph.look.get("jc") == "center":
        return (width - taken) / 2
    return width - _first_line(paragraph) - _lead(paragraph) - taken


def _right_space(paragraph: Paragraph, rule: Rule, document: Document, _: Rulebook) -> str | None:
    if "\t" in paragraph.text:
        return None
    space, (least, most) = from_right(paragraph, document), rule.value
    if least - rule.tolerance <= space <= most + rule.tolerance:
        return None
    return f"右空{max(space, 0):.1f}字".replace(".0字", "字")


def type_width(section: Section) -> float:
    return section.width - section.margins["left"] - section.margins["right"]


def type_height(section: Section) -> float:
    return section.height - section.margins["top"] - section.margins["bottom"]


def _section(document: Document, paragraph: Paragraph) -> Section:
    return document.sections[min(paragraph.section, len(document.sections) - 1)]


def _matches(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    return None if re.fullmatch(rule.value, paragraph.said, re.DOTALL) else paragraph.said[:40]


def _lacks(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    match = re.search(rule.value, paragraph.said)
    return None if match is None else match[0]


def _blank(paragraph: Paragraph, rule: Rule, *_: object) -> str | None:
    return None if paragraph.blank == rule.value else f"上空{paragraph.blank}行"


def _new_page(paragraph: Paragraph, *_: object) -> str | None:
    return None if paragraph.breaks else "接在前文之后"


def _lines(paragraph: Paragraph, rule: Rule, document: Document, _: Rulebook) -> str | None:
    section, pitch = _section(document, paragraph), _pitch(paragraph, _section(document, paragraph))
    if section.wide or not pitch:
        return None
    count = int(type_height(section) * TWIPS / 20 / pitch + 0.02)
    return None if count == rule.value else f"行距{pitch:.4g}磅，约{count}行"


def _pitch(paragraph: Paragraph, section: Section) -> float:
    """Points from line to line: exact, or by the grid, or as the face needs."""
    look, (kind, grid, _) = paragraph.look, section.grid
    line, way = _float(look.get("spacing.line", "240")) / 20, look.get("spacing.lineRule", "auto")
    snaps = bool(look.get("snapToGrid", "1")) and kind in ("lines", "linesAndChars", "snapToChars") and grid > 0
    natural = grid if snaps and grid >= paragraph.size else paragraph.size * NATURAL
    if way == "exact":
        return line
    return max(line, natural) if way == "atLeast" else natural * line / 12


def _characters(paragraph: Paragraph, rule: Rule, document: Document, _: Rulebook) -> str | None:
    section = _section(document, paragraph)
    if section.wide or not section.width:
        return None
    kind, _pitch_of_grid, space = section.grid
    extra = space if kind == "linesAndChars" else 0.0
    count = int(type_width(section) * TWIPS / (paragraph.character + extra * 20) + 0.05)
    return None if count == rule.value else f"约{count}个字"


Judge = Callable[[Paragraph, Rule, Document, Rulebook], str | None]
ASPECTS: Mapping[str, Judge] = {
    "size": _size,
    "face": _face,
    "bold": _bold,
    "colour": _colour,
    "align": _align,
    "first": _first,
    "no-spaces": _no_spaces,
    "flush": _flush,
    "left-space": _left_space,
    "right-space": _right_space,
    "matches": _matches,
    "lacks": _lacks,
    "blank": _blank,
    "new-page": _new_page,
    "lines": _lines,
    "characters": _characters,
}
