"""What was worked through comes in; its documents, and the workbooks that prove them, go out as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Followed, Measured, Printed, Tables
from pipeline.run.corridor import Corridor
from pipeline.run.drafts import Draft, Drafting
from pipeline.run.making import Worked
from pipeline.run.products import link_into, link_to, quality

if TYPE_CHECKING:
    from pipeline.documents.plan import Plan

PROPOSALS, ITEMS = "督办拟立项.xlsx", "督办事项销号台账.xlsx"


def documents(corridor: Corridor, worked: Worked) -> tuple[list[Draft], list[str]]:
    """Every document that is asked for, printed, and the files that were given up. What was issued is made anew of the
    input as it is now, the others of the figures that were issued, where there are such."""
    from pipeline.documents import catalogue

    request, entries = corridor.request, catalogue(corridor.request.templates)
    drafting = Drafting(corridor, worked.judged.fingerprint)
    drafts: list[Draft] = []
    for name in request.documents:
        corridor.watch(f"正在成文：{entries[name].name}")
        anew = worked.revised if drafting.issued(entries[name].file) else None
        run = worked.judged.fingerprint if anew or not worked.revised else worked.figures
        drafts += drafting.drafts(_planned(corridor, worked, name, anew), run)
    return drafts, drafting.lost


def _planned(corridor: Corridor, worked: Worked, name: str, anew: Measured | None) -> Plan:
    from pipeline.documents import catalogue, planned

    request, measured = corridor.request, anew or worked.measured
    needs = catalogue(request.templates)[name].needs
    assert measured is not None
    return planned(
        name,
        measured,
        worked.judged.narrative,
        corridor.office,
        corridor.law,
        request.templates,
        draft=request.draft,
        calendar=corridor.calendar,
        followed=worked.followed,
        photos=worked.photos,
        findings=worked.judged.findings,
        only=request.only,
        quality=quality(corridor, worked.judged) if "数据质量" in needs else None,
    )


def papers(corridor: Corridor, worked: Worked, drafts: Sequence[Draft]) -> dict[str, bytes]:
    """figures.json and 底稿.xlsx of the figures that stand; for the next 稿 of what was issued its own beside them;
    核稿本 and 发文稿纸 of each where they are asked for."""
    assert worked.measured is not None
    files = _supervision(corridor, worked.followed, worked.measured) if worked.followed else {}
    standing = worked.standing or worked.judged.tables
    files |= _paper(corridor, worked, _Basis(worked.measured, standing, [one for one in drafts if not one.again]))
    again = [draft for draft in drafts if draft.again]
    if worked.revised and again:
        files |= _paper(corridor, worked, _Basis(worked.revised, worked.judged.tables, again))
    return files


@dataclass(frozen=True)
class _Basis:
    """Drafts with the figures and the rows that they print."""

    measured: Measured
    tables: Tables
    drafts: Sequence[Draft]

    @property
    def again(self) -> str:
        """（第2稿） for the next 稿 of what was issued."""
        return next((draft.again for draft in self.drafts), "")

    @property
    def printed(self) -> list[Printed]:
        return [one for draft in self.drafts for one in draft.printed]


def _supervision(corridor: Corridor, followed: Followed, measured: Measured) -> dict[str, bytes]:
    """What the rules propose, for the clerk to confirm, and 销号台账."""
    from pipeline.workbooks import items_book, proposals_book

    proposals = proposals_book(followed, corridor.law, corridor.office)
    return {PROPOSALS: proposals, ITEMS: items_book(followed, measured, link_into(corridor.request))}


def _paper(corridor: Corridor, worked: Worked, basis: _Basis) -> dict[str, bytes]:
    from pipeline.publish import figures_json
    from pipeline.workbooks import working_papers

    corridor.watch("正在写底稿")
    law, office, again = corridor.law, corridor.office, basis.again
    books = working_papers(
        basis.measured,
        basis.tables,
        worked.judged.findings,
        law,
        link_to(corridor.request),
        groups={town.name: town.category for town in office.towns},
        office=office.document("")["organ"],
        printed=basis.printed,
    )
    files = {f"{name}{again}.xlsx": book for name, book in books.items()}
    files[f"figures{again}.json"] = figures_json(basis.measured)
    return files | (_reviewed(corridor, basis) if corridor.request.review else {})


def _reviewed(corridor: Corridor, basis: _Basis) -> dict[str, bytes]:
    """核稿本 of every document, and 发文稿纸 of those that take a number."""
    from pipeline.documents.review.review import review_files
    from pipeline.workbooks import indicator_cells

    corridor.watch("正在写核稿本")
    cells = indicator_cells(basis.measured)
    files: dict[str, bytes] = {}
    for draft in basis.drafts:
        if draft.prepare and draft.path.endswith(".docx"):
            name = draft.path.removesuffix(".docx")
            files |= review_files(draft.prepare(), name, basis.measured, basis.tables, corridor.law, cells)
    return files
