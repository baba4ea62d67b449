"""The standing snapshots of earlier periods come in; the earlier months of the year go out, measured by today's
口径."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.measure import measure
from pipeline.model import Measured, Period, Tables
from pipeline.rules import Law, Office


def past(history: Mapping[str, Tables], period: Period, law: Law, office: Office) -> tuple[Measured, ...]:
    """The months before the period in its year that have a snapshot, the earliest first."""
    months = sorted(text for text in history if not (known := Period.parse(text)).weekly and known.year == period.year)
    return tuple(
        measure(history[text], Period.parse(text), law, office, history={name: history[name] for name in months[:at]})
        for at, text in enumerate(months)
        if Period.parse(text).as_of < period.as_of
    )
