"""``template NAME --check``: judges a template that a clerk edited, on made-up months, without any input."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.model import TEMPLATES
from pipeline.run.templates import template_faults

HELP = """检查模板：用程序自拟的一小一大两个月份试印，逐段、逐行指出错误；有错误时退出码为 1。不需要任何数据。

NAME 为文件名称（调度通报）、命令名（bulletin），或改过的 .docx、.toml 的路径（按文件名认是哪一种，认不出的按第一种）。
例：python -m pipeline template 调度通报 --check"""
NAME = Annotated[str, typer.Argument(metavar="NAME", help="调度通报、bulletin，或 .docx、.toml 的路径。")]
CHECK = Annotated[bool, typer.Option("--check", help="检查（本命令目前只有这一种用法，可以不写）。")]
FOLDER = Annotated[Path, typer.Option("--templates", help="模板文件夹，内有 catalogue.toml 和 carriers/。")]


def register(app: typer.Typer) -> None:
    app.command("template", help=HELP, short_help="检查改过的模板，逐段、逐行指出错误。")(_template)


def _template(name: NAME, check: CHECK = True, templates: FOLDER = TEMPLATES) -> None:
    found = template_faults(name, templates)
    for fault in found:
        print(fault)
    print(f"共{len(found)}处错误，请改正后再检查。" if found else f"模板“{name}”没有错误。")
    raise typer.Exit(1 if found else 0)
