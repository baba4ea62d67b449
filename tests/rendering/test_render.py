import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests import conftest
from tests.rendering import render

STAND_IN = {
    "方正小标宋简体": "FandolSong-Bold",
    "仿宋_GB2312": "FandolFang-Regular",
    "楷体_GB2312": "FandolKai-Regular",
    "黑体": "FandolHei-Regular",
    "宋体": "FandolSong-Regular",
}


def word_file(path: Path, faces: list[str], text: str = "关于重点项目推进情况的通报") -> Path:
    document = Document()
    for face in faces:
        run = document.add_paragraph().add_run(text)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A page in each licensed face, one of rare characters, and a longer paper."""
    folder = tmp_path_factory.mktemp("set")
    files = [word_file(folder / f"{face}.docx", [face]) for face in STAND_IN]
    files.append(word_file(folder / "名.docx", ["仿宋_GB2312"], "镕喆堃垚昇"))
    files.append(word_file(folder / "两页.docx", ["仿宋_GB2312"], "通报" * 1500))
    return {pdf.stem: pdf for pdf in render.to_pdfs(files, folder / "out")}


@pytest.mark.rendered
def test_each_licensed_face_has_its_stand_in(pdfs: Mapping[str, Path]) -> None:
    assert {face: render.embedded_fonts(pdfs[face]) for face in STAND_IN} == {
        face: {stand_in} for face, stand_in in STAND_IN.items()
    }


@pytest.mark.rendered
def test_characters_that_fandol_lacks_come_from_noto(pdfs: Mapping[str, Path]) -> None:
    fonts = render.embedded_fonts(pdfs["名"])
    assert fonts and all(font.startswith("NotoSerifCJK") for font in fonts)


@pytest.mark.rendered
def test_each_page_becomes_a_picture(pdfs: Mapping[str, Path], tmp_path: Path) -> None:
    pictures = render.to_png(pdfs["两页"], tmp_path / "out")
    assert len(pictures) == render.page_count(pdfs["两页"]) > 1
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.rendered
def test_a_broken_word_file_gives_no_pdf_even_where_an_old_one_lies(tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 old")
    with zipfile.ZipFile(tmp_path / "坏.docx", "w") as box:
        box.writestr("word/document.xml", "<w:document")
    with pytest.raises(render.RenderError):
        render.to_pdf(tmp_path / "坏.docx", tmp_path)


def test_a_text_named_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "假.docx").write_text("通报")
    with pytest.raises(render.RenderError, match="not a Word file"):
        render.to_pdf(tmp_path / "假.docx", tmp_path)


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_what_cannot_be_rendered_is_skipped_but_fails_in_ci(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(render, "lacking", lambda: ["LibreOffice"])
    item = SimpleNamespace(get_closest_marker=lambda name: name == "rendered")
    with pytest.raises(outcome, match="LibreOffice"):
        conftest.pytest_runtest_setup(item)  # type: ignore[arg-type]
