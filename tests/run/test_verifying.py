"""verify: every file and the audit recomputed, what was touched named."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import PipelineError
from pipeline.run.verifying import verify
from tests.nobody import public_folder, read_only
from tests.run.life import desk, faults, frozen, issued, made, request


@pytest.mark.skipif(os.name != "posix", reason="只读属性的改法不同")
def test_verify_names_the_file_of_which_one_byte_was_changed(tmp_path: Path) -> None:
    issued(made(tmp_path))
    assert faults(tmp_path) == ()
    place = frozen(tmp_path)
    place.chmod(0o644)
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    (fault,) = faults(tmp_path)
    assert "示推办〔2026〕1号印发后被改动过" in fault and str(place) in fault


def test_what_may_only_be_read_can_be_verified_and_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with public_folder() as folder:
        issued(made(folder))
        with read_only(folder / "output"):
            assert faults(folder) == ()
        elsewhere = replace(request(folder), output=tmp_path / "typo", ledger=f"sqlite:///{tmp_path}/typo/x.sqlite")
        with pytest.raises(PipelineError, match=r"没有台账库.*--output"):
            verify(elsewhere)
    assert not (tmp_path / "typo").exists()


def test_verify_sees_a_missing_file_a_stranger_and_a_desk_file_that_was_edited(tmp_path: Path) -> None:
    issued(made(tmp_path))
    frozen(tmp_path).rename(tmp_path / "output/印发/2026-05/别名.docx")
    desk(tmp_path, "figures.json").write_text("{}")
    told = "".join(faults(tmp_path))
    assert (
        "调度通报.docx 不见了" in told
        and "别名.docx 不是本程序印发的文件" in told
        and "figures.json 成文后被改动过" in told
    )
