"""``lint``: judges any Word file against GB/T 9704-2012: a table, JSON, or a copy with comments; 1 for a violation."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands import options
from pipeline.commands.console import closing, listing
from pipeline.model import PipelineError
from pipeline.run.linting import lint

if TYPE_CHECKING:
    from pipeline.standard import Judgement

HELP = """按《党政机关公文格式》（GB/T 9704—2012）逐条检查任何 .docx，本程序出的或手工打的都可以。

公文、信函、简报、纪要按版头辨认。

强度：定 标准规定，荐 标准推荐，推 由标准推算，实 惯例。有一处违反“定”，退出码为 1；其余只列出。

条款号依据标准的转录文本，没有与印刷原本逐字核对。本单位的规定写在 office.toml 的 [house]，规则名称见 docs/standard.md。

加 --render 时用 LibreOffice 排出版面再量：22 行、28 字、版心、版头、页码、版记等。

不加，或本机没有 LibreOffice，这些“未进行实际渲染核验”。

\b
例：python -m pipeline lint 通知.docx
    python -m pipeline lint output/2026-05/*.docx --render
    python -m pipeline lint 通知.docx --comments 通知（批注）.docx"""
FILES = Annotated[list[Path], typer.Argument(metavar="文件…", help="要检查的 .docx，可以写多个。")]
JSON = Annotated[bool, typer.Option("--json", help="结果印成 JSON。")]
RENDER = Annotated[bool, typer.Option("--render", help="用 LibreOffice 排出版面，量实际的页。")]
COMMENTS = Annotated[Path | None, typer.Option("--comments", help="另存一份在各处加了批注的 .docx。")]
HEAD = ("强度", "条款", "要素", "应为", "现为", "位置")


def register(app: typer.Typer) -> None:
    app.command("lint", help=HELP, short_help="按 GB/T 9704 检查 .docx 的格式。")(_lint)


def _lint(
    files: FILES,
    as_json: JSON = False,
    render: RENDER = False,
    comments: COMMENTS = None,
    input: options.INPUT = Path("input"),
) -> None:
    if comments and len(files) > 1:
        raise PipelineError("--comments 一次只能检查一个文件。")
    if comments and comments.resolve() == files[0].resolve():
        raise PipelineError("--comments 不能写到原文件上，请另取一个名称。")
    found = lint(files, input / "office.toml", render=render, comments=comments)
    if as_json:
        print(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=1))
    else:
        for each in found:
            _tell(each)
    raise typer.Exit(1 if any(each.breaks for each in found) else 0)


def _plain(found: Judgement) -> dict[str, object]:
    told = {"file": found.name, "carrier": found.carrier, "measured": found.measured, "open": list(found.open)}
    return told | {"notes": list(found.notes), "violations": [asdict(each) for each in found.violations]}


def _tell(found: Judgement) -> None:
    listing(
        [
            (each.strength, each.clause, each.element, each.expected, each.found, _place(each.page, each.text))
            for each in found.violations
        ],
        HEAD,
    )
    fixed = sum(each.strength == "定" for each in found.violations)
    result = f"违反“定”{fixed}处，其他{len(found.violations) - fixed}处" if found.violations else "没有发现不合之处"
    rows = [("文件", found.name), ("载体", found.carrier), ("结果", result)]
    rows += [("待编号", "、".join(found.open))] if found.open else []
    closing([*rows, *(("说明", note) for note in found.notes)])


def _place(page: int | None, text: str) -> str:
    return "，".join(filter(None, (f"第{page}页" if page else "", f"“{text[:30]}”" if text else ""))) or "全文"
