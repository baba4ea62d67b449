"""A place on disk comes in; whether it lies on a network share, where a ledger must not use WAL, goes out."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

MOUNTS = Path("/proc/mounts")
NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|9p|ceph|gfs2?|ocfs2|glusterfs|lustre|davfs"
    r"|drvfs|vboxsf|prl_fs|virtiofs"  # folders of the machine that hosts this one
    r"|fuse\.(?:vmhgfs-fuse|sshfs|davfs2?|glusterfs|rclone|s3fs|curlftpfs|gvfsd-fuse)"
)
REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def on_share(place: Path) -> bool:
    """Whether a place lies on a network share, as far as the system tells."""
    return _on_windows_share(place) if os.name == "nt" else shared_by(_mounts(), place)


def shared_by(mounts: str, place: Path) -> bool:
    """Whether the mount that holds a place is of a network file system; ``mounts`` is written as in /proc/mounts."""
    kinds = {_plain(fields[1]): fields[2] for line in mounts.splitlines() if len(fields := line.split()) > 2}
    holders = (kinds.get(str(folder)) for folder in (PurePosixPath(place), *PurePosixPath(place).parents))
    return bool(NETWORK.fullmatch(next(filter(None, holders), "")))


def _mounts() -> str:
    try:
        return MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _plain(path: str) -> str:
    """A path of /proc/mounts, which writes blanks as ``\\040``."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), path)


def _on_windows_share(place: Path) -> bool:
    import ctypes

    anchor = place.anchor
    return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == REMOTE_DRIVE  # type: ignore[attr-defined]
