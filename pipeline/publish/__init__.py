"""Finished bytes → the office's desk: each file whole or not at all, and a manifest of what stands there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from pipeline.model import PipelineError
from pipeline.publish.records import Manifest, decimal_text, figures_json, findings_json, with_outputs

__all__ = ["Desk", "Manifest", "decimal_text", "figures_json", "findings_json", "locked"]

WAIT_SECONDS = 30
SUFFIX = ".tmp"
LOCK = ".lock"
MANIFEST = "manifest.json"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """One run at a time in an output folder; the second waits, then is told."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / LOCK)
        lock.acquire(timeout=WAIT_SECONDS)
    except Timeout:
        raise PipelineError(f"另一个任务正在使用 {output}，请稍后再试。") from None
    except OSError as error:
        raise PipelineError(f"无法写入 {output}：{error.strerror or error}") from None
    try:
        yield
    finally:
        _unlock(lock, output / LOCK)


def _unlock(lock: BaseFileLock, path: Path) -> None:
    """Let the next run in and leave no lock file: unlinked while it is still held, for one who waits for a file that
    is gone tries again; Windows cannot unlink an open file, and removes it when it closes."""
    if os.name == "posix":
        path.unlink(missing_ok=True)
    lock.release()


class Desk:
    """The folder ``output/<period>/`` where the office finds its files."""

    def __init__(self, output: Path, period: str) -> None:
        self.folder = output / period
        with _told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for left in self.folder.rglob(f".*{SUFFIX}"):
                left.unlink()

    def former(self) -> list[dict[str, Any]]:
        """What earlier runs made and is still here, as the manifest lists it."""
        try:
            manifest = json.loads((self.folder / MANIFEST).read_bytes())
            return [row for row in manifest["outputs"] if _is_output(row) and self._place(row["path"]).is_file()]
        except (OSError, ValueError, KeyError, TypeError, PipelineError):
            return []

    def put(self, files: Mapping[str, bytes], manifest: Manifest, *, swept: str = "") -> list[Path]:
        """Write every file beside its place, then move all into place, the manifest last.

        Files of former runs below ``swept`` that no longer hold go, unless somebody has changed them."""
        made = {path: sha256(data) for path, data in files.items()}
        gone = {path for path in manifest.outdated(made, swept) if self._untouched(path, manifest)} if swept else set()
        return self._write({**files, MANIFEST: manifest.without(gone).as_json(made)}, gone)

    def add(self, files: Mapping[str, bytes], run: str) -> list[Path]:
        """Lay files beside those of the last run, and list them in its manifest, if there is one; its status and its
        other files stay as they are."""
        made = {path: sha256(data) for path, data in files.items()}
        return self._write({**files, **self._listed(made, run)})

    def _listed(self, made: Mapping[str, str], run: str) -> dict[str, bytes]:
        try:
            return {MANIFEST: with_outputs(json.loads((self.folder / MANIFEST).read_bytes()), made, run)}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _write(self, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> list[Path]:
        """Lay the files, and sweep those that are ``gone`` just before the manifest that no longer lists them."""
        places = {self._place(path): data for path, data in files.items()}
        with _told(self.folder):
            staged = {place: self._stage(place, data) for place, data in places.items()}
            for place, temporary in staged.items():
                if place.name == MANIFEST:
                    self._sweep(gone)
                temporary.replace(place)
        return list(staged)

    def _untouched(self, path: str, manifest: Manifest) -> bool:
        """Whether a file is still as the program wrote it."""
        try:
            return sha256(self._place(path).read_bytes()) == manifest.written(path)
        except OSError:
            return False

    def _sweep(self, gone: Iterable[str]) -> None:
        """Remove files, and the folders below ours that this empties."""
        for place in map(self._place, sorted(gone)):
            place.unlink(missing_ok=True)
            for folder in place.parents:
                if folder == self.folder.resolve() or any(folder.iterdir()):
                    break
                folder.rmdir()

    def _place(self, path: str) -> Path:
        place = (self.folder / path).resolve()
        if place.is_dir() or not place.is_relative_to(self.folder.resolve()):
            raise PipelineError(f"不能以“{path}”为文件名：它越出了输出文件夹，或已有同名文件夹。")
        return place

    def _stage(self, place: Path, data: bytes) -> Path:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f".{place.name}{SUFFIX}")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return temporary


def _is_output(row: Any) -> bool:
    keys = ("path", "sha256", "run")
    return isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        for left in folder.rglob(f".*{SUFFIX}"):
            left.unlink(missing_ok=True)
        raise PipelineError(
            f"无法写入 {folder}：{error.strerror or error}，原有的文件都还完整，请处理后重做。"
        ) from None
