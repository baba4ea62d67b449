"""What a person sees of a run: progress on long work, then a closing table with paths; plain when not a terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.model import Finding, Level, Outcome, Reminder, Request, State
from pipeline.run import Watch, execute

SHOWN = 20
RETURNED, MANIFEST = "退回", "manifest.json"
STATUS = {"made": "已成文", "draft": "已出草稿（不可印发）", "checked": "核查通过", "blocked": "有阻断问题，未出文件"}


def run(request: Request) -> int:
    """Execute a request before a person's eyes; returns the exit code."""
    with progress(request) as watch:
        outcome = execute(request, watch)
    blocks = [finding for finding in outcome.judged.findings if finding.level is Level.BLOCK]
    for finding in blocks[:SHOWN]:
        print(_line(finding))
    if len(blocks) > SHOWN:
        print(f"……其余{len(blocks) - SHOWN}条阻断问题见 数据核查.xlsx。")
    _remind(outcome)
    for note in outcome.notes:
        print(note)
    closing(_rows(outcome))
    return outcome.exit_code


def _line(finding: Finding) -> str:
    place = "，".join(part for part in (finding.file, finding.sheet, finding.cell) if part)
    return f"阻断　{place or finding.sender or ''}：{finding.message}"


@contextmanager
def progress(request: Request) -> Iterator[Watch]:
    """What is being done, on the error stream while it is done; nothing where that is no terminal."""
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
    return rows + [("文件", line) for line in _files(outcome.made)]


def closing(rows: Sequence[tuple[str, str]]) -> None:
    """The closing table: names and values."""
    _table(rows, "：")


def listing(lines: Sequence[Sequence[str]], head: Sequence[str]) -> None:
    """Lines of several cells under a head."""
    _table(lines, "　", head)


def _files(made: Sequence[Path]) -> Iterator[str]:
    """Each file of the desk, those of a folder in it as the folder and their number, and the page that leads to all."""
    desk = next((path.parent for path in made if path.name == MANIFEST), Path())
    inside = [path for path in made if path.is_relative_to(desk)]
    folders = Counter(desk / path.relative_to(desk).parts[0] for path in inside)
    for place, count in folders.items():
        yield f"{place}/（{count} 个文件）" if place not in made else str(place)
    yield from (str(path) for path in made if path.parent == desk.parent)


def _remind(outcome: Outcome) -> None:
    """催报, after ``check`` and whenever the data blocked a run: who must be asked for what."""
    asked = [one for one in outcome.reminders if one.state is not State.FINE]
    if not outcome.reminders or not (outcome.judged.blocked or outcome.status == "checked"):
        return
    numbers = Counter(one.state for one in outcome.reminders)
    print("催报：" + "，".join(f"{state}{count}家" for state in State if (count := numbers[state])) + "。")
    lines = [(one.state.value, one.sender, _times(one), one.situation) for one in asked]
    listing(lines, ("状态", "单位", "退回", "情况"))
    if asked:
        print("催报语（可直接粘贴）见 数据核查.xlsx 的“催报”。" + _returned(outcome.made))


def _times(one: Reminder) -> str:
    return f"本期{one.returns}次，本年{one.returns_of_year}次" if one.returns_of_year else "—"


def _returned(made: Sequence[Path]) -> str:
    folder = next((parent for path in made for parent in path.parents if parent.name == RETURNED), None)
    return f"退回件在 {folder}/，每个单位一个文件夹。" if folder else ""


def _table(lines: Sequence[Sequence[str]], joint: str, head: Sequence[str] = ()) -> None:
    """A table where a person looks, else a line each with its cells joined."""
    if not sys.stdout.isatty() or not lines:
        for line in lines:
            print(joint.join(line))
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(show_header=bool(head))
    for at, _ in enumerate(lines[0]):
        last = at == len(lines[0]) - 1
        drawn.add_column(head[at] if head else "", overflow="fold", no_wrap=not last, style="" if at else "bold")
    for line in lines:
        drawn.add_row(*line)
    Console().print(drawn)
