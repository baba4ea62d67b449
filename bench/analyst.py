"""What an analyst would write instead: pandas over the same workbooks, a groupby, one docxtpl template; no checks."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx
import pandas as pd
from docxtpl import DocxTemplate


def frames(folder: Path) -> list[pd.DataFrame]:
    """Every sheet of every workbook, raw."""
    found: list[pd.DataFrame] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".xlsx", ".xls"):
            found += pd.read_excel(path, sheet_name=None, header=None).values()
        elif path.suffix == ".csv":
            found.append(pd.read_csv(path, header=None, encoding="gb18030", names=range(60)))
    return found


def template(rows: str) -> io.BytesIO:
    """A document with one table that loops over the rows given."""
    document = docx.Document()
    table = document.add_table(rows=3, cols=12)
    table.cell(0, 0).text, table.cell(2, 0).text = f"{{%tr for 行 in {rows} %}}", "{%tr endfor %}"
    for at, cell in enumerate(table.rows[1].cells):
        cell.text = f"{{{{ 行[{at}] }}}}"
    data = io.BytesIO()
    document.save(data)
    data.seek(0)
    return data


def main(months: list[Path], target: Path) -> None:
    """Read the months, sum what looks like a number, print the last month's rows."""
    tables = [pd.concat(frames(month)) for month in months]
    numbers = [table.apply(pd.to_numeric, errors="coerce").groupby(table[1]).sum() for table in tables]
    rows = tables[-1].fillna("").astype(str).iloc[:, :12].values.tolist()[:330]
    document = DocxTemplate(template("行列"))
    document.render({"行列": rows, "合计": [number.sum().to_dict() for number in numbers]}, autoescape=True)
    document.save(target)
    with pd.ExcelWriter(target.with_suffix(".xlsx")) as writer:
        tables[-1].to_excel(writer)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:-1]], Path(sys.argv[-1]))
