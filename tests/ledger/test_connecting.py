"""Which database is spoken to, how it keeps what is committed, and what is said when it cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.ledger import Ledger
from pipeline.model import PipelineError, Tables
from tests.nobody import public_folder, read_only
from tests.tables import MAY

NOTHING = Tables({})


@pytest.mark.parametrize(
    "url",
    [
        "", "ledger", "sqlite//x", "oracle+nothing://x", "postgresql+nodriver://a:b@c/d", "mysql://root:secret@localhost/x",
        "sqlite:////proc/none/ledger.sqlite", "postgresql://h:port/x", "sqlite:////dev/null/x.sqlite",
    ],
)  # fmt: skip
def test_a_bad_address_is_a_sentence_without_the_password(url: str) -> None:
    with pytest.raises(PipelineError, match="无法打开台账库") as caught:
        Ledger(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(PipelineError, match="无法打开台账库"):
        Ledger(f"sqlite:///{tmp_path}/x.sqlite")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder_is_a_sentence() -> None:
    with public_folder() as folder:
        Ledger(f"sqlite:///{folder}/ledger.sqlite").close()
        with read_only(folder):
            with pytest.raises(PipelineError, match="无法打开台账库"):
                Ledger(f"sqlite:///{folder}/other.sqlite")
            ledger = Ledger(f"sqlite:///{folder}/ledger.sqlite")
            assert ledger.snapshots() == {}
            with pytest.raises(PipelineError, match="无法写入台账库"):
                ledger.write_snapshot(MAY, "a" * 64, NOTHING)
            ledger.close()
