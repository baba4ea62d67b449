"""Rows of earlier periods come in; they go out under the units that stand for theirs today, so that history goes on."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Period, Row, Tables
from pipeline.rules.office import Office


def inherited(tables: Tables, office: Office, period: Period) -> Tables:
    """The rows of each unit that has gone up in another by a period as rows of that other one."""
    heirs = {unit: heir for unit in office.units if (heir := office.heir(unit, period)) != unit}
    if not heirs:
        return tables

    def today(row: Row) -> Row:
        town, sender = heirs.get(row.get("town") or ""), heirs.get(row["sender"] or "")
        moved = {"town": town, "id": row["id"].replace(f"{row['town']}/", f"{town}/", 1)} if town else {}
        return {**row, **moved, **({"sender": sender} if sender else {})}

    return replace(tables, forms={form: tuple(map(today, rows)) for form, rows in tables.forms.items()})
