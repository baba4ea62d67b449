"""Workbooks that nobody of this project made, one by one through the whole ``check`` command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.city import OFFICE
from tests.reliability.running import ROOT, check

FOREIGN = Path(os.environ.get("FOREIGN", ROOT.parent / "shared" / "foreign"))
SOME = int(os.environ.get("FOREIGN_FILES", "8"))


def files() -> list[Path]:
    return sorted(path for path in FOREIGN.rglob("*") if path.is_file() and path.suffix != ".md")


def some() -> list[Path]:
    """Every n-th file, so that ``make test`` stays short; all of them where FOREIGN_FILES is large."""
    found = files()
    return found[:: max(len(found) // SOME, 1)] if len(found) > SOME else found


@pytest.mark.skipif(not FOREIGN.is_dir(), reason="没有外来工作簿可试：用环境变量 FOREIGN 指明其文件夹")
def test_foreign_workbooks_go_through_check_one_by_one_without_a_traceback(tmp_path: Path) -> None:
    wrong = []
    for at, path in enumerate(some()):
        root = tmp_path / str(at)
        folder = root / "input" / "2026-05"
        folder.mkdir(parents=True)
        (root / "input" / "office.toml").write_text(OFFICE, encoding="utf-8")
        (folder / f"城关{path.suffix}").write_bytes(path.read_bytes())
        ran = check(root / "input", root / "output", limit=60)
        told = {finding["file"] for finding in ran.read("findings.json")} if ran.code in (0, 1) else set()
        if ran.code not in (0, 1) or ran.complaints or f"城关{path.suffix}" not in told or ran.peak > 1024:
            wrong.append((path.name, ran.code, ran.peak, ran.complaints[-300:]))
    assert wrong == []
