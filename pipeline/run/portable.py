"""A period's folder of Word files comes in; a PDF beside each, and a note of the faces that stand in, go out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Period, PipelineError

NOTE = "字体说明.txt"


@dataclass(frozen=True)
class Portable:
    """The files that were made, those that LibreOffice could not set, and which face stands in for which."""

    made: tuple[Path, ...]
    failed: tuple[Path, ...]
    notes: tuple[str, ...]


def portable(output: Path, period: Period) -> Portable:
    """Convert every .docx of a period in one call. PipelineError where there is nothing, no LibreOffice or no room."""
    from pipeline.standard.rendering import converted, soffice

    folder = output / period.text
    files = sorted(path for path in folder.rglob("*.docx") if not path.name.startswith(("~$", ".")))
    if not files:
        raise PipelineError(f"{folder} 中没有 .docx 文件，请先成文（如 python -m pipeline monthly）。")
    if soffice() is None:
        raise PipelineError("本机没有 LibreOffice，不能转 PDF；请安装 LibreOffice，或用 Word、WPS 另存为 PDF。")
    try:
        pdfs = converted([path.read_bytes() for path in files])
        return _written(folder, dict(zip(files, pdfs, strict=True)))
    except OSError as error:
        raise PipelineError(f"无法读写 {folder}：{error.strerror or error}。") from None


def _written(folder: Path, pdfs: dict[Path, bytes | None]) -> Portable:
    from pipeline.standard.paper import pages
    from pipeline.standard.stand_ins import note, stand_ins

    made: list[Path] = []
    told: list[str] = []
    for path, data in pdfs.items():
        if data is not None:
            made.append(path.with_suffix(".pdf"))
            _put(made[-1], data)
            told += stand_ins(pages(data))
    notes = tuple(dict.fromkeys(told))
    _put(folder / NOTE, note(notes).encode())
    failed = tuple(path for path, data in pdfs.items() if data is None)
    return Portable((*made, folder / NOTE), failed, notes)


def _put(place: Path, data: bytes) -> None:
    """Whole or not at all."""
    partial = place.with_name(f".{place.name}.tmp")
    partial.write_bytes(data)
    partial.replace(place)
