"""One run at a time, in an output folder and on a ledger."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from pipeline.model import PipelineError
from pipeline.publish import locked, locking


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_lock_leaves_no_file_behind_even_when_the_run_fails(tmp_path: Path) -> None:
    with locked(tmp_path / "output"):
        assert files(tmp_path) == {"output/.lock"}
    with pytest.raises(ValueError), locked(tmp_path / "output"):
        raise ValueError
    assert files(tmp_path) == set()


@pytest.mark.skipif(os.name != "posix", reason="Windows 由系统删除")
def test_on_a_disk_that_became_read_only_the_reason_of_the_run_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, **_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    with pytest.raises(PipelineError, match="该位置只读"), locked(tmp_path):
        monkeypatch.setattr(Path, "unlink", refused)
        raise PipelineError("该位置只读")
    monkeypatch.undo()
    with locked(tmp_path):
        assert (tmp_path / ".lock").exists()
    assert files(tmp_path) == set()


def test_a_second_run_waits_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.2)
    with locked(tmp_path), pytest.raises(PipelineError, match="另一个任务正在使用"), locked(tmp_path):
        pass
    with locked(tmp_path):
        assert (tmp_path / ".lock").exists()


def test_one_at_a_time_though_each_removes_the_lock_file(tmp_path: Path) -> None:
    inside, most = [], []

    def work() -> None:
        for _ in range(20):
            with locked(tmp_path):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1 and len(most) == 120 and files(tmp_path) == set()


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite"])
def test_two_output_folders_of_one_ledger_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.2)
    url = f"{scheme}:///{tmp_path}/台账/ledger.sqlite"
    with locked(tmp_path / "甲", url):
        with pytest.raises(PipelineError, match="正在使用 台账库"), locked(tmp_path / "乙", url):
            pass
        with locked(tmp_path / "乙", f"sqlite:///{tmp_path}/other.sqlite"):
            pass
    assert files(tmp_path) == set()


@pytest.mark.parametrize("url", ["postgresql://h/x", "sqlite://", "sqlite:///:memory:", "???"])
def test_a_ledger_without_a_file_needs_no_lock_of_its_own(tmp_path: Path, url: str) -> None:
    with locked(tmp_path, url):
        assert files(tmp_path) == {".lock"}
