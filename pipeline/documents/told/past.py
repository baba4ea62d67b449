"""The earlier months of the year come in, measured; under 往期 the figures of each go out."""

from __future__ import annotations

from typing import Any

from pipeline.documents.ground import CITY, Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.told.context import period_names, scoped
from pipeline.model import Kind, Measured, Origin


def past(ground: Ground) -> dict[str, Any]:
    """``往期``: a row a month, the earliest first, with ``期间``, ``全市`` and ``范围`` as this month has them; of a
    member also ``本范围``."""
    return {"往期": [month_row(month, ground.scope) for month in ground.measured.past]}


def month_row(month: Measured, scope: str) -> dict[str, Any]:
    """One earlier month as templates name it."""
    source = f"{month.period.text}的快照"
    known = scoped(month.figures).items()
    scopes = {name: {**row, SOURCE: Origin(Kind.FIELD, form=source, row=name)} for name, row in known}
    own = {"本范围": scopes.get(scope, {})} if scope != CITY else {}
    return {"期间": period_names(month.period), CITY: scopes.get(CITY, {}), "范围": scopes, **own}
