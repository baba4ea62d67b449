"""Word files of any hand come in; what each breaks of the standard goes out, measured on its pages where asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model import PipelineError
from pipeline.rules import load_office

if TYPE_CHECKING:
    from pipeline.standard import Judgement


def lint(
    files: Sequence[Path], office: Path, *, render: bool = False, comments: Path | None = None
) -> tuple[Judgement, ...]:
    """Judge the files by the standard and the house rules of an office; write the commented copy of the first.
    PipelineError (exit 2) where a file cannot be read, is no .docx, or the copy cannot be written."""
    from pipeline.standard import judged

    data = [_read(file) for file in files]
    house = _house(office)
    before = [judged(each, file.name, house=house) for each, file in zip(data, files, strict=True)]
    if render:
        from pipeline.standard.rendering import converted

        pdfs = converted(data)
        rows = zip(data, files, pdfs, strict=True)
        before = [judged(each, file.name, house=house, rendered=pdf) for each, file, pdf in rows]
    if comments:
        _comment(comments, data[0], before[0], files[0].name)
    return tuple(before)


def _house(office: Path) -> Mapping[str, Any]:
    return load_office(office).house if office.is_file() else {}


def _comment(place: Path, data: bytes, found: Judgement, name: str) -> None:
    from pipeline.standard.comments import commented

    copy = commented(data, found.violations, name)
    try:
        place.write_bytes(copy)
    except OSError as error:
        raise PipelineError(f"无法写入 {place}：{error.strerror or error}。") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{error.strerror or error}。") from None
