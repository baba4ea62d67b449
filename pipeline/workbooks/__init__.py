"""Figures, their rows and findings come in; the workbooks that people check them with and fill in go out, as bytes."""

from pipeline.workbooks.blanks import blank_book
from pipeline.workbooks.columns import titles
from pipeline.workbooks.compared import comparison_book
from pipeline.workbooks.handout import BlankSheet, Handout
from pipeline.workbooks.indicators import indicator_cells
from pipeline.workbooks.items import items_book
from pipeline.workbooks.judged import findings_book
from pipeline.workbooks.lists import list_book
from pipeline.workbooks.proposals import proposals_book
from pipeline.workbooks.registered import register_book
from pipeline.workbooks.working import working_paper, working_papers

__all__ = [
    "BlankSheet",
    "Handout",
    "blank_book",
    "comparison_book",
    "findings_book",
    "indicator_cells",
    "items_book",
    "list_book",
    "proposals_book",
    "register_book",
    "titles",
    "working_paper",
    "working_papers",
]
