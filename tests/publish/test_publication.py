"""The files of one run take their places together, whatever fails in between."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import PipelineError
from pipeline.publish import Publication, disk, recover

OLD = {"2026-05/调度通报.docx": b"old", "2026-05/manifest.json": b"old", "2026-05/退回/甲.xlsx": b"old"}
NEW = {"2026-05/调度通报.docx": b"new", "2026-05/manifest.json": b"new", "2026-05/督办通知单/甲.docx": b"new"}
FROZEN = "印发/2026-05/调度通报.docx"
DONE = {**NEW, FROZEN: b"frozen"}
TOKEN = "a1"


def yes(_: str) -> bool:
    return True


def no(_: str) -> bool:
    return False


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for path, data in OLD.items():
        (tmp_path / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / path).write_bytes(data)
    return tmp_path / "output"


def publication(output: Path) -> Publication:
    made = Publication(output, TOKEN)
    for path, data in NEW.items():
        made.put(path, data)
    made.put(FROZEN, b"frozen", frozen=True)
    made.remove("2026-05/退回/甲.xlsx")
    return made


def test_staged_files_change_nothing_until_they_are_released(output: Path) -> None:
    made = publication(output)
    made.stage()
    assert {path: data for path, data in contents(output).items() if not path.endswith(".tmp")} == OLD
    places = made.release()
    assert contents(output) == DONE and not (output / "2026-05/退回").exists()
    assert places[-1].name == "manifest.json" and set(places) == {output / path for path in DONE}


def test_a_frozen_file_can_be_read_and_not_written(output: Path) -> None:
    made = publication(output)
    made.stage()
    made.release()
    assert stat.S_IMODE((output / FROZEN).stat().st_mode) == 0o444
    with pytest.raises(PipelineError, match="已定稿"):
        Publication(output).put(FROZEN, b"other")
    again = Publication(output)
    again.put(FROZEN, b"frozen", frozen=True)
    again.stage()
    assert again.release() == [] and contents(output) == DONE


def test_a_frozen_file_goes_when_it_is_removed(output: Path) -> None:
    made = publication(output)
    made.stage()
    made.release()
    void = Publication(output)
    void.put("作废/调度通报.docx", b"frozen", frozen=True)
    void.remove(FROZEN)
    void.stage()
    void.release()
    assert not (output / FROZEN).exists() and (output / "作废/调度通报.docx").read_bytes() == b"frozen"
    assert (output / "印发").is_dir() and not (output / "印发/2026-05").exists()


HOSTILE = [
    "../x.docx", "/etc/x.docx", "2026-05/../../x", "2026-05/../x", "..", ".", "", "2026-05//x", "2026-05/", "2026-05",
    "2026-05/C:x", "2026-05\\..\\x", "CON", "2026-05/nul.docx", "2026-05/x.", "2026-05/x ", "2026-05/a\nb", "a\x00b",
    "2026-05/\u202excod.exe", "连接/x.docx", "2026-05/连接/x.docx",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_a_path_that_leads_elsewhere_is_refused(output: Path, path: str) -> None:
    for link in (output / "连接", output / "2026-05" / "连接"):
        link.symlink_to(output.parent, target_is_directory=True)
    for offer in (Publication(output).remove, lambda path: Publication(output).put(path, b"")):
        with pytest.raises(PipelineError, match="文件名"):
            offer(path)


def test_a_link_in_a_files_place_is_replaced_and_not_followed(output: Path) -> None:
    (output.parent / "secret").write_bytes(b"secret")
    (output / "2026-05/调度通报.docx").unlink()
    (output / "2026-05/调度通报.docx").symlink_to(output.parent / "secret")
    made = publication(output)
    made.stage()
    made.release()
    assert (output.parent / "secret").read_bytes() == b"secret"
    assert (output / "2026-05/调度通报.docx").read_bytes() == b"new"


class Full:
    """Every call by which bytes and names reach the disk; one of them, counted from 1, finds the disk full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails_at: int = 0) -> None:
        self.calls, self._fails_at = 0, fails_at
        for name in ("fsync", "replace", "rename", "chmod", "unlink", "mkdir", "rmdir"):
            monkeypatch.setattr(os, name, self._counted(getattr(os, name)))
        monkeypatch.setattr(io, "open", self._counted(io.open, lambda mode="r", *_, **__: "w" in mode))

    def _counted(self, real: Callable[..., Any], counts: Callable[..., bool] = lambda *_, **__: True) -> Any:
        def call(first: Any, *rest: Any, **named: Any) -> Any:
            if counts(*rest, **named):
                self.calls += 1
                if self.calls == self._fails_at:
                    raise OSError(28, "No space left on device", str(first))
            return real(first, *rest, **named)

        return call


