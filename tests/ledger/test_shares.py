"""Which places lie on a network share, told from /proc/mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ledger.shares import on_share, shared_by

MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/share /mnt/共享\\040盘 cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
/dev/vdb1 /mnt/nfs/local ext4 rw 0 0
host:/x /mnt/ssh fuse.sshfs rw 0 0
/dev/sdb1 /mnt/stick fuseblk rw 0 0
D: /mnt/d drvfs rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
server:/y /mnt/over nfs rw 0 0
short line
"""


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        ("/home/office/output/ledger.sqlite", False),
        ("/mnt/共享 盘/output/ledger.sqlite", True),
        ("/mnt/共享 盘", True),
        ("/mnt/nfs/output/ledger.sqlite", True),
        ("/mnt/nfs/local/ledger.sqlite", False),
        ("/mnt/nfsx/ledger.sqlite", False),
        ("/mnt/ssh/ledger.sqlite", True),
        ("/mnt/d/output/ledger.sqlite", True),
        ("/mnt/stick/ledger.sqlite", False),
        ("/mnt/over/ledger.sqlite", True),
    ],
)
def test_the_nearest_mount_decides(place: str, shared: bool) -> None:
    assert shared_by(MOUNTS, Path(place)) is shared


def test_nothing_known_is_no_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ledger.shares.MOUNTS", tmp_path / "none")
    assert on_share(tmp_path) is False
