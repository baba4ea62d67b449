"""The register of numbers comes in; its lines go out, or a workbook of them."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Registered, Request
from pipeline.run.corridor import opened

REGISTER = "文号登记簿.xlsx"


def listed(request: Request) -> tuple[Registered, ...]:
    """Every number, by series, year and number."""
    with opened(request, lambda _: None, reading=True) as corridor:
        return corridor.ledger.register()


def register_workbook(request: Request, rows: tuple[Registered, ...]) -> Path:
    """Write 文号登记簿.xlsx beside the periods; returns its place."""
    from pipeline.publish import Publication, locked
    from pipeline.workbooks import register_book

    with locked(request.output, request.ledger):
        publication = Publication(request.output)
        publication.put(REGISTER, register_book(rows))
        publication.stage()
        (place,) = publication.release()
        return place
