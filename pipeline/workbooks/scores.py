"""A term of 考核 comes in with the formulas of its parts; the Excel formula that works it out goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from pipeline.model.terms import Award, Mean, Pooled, Score, Scored, Term

NOTHING = '""'
EVEN = "0.000000001"  # what binary digits may make of two equal scores
Write = Callable[[Term], str]


def scored(term: Scored, write: Write) -> str:
    """The formula of a score, a sum, a mean; ``write`` gives a part's own."""
    match term:
        case Score():
            return _score(term, write(term.value), write(term.target))
        case Award():
            given = f"{_number(term.each)}*N({write(term.of)})"
            return f"{'MIN' if term.most > 0 else 'MAX'}({given},{_number(term.most)})"
        case Pooled():
            return _pooled(term, [write(part) for part, _ in term.parts])
        case Mean():
            listed = ",".join(ranges(write(part) for part in term.parts))
            return f"IF(COUNT({listed})=0,{NOTHING},AVERAGE({listed}))" if listed else NOTHING
    first, *others = map(write, term.parts)
    return f"IF(ISNUMBER({first}),{first}{''.join(f'+N({other})' for other in others)},{NOTHING})"


def _score(term: Score, value: str, target: str) -> str:
    nothing, cap, weight = "0" if term.present else NOTHING, _number(term.cap), _number(term.weight)
    known = f"ISNUMBER({value}),ISNUMBER({target})"
    if term.lower:
        reached = f"IF({value}>0,MIN({target}/{value},{cap}),{cap})"
        return f"IF(AND({known}),{weight}*MAX({reached},0),{nothing})"
    reached = f"IF({target}>0,{weight}*MAX(MIN({value}/{target},{cap}),0),{nothing})"
    return f"IF(AND({known}),{reached},{nothing})"


def _pooled(term: Pooled, cells: list[str]) -> str:
    """The sum raised from the weights that there are to all of them."""
    whole = _number(sum((weight for _, weight in term.parts), Fraction(0)))
    there = "+".join(f"ISNUMBER({cell})*{_number(weight)}" for cell, (_, weight) in zip(cells, term.parts, strict=True))
    listed = ",".join(cells)
    enough = f"AND(COUNT({listed})>0,{there}>={_number(term.least)})"
    return f"IF({enough},SUM({listed})*{whole}/({there}),{NOTHING})"


def placed(own: str, rivals: Iterable[str]) -> str:
    """The rank of a cell among others, descending, equal ones sharing a rank."""
    better = "+".join(f"SUMPRODUCT(ISNUMBER({one})*({one}>{own}+{EVEN}))" for one in ranges(rivals))
    return f"IF(ISNUMBER({own}),1+{better},{NOTHING})"


def ranges(cells: Iterable[str]) -> Iterator[str]:
    """Cells of one column, those that follow each other as one range: C3:C7, C9; what is no cell is left out."""
    found = sorted((int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), cell) for cell in cells if cell != NOTHING)
    run: list[tuple[int, str]] = []
    for row, cell in found:
        if run and row != run[-1][0] + 1:
            yield _range(run)
            run = []
        run.append((row, cell))
    if run:
        yield _range(run)


def _range(run: list[tuple[int, str]]) -> str:
    return run[0][1] if len(run) == 1 else f"{run[0][1]}:{run[-1][1]}"


def _number(value: Fraction) -> str:
    """A fraction as Excel reads it: 40, 12.5, (1/3)."""
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
