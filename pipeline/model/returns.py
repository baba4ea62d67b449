"""What goes back to a sender to be mended, and how each sender stands: the nouns of 退回 and 催报."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Return:
    """A file that goes back to the sender who sent it; one by period, sender and ``sha256``, however often it is read.
    ``faults`` are the keys of the 阻断 findings in it, one a finding, which survive that a row moves."""

    period: str
    sender: str
    file: str
    sha256: str
    faults: tuple[str, ...]


class State(StrEnum):
    """How a sender stands, the most urgent first."""

    SILENT = "未报"
    OPEN = "待重报"
    LATE = "逾期报送"
    FINE = "已报无误"


@dataclass(frozen=True)
class Reminder:
    """One sender in 催报. ``reported`` is its latest 报送日期, None where no sheet states one; ``returns`` and
    ``returns_of_year`` count files that went back; ``unmended`` counts the findings of an earlier return of the period
    that still stand; ``words`` is the text to paste, "" where there is nothing to ask for."""

    sender: str
    state: State
    reported: date | None
    returns: int
    returns_of_year: int
    unmended: int
    situation: str
    words: str
