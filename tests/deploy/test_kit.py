"""The archive for machines without network: what goes in, what stays out, and the same bytes each time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from deploy import kit, wheels
from deploy.kit import SUMS, archive, build, program
from deploy.wheels import MACHINES, PYTHONS, Machine, Unavailable, hashes, requirements
from tests.deploy import offline

ROOT = Path(__file__).parents[2]
LINUX, ARM, WINDOWS = MACHINES
WHEELS = {"甲-1-py3-none-any.whl": b"one", "乙-2-cp311-cp311-win_amd64.whl": b"two"}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


LOCK = "".join(
    f"{name}==1 \\\n    --hash=sha256:{sha(data)}\n" for name, data in zip("ab", WHEELS.values(), strict=True)
)
TRACKED = {
    "pyproject.toml": '[project]\nversion = "7.1"\n',
    "requirements.lock": LOCK,
    "pipeline/__main__.py": "",
    "input/2026-05/城关 报表.xlsx": "x",
    "调度.cmd": "@echo off\r\n",
    "tests/test_a.py": "",
    "requirements-dev.lock": "",
    ".ci/run": "",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A committed program, with a change and a private month that are not."""
    root = tmp_path / "program"
    for name, text in TRACKED.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="")
    (root / "调度.sh").write_text("#!/bin/sh\n")
    (root / "调度.sh").chmod(0o755)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        person = ["-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(root), *person, *words], check=True)
    (root / "pipeline" / "__main__.py").write_text("local change")
    (root / "input" / "2026-06").mkdir()
    (root / "input" / "2026-06" / "本单位.xlsx").write_text("private")
    return root


def laid(lock: str, place: Path, machine: Machine, python: str) -> None:
    """What pip would lay there, and a wheel that an older lock left behind."""
    place.mkdir(parents=True, exist_ok=True)
    for name, data in {**WHEELS, "旧-0-py3-none-any.whl": b"old"}.items():
        (place / name).write_bytes(data)


@pytest.fixture
def built(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(wheels, "download", laid)
    return build(repository, tmp_path / "dist", [LINUX.name, WINDOWS.name], ["3.11"])


def test_it_holds_what_was_committed_the_wheels_of_the_lock_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(built) as file:
        names = {name.removeprefix("重点项目调度-7.1/") for name in file.namelist()}
        assert file.read("重点项目调度-7.1/pipeline/__main__.py") == b""
        assert file.read("重点项目调度-7.1/调度.cmd") == b"@echo off\r\n"
    kept = {name for name in TRACKED if not name.startswith(("tests/", ".ci/", "requirements-dev"))}
    assert names == {*kept, "调度.sh", SUMS, *(f"wheelhouse/{name}" for name in WHEELS)}
    assert built.name == "重点项目调度-7.1.zip"


def test_its_lists_of_hashes_are_those_of_its_bytes(built: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(built).extractall(tmp_path / "out")
    offline.verified(tmp_path / "out" / "重点项目调度-7.1")
    (tmp_path / "out" / "重点项目调度-7.1" / "调度.cmd").write_text("changed")
    with pytest.raises(AssertionError):
        offline.verified(tmp_path / "out" / "重点项目调度-7.1")
    assert built.with_suffix(".zip.sha256").read_text("utf-8") == f"{sha(built.read_bytes())}  {built.name}\n"


def test_the_same_commit_gives_the_same_bytes(built: Path, repository: Path, tmp_path: Path) -> None:
    again = build(repository, tmp_path / "again", [WINDOWS.name, LINUX.name], ["3.11"])
    assert again.read_bytes() == built.read_bytes()


def test_what_may_be_started_may_be_started_after_unpacking(built: Path) -> None:
    with zipfile.ZipFile(built) as file:
        modes = {info.filename.rsplit("/", 1)[1]: info.external_attr >> 16 for info in file.infolist()}
    assert modes["调度.sh"] == 0o100755 and modes["__main__.py"] == 0o100644


def test_only_the_wheels_of_the_machines_asked_for_go_in(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(wheels, "download", lambda lock, place, machine, python: asked.append(place.name))
    (tmp_path / "dist" / "wheels" / "windows-x86_64-3.13").mkdir(parents=True)
    (tmp_path / "dist" / "wheels" / "windows-x86_64-3.13" / "a.whl").write_bytes(b"one")
    place = build(repository, tmp_path / "dist", [ARM.name], ["3.12"])
    assert asked == ["linux-aarch64-3.12"]
    assert not [name for name in zipfile.ZipFile(place).namelist() if name.endswith(".whl")]


def test_a_package_that_a_machine_lacks_is_a_sentence_and_leaves_no_archive(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking(*_: object) -> None:
        raise Unavailable("没有取全 linux-x86_64、Python 3.11 的包。")

    monkeypatch.setattr(wheels, "download", lacking)
    monkeypatch.setattr(kit, "ROOT", repository)
    assert kit.main([]) == 2
    assert "没有取全" in capsys.readouterr().err and not list(repository.rglob("*.zip"))


def test_markers_are_judged_for_the_target_and_not_for_this_machine() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    held = {machine.name: requirements(lock, machine, "3.11") for machine in MACHINES}
    assert "colorama==" in held["windows-x86_64"] and "tzdata==" in held["windows-x86_64"]
    assert "colorama" not in held["linux-x86_64"] and held["linux-x86_64"] == held["linux-aarch64"]
    assert "sys_platform" not in held["windows-x86_64"]
    assert hashes(held["windows-x86_64"]) == hashes(lock)


def test_a_wheel_that_asks_for_what_is_not_there_is_found_out(tmp_path: Path) -> None:
    wheel = tmp_path / "one-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        needs = ("one>=1", "two; sys_platform == 'win32'", "three; extra == 'more'", "one>=2; sys_platform == 'linux'")
        file.writestr("one-1.dist-info/METADATA", "".join(f"Requires-Dist: {need}\n" for need in needs))
    assert offline.lacking([wheel], WINDOWS, "3.11") == ['two; sys_platform == "win32"']
    assert offline.lacking([wheel], LINUX, "3.11") == ['one>=2; sys_platform == "linux"']


def test_every_python_that_the_launchers_look_for_has_wheels() -> None:
    assert f"in ({' '.join(reversed(PYTHONS))})" in (ROOT / "调度.cmd").read_text("utf-8")
    assert " ".join(f"python{version}" for version in reversed(PYTHONS)) in (ROOT / "调度.sh").read_text("utf-8")


def test_the_windows_launcher_is_read_right_by_cmd() -> None:
    whole = (ROOT / "调度.cmd").read_bytes()
    assert whole.count(b"\n") == whole.count(b"\r\n")
    before, last = whole.split(b":packed\r\n")  # cmd looks for labels by the byte: nothing before the last is Chinese
    assert before.isascii() and len(last.splitlines()) == 3
    jumps, labels = re.findall(rb"goto (\w+)", whole), re.findall(rb"(?m)^:(\w+)", whole)
    assert set(jumps) == set(labels)
    shown = re.findall(rb"type (\S+)", whole)
    assert shown and all((ROOT / name.decode().replace("\\", "/")).is_file() for name in shown)


def test_this_repository_packs_its_own_program(tmp_path: Path) -> None:
    members = program(ROOT)
    assert {"Makefile", "requirements.lock", "input/office.toml", "pipeline/__main__.py"} <= members.keys()
    assert not [name for name in members if name.startswith(("tests/", "output/", ".venv/"))]
    archive(tmp_path / "a.zip", "a", members)
    assert zipfile.ZipFile(tmp_path / "a.zip").testzip() is None
