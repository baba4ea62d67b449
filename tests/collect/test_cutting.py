"""Rows of plain values are cut out of a worksheet before its pass; what the pass tells is the same without them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.collect.cutting import Cut, cut, numbers
from pipeline.collect.formats import DATE
from pipeline.collect.marks import marked
from pipeline.collect.tally import tally, unnumbered
from tests.collect.package import MAIN

NATURES = {"1": DATE}
PLAIN = ("<v>1</v>", "<f>A1</f><v>2</v>", '<f t="shared" si="0"/><v>2.5</v>', "<f>A1&amp;B1</f><v>7</v>")
ODD = ("<v></v>", "<v/>", "<v> </v>", "<f>A1</f>", "<f>A1</f><v/>", "<is><t>甲</t></is>", "")
CELLS = st.tuples(
    st.sampled_from(["", ' s="1"', ' s="2"', ' s="1" cm="1"']),
    st.sampled_from(["", ' t="s"', ' t="str"', ' t="n"', ' t="b"', ' t="e"']),
    st.sampled_from(PLAIN * 4 + ODD),
)
HEADS = st.sampled_from(["", ' spans="1:3"', ' hidden="1"', ' hidden="false" ht="15.6"', " hidden='1'"])
Row = tuple[str, list[tuple[str, str, str]]]
ROWS = st.lists(st.tuples(HEADS, st.lists(CELLS, min_size=1, max_size=3)), max_size=8)


def data(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def worksheet(rows: list[Row]) -> bytes:
    """The rows as programs write them, each cell saying where it stands."""
    said = (
        f'<row r="{row}"{head}>'
        + "".join(f'<c r="{"ABC"[at]}{row}"{style}{kind}>{held}</c>' for at, (style, kind, held) in enumerate(cells))
        + "</row>"
        for row, (head, cells) in enumerate(rows, 1)
    )
    return data("".join(said))


@settings(max_examples=150)
@given(ROWS)
def test_a_pass_over_what_is_left_tells_what_one_over_everything_tells(rows: list[Row]) -> None:
    xml = worksheet(rows)
    part, whole = cut(xml), marked(Cut(xml), NATURES)
    told = marked(part, NATURES)
    assert replace(told, dressed=()) == replace(whole, dressed=())
    found = {*told.dressed, *(numbers(xml, NATURES) if len(part.rest) < len(xml) else ())}
    texts = {(row, column) for row, column, _ in set(whole.dressed) - found}
    assert all(_is_no_number(rows, *place) for place in texts) and found <= set(whole.dressed)
    assert tally(xml, frozenset(), part.rest) == tally(xml, frozenset())
    assert unnumbered(xml) == unnumbered(part.rest)


def _is_no_number(rows: list[Row], row: int, column: int) -> bool:
    """Whether a cell holds a text or a yes or no, which a number format does not dress."""
    return any(kind in rows[row][1][column][1] for kind in ('"s"', '"str"', '"b"'))


def test_rows_of_plain_values_are_cut_but_the_last() -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="AB{0}" s="1" t="s"><v>0</v></c></row>'
    xml = data("".join(row.format(at) for at in (1, 2, 3)))
    part = cut(xml)
    assert (part.rest.count(b"<row"), part.height, part.width) == (1, 2, 28)


def test_nothing_is_cut_where_a_cell_or_row_does_not_say_where_it_stands() -> None:
    plain = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in (1, 2))
    for odd in ('<row r="3"><c><v>1</v></c></row>', '<row><c r="A3"><v>1</v></c></row>', "<!-- -->"):
        xml = data(plain + odd)
        assert cut(xml) == Cut(xml)
