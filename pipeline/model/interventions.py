"""What the office openly changed or let pass: 更正, 放行 and 清单变动, each use of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Remedy(StrEnum):
    """Which of the three tables an intervention stands in."""

    CORRECTION = "更正"  # a reported value, corrected or confirmed
    RELEASE = "放行"  # a judgement let pass, or a stand-in for what is missing
    CHANGE = "清单变动"  # a change of the register


@dataclass(frozen=True)
class Intervention:
    """One use of one row of 更正, 放行 or 清单变动: where it is written (``file``, ``sheet``, ``cell``), what it
    touched (``subject``; ``item`` is a field's title or a finding's code), what stood and what stands now, as text,
    and who answers for it. ``note`` is the sentence that documents print, "" where they print none; ``target`` is the
    file｜sheet｜cell that was corrected, "" where there is none."""

    remedy: Remedy
    file: str
    sheet: str | None
    cell: str
    subject: str
    item: str
    before: str
    after: str
    reason: str
    basis: str
    person: str
    sender: str | None = None
    note: str = ""
    target: str = ""
