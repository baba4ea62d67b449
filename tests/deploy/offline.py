"""An archive of ``make kit`` comes in; unpacked where there is no network, it must install and make a document."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import HeaderParser
from pathlib import Path

from deploy.kit import ROOT, SUMS, WHEELHOUSE
from deploy.wheels import MACHINES, PYTHONS, Machine, download, seen

MADE = "output/2026-05/调度通报.docx"
REACH = "import socket; socket.create_connection(('192.0.2.1', 443), 2)"


def main(words: list[str]) -> int:
    place = Path(words[0]) if words else max((ROOT / "dist").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as box:
        folder = unpacked(place, Path(box))
        verified(folder)
        unreachable(folder)
        for step in (["make", "bulletin"], ["make", "due", "ARGS=--make --today 2026-06-05"], ["sh", "调度.sh"]):
            cut_off(folder, step, "0\n")
        assert (folder / MADE).is_file(), f"没有做出 {MADE}"
        complete(folder, Path(box) / "other")
    print("断网安装与成文：通过")
    return 0


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    print(f"{what}：{time.monotonic() - start:.0f} 秒", flush=True)


def unpacked(place: Path, box: Path) -> Path:
    """The archive's one folder, unpacked by the system's own unzip."""
    with timed(f"解开 {place.name}（{place.stat().st_size / 2**20:.0f} MiB）"):
        if shutil.which("unzip"):
            subprocess.run(["unzip", "-q", str(place), "-d", str(box)], check=True)
        else:
            zipfile.ZipFile(place).extractall(box)
    (folder,) = box.iterdir()
    return folder


def verified(folder: Path) -> None:
    """Every file is on the list, with its hash, and nothing else is there."""
    lines = (line.split("  ", 1) for line in (folder / SUMS).read_text("utf-8").splitlines())
    listed = {name: digest for digest, name in lines}
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert found.keys() == {*listed, SUMS}
    for name, digest in listed.items():
        assert hashlib.sha256(found[name].read_bytes()).hexdigest() == digest, name


def cut_off(folder: Path, command: list[str], typed: str = "", *, fails: bool = False) -> None:
    """Run a command in an empty network namespace, with nothing of this machine's settings of pip."""
    alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": os.devnull}
    with timed(f"断网运行 {' '.join(command)}"):
        done = subprocess.run([*alone, *command], cwd=folder, env=env, input=typed, capture_output=True, text=True)
    if bool(done.returncode) != fails:
        raise SystemExit(f"{command} 的退出码是 {done.returncode}：\n{done.stdout}{done.stderr}")


def unreachable(folder: Path) -> None:
    """The namespace is empty indeed: what reaches out of it fails."""
    cut_off(folder, ["python3", "-c", REACH], fails=True)


def complete(folder: Path, box: Path) -> None:
    """The wheelhouse has what every machine needs, those that cannot be tried here too."""
    lock = (folder / "requirements.lock").read_text("utf-8")
    for machine in MACHINES:
        for python in PYTHONS:
            place = box / f"{machine.name}-{python}"
            download(lock, place, machine, python, ("--no-index", "--find-links", str(folder / WHEELHOUSE)))
            absent = lacking(list(place.glob("*.whl")), machine, python)
            assert not absent, f"{machine.name}、Python {python}：{absent}"
        print(f"{machine.name}：{'、'.join(PYTHONS)} 的包齐全", flush=True)


def lacking(wheels: list[Path], machine: Machine, python: str) -> list[str]:
    """What the wheels ask for on a machine and is not among them."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name, parse_wheel_filename

    held = {name: version for name, version, *_ in (parse_wheel_filename(path.name) for path in wheels)}
    asked = [Requirement(text) for path in wheels for text in _asks(path)]
    needed = [one for one in asked if one.marker is None or one.marker.evaluate({**seen(machine, python), "extra": ""})]
    names = ((canonicalize_name(one.name), one) for one in needed)
    return [str(one) for name, one in names if name not in held or not one.specifier.contains(held[name])]


def _asks(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as file:
        (name,) = (name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(file.read(name).decode()).get_all("Requires-Dist") or []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
