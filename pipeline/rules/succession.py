"""Rows of earlier periods come in; they go out under the 镇街 that stands for theirs today, so that history goes on."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Period, Row, Tables
from pipeline.rules.office import Office


def inherited(tables: Tables, office: Office, period: Period) -> Tables:
    """The rows of each 镇街 that has gone up in another by a period as rows of that other one."""
    heirs = {town: heir for town in office.town_names if (heir := office.heir(town, period)) != town}
    if not heirs:
        return tables

    def today(row: Row) -> Row:
        return {**row, "town": heirs[row["town"]]} if row.get("town") in heirs else row

    return replace(tables, forms={form: tuple(map(today, rows)) for form, rows in tables.forms.items()})
