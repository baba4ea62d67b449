"""What the operating system refused comes in; what is said of it to a person goes out."""

from __future__ import annotations

import errno

REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EROFS: "该位置只读",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "这是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOTDIR: "路径中有同名文件",
    errno.EEXIST: "路径中有同名文件",
}


def said(error: OSError) -> str:
    """The reason, without the name of the file."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
