"""Documents as runs made them ↔ the drafts that the ledger keeps, each with the context it was filled from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger.schema import made
from pipeline.model import Made

COLUMNS = tuple(made.c[name] for name in Made.__dataclass_fields__)


def keep(connection: Connection, makings: Iterable[Made]) -> None:
    """Each making in the place of one of the same period, name and draft, and of later drafts: a run that makes an
    earlier one again was made on data that went back to what was issued."""
    for making in makings:
        superseded = (made.c.period == making.period) & (made.c.name == making.name) & (made.c.draft >= making.draft)
        connection.execute(sa.delete(made).where(superseded))
        connection.execute(sa.insert(made).values(**asdict(making)))


def newest(connection: Connection, period: str, name: str) -> Made | None:
    query = sa.select(*COLUMNS).where(made.c.period == period, made.c.name == name)
    row = connection.execute(query.order_by(made.c.draft.desc()).limit(1)).first()
    return Made(*row) if row else None


def of_period(connection: Connection, period: str) -> tuple[Made, ...]:
    query = sa.select(*COLUMNS).where(made.c.period == period).order_by(made.c.name, made.c.draft)
    return tuple(Made(*row) for row in connection.execute(query))
