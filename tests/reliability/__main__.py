"""``make reliability``: every measure tried in full, or those of the sections named; a table each is printed and
written into docs/."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.reliability import keeping
from tests.reliability.measures import Measure, measures

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- {} -->\n", "<!-- /{} -->"


def intake() -> Iterator[Measure]:
    return measures(int(os.environ.get("MUTATIONS", "5000")), int(os.environ.get("LAYOUTS", "2000")))


SECTIONS: dict[str, Callable[[], Iterator[Measure]]] = {
    "报表": intake,
    "断电": keeping.kills,
    "取号": keeping.numbers,
    "满盘": keeping.full_disks,
    "跨年": keeping.fourteen_months,
}


def main(wanted: Sequence[str]) -> int:
    """Try, print and write; 1 when a measure is not reached."""
    met = True
    for name in wanted or SECTIONS:
        found = list(SECTIONS[name]())
        print(table(found), flush=True)
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), name, found), encoding="utf-8")
        met &= all(measure.met for measure in found)
    return 0 if met else 1


def written(text: str, name: str, found: Iterable[Measure]) -> str:
    """The page with the table of a section in the place of the one before."""
    begin, end = BEGIN.format(name), END.format(name)
    before, rest = text.split(begin)
    return f"{before}{begin}\n{table(found)}\n{end}{rest.split(end)[1]}"


def table(found: Iterable[Measure]) -> str:
    """The measures as a Markdown table."""
    lines = [(each.what, each.demanded, each.reached, "达到" if each.met else "**未达到**") for each in found]
    rows = (("项目", "要求", "实测", "结果"), ("---",) * 4, *lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
