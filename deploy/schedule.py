"""This folder's place and the office's choices come in; what a scheduler needs to call ``due`` daily goes out."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
FORMS, LOCAL = ROOT / "deploy", ROOT / "deploy" / "local"
NAME = "zhongdian-due"
TASK = "重点项目调度"
WINDOWS = os.name == "nt"


class Misuse(Exception):
    """What was asked for cannot be scheduled."""


@dataclass(frozen=True)
class Plan:
    """Where the program lies and what it is called with; the folders are absolute."""

    folder: Path
    python: Path
    input: Path
    output: Path
    ledger: str
    time: str
    user: str

    @property
    def words(self) -> list[str]:
        places = ["--input", str(self.input), "--output", str(self.output)]
        return ["-m", "pipeline", "due", "--make", *places, *(["--ledger", self.ledger] if self.ledger else [])]

    @property
    def alone(self) -> bool:
        """Whether it needs no network: the ledger is a file."""
        return not self.ledger or self.ledger.startswith("sqlite")

    @property
    def writes(self) -> list[Path]:
        """The folders that it writes to: the results, and where a ledger file lies elsewhere."""
        file = self.ledger.partition(":///")[2] if self.ledger.startswith("sqlite") else ""
        return list(dict.fromkeys([self.output, *([(self.folder / file).parent] if file else [])]))


def systemd(plan: Plan) -> dict[str, str]:
    """The system's and the user's service, and the timer of both."""
    blanks = {
        "USER": plan.user,
        "FOLDER": _percent(str(plan.folder)),
        "COMMAND": " ".join(_quoted(word) for word in [str(plan.python), *plan.words]),
        "WRITES": " ".join(_quoted(str(place), dollar="$") for place in plan.writes),
        "ALONE": "true" if plan.alone else "false",
        "SPEAKS": "AF_UNIX" if plan.alone else "AF_UNIX AF_INET AF_INET6",
        "TIME": plan.time,
    }
    timer = _filled("systemd/timer", blanks)
    services = {kind: _filled(f"systemd/{kind}.service", blanks) for kind in ("system", "user")}
    made = {f"systemd/{kind}/{NAME}.service": text for kind, text in services.items()}
    return made | {f"systemd/{kind}/{NAME}.timer": timer for kind in services}


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(word: str, dollar: str = "$$") -> str:
    """A word as systemd reads it: one word whatever it holds, nothing in it a variable or a specifier."""
    inside = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", dollar)
    return f'"{_percent(inside)}"'


def crontab(plan: Plan) -> str:
    hour, minute = plan.time.split(":")
    command = shlex.join([str(plan.python), *plan.words])
    blanks = {"FOLDER": shlex.quote(str(plan.folder)), "COMMAND": command, "LOG": shlex.quote(str(LOCAL / "due.log"))}
    whole = {name: text.replace("%", "\\%") for name, text in blanks.items()}  # a bare % ends a line of crontab
    return _filled("crontab", {**whole, "HOUR": str(int(hour)), "MINUTE": str(int(minute))})


def task(plan: Plan) -> str:
    """The task of Windows' Task Scheduler."""
    words = subprocess.list2cmdline(plan.words)
    blanks = {"COMMAND": str(plan.python), "ARGUMENTS": words, "FOLDER": str(plan.folder), "TIME": plan.time}
    return _filled("windows/task.xml", {name: escape(text) for name, text in blanks.items()})


def _filled(form: str, blanks: Mapping[str, str]) -> str:
    return re.sub("@([A-Z]+)@", lambda blank: blanks[blank[1]], (FORMS / form).read_text("utf-8"))


def files(plan: Plan) -> dict[str, bytes]:
    """Everything that goes to deploy/local/, by its place there."""
    made = {**systemd(plan), "crontab": crontab(plan)}
    return {name: text.encode() for name, text in made.items()} | {"windows/task.xml": _utf16(task(plan))}


