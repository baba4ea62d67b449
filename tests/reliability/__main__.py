"""``make reliability``: every measure tried in full, one table printed, the same table written into docs/."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.reliability.measures import Measure, measures

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- 以下由 make reliability 生成 -->", "<!-- 以上由 make reliability 生成 -->"


def main() -> int:
    """Try, print and write; 1 when a measure is not reached."""
    found = list(measures(int(os.environ.get("MUTATIONS", "5000")), int(os.environ.get("LAYOUTS", "2000"))))
    shown = table(found)
    print(shown)
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{shown}\n{END}{after}", encoding="utf-8")
    return 0 if all(measure.met for measure in found) else 1


def table(found: list[Measure]) -> str:
    """The measures as a Markdown table."""
    lines = [(each.what, each.demanded, each.reached, "达到" if each.met else "**未达到**") for each in found]
    rows = (("项目", "要求", "实测", "结果"), ("---",) * 4, *lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
