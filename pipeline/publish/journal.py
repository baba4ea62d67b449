"""What a publication is about to do, written down before it is committed, so that the next start can complete it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import PipelineError
from pipeline.publish import disk
from pipeline.rules.mishap import said

NAME = f".发布{disk.SUFFIX}"
MANIFEST = "manifest.json"
LEFT = (f".*{disk.SUFFIX}", f".*{disk.SUFFIX}-*")  # files of a killed run, and what SQLite lays beside its copies


@dataclass(frozen=True)
class Journal:
    """Files that are to take their places, each frozen or not, and files to go; ``token`` tells whether the ledger
    has committed to it, "" that it needs none."""

    token: str
    moves: tuple[tuple[str, bool], ...]
    gone: tuple[str, ...]

    def write(self, output: Path) -> None:
        told = {"token": self.token, "moves": self.moves, "gone": self.gone}
        disk.write(output / NAME, json.dumps(told, ensure_ascii=False).encode())
        disk.flush(output)

    def forward(self, output: Path) -> list[Path]:
        """Do what is written and not yet done, manifests last; returns the places of the files. Raises OSError."""
        moved = [self._move(output, path, frozen) for path, frozen in self._ordered(manifests=False)]
        for path in self.gone:
            disk.remove(disk.placed(output, path), output.resolve())
        moved += [self._move(output, path, frozen) for path, frozen in self._ordered(manifests=True)]
        for folder in self.folders(output):
            disk.flush(folder)
        drop(output)
        return moved

    def folders(self, output: Path) -> set[Path]:
        """Every folder in which a name changes, up to the output folder."""
        paths = (*(path for path, _ in self.moves), *self.gone)
        places = (disk.placed(output, path) for path in paths)
        root = output.resolve()
        return {folder for place in places for folder in place.parents if folder.is_relative_to(root)}

    def _ordered(self, *, manifests: bool) -> Iterator[tuple[str, bool]]:
        return ((path, frozen) for path, frozen in self.moves if path.endswith(f"/{MANIFEST}") is manifests)

    def _move(self, output: Path, path: str, frozen: bool) -> Path:
        place = disk.placed(output, path)
        disk.move(place, frozen)
        return place


def found(output: Path) -> Journal | None:
    """The journal of a publication that did not end, None where there is none or it was not written whole: then
    nothing was committed to it."""
    try:
        told = json.loads((output / NAME).read_bytes())
        moves = tuple((str(path), bool(frozen)) for path, frozen in told["moves"])
        journal = Journal(str(told["token"]), moves, tuple(map(str, told["gone"])))
        journal.folders(output)
        return journal
    except (OSError, ValueError, KeyError, TypeError, PipelineError):
        return None


def drop(output: Path) -> None:
    (output / NAME).unlink(missing_ok=True)
    disk.flush(output)


def recover(output: Path, committed: Callable[[str], bool]) -> list[str]:
    """At the start of a run, alone: complete the publication that a killed run was committed to, clear what one that
    was not has left. Returns a sentence on each. Raises PipelineError."""
    journal = found(output)
    told = []
    try:
        if journal and (not journal.token or committed(journal.token)):
            told = [f"上次运行中断，现已补完：{path.name}" for path in journal.forward(output)]
        for left in [place for pattern in LEFT for place in output.rglob(pattern)] if output.is_dir() else ():
            left.unlink(missing_ok=True)
    except OSError as error:
        raise PipelineError(unfinished(error)) from None
    return told


def unfinished(error: OSError) -> str:
    """What is said of files that are written and could not take their places."""
    place = error.filename2 or error.filename or ""
    hint = "（如已在 Word 或 WPS 中打开，请先关闭）" if isinstance(error, PermissionError) else ""
    return f"无法换上新文件 {place}：{said(error)}{hint}。新旧文件都完整，处理后再运行一次，会自动补完。"
