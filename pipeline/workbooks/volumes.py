"""A detail sheet with more rows than one sheet serves comes in; parts of it go out, each with the rows of some 镇街,
whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model import Row
from pipeline.workbooks.details import Detail

VOLUME = "底稿明细"


@dataclass(frozen=True)
class Volume:
    """A workbook of its own: its name, and the sheet in it."""

    name: str
    detail: Detail

    @property
    def said(self) -> str:
        """甲山镇—丁草镇, as the rows stand."""
        towns = list(dict.fromkeys(row.get("town") or "未明确镇街" for row in self.detail.rows))
        return towns[0] if len(towns) == 1 else f"{towns[0]}—{towns[-1]}"


def volumes(detail: Detail, most: int) -> tuple[Volume, ...]:
    """None where one sheet serves; else as few as hold ``most`` rows each, a 镇街 that has more a volume of its own."""
    if len(detail.rows) <= most:
        return ()
    return tuple(
        Volume(f"{VOLUME}{number}", replace(detail, rows=tuple(rows)))
        for number, rows in enumerate(_filled(detail.rows, most), 1)
    )


def _filled(rows: tuple[Row, ...], most: int) -> Iterator[list[Row]]:
    towns: dict[str, list[Row]] = {}
    for row in rows:
        towns.setdefault(row.get("town") or "", []).append(row)
    held: list[Row] = []
    for own in towns.values():
        if held and len(held) + len(own) > most:
            yield held
            held = []
        held = [*held, *own]
    yield held
