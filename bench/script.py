"""``python -m bench.script FOLDER TARGET``: what an analyst would write for a month, in pandas and docxtpl: every
workbook read, the sums of each 镇街, a bulletin with all projects and one notice a 镇街; no checks, no origins."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import docx
import pandas as pd
from docxtpl import DocxTemplate

SHOWN = ("项目名称", "镇街", "建设性质", "产业链", "总投资（万元）", "年度计划投资（万元）", "本月完成投资（万元）",
         "本年完成投资（万元）", "项目阶段", "计划开工时间", "开工时间", "形象进度")  # fmt: skip
MONEY = SHOWN[4:8]


def table(document: Any, loop: str, columns: int) -> None:
    made = document.add_table(rows=3, cols=columns)
    made.cell(0, 0).text, made.cell(2, 0).text = f"{{%tr for 行 in {loop} %}}", "{%tr endfor %}"
    for at, cell in enumerate(made.rows[1].cells):
        cell.text = f"{{{{ 行[{at}] }}}}"


def template(path: Path, *tables: tuple[str, int]) -> Path:
    document = docx.Document()
    document.add_paragraph("{{ 标题 }}：项目{{ 项目数 }}个，年度计划投资{{ 计划 }}万元，本年完成投资{{ 完成 }}万元。")
    for loop, columns in tables:
        table(document, loop, columns)
    document.save(str(path))
    return path


def said(title: str, frame: pd.DataFrame) -> dict[str, Any]:
    rows = frame[list(SHOWN)].fillna("").astype(str).values.tolist()
    plan, done = frame[MONEY[1]].sum(), frame[MONEY[3]].sum()
    return {"标题": title, "项目数": len(rows), "计划": plan, "完成": done, "项目": rows}


def main(folder: Path, target: Path) -> None:
    """Read, sum, print."""
    frames = [pd.read_excel(path, header=2) for path in sorted(folder.glob("*.xlsx"))]
    whole = pd.concat(frames)
    sums = whole.groupby("镇街")[list(MONEY)].sum()
    sums["完成率"] = sums[MONEY[3]] / sums[MONEY[1]] * 100
    ranked = sums.sort_values("完成率", ascending=False).reset_index().round(1).astype(str).values.tolist()
    target.mkdir(parents=True, exist_ok=True)
    bulletin = template(target / "通报模板.docx", ("镇街", 6), ("项目", 12))
    notice = template(target / "确认单模板.docx", ("项目", 12))
    document = DocxTemplate(bulletin)
    document.render({**said("通报", whole), "镇街": ranked}, autoescape=True)
    document.save(target / "通报.docx")
    for name, part in whole.groupby("镇街"):
        document = DocxTemplate(notice)
        document.render(said(str(name), part), autoescape=True)
        document.save(target / f"{name}.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
