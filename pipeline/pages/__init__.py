"""What stands on the office's desk comes in; the pages that people open by double click go out, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipeline.model import Registered, Standing
from pipeline.pages.rendering import page
from pipeline.pages.views import DeskView, Lights, Paper, PeriodView, Place, Progress, TodoView, Trouble

__all__ = [
    "DeskView",
    "Lights",
    "Paper",
    "PeriodView",
    "Place",
    "Progress",
    "TodoView",
    "Trouble",
    "desk_page",
    "issued_page",
    "todo_page",
]


def desk_page(view: DeskView) -> bytes:
    """``output/index.html``: what stands where, what is blocked and why, and the figures of the newest month."""
    return page("desk.html", view=view)


def issued_page(rows: Sequence[Registered], city: str, organ: str) -> bytes:
    """``output/印发/index.html``: what was issued and what was withdrawn, and nothing else."""
    public = [row for row in rows if row.standing in (Standing.ISSUED, Standing.VOID)]
    ordered = sorted(public, key=lambda row: (-row.year, row.series, -row.number))
    groups = [(key, [*found]) for key, found in groupby(ordered, key=lambda row: (row.year, row.series))]
    issued = sum(row.standing is Standing.ISSUED for row in public)
    return page("issued.html", groups=groups, issued=issued, void=len(public) - issued, city=city, organ=organ)


def todo_page(view: TodoView) -> bytes:
    """``output/<period>/待办.html``: what is missing and who must act."""
    return page("todo.html", view=view)
