"""The command line: one file a verb; user mistakes end in a sentence, never in a traceback."""

from __future__ import annotations

import os
import sys

import typer
from typer.exceptions import TyperException

from pipeline.commands import (
    alias,
    check,
    diff,
    documents,
    due,
    explain,
    forms,
    issue,
    lint,
    menu,
    pdf,
    registry,
    template,
)
from pipeline.commands.misuse import sentence
from pipeline.model import PipelineError


def app() -> typer.Typer:
    """The verbs: ``check``, every document of the catalogue, ``monthly`` and ``weekly``, and what is done with them."""
    verbs = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="各镇街报送的 Excel → 调度通报等正式文件。每个命令都可以加 --help 查看用法。",
    )
    check.register(verbs)
    documents.register(verbs)
    issue.register(verbs)
    registry.register(verbs)
    explain.register(verbs)
    diff.register(verbs)
    due.register(verbs)
    forms.register(verbs)
    lint.register(verbs)
    pdf.register(verbs)
    alias.register(verbs)
    template.register(verbs)
    menu.register(verbs)
    return verbs


def main() -> None:
    """Run a command; exit status 0 made, 1 blocked by the data, 2 misuse, 3 a fault of the program."""
    try:
        sys.exit(app()(sys.argv[1:] or ["--help"], standalone_mode=False))
    except TyperException as error:
        print(f"错误：{sentence(error)}", file=sys.stderr)
        sys.exit(2)
    except PipelineError as error:
        print(f"错误：{error}", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        if os.environ.get("PIPELINE_DEBUG"):
            raise
        print(f"程序内部错误：{type(error).__name__}。请把本次使用的数据和命令告诉维护人员。", file=sys.stderr)
        print("（设置环境变量 PIPELINE_DEBUG=1 后重新运行，可显示出错位置。）", file=sys.stderr)
        sys.exit(3)
