"""``due`` from outside: what it lists, and that ``--make`` does nothing twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.commands import app
from pipeline.commands import due as module
from pipeline.model import PipelineError, Request
from tests.city import CHENGGUAN, city

BROKEN = CHENGGUAN.replace("|6000|", "|约六千|")


def due(root: Path, today: str, *words: str) -> list[str]:
    """What it prints; it always ends with 0."""
    places = ["--input", str(root / "input"), "--output", str(root / "output")]
    result = CliRunner().invoke(app(), ["due", "--today", today, *words, *places], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def state(lines: list[str], period: str = "2026年5月") -> str:
    return next(line.split("　")[2] for line in lines if f"{period}文件" in line)


def manifest(root: Path) -> bytes:
    return (root / "output" / "2026-05" / "manifest.json").read_bytes()


def test_without_make_nothing_is_made(tmp_path: Path) -> None:
    city(tmp_path)
    assert state(due(tmp_path, "2026-06-01")) == "可成文"
    assert not (tmp_path / "output" / "2026-05").exists()


def test_what_is_due_is_made_once(tmp_path: Path) -> None:
    city(tmp_path)
    assert any("调度通报.docx" in line for line in due(tmp_path, "2026-06-01", "--make"))
    assert state(due(tmp_path, "2026-06-01")) == "已成文"
    before = manifest(tmp_path)
    assert due(tmp_path, "2026-06-02", "--make")[-1] == "没有需要新做的文件。"
    assert manifest(tmp_path) == before


def test_what_is_not_yet_due_is_not_made(tmp_path: Path) -> None:
    folder = city(tmp_path)
    with (folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write("[schedule]\nmonthly = 5\n")
    assert due(tmp_path, "2026-06-04", "--make")[-1] == "没有需要新做的文件。"
    assert not (tmp_path / "output" / "2026-05").exists()
    assert any("调度通报.docx" in line for line in due(tmp_path, "2026-06-05", "--make"))


@pytest.mark.parametrize("change", ["input", "rules", "output", "past"])
def test_it_is_made_again_when_its_input_changed_or_a_file_is_gone(tmp_path: Path, change: str) -> None:
    city(tmp_path, "2026-04", 城关=CHENGGUAN.replace("|3000|", "|2500|"))
    folder = city(tmp_path)
    due(tmp_path, "2026-06-01", "--make")
    if change == "input":
        city(tmp_path, 城关=CHENGGUAN.replace("|3000|", "|3100|"))
    elif change == "rules":
        (folder / "office.toml").write_bytes((folder / "office.toml").read_bytes() + b"[deadlines]\nmonthly = 1\n")
    elif change == "past":
        city(tmp_path, "2026-04", 城关=CHENGGUAN.replace("|3000|", "|2600|"))
    else:
        (tmp_path / "output" / "2026-05" / "调度通报.docx").unlink()
    assert state(due(tmp_path, "2026-06-01")) == "可成文"
    assert any("调度通报.docx" in line for line in due(tmp_path, "2026-06-01", "--make"))
    assert state(due(tmp_path, "2026-06-01")) == "已成文"


def test_a_blocked_month_is_run_once_and_leaves_what_is_to_be_mended(tmp_path: Path) -> None:
    city(tmp_path, 城关=BROKEN)
    assert any("约六千" in line for line in due(tmp_path, "2026-06-01", "--make"))
    assert json.loads(manifest(tmp_path))["status"] == "blocked"
    lines = due(tmp_path, "2026-06-01", "--make")
    assert state(lines) == "阻断" and lines[-1] == "没有需要新做的文件。"
    city(tmp_path)
    assert any("调度通报.docx" in line for line in due(tmp_path, "2026-06-01", "--make"))


def test_who_did_not_report_is_named(tmp_path: Path) -> None:
    folder = city(tmp_path)
    (folder / "2026-05" / "柳渡.xlsx").unlink()
    (line,) = [line for line in due(tmp_path, "2026-06-01") if "5月" in line]
    assert "缺报" in line and "未报1家：柳渡镇。" in line


def test_a_year_without_published_holidays_is_said(tmp_path: Path) -> None:
    city(tmp_path, "2027-05")
    assert any("2027年的放假安排尚未收录" in line for line in due(tmp_path, "2027-06-01"))


def test_the_day_is_the_one_in_beijing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls(2026, 5, 31, 16, 5, tzinfo=UTC).astimezone(tz)

    city(tmp_path)
    monkeypatch.setattr(module, "datetime", Clock)
    places = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    result = CliRunner().invoke(app(), ["due", *places], catch_exceptions=False)
    assert result.stdout.startswith("2026-06-01：")


def test_one_that_cannot_be_made_keeps_no_other_from_it_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Request] = []

    def broken(request: Request) -> int:
        asked.append(request)
        raise PipelineError("模板有误。")

    city(tmp_path)
    monkeypatch.setattr(module, "run", broken)
    monkeypatch.setattr(module, "requests", lambda due, base: (base, base) if due.run else ())
    places = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    result = CliRunner().invoke(app(), ["due", "--today", "2026-06-01", "--make", *places])
    assert result.exit_code == 2 and len(asked) == 2