def _utf16(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-16")


def chosen(words: Sequence[str]) -> tuple[Plan, bool]:
    """The plan that the command line asks for, and whether to install it. Raises Misuse."""
    parser = argparse.ArgumentParser(prog="make schedule", description="备好每天运行一次的定时任务。")
    parser.add_argument("--input", type=Path, default=ROOT / "input", help="报送数据所在的文件夹")
    parser.add_argument("--output", type=Path, default=ROOT / "output", help="成果文件夹")
    parser.add_argument("--ledger", default="", help="台账库地址；不写则为 成果文件夹/ledger.sqlite")
    parser.add_argument("--time", default="08:30", help="每天几点，如 08:30")
    parser.add_argument(
        "--install", action="store_true", help="为当前用户装上（systemd 用户级定时器；Windows 计划任务）"
    )
    asked = parser.parse_args(words)
    python = ROOT / ".venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")
    places = [place.absolute() for place in (ROOT, python, asked.input, asked.output)]
    plan = Plan(places[0], places[1], places[2], places[3], asked.ledger, asked.time, getpass.getuser())
    _check(plan)
    return plan, asked.install


def _check(plan: Plan) -> None:
    hour, _, minute = plan.time.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60):
        raise Misuse(f"--time 应为一天中的时刻，如 08:30，而不是“{plan.time}”。")
    for text in (*map(str, (plan.folder, plan.input, plan.output)), plan.ledger):
        if any(ord(mark) < 32 for mark in text):
            raise Misuse(f"文件夹名或地址中有换行等控制字符，不能写进定时任务：{text!r}。")
    if urlsplit(plan.ledger).password:
        raise Misuse("台账库地址中不要写密码：定时任务的文件别人看得到。请写进本用户的 ~/.pgpass。")
    if not plan.input.is_dir():
        raise Misuse(f"找不到 {plan.input}。")


def main(words: Sequence[str]) -> int:
    try:
        plan, install = chosen(words)
        plan.output.mkdir(parents=True, exist_ok=True)
        _write(files(plan))
        return _install() if install else _told(plan)
    except (Misuse, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2


def _write(made: Mapping[str, bytes]) -> None:
    for name, data in made.items():
        place = LOCAL / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _told(plan: Plan) -> int:
    """What to run; nothing is installed."""
    unit = shlex.quote(str(LOCAL / "systemd" / "system")) + f"/{NAME}."
    print(f"每天 {plan.time} 运行一次的定时任务已写入 {LOCAL}，都还没有装。任选一种：")
    print("  本用户（systemd）：make schedule ARGS=--install")
    print(f"  全机（systemd）：  sudo cp {unit}* /etc/systemd/system/ && sudo systemctl daemon-reload"
          f" && sudo systemctl enable --now {NAME}.timer")  # fmt: skip
    print(f"  cron：             把 {LOCAL / 'crontab'} 中的一行用 crontab -e 加入")
    print(f'  Windows：          schtasks /Create /TN {TASK} /XML "{LOCAL / "windows" / "task.xml"}" /F')
    return 0


def _install() -> int:
    """Install for this user alone."""
    steps = _windows_steps() if WINDOWS else _systemd_steps()
    for step in steps:
        if subprocess.run(step).returncode:
            raise Misuse(f"没有装上：{shlex.join(step)} 失败。请改用 make schedule 列出的其他办法。")
    print("已装好。" + ("" if WINDOWS else "要在没有人登录时也运行：sudo loginctl enable-linger " + getpass.getuser()))
    return 0


def _systemd_steps() -> list[list[str]]:
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    base.mkdir(parents=True, exist_ok=True)
    for source in sorted((LOCAL / "systemd" / "user").iterdir()):
        (base / source.name).write_bytes(source.read_bytes())
    manage = ["systemctl", "--user"]
    return [[*manage, "daemon-reload"], [*manage, "enable", "--now", f"{NAME}.timer"]]


def _windows_steps() -> list[list[str]]:
    return [["schtasks", "/Create", "/TN", TASK, "/XML", str(LOCAL / "windows" / "task.xml"), "/F"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
