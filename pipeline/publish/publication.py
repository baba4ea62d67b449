"""All files of one run come in; they take their places together, after the ledger has committed to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model import PipelineError
from pipeline.publish import disk, journal
from pipeline.publish.journal import Journal
from pipeline.rules.mishap import said


class Publication:
    """Files anywhere under output/: ``stage`` them, commit ``token`` to the ledger, then ``release`` them, best within
    ``completing``. What needs no ledger has no token."""

    def __init__(self, output: Path, token: str = "") -> None:
        self._output, self._token = output, token
        self._files: dict[str, tuple[bytes, bool]] = {}
        self._gone: dict[str, None] = {}

    def put(self, path: str, data: bytes, *, frozen: bool = False) -> None:
        """A file that is to stand at a path with ``/``; frozen files can be read and not written. Raises
        PipelineError for a path that leads elsewhere, and for a frozen file that says something else."""
        place = disk.placed(self._output, path)
        self._gone.pop(path, None)
        if disk.is_frozen(place):
            if place.read_bytes() != data:
                raise PipelineError(f"{place} 已定稿，是只读文件，不能覆盖；确需更换的，请先作废原文号。")
            return
        self._files[path] = (data, frozen)

    @property
    def pending(self) -> dict[str, bytes]:
        """What is to stand where, so far."""
        return {path: data for path, (data, _) in self._files.items()}

    def remove(self, path: str) -> None:
        """A file that is to go, frozen or not."""
        disk.placed(self._output, path)
        self._files.pop(path, None)
        self._gone[path] = None

    def stage(self) -> None:
        """Write every file beside its place, and what is to be done with them, down to the disk. Raises PipelineError
        with nothing changed."""
        if journal.found(self._output):
            raise PipelineError("上次中断的发布还没有补完，请重新运行一次。")
        try:
            for path, (data, _) in self._files.items():
                disk.write(disk.temporary(disk.placed(self._output, path)), data)
            for folder in self._plan.folders(self._output):
                disk.flush(folder)
            self._plan.write(self._output)
        except OSError as error:
            self.abandon()
            told = f"无法写入 {self._output}：{said(error)}"
            raise PipelineError(f"{told}，原有的文件都还完整，请处理后重做。") from None
        except BaseException:
            self.abandon()
            raise

    def release(self) -> list[Path]:
        """Let every staged file take its place, manifests last; returns the places. Raises PipelineError when one
        cannot: the next start completes it."""
        try:
            return self._plan.forward(self._output)
        except OSError as error:
            raise PipelineError(journal.unfinished(error)) from None

    @contextmanager
    def completing(self, committed: Callable[[str], bool]) -> Iterator[list[Path]]:
        """Within, the files are staged and the ledger commits; then they take their places, which are listed. Where
        the ledger has not committed, nothing is left of them."""
        made: list[Path] = []
        try:
            yield made
        except BaseException:
            if not committed(self._token):
                self.abandon()
            raise
        made += self.release()

    def abandon(self) -> None:
        """Forget what was staged; what cannot be removed now goes at the next start."""
        left = [disk.temporary(disk.placed(self._output, path)) for path in self._files]
        for place in (self._output / journal.NAME, *left):
            try:
                place.unlink(missing_ok=True)
            except OSError:
                continue

    @property
    def _plan(self) -> Journal:
        moves = tuple((path, frozen) for path, (_, frozen) in self._files.items())
        return Journal(self._token, moves, tuple(self._gone))
