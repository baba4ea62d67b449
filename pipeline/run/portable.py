"""A period's folder of Word files comes in; a PDF beside each, and a note of the faces that stand in, go out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model import PipelineError, Request

NOTE = "字体说明.txt"


@dataclass(frozen=True)
class Portable:
    """The files that were made, those that LibreOffice could not set, and which face stands in for which."""

    made: tuple[Path, ...]
    failed: tuple[Path, ...]
    notes: tuple[str, ...]


def portable(request: Request) -> Portable:
    """Convert every .docx of a period in one call. PipelineError where there is nothing, no LibreOffice or no room."""
    from pipeline.publish import locked
    from pipeline.standard.rendering import converted, soffice

    folder = request.output / request.period.text
    files = sorted(path for path in folder.rglob("*.docx") if not path.name.startswith(("~$", ".")))
    if not files:
        raise PipelineError(f"{folder} 中没有 .docx 文件，请先成文（如 python -m pipeline monthly）。")
    if soffice() is None:
        raise PipelineError("本机没有 LibreOffice，不能转 PDF；请安装 LibreOffice，或用 Word、WPS 另存为 PDF。")
    with locked(request.output, request.ledger):
        try:
            pdfs = converted([path.read_bytes() for path in files])
        except OSError as error:
            raise PipelineError(f"无法读取 {folder}：{error.strerror or error}。") from None
        return _published(request, dict(zip(files, pdfs, strict=True)))


def _published(request: Request, pdfs: dict[Path, bytes | None]) -> Portable:
    from pipeline.publish import Publication
    from pipeline.standard.paper import pages
    from pipeline.standard.stand_ins import note, stand_ins

    made = {path.with_suffix(".pdf"): data for path, data in pdfs.items() if data is not None}
    notes = tuple(dict.fromkeys(told for data in made.values() for told in stand_ins(pages(data))))
    publication = Publication(request.output)
    for place, data in {**made, request.output / request.period.text / NOTE: note(notes).encode()}.items():
        publication.put(place.relative_to(request.output).as_posix(), data)
    publication.stage()
    failed = tuple(path for path, data in pdfs.items() if data is None)
    return Portable(tuple(publication.release()), failed, notes)