def steps(folder: Path) -> int:
    """How many calls a publication makes."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        full = Full(monkeypatch)
        made = publication(folder)
        made.stage()
        made.release()
        return full.calls


def test_a_disk_that_is_full_at_any_step_leaves_the_old_files_or_completes_the_new_ones(tmp_path: Path) -> None:
    last = 0
    for step in range(1, steps(tmp_path / "counted") + 1):
        output = tmp_path / f"output{step}"
        for path, data in OLD.items():
            disk.write(output / path, data)
        with pytest.MonkeyPatch.context() as monkeypatch:
            Full(monkeypatch, step)
            committed = published(output)
        assert whole(output)
        recover(output, yes if committed else no)
        assert contents(output) == (DONE if committed else OLD), step
        last = step
    assert last > 20


def published(output: Path) -> bool:
    """Publish on a disk that fails; whether the run came to its commit. The sentence says what to do."""
    made = publication(output)
    try:
        made.stage()
    except PipelineError as error:
        assert "磁盘已满，原有的文件都还完整" in str(error) and not list(output.rglob(".*.tmp"))[1:]
        return False
    try:
        made.release()
    except PipelineError as error:
        assert "磁盘已满" in str(error) and "自动补完" in str(error)
    return True


def whole(output: Path) -> bool:
    seen = {path: data for path, data in contents(output).items() if not path.endswith(".tmp")}
    return all(data in (OLD.get(path), DONE.get(path)) for path, data in seen.items())


SMALL = """
import resource, sys
from pathlib import Path
from pipeline.publish import Desk, Manifest, Publication
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
made = Publication(Path(sys.argv[1]), "a1")
made.put("2026-05/调度通报.docx", b"n" * 999)
made.put("2026-05/底稿.xlsx", b"n" * 1001)
made.stage()
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_file_that_does_not_fit_leaves_the_old_ones_whole(output: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SMALL, str(output)], capture_output=True, text=True, check=False)
    assert "PipelineError: 无法写入" in done.stderr and contents(output) == OLD


def test_a_committed_publication_is_completed_at_the_next_start(output: Path) -> None:
    publication(output).stage()
    told = recover(output, lambda token: token == TOKEN)
    assert contents(output) == DONE and "上次运行中断，现已补完：调度通报.docx" in told
    assert stat.S_IMODE((output / FROZEN).stat().st_mode) == 0o444
    assert recover(output, yes) == []


def test_what_was_not_committed_is_cleared_at_the_next_start(output: Path) -> None:
    publication(output).stage()
    (output / "2026-05" / ".另一份.docx.tmp").write_bytes(b"half")
    (output / "2026-05" / ".副本.sqlite.tmp-journal").write_bytes(b"half")
    assert recover(output, no) == [] and contents(output) == OLD


JOURNALS = [
    b"", b"{", b"[]", b"null", b'{"token": "a1"}', b'{"token": "a1", "moves": 5, "gone": []}', b"\xff\xfe",
    b'{"token": "a1", "moves": [["../secret", false]], "gone": []}',
    b'{"token": "a1", "moves": [], "gone": ["../secret"]}',
    '{"token": "a1", "moves": [["2026-05/连接/secret", false]], "gone": ["2026-05/连接/secret"]}'.encode(),
]  # fmt: skip


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_journal_that_is_torn_or_forged_is_none(output: Path, journal: bytes) -> None:
    (output.parent / "secret").write_bytes(b"secret")
    (output.parent / ".secret.tmp").write_bytes(b"other")
    (output / "2026-05/连接").symlink_to(output.parent, target_is_directory=True)
    (output / ".发布.tmp").write_bytes(journal)
    assert recover(output, yes) == []
    assert (output.parent / "secret").read_bytes() == b"secret" and (output.parent / ".secret.tmp").exists()
    assert not (output / ".发布.tmp").exists()


@pytest.fixture
def held_open(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As on Windows: a file cannot be replaced while another program holds it open; the list counts how often yet."""
    real, left = os.replace, [0]

    def replace(source: Any, target: Any, **_: Any) -> None:
        if str(target).endswith("2026-05/调度通报.docx") and left[0] > 0:
            left[0] -= 1
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(disk, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(os, "rename", replace)
    return left


def test_a_file_that_is_open_for_a_moment_is_waited_for(output: Path, held_open: list[int]) -> None:
    made = publication(output)
    made.stage()
    held_open[0] = 2
    made.release()
    assert contents(output) == DONE


def test_a_file_that_stays_open_is_named_and_replaced_at_the_next_start(output: Path, held_open: list[int]) -> None:
    made = publication(output)
    made.stage()
    held_open[0] = 99
    for attempt in (made.release, lambda: recover(output, yes)):
        with pytest.raises(PipelineError, match=r"调度通报.docx.*Word.*自动补完"):
            attempt()
    assert contents(output)["2026-05/调度通报.docx"] == b"old"
    with pytest.raises(PipelineError, match="还没有补完"):
        publication(output).stage()
    held_open[0] = 0
    recover(output, yes)
    assert contents(output) == DONE


def test_a_run_that_fails_before_its_commit_leaves_nothing_and_after_it_everything(output: Path) -> None:
    for committed in (no, yes):
        made = publication(output)
        with pytest.raises(ValueError), made.completing(committed):
            made.stage()
            raise ValueError
        assert (".发布.tmp" in contents(output)) == committed(TOKEN)
        recover(output, committed)
    assert contents(output) == DONE


def test_a_run_that_commits_gets_the_places_of_its_files(output: Path) -> None:
    made = publication(output)
    with made.completing(yes) as places:
        made.stage()
    assert len(places) == len(DONE) and contents(output) == DONE
