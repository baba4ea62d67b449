"""Tables come in; they are printed and stand in docs/performance.md between their marks, with the machine, the versions
and the day."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
LIBRARIES = ("docxtpl", "pandas", "openpyxl", "python-calamine", "XlsxWriter", "SQLAlchemy")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(section: str, *parts: str) -> None:
    """Print the parts and put them in the place of the section's former ones; a section that is new stands last."""
    told = "\n\n".join(parts)
    print(told, flush=True)
    start, end = f"<!-- {section}：由 make bench 写 -->", f"<!-- /{section} -->"
    made = f"{start}\n{told}\n{end}"
    page = PAGE.read_text("utf-8")
    found = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    page = found.sub(lambda _: made, page) if found.search(page) else f"{page.rstrip()}\n\n{made}\n"
    PAGE.write_text(page, "utf-8")


def machine() -> str:
    """2 核 …，Python 3.11.7，docxtpl 0.20.2 …，2026-11-23."""
    known = "，".join(f"{name} {found}" for name in LIBRARIES if (found := _version(name)))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} 核 {_processor()}，{platform.system()}，Python {platform.python_version()}，{known}，{date.today()}。"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
