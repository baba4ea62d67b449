"""What was slow to make is found again by what it was made of, and only where nobody else can write."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.rules import recall
from pipeline.rules.recall import keep, recalled

BYTES = (b"words", b"carrier")
MADE = ([("甲", 1, b"\0")], compile("1 + 1", "<template>", "eval"))


@pytest.fixture(autouse=True)
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_the_same_bytes_bring_it_back_and_no_others(tmp_path: Path) -> None:
    keep(tmp_path, "template", BYTES, MADE)
    assert recalled(tmp_path, "template", BYTES) == MADE
    for other in ((b"words", b"Carrier"), (b"wordscarrier",), (b"word", b"scarrier")):
        assert recalled(tmp_path, "template", other) is None
    assert recalled(tmp_path, "page", BYTES) is None


def test_a_file_that_is_not_whole_is_not_taken(tmp_path: Path) -> None:
    keep(tmp_path, "template", BYTES, MADE)
    (place,) = (tmp_path / "__pycache__").iterdir()
    whole = place.read_bytes()
    for broken in (whole[:-1], whole + b"x", b"", whole[:40] + b"\0" + whole[41:]):
        place.write_bytes(broken)
        assert recalled(tmp_path, "template", BYTES) is None


def test_nothing_is_taken_from_where_everybody_can_write(tmp_path: Path) -> None:
    keep(tmp_path, "template", BYTES, MADE)
    (tmp_path / "__pycache__").chmod(0o777)
    assert recalled(tmp_path, "template", BYTES) is None


def test_it_is_switched_off_as_pythons_own_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(tmp_path, "template", BYTES, MADE)
    assert not any(tmp_path.iterdir())


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("no folder")
    keep(tmp_path, "template", BYTES, MADE)
    assert recalled(tmp_path, "template", BYTES) is None


def test_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "MOST", 3)
    for number in range(5):
        keep(tmp_path, "template", (b"%d" % number,), number)
    assert [recalled(tmp_path, "template", (b"%d" % number,)) for number in range(5)] == [None, None, 2, 3, 4]
