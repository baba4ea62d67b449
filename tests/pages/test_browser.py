"""The pages in a real Chromium, opened from a folder as a person does it: by double click, without a server."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from playwright.sync_api import Browser, Page

from pipeline.model import Followed, Made
from pipeline.pages import Paper, PeriodView, Trouble, desk_page, issued_page, todo_page
from tests.pages.samples import APRIL, ISSUED, MAY, NASTY, VOID, a_desk, a_place, a_todo, an_item, some_progress

HARD = "100% #1 [终] 'x'？a&b=c（一）"
PAGES = ("index.html", "印发/index.html", "2026-05/待办.html")
WIDTHS = {"desktop": (1366, 768), "narrow": (360, 640)}
DRAW = """characters => {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = canvas.height = 40;
    pen.font = "32px " + getComputedStyle(document.body).fontFamily;
    return characters.map(character => {
        pen.clearRect(0, 0, 40, 40);
        pen.fillText(character, 2, 34);
        return canvas.toDataURL();
    });
}"""
INK_MM = 210 - 2 * 12  # the sheet less its margins, and a millimetre on either side


@dataclass
class Opened:
    """A page in the browser, with everything that it complained of or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def opened(chromium: Browser, path: Path, width: str = "desktop", **options: Any) -> Iterator[Opened]:
    wide, high = WIDTHS[width]
    context = chromium.new_context(viewport={"width": wide, "height": high}, **options)
    seen = Opened(context.new_page())
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.goto(path.as_uri())
    yield seen
    context.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared folder, itself hard to write as an address, with every kind of file on the pages."""
    folder = tmp_path_factory.mktemp("shared") / "共享 #5 100%" / "output"
    towns = (*some_progress().towns, a_place(NASTY, "12", 3), a_place("很长的镇街名称" * 6, "7.5", 4))
    back = ("双栗镇", (f"2026-05/退回/双栗镇/{HARD}.xlsx", "2026-05/退回/双栗镇/群通知.txt"))
    trouble = Trouble("双栗镇", 9, (f"“{NASTY}”不是数字。", "甲" * 300), back[1])
    may = PeriodView(MAY, "blocked", workbooks=("2026-05/数据核查.xlsx",), returns=(back,), troubles=(trouble,))
    may = replace(may, todo="2026-05/待办.html", faults=("2026-05/figures.json 读不出来。",))
    issued = replace(ISSUED, period="2026-04", path=f"印发/2026-04/{HARD}.docx", preview="印发/2026-04/调度通报.pdf")
    papers = (
        Paper("调度通报", 2, "2026-04/调度通报（第2稿）.docx", stale=True),
        Paper("调度通报", 1, "2026-04/调度通报.docx", registered=(VOID, issued)),
        *(Paper(f"督办通知单/{name}", 1, f"2026-04/督办通知单/{name}.docx") for name in (HARD, "javascript:alert(1)")),
    )
    april = PeriodView(APRIL, "made", papers, ("2026-04/底稿.xlsx", "2026-04/更改对比.xlsx"))
    desk = a_desk(city=f"示例市{NASTY}", periods=(may, april), progress=some_progress(towns=towns), issued=(issued,))
    item = an_item("督2026-001", date(2026, 5, 20))
    made = Made("2026-05", "督查报告", "report", "报告", 1, "2026-05/督查报告.docx", "", "", "示推办")
    todo = a_todo(
        asked=(replace(trouble, state="待重报", words=f"双栗镇：请改{NASTY}。"),),
        own=Trouble("", 1, ("本办公室的问题。",)),
        followed=Followed(MAY, (item,)),
        unissued=(made,),
        workbooks=("2026-05/数据核查.xlsx",),
        here=frozenset([made.path]),
    )
    pages = (desk_page(desk), issued_page([issued, VOID], f"示例市{NASTY}", "示例市工业推进办公室"), todo_page(todo))
    for path, page in zip(PAGES, pages, strict=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(page)
    kept = [paper.path for paper in papers] + [*april.workbooks, *may.workbooks, *back[1], made.path]
    for path in [*kept, issued.path, issued.preview]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def pages(chromium: Browser, shared: Path) -> Iterator[dict[str, Opened]]:
    """Each page opened once, for the tests that only look."""
    with ExitStack() as stack:
        yield {path: stack.enter_context(opened(chromium, shared / path)) for path in PAGES}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_without_a_complaint_and_asks_for_nothing_else(
    pages: dict[str, Opened], shared: Path, path: str
) -> None:
    assert pages[path].complaints == []
    assert pages[path].requests == [(shared / path).as_uri()]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_to_a_file_that_is_there(pages: dict[str, Opened], path: str) -> None:
    page = pages[path].page
    addresses = page.eval_on_selector_all("a", "links => links.map(link => link.href)")
    anchors = page.eval_on_selector_all("[id]", "marked => marked.map(one => one.id)")
    assert len(addresses) > 1
    for address in addresses:
        parts = urlsplit(address)
        assert (parts.scheme, parts.query) == ("file", "")
        assert Path(url2pathname(parts.path)).is_file(), unquote(address)
        assert not parts.fragment or parts.fragment in anchors


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_the_same_without_javascript(
    chromium: Browser, pages: dict[str, Opened], shared: Path, path: str
) -> None:
    with opened(chromium, shared / path, java_script_enabled=False) as plain:
        assert plain.page.title() == pages[path].page.title()
        assert plain.page.locator("body").inner_text() == pages[path].page.locator("body").inner_text()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_window(chromium: Browser, shared: Path, path: str, width: str) -> None:
    with opened(chromium, shared / path, width) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_chinese_and_its_characters_have_glyphs(pages: dict[str, Opened], path: str) -> None:
    """A character without a glyph is drawn as the box that every other such character is drawn as."""
    page = pages[path].page
    assert page.evaluate("[document.documentElement.lang, document.characterSet]") == ["zh-CN", "UTF-8"]
    said = sorted({char for char in page.locator("body").inner_text() if "\u4e00" <= char <= "\u9fff"})
    drawn = page.evaluate(DRAW, [*said, "\U0010fffd"])
    assert len(said) > 20
    assert drawn.count(drawn[-1]) == 1


@pytest.mark.parametrize("path", PAGES)
def test_hostile_names_are_only_read(pages: dict[str, Opened], path: str) -> None:
    page = pages[path].page
    assert page.locator("script").count() == 0
    assert page.locator("a[href*=':']").count() == 0
    assert NASTY in page.locator("body").inner_text()


def test_the_published_page_names_no_draft(pages: dict[str, Opened], shared: Path) -> None:
    page = pages["印发/index.html"].page
    addresses = page.eval_on_selector_all("a", "links => links.map(link => link.href)")
    for word in ("草稿", "第2稿", "退回", "底稿", "数据核查", "待办", "阻断"):
        assert word not in page.content()
    assert all(address.startswith((shared / "印发").as_uri()) for address in addresses)


def test_the_drawings_say_what_they_show(pages: dict[str, Opened]) -> None:
    page = pages["index.html"].page
    names = [drawing.get_attribute("aria-label") for drawing in page.get_by_role("img").all()]
    bar, pace = page.locator("rect.rate").first.bounding_box(), page.locator("line.pace").first.bounding_box()
    assert "东岭街道年度投资完成率58.1%，时序进度41.7%" in names
    assert "全市：红灯2个，黄灯1个，绿灯5个，未亮灯1个" in names
    assert bar and pace
    assert bar["x"] < pace["x"] < bar["x"] + bar["width"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_printed_on_a4_keeps_its_margins(pages: dict[str, Opened], path: str) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(io.BytesIO(pages[path].page.pdf(prefer_css_page_size=True))) as pdf:
        for sheet in pdf.pages:
            drawn = [*sheet.chars, *sheet.rects, *sheet.lines]
            left, right = min(one["x0"] for one in drawn), max(one["x1"] for one in drawn)
            assert (round(sheet.width / 72 * 25.4), round(sheet.height / 72 * 25.4)) == (210, 297)
            assert (right - left) / 72 * 25.4 <= INK_MM
