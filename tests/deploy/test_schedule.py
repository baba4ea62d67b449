"""The schedule as its readers take it: systemd, cron and Windows' Task Scheduler, in folders of any name."""

from __future__ import annotations

import getpass
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from deploy import schedule
from deploy.schedule import Plan, crontab, files, systemd, task
from tests.city import city

ROOT = Path(__file__).parents[2]
ODD = '重点 项目%h"$HOME"@USER@'
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def plan(root: Path, ledger: str = "", time: str = "08:30") -> Plan:
    return Plan(ROOT, Path(sys.executable), root / "input", root / "output", ledger, time, getpass.getuser())


def setting(unit: str, name: str) -> str:
    (found,) = re.findall(rf"(?m)^{name}=(.*)$", unit)
    return str(found)


def words(line: str) -> list[str]:
    """A command line or a list of paths as systemd reads it."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A city in a folder whose name holds everything that a scheduler gives a meaning."""
    city(tmp_path / ODD)
    return tmp_path / ODD


def test_the_services_command_runs(odd: Path) -> None:
    for text in (text for name, text in systemd(plan(odd)).items() if name.endswith(".service")):
        command = words(setting(text, "ExecStart"))
        done = subprocess.run(command, cwd=setting(text, "WorkingDirectory"), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "成文" in done.stdout and (odd / "output" / "ledger.sqlite").is_file()


def test_the_line_of_crontab_runs(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "LOCAL", odd)
    (line,) = [line for line in crontab(plan(odd, time="07:05")).splitlines() if not line.startswith("#")]
    *when, command = line.split(maxsplit=5)
    assert when == ["5", "7", "*", "*", "*"]
    assert not re.search(r"(?<!\\)%", command)
    subprocess.run(["sh", "-c", command.replace("\\%", "%")], check=True, cwd=tmp_path)
    assert "成文" in (odd / "due.log").read_text("utf-8")


def test_the_task_is_of_the_schedulers_schema_and_its_command_is_whole(odd: Path) -> None:
    made = files(plan(odd))["windows/task.xml"]
    assert made.startswith(b"\xff\xfe") and b"\r\x00\n\x00" in made
    tree = etree.fromstring(made)
    etree.XMLSchema(file=str(Path(__file__).with_name("task.xsd"))).assertValid(tree)
    asked = {part: tree.findtext(f".//{TASK}{part}") for part in ("Command", "WorkingDirectory", "StartBoundary")}
    assert asked == {"Command": sys.executable, "WorkingDirectory": str(ROOT), "StartBoundary": "2026-01-01T08:30:00"}
    assert tree.findtext(f".//{TASK}Arguments") == subprocess.list2cmdline(plan(odd).words)


def test_the_schema_sees_a_wrong_task(tmp_path: Path) -> None:
    tree = etree.fromstring(task(plan(tmp_path)).replace("PT30M", "30 minutes").encode("utf-16"))
    assert not etree.XMLSchema(file=str(Path(__file__).with_name("task.xsd"))).validate(tree)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="未核验 systemd 单元：本机没有 systemd-analyze")
def test_systemd_takes_the_units(odd: Path, tmp_path: Path) -> None:
    for name, text in systemd(plan(odd)).items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for kind in ("system", "user"):
        units = [str(place) for place in sorted((tmp_path / "systemd" / kind).iterdir())]
        done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
    when = setting(systemd(plan(odd))["systemd/user/zhongdian-due.timer"], "OnCalendar")
    assert subprocess.run(["systemd-analyze", "calendar", when], capture_output=True).returncode == 0


def test_it_writes_where_results_and_ledger_lie_and_nowhere_else(odd: Path) -> None:
    unit = systemd(plan(odd))["systemd/system/zhongdian-due.service"]
    assert words(setting(unit, "ReadWritePaths")) == [str(odd / "output")]
    unit = systemd(plan(odd, f"sqlite:///{odd}/账/a.sqlite"))["systemd/system/zhongdian-due.service"]
    assert words(setting(unit, "ReadWritePaths")) == [str(odd / "output"), str(odd / "账")]


@pytest.mark.parametrize(
    ("ledger", "alone", "speaks"),
    [("", "true", "AF_UNIX"), ("sqlite:///a.sqlite", "true", "AF_UNIX"),
     ("postgresql://clerk@db/office", "false", "AF_UNIX AF_INET AF_INET6")],
)  # fmt: skip
def test_only_a_ledger_on_a_server_needs_the_network(tmp_path: Path, ledger: str, alone: str, speaks: str) -> None:
    unit = systemd(plan(tmp_path, ledger))["systemd/system/zhongdian-due.service"]
    assert (setting(unit, "PrivateNetwork"), setting(unit, "RestrictAddressFamilies")) == (alone, speaks)


def test_asked_for_nothing_it_installs_nothing(
    odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schedule, "LOCAL", tmp_path / "local")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert schedule.main(["--input", str(odd / "input"), "--output", str(tmp_path / "new")]) == 0
    assert "都还没有装" in capsys.readouterr().out
    assert not (tmp_path / "config").exists() and (tmp_path / "new").is_dir()
    made = {path.relative_to(tmp_path / "local").as_posix() for path in (tmp_path / "local").rglob("*.*")}
    assert made == {
        f"systemd/{kind}/zhongdian-due.{unit}" for kind in ("system", "user") for unit in ("service", "timer")
    } | {"windows/task.xml"}


def test_installed_for_the_user_the_units_lie_where_systemd_looks(
    odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\n')
    (tmp_path / "bin" / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(schedule, "LOCAL", tmp_path / "local")
    assert schedule.main(["--install", "--input", str(odd / "input"), "--output", str(odd / "output")]) == 0
    assert calls.read_text().splitlines() == ["--user daemon-reload", "--user enable --now zhongdian-due.timer"]
    assert len(list((tmp_path / "config" / "systemd" / "user").iterdir())) == 2


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (["--time", "25:00"], "08:30"),
        (["--time", "8点"], "08:30"),
        (["--input", "没有这个文件夹"], "没有这个文件夹"),
        (["--output", "两\n行"], "控制字符"),
        (["--ledger", "postgresql://clerk:secret@db/office"], "密码"),
    ],
)
def test_misuse_is_a_sentence_that_tells_no_secret(
    asked: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schedule, "LOCAL", tmp_path / "local")
    assert schedule.main(asked) == 2
    said = capsys.readouterr().err
    assert named in said and "secret" not in said and not (tmp_path / "local").exists()
