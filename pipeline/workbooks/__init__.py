"""Figures, their rows and findings come in; the workbooks that people check them with go out, as bytes."""

from pipeline.workbooks.compared import comparison_book
from pipeline.workbooks.judged import findings_book
from pipeline.workbooks.working import working_paper

__all__ = ["comparison_book", "findings_book", "working_paper"]
