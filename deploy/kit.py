"""A commit and its wheels come in; one archive that installs without network goes out, the same bytes each time."""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.wheels import MACHINES, PYTHONS, Unavailable, fetch, hashes, wheels

ROOT = Path(__file__).parents[1]
TITLE = "重点项目调度"
WHEELHOUSE, SUMS = "wheelhouse", "清单.sha256"
LEFT_OUT = ("tests/", "bench/", ".ci/", "requirements-dev.lock")  # what only the makers of the program need
DATED = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Member:
    """A file of the archive: its bytes, or where they lie; ``runs``: it may be started."""

    data: bytes | Path
    runs: bool = False

    def read(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else self.data.read_bytes()


def program(root: Path) -> dict[str, Member]:
    """The files of the last commit, as committed: nothing that lies about in the folder, no local change."""
    done = subprocess.run(["git", "-C", str(root), "archive", "--format=tar", "HEAD"], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        return {member.name: _member(tar, member) for member in tar if member.isfile() and _goes(member.name)}


def _goes(name: str) -> bool:
    return not name.startswith(LEFT_OUT)


def _member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Member:
    held = tar.extractfile(member)
    return Member(held.read() if held else b"", bool(member.mode & 0o100))


def changed(root: Path) -> list[str]:
    """What differs from the last commit or is not in it, a line each."""
    done = subprocess.run(["git", "-C", str(root), "status", "--porcelain"], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def named(members: Mapping[str, Member]) -> str:
    """重点项目调度-0.1.0: how the archive and its one folder are called."""
    return f"{TITLE}-{tomllib.loads(members['pyproject.toml'].read().decode())['project']['version']}"


def archive(place: Path, folder: str, members: Mapping[str, Member]) -> str:
    """Write the members below one folder, with the list of their hashes; returns the archive's sha256."""
    temporary = place.with_name(f".{place.name}.tmp")
    sums = []
    with zipfile.ZipFile(temporary, "w") as file:
        for name, member in sorted(members.items()):
            data = member.read()
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
            _put(file, f"{folder}/{name}", data, runs=member.runs)
        _put(file, f"{folder}/{SUMS}", "".join(sums).encode())
    temporary.replace(place)
    with place.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _put(file: zipfile.ZipFile, name: str, data: bytes, *, runs: bool = False) -> None:
    info = zipfile.ZipInfo(name, DATED)
    info.create_system = 3
    info.external_attr = (0o100755 if runs else 0o100644) << 16
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
    file.writestr(info, data)


def build(root: Path, dist: Path, machines: Sequence[str], pythons: Sequence[str]) -> Path:
    """The archive of the last commit in ``dist``, with the wheels of the machines and Pythons that are asked for."""
    members = program(root)
    lock = members["requirements.lock"].read().decode()
    chosen = [machine for machine in MACHINES if machine.name in machines]
    asked = {f"{machine.name}-{python}" for machine in chosen for python in pythons}
    store = fetch(lock, dist / "wheels", chosen, pythons)
    found = {name: path for part in sorted(asked) for name, path in wheels(store / part, hashes(lock)).items()}
    packed = {f"{WHEELHOUSE}/{name}": Member(path) for name, path in found.items()}
    place = dist / f"{named(members)}.zip"
    digest = archive(place, place.stem, {**members, **packed})
    place.with_suffix(".zip.sha256").write_text(f"{digest}  {place.name}\n", encoding="utf-8")
    return place


def main(words: Sequence[str]) -> int:
    names = [machine.name for machine in MACHINES]
    parser = argparse.ArgumentParser(
        prog="make kit", description="打一个不联网也能装的包：程序、示例数据、各平台的依赖。"
    )
    parser.add_argument("--machine", action="append", choices=names, help="只为这种机器（可多次）；不写则全部")
    parser.add_argument("--python", action="append", help=f"只为这个 Python（可多次）；不写则 {'、'.join(PYTHONS)}")
    asked = parser.parse_args(words)
    try:
        place = build(ROOT, ROOT / "dist", asked.machine or names, asked.python or PYTHONS)
    except (Unavailable, OSError, subprocess.CalledProcessError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    print("\n".join(_told(place)))
    return 0


def _told(place: Path) -> Iterator[str]:
    if lines := changed(ROOT):
        yield f"提示：有{len(lines)}处改动没有提交，包里是最近一次提交的内容。"
    with zipfile.ZipFile(place) as file:
        packed = [name for name in file.namelist() if name.endswith(".whl")]
        size = f"{place.stat().st_size / 2**20:.0f} MiB"
        yield f"{place}：{size}，{len(file.namelist())} 个文件，其中依赖包 {len(packed)} 个"
    yield f"校验：{place.name}.sha256；包内另有 {SUMS}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
