"""The files of a run on a period come in; they go to output/<period>/ with the manifest of what stands there.

A document or workbook that somebody has changed since it was written there is kept beside the new one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from pipeline.model import PipelineError
from pipeline.publish import disk
from pipeline.publish.journal import MANIFEST
from pipeline.publish.publication import Publication
from pipeline.publish.records import Manifest, with_outputs
from pipeline.rules.mishap import said

EDITABLE = (".docx", ".xlsx", ".xls")  # what people open to write in it


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Desk:
    """The folder ``output/<period>/`` where the office finds its files."""

    def __init__(self, output: Path, period: str) -> None:
        self._output, self._period = output, period
        self.folder = output / period

    def former(self) -> list[dict[str, Any]]:
        """What earlier runs made and is still here, as the manifest lists it."""
        try:
            manifest = json.loads((self.folder / MANIFEST).read_bytes())
            return [row for row in manifest["outputs"] if _is_output(row) and self._place(row["path"]).is_file()]
        except (OSError, ValueError, KeyError, TypeError, PipelineError):
            return []

    def lay(
        self,
        publication: Publication,
        files: Mapping[str, bytes],
        manifest: Manifest,
        *,
        swept: str = "",
        superseded: Iterable[str] = (),
    ) -> dict[str, str]:
        """Give files and their manifest to a publication; returns those that somebody has changed, each with where it
        is kept. Files of former runs that are ``superseded``, or below ``swept`` and no longer hold, go, unless
        somebody has changed them."""
        made = {path: sha256(data) for path, data in files.items()}
        old = {*superseded, *(manifest.outdated(made, swept) if swept else ())} - {*made}
        gone = {path for path in old if self._untouched(path, manifest)}
        spared = self._spare(publication, files)
        self._give(publication, {**files, MANIFEST: manifest.without(gone).as_json(made)})
        for path in sorted(gone):
            publication.remove(f"{self._period}/{path}")
        return spared

    def put(self, files: Mapping[str, bytes], manifest: Manifest, *, swept: str = "") -> list[Path]:
        """Lay files and let them take their places at once."""
        publication = Publication(self._output)
        self.lay(publication, files, manifest, swept=swept)
        return _published(publication)

    def add(self, files: Mapping[str, bytes], run: str) -> list[Path]:
        """Lay files beside those of the last run, and list them in its manifest, if there is one; its status and its
        other files stay as they are."""
        made = {path: sha256(data) for path, data in files.items()}
        publication = Publication(self._output)
        self._spare(publication, {path: data for path, data in files.items() if path in self._written()})
        self._give(publication, {**files, **self._listed(made, run)})
        return _published(publication)

    def lay_status(self, publication: Publication, status: str) -> None:
        """The manifest that stands, if there is one, with another status."""
        try:
            manifest = json.loads((self.folder / MANIFEST).read_bytes())
            self._give(publication, {MANIFEST: with_outputs(manifest | {"status": status}, {}, "")})
        except (OSError, ValueError, KeyError, TypeError):
            return

    def _spare(self, publication: Publication, files: Mapping[str, bytes]) -> dict[str, str]:
        """Keep a copy of every file that is about to be replaced and is not as the program wrote it."""
        written, spared = self._written(), {}
        for path in (path for path in files if path.endswith(EDITABLE)):
            data = self._held(path)
            if data is not None and sha256(data) not in (written.get(path), sha256(files[path])):
                spared[path] = next(copy for copy in _copies(path) if self._held(copy) in (None, data))
                publication.put(f"{self._period}/{spared[path]}", data)
        return spared

    def _written(self) -> dict[str, str]:
        return {row["path"]: row["sha256"] for row in self.former()}

    def _held(self, path: str) -> bytes | None:
        place = self._place(path)
        try:
            return place.read_bytes() if place.is_file() else None
        except OSError as error:
            raise PipelineError(f"无法读取 {place}：{said(error)}。") from None

    def _give(self, publication: Publication, files: Mapping[str, bytes]) -> None:
        for path, data in files.items():
            publication.put(f"{self._period}/{path}", data)

    def _listed(self, made: Mapping[str, str], run: str) -> dict[str, bytes]:
        try:
            return {MANIFEST: with_outputs(json.loads((self.folder / MANIFEST).read_bytes()), made, run)}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _untouched(self, path: str, manifest: Manifest) -> bool:
        """Whether a file is still as the program wrote it."""
        try:
            return sha256(self._place(path).read_bytes()) == manifest.written(path)
        except OSError:
            return False

    def _place(self, path: str) -> Path:
        return disk.placed(self._output, f"{self._period}/{path}")


def _copies(path: str) -> Iterator[str]:
    """调度通报（人工改动）.docx, 调度通报（人工改动2）.docx, …"""
    stem, dot, ending = path.rpartition(".")
    return (f"{stem}（人工改动{number if number > 1 else ''}）{dot}{ending}" for number in count(1))


def _published(publication: Publication) -> list[Path]:
    publication.stage()
    return publication.release()


def _is_output(row: Any) -> bool:
    keys = ("path", "sha256", "run")
    return isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys)
