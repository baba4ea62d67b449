"""Bytes on disk: whole or not at all, and nothing left lying about."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import PipelineError
from pipeline.publish import Desk, Manifest, locked, recover
from tests.nobody import public_folder, read_only

OLD, NEW = {"调度通报.docx": b"old", "底稿.xlsx": b"old"}, {"调度通报.docx": b"new", "底稿.xlsx": b"new"}


def manifest(desk: Desk, run: str = "bulletin-a1") -> Manifest:
    return Manifest("2026-05", "made", run, [], {}, {}, {}, {}, desk.former())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "output", "2026-05")
    made.put(OLD, manifest(made))
    return made


def test_files_and_manifest_are_put_and_nothing_temporary_is_left(desk: Desk) -> None:
    desk.put({"督办通知单/城关街道.docx": b"x"}, manifest(desk, "supervision-a1"))
    found = contents(desk.folder)
    assert set(found) == {"调度通报.docx", "底稿.xlsx", "督办通知单/城关街道.docx", "manifest.json"}
    listed = json.loads(found["manifest.json"])["outputs"]
    assert [row["path"] for row in listed] == ["底稿.xlsx", "督办通知单/城关街道.docx", "调度通报.docx"]
    assert not any(row["stale"] for row in listed)


def test_what_somebody_changed_is_kept_beside_the_new_file_and_never_lost(desk: Desk) -> None:
    (desk.folder / "调度通报.docx").write_bytes(b"edited")
    desk.put(NEW, manifest(desk))
    assert contents(desk.folder) | {"manifest.json": b""} == {
        **NEW,
        "调度通报（人工改动）.docx": b"edited",
        "manifest.json": b"",
    }
    (desk.folder / "调度通报.docx").write_bytes(b"edited again")
    desk.put(OLD, manifest(desk))
    desk.put(NEW, manifest(desk))
    found = contents(desk.folder)
    assert found["调度通报（人工改动2）.docx"] == b"edited again" and len(found) == 5


def test_what_the_program_wrote_is_replaced_without_a_copy(desk: Desk) -> None:
    desk.put(NEW, manifest(desk))
    desk.add({"空白表/城关街道.xlsx": b"1"}, "forms")
    desk.add({"空白表/城关街道.xlsx": b"2"}, "forms")
    assert len(contents(desk.folder)) == 4


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_write_that_fails_leaves_the_earlier_files_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    before, calls = contents(desk.folder), []

    def full(_fd: int) -> None:
        calls.append(_fd)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PipelineError, match="磁盘已满"):
        desk.put(NEW, manifest(desk))
    assert contents(desk.folder) == before


@pytest.mark.parametrize(
    "path", ["../x.docx", "/etc/x.docx", "a/../../x.docx", "..", ".", "", "../2026-05-other/x.docx", "目录"]
)
def test_a_path_out_of_the_folder_or_onto_a_folder_is_refused_before_anything_is_written(desk: Desk, path: str) -> None:
    (desk.folder / "目录").mkdir()
    before = contents(desk.folder.parent)
    with pytest.raises(PipelineError, match="文件名"):
        desk.put({"调度通报.docx": b"new", path: b"x"}, manifest(desk))
    assert contents(desk.folder.parent) == before


def test_what_a_killed_run_left_is_cleared_at_the_next_start(desk: Desk) -> None:
    (desk.folder / "退回").mkdir()
    (desk.folder / "退回" / ".甲.xlsx.tmp").write_bytes(b"half")
    (desk.folder / ".调度通报.docx.tmp").write_bytes(b"half")
    before = {path: data for path, data in contents(desk.folder).items() if not path.endswith(".tmp")}
    recover(desk.folder.parent, lambda _: False)
    assert contents(desk.folder) == before


def test_former_outputs_are_those_still_there(desk: Desk) -> None:
    (desk.folder / "底稿.xlsx").unlink()
    assert [row["path"] for row in desk.former()] == ["调度通报.docx"]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "{}", '{"outputs": 5}', '{"outputs": [5]}', '{"outputs": [{"path": "调度通报.docx"}]}',
        '{"outputs": [{"path": "../../x", "run": "a", "sha256": "b"}]}',
        '{"outputs": [{"path": 5, "run": "a", "sha256": "b"}]}',
    ],
)  # fmt: skip
def test_a_manifest_that_was_tampered_with_counts_as_none(desk: Desk, text: str) -> None:
    (desk.folder / "manifest.json").write_text(text, "utf-8")
    assert desk.former() == []
    desk.put(NEW, manifest(desk))
    assert contents(desk.folder)["调度通报.docx"] == b"new"


def test_a_file_in_the_folders_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"")
    with pytest.raises(PipelineError, match="无法写入"), locked(tmp_path / "output"):
        pass
    with pytest.raises(PipelineError, match="无法写入"):
        Desk(tmp_path / "output", "2026-05").add(NEW, "a")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder_is_a_sentence() -> None:
    with public_folder() as folder, read_only(folder):
        with pytest.raises(PipelineError, match="无法写入"), locked(folder):
            pass
        with pytest.raises(PipelineError, match="无法写入"):
            Desk(folder, "2026-05").add(NEW, "a")


def test_a_file_added_later_is_listed_and_changes_nothing_else_of_the_manifest(desk: Desk) -> None:
    before = json.loads(contents(desk.folder)["manifest.json"])
    desk.add({"更改对比.xlsx": b"3"}, "diff-1-2")
    after = json.loads(contents(desk.folder)["manifest.json"])
    (row,) = (row for row in after["outputs"] if row not in before["outputs"])
    assert (row["path"], row["run"], row["stale"]) == ("更改对比.xlsx", "diff-1-2", False)
    assert {**after, "outputs": [one for one in after["outputs"] if one != row]} == before


def test_a_file_is_added_though_no_manifest_stands_there(tmp_path: Path) -> None:
    Desk(tmp_path, "2026-05").add({"丙.xlsx": b"3"}, "diff-1-2")
    assert [path.name for path in (tmp_path / "2026-05").iterdir()] == ["丙.xlsx"]


RETURNED = {"退回/城关街道/城关.xlsx": b"old", "退回/城关街道/群通知.txt": b"old", "退回/柳渡镇/柳渡.xlsx": b"old"}


@pytest.fixture
def returned(desk: Desk) -> Desk:
    desk.put(RETURNED, manifest(desk, "check-a1"))
    return desk


def put(desk: Desk, files: dict[str, bytes], run: str, status: str = "checked") -> set[str]:
    """What lies in 退回/ after a run, which is also what the manifest lists of it."""
    desk.put(files, replace(manifest(desk, run), status=status), swept="退回/")
    listed = {row["path"] for row in json.loads(contents(desk.folder)["manifest.json"])["outputs"]}
    lying = {path for path in contents(desk.folder) if path.startswith("退回/")}
    assert {path for path in listed if path.startswith("退回/")} == lying
    return lying


def test_an_old_return_that_is_not_made_again_goes_with_its_folder(returned: Desk) -> None:
    kept = {"退回/柳渡镇/柳渡.xlsx": b"new"}
    assert put(returned, kept, "check-b2") == set(kept)
    assert not (returned.folder / "退回/城关街道").exists()
    assert contents(returned.folder)["调度通报.docx"] == b"old"


def test_a_return_that_a_person_changed_or_put_there_stays(returned: Desk) -> None:
    (returned.folder / "退回/城关街道/城关.xlsx").write_bytes(b"by hand")
    (returned.folder / "退回/柳渡镇/另附.docx").write_bytes(b"by hand")
    desk = Desk(returned.folder.parent, "2026-05")
    desk.put({}, replace(manifest(desk, "check-b2"), status="checked"), swept="退回/")
    left = {path: data for path, data in contents(desk.folder).items() if path.startswith("退回/")}
    assert left == {"退回/城关街道/城关.xlsx": b"by hand", "退回/柳渡镇/另附.docx": b"by hand"}


def test_a_run_that_makes_documents_keeps_the_returns_of_the_same_inputs_and_sweeps_older_ones(returned: Desk) -> None:
    assert put(returned, NEW, "bulletin-a1", "made") == set(RETURNED)
    assert put(returned, NEW, "bulletin-b2", "made") == set()


def test_a_run_that_fails_to_write_sweeps_nothing(returned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(returned.folder)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(PipelineError):
        put(returned, NEW, "check-b2")
    assert contents(returned.folder) == before
