"""``pdf``: a PDF beside every Word file of a period, for reading; which face stands in for which is said."""

from __future__ import annotations

import typer

from pipeline.commands.console import closing
from pipeline.commands.options import Asked, asking
from pipeline.run.portable import portable

HELP = """把一期的全部 .docx 一次转成 PDF，放在原文件旁边，供阅看；本机须装有 LibreOffice。

本机没有的字体由别的字体替代，替代情况写在 字体说明.txt；正式印制以 .docx 为准。

例：python -m pipeline pdf --period 2026-05"""


def register(app: typer.Typer) -> None:
    app.command("pdf", help=HELP, short_help="把一期的全部 .docx 转成 PDF。")(_pdf)


@asking("period")
def _pdf(asked: Asked) -> None:
    request = asked.request("pdf")
    found = portable(request)
    for path in found.failed:
        print(f"没有转成：{path}")
    rows = [("期间", request.period.text), ("结果", f"已转 PDF {len(found.made) - 1} 个")]
    closing([*rows, *(("字体", told) for told in found.notes), *(("文件", str(path)) for path in found.made)])
    raise typer.Exit(1 if found.failed else 0)
