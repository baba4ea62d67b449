"""The faces that a document names and those that its PDF holds come in; which stands in for which goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.standard.paper import Page, faces

NAMED = {
    "FandolSong-Bold": "小标宋",
    "FandolSong-Regular": "宋体",
    "FandolFang-Regular": "仿宋",
    "FandolKai-Regular": "楷体",
    "FandolHei-Regular": "黑体",
}
FILLERS = ("Noto", "DejaVu", "Liberation", "Droid", "WenQuanYi")


def stand_ins(found: Sequence[Page]) -> tuple[str, ...]:
    """A sentence for each face of a PDF that is not the one a document would be printed in."""
    held = sorted(faces(found))
    told = [f"{NAMED[face]}由 {face} 替代" for face in held if face in NAMED]
    others = [face for face in held if face.startswith(FILLERS)]
    return (*told, *(("其余字符由 " + "、".join(others) + " 补齐",) if others else ()))


def note(told: Iterable[str]) -> str:
    """What lies beside a PDF: how far it may be trusted."""
    lines = [f"{line}。" for line in told] or ["各字体均为文件中写明的字体，没有替代。"]
    head = "PDF 供阅看，正式印制以 .docx 为准。本机没有的字体在 PDF 中由下列字体替代，字形略有不同："
    return "\n".join([head, *lines, ""])
