"""What a person sees of a run: progress on long work, then a closing table with paths; plain when not a terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.model import Finding, Level, Outcome, Request
from pipeline.run import Watch, execute

SHOWN = 20
RETURNS = "退回"
STATUS = {"made": "已成文", "draft": "已出草稿（不可印发）", "checked": "核查通过", "blocked": "有阻断问题，未出文件"}


def run(request: Request) -> int:
    """Execute a request before a person's eyes; returns the exit code."""
    with _progress(request) as watch:
        outcome = execute(request, watch)
    blocks = [finding for finding in outcome.judged.findings if finding.level is Level.BLOCK]
    for finding in blocks[:SHOWN]:
        print(_line(finding))
    if len(blocks) > SHOWN:
        print(f"……其余{len(blocks) - SHOWN}条阻断问题见 数据核查.xlsx。")
    _close(outcome)
    return outcome.exit_code


def _line(finding: Finding) -> str:
    place = "，".join(part for part in (finding.file, finding.sheet, finding.cell) if part)
    return f"阻断　{place or finding.sender or ''}：{finding.message}"


@contextmanager
def _progress(request: Request) -> Iterator[Watch]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"{request.period.text}", total=None)
        yield lambda doing: progress.update(task, description=doing)


def _rows(outcome: Outcome) -> list[tuple[str, str]]:
    counted, judged = outcome.counted, outcome.judged
    levels = Counter(finding.level for finding in judged.findings)
    rows = [
        ("期间", f"{judged.period.text}（数据截至{judged.period.as_of}）"),
        ("读入　接收　退回", f"{counted.read}　{counted.accepted}　{counted.refused}（{len(judged.inputs)} 个文件）"),
        ("阻断　提示", f"{levels[Level.BLOCK]}　{levels[Level.HINT]}"),
        ("结果", STATUS[outcome.status]),
    ]
    back = [path for path in outcome.made if path.parent.parent.name == RETURNS]
    rows += [("文件", str(path)) for path in outcome.made if path not in back]
    senders = sorted({path.parent for path in back})
    return rows + [("退回", f"{sender.parent}（{len(senders)} 个单位）") for sender in senders[:1]]


def _close(outcome: Outcome) -> None:
    rows = _rows(outcome)
    if not sys.stdout.isatty():
        for name, value in rows:
            print(f"{name}：{value}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, value)
    Console().print(table)
