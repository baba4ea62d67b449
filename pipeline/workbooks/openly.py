"""The uses of 更正, 放行 and 清单变动 come in; the sheet 更正与放行 goes out, each linked to where it is written."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Intervention
from pipeline.workbooks.book import Book, Head
from pipeline.workbooks.details import Link
from pipeline.workbooks.literals import Formula, hyperlink

NAME = "更正与放行"
HEADS = (
    Head("序号", 6),
    Head("类别", 9),
    Head("对象", 28),
    Head("报送单位", 14),
    Head("字段、核查事项或变动", 20),
    Head("原值", 18),
    Head("现值或处理", 18, "计算"),
    Head("原因", 28),
    Head("依据", 12),
    Head("经办人、批准人", 14),
    Head("文件中的说明", 34, "计算"),
    Head("涉及的单元格", 30, "来源"),
    Head("写在", 30, "来源"),
)
KINDS = ("count", "central", *["wrapped"] * 9, "link", "link")
NONE = "本期没有更正、放行和清单变动。"


def write_interventions(book: Book, uses: Sequence[Intervention], link: Link) -> None:
    """Every use a row, in the order in which they took effect."""
    page = book.page(NAME, bordered=True)
    page.head(HEADS)
    for number, use in enumerate(uses, 1):
        said = (use.subject, use.sender, use.item, use.before, use.after, use.reason, use.basis, use.person, use.note)
        page.row(number, (number, use.remedy.value, *said, _target(use, link), _written(use, link)), KINDS)
    if not uses:
        page.row(1, (None, None, NONE, *[None] * 10), KINDS)
    page.table(len(uses), len(HEADS))
    page.paper(f"{NAME}{book.span}", size="A3")


def _written(use: Intervention, link: Link) -> Formula | str:
    label = "｜".join(part for part in (use.file, use.sheet, use.cell) if part)
    return hyperlink(link(use.file), use.sheet, use.cell, label)


def _target(use: Intervention, link: Link) -> Formula | str | None:
    if not use.target:
        return None
    file, sheet, cell = use.target.split("｜")
    return hyperlink(link(file), sheet or None, cell, "｜".join(part for part in (file, sheet, cell) if part))
