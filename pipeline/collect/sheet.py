"""What every reader hands on: a sheet as it lies, its values by row and column and what its looks hide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.model import Fault, FaultKind, Grid, PipelineError, Span, Value, column_letter

__all__ = ["Doubt", "Grid", "Refused", "Rows", "Span", "cell_name", "filled", "put", "text_of", "trimmed", "typed_text"]

Rows = list[list[Value]]
BLANKS = " \t\r\n"
ERRORS = frozenset(("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!"))


class Refused(PipelineError):
    """A file that cannot be read: ``code`` is the finding it becomes, ``reason`` its Chinese explanation."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str]]:
        return Refused, (self.code, self.reason)


@dataclass(frozen=True)
class Doubt:
    """Something to say of a file that was read: the finding's code, its place and the blanks of its sentence."""

    code: str
    sheet: str | None = None
    blanks: Mapping[str, str | int] = field(default_factory=dict)


def lost(sheet: str | None, counted: int, seen: int) -> list[Doubt]:
    """A doubt when the cells that were read are not as many as the file's own count says."""
    return [Doubt("cells-lost", sheet, {"count": counted, "value": seen})] if counted != seen else []


def filled(value: Value) -> bool:
    """Whether a person would see something in the cell."""
    return value is not None and not (type(value) is str and (not value or value.isspace()))


def text_of(value: Value) -> str:
    """The cell's text, "" when it holds none."""
    return value if isinstance(value, str) else ""


def cell_name(row: int, column: int) -> str:
    """(0, 0) → A1."""
    return f"{column_letter(column + 1)}{row + 1}"


def put(rows: Rows, row: int, column: int, value: Value) -> None:
    """Write one value, growing the sheet where it does not reach."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def typed_text(text: str) -> Value:
    """A cell of a text format: error words are faults, an empty cell is None."""
    if text.startswith("#") and text.strip().upper() in ERRORS:
        return Fault(FaultKind.ERROR, text.strip())
    return text if text.strip(BLANKS) else None


def trimmed(rows: Iterable[list[Value]]) -> Rows:
    """The rows without the empty ones at the end."""
    kept = list(rows)
    while kept and not any(value is not None for value in kept[-1]):
        kept.pop()
    return kept
