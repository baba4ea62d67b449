"""Any Word file comes in; what it breaks of GB/T 9704-2012, of the house and of the rules for words goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model import PipelineError
from pipeline.standard.rulebook import Rule, Rulebook, Violation, rulebook

if TYPE_CHECKING:
    from pipeline.standard.elements import Elements

__all__ = ["Judgement", "Rule", "Violation", "judge", "judged", "rulebook"]

FIXED = "定"
UNMEASURED = "未进行实际渲染核验"


@dataclass(frozen=True)
class Judgement:
    """What was found: the carrier by its masthead, the violations, what is still open, and whether pages were
    measured."""

    name: str
    carrier: str
    violations: tuple[Violation, ...]
    open: tuple[str, ...]
    measured: bool
    notes: tuple[str, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether a rule that the standard fixes is broken."""
        return any(each.strength == FIXED for each in self.violations)


def judge(
    data: bytes, name: str, *, house: Mapping[str, Any] | None = None, rendered: bytes | None = None
) -> tuple[Violation, ...]:
    """The violations of a file; ``rendered`` is its PDF. PipelineError for what is no .docx and a bad house rule."""
    return judged(data, name, house=house, rendered=rendered).violations


def judged(
    data: bytes, name: str, *, house: Mapping[str, Any] | None = None, rendered: bytes | None = None
) -> Judgement:
    """The same with what else there is to say of the file."""
    book = rulebook(house)
    try:
        return _judged(data, name, book, rendered)
    except RecursionError:
        raise PipelineError(f"《{name}》内部嵌套过深，疑为异常文件。") from None


def _judged(data: bytes, name: str, book: Rulebook, rendered: bytes | None) -> Judgement:
    from pipeline.standard.aspects import judged as by_paragraph
    from pipeline.standard.elements import recognised
    from pipeline.standard.reading import read
    from pipeline.standard.setting import judged_pages
    from pipeline.standard.structure import judged_structure

    document = read(data, name)
    elements = recognised(document)
    found = [
        *judged_pages(document, elements.carrier, book),
        *by_paragraph(elements, document, book),
        *judged_structure(elements, document, book),
    ]
    place = {code: at for at, code in enumerate(book.rules)}
    notes: tuple[str, ...] = (f"版面各项{UNMEASURED}。",)
    if rendered is not None:
        on_pages, notes = _measured(rendered, elements, book)
        found += on_pages
    found.sort(key=lambda each: (each.at is not None, each.at or 0, place[each.code]))
    return Judgement(name, elements.carrier, tuple(found), _open(elements), rendered is not None, notes)


def _measured(rendered: bytes, elements: Elements, book: Rulebook) -> tuple[list[Violation], tuple[str, ...]]:
    """What the pages break, and which faces stand in; a PDF that cannot be read measures nothing."""
    from pipeline.standard.pages import judged_rendering
    from pipeline.standard.stand_ins import stand_ins

    try:
        found, sheets = judged_rendering(rendered, elements, book)
    except (ValueError, ImportError):
        return [], (f"版面各项{UNMEASURED}：PDF 无法读取。",)
    return found, (f"已按 LibreOffice 排出的{len(sheets)}页核验。", *(f"{told}。" for told in stand_ins(sheets)))


def _open(elements: Elements) -> tuple[str, ...]:
    """待编号: what is filled in when the document is issued."""
    blanks = {"发文字号": r"〕[\s_]*号", "期号": r"第[\s_]*期", "成文日期": r"年\s*月\s*日"}
    found = {label: [line.said for line in elements.of(label)] for label in blanks}
    return tuple(label for label, blank in blanks.items() if any(re.search(blank, said) for said in found[label]))
