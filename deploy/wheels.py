"""The lock file and a target machine come in; its pinned requirements, and the wheels that it can install, go out."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13")
GLIBC = ("manylinux2014", *(f"manylinux_2_{minor}" for minor in range(17, 29)))  # 麒麟V10、统信20 have 2.28
ENTRY = re.compile(r"(?m)^(?=[A-Za-z0-9])")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Unavailable(Exception):
    """A package that the lock file names has no wheel for a target."""


@dataclass(frozen=True)
class Machine:
    """A kind of machine: the tags of its wheels, and what markers in the lock file see there."""

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]


def _linux(cpu: str) -> Machine:
    seen = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": cpu}
    return Machine(f"linux-{cpu}", tuple(f"{glibc}_{cpu}" for glibc in GLIBC), seen)


WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"}
MACHINES = (_linux("x86_64"), _linux("aarch64"), Machine("windows-x86_64", ("win_amd64",), WINDOWS))


def hashes(lock: str) -> frozenset[str]:
    """Every sha256 that the lock file allows."""
    return frozenset(HASH.findall(lock))


def seen(machine: Machine, python: str) -> dict[str, str]:
    """What a marker is judged by on a machine with some Python."""
    own = {"python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    return {**own, "platform_python_implementation": "CPython", **machine.markers}


def requirements(lock: str, machine: Machine, python: str) -> str:
    """The lock file as it holds on a machine: pip would judge its markers by the machine that it runs on itself."""
    return "".join(_held(lock, machine, python))


def _held(lock: str, machine: Machine, python: str) -> Iterator[str]:
    from packaging.requirements import Requirement

    for entry in filter(str.strip, ENTRY.split(lock)):
        head, slash, rest = entry.partition(" \\\n")
        asked = Requirement(head)
        if asked.marker is None or asked.marker.evaluate(seen(machine, python)):
            asked.marker = None
            yield f"{asked}{slash}{rest}"


def fetch(lock: str, store: Path, machines: Iterable[Machine] = MACHINES, pythons: Iterable[str] = PYTHONS) -> Path:
    """Have pip lay the wheels of every machine and Python in ``store``; raises Unavailable. What lies there stays."""
    for machine in machines:
        for python in pythons:
            print(f"正在准备 {machine.name}、Python {python} 的包", file=sys.stderr)
            download(lock, store / f"{machine.name}-{python}", machine, python)
    return store


def download(lock: str, place: Path, machine: Machine, python: str, source: Iterable[str] = ()) -> None:
    """Have pip lay the wheels for one machine and Python in a folder, as ``source`` says where from."""
    place.mkdir(parents=True, exist_ok=True)
    listed = place / "requirements.txt"
    listed.write_text(requirements(lock, machine, python), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "-qq", "--no-input", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", str(listed), "-d", str(place), *source]
    if subprocess.run([*command, *_tags(machine, python)]).returncode:
        raise Unavailable(f"没有取全 {machine.name}、Python {python} 的包：请检查网络，或该平台缺少其中某个包。")


def _tags(machine: Machine, python: str) -> Iterator[str]:
    """The interpreter that pip is to choose wheels for."""
    yield from ("--implementation", "cp", "--python-version", python)
    for abi in (f"cp{python.replace('.', '')}", "abi3", "none"):
        yield from ("--abi", abi)
    for platform in machine.platforms:
        yield from ("--platform", platform)


def wheels(store: Path, allowed: frozenset[str]) -> dict[str, Path]:
    """Every wheel in the store that the lock file allows, once, by its name; wheels of older locks are left out."""
    found = {path.name: path for path in sorted(store.rglob("*.whl"))}
    return {name: path for name, path in sorted(found.items()) if _sha256(path) in allowed}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
