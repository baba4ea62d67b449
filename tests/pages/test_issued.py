"""output/印发/index.html: what was issued, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.model import Registered, Standing
from pipeline.pages import issued_page
from tests.pages.reading import links, rows, tags, words
from tests.pages.samples import ISSUED, NASTY, VOID


def page(*register: Registered) -> bytes:
    return issued_page(register, "示例市", "示例市工业推进办公室")


def test_a_number_shows_its_date_its_title_its_hash_and_its_files() -> None:
    made = page(replace(ISSUED, preview="印发/2026-05/调度通报.pdf"))
    title = f"{ISSUED.title}SHA-256 {ISSUED.sha256}"
    assert list(rows(made)) == [["示推办〔2026〕5号", "2026年6月8日", title, "Word 文件PDF"]]
    assert list(links(made)) == ["Word 文件", "PDF"]
    assert links(made)["PDF"] == "2026-05/%E8%B0%83%E5%BA%A6%E9%80%9A%E6%8A%A5.pdf"


def test_a_void_number_is_a_row_without_a_link() -> None:
    made = page(VOID)
    assert list(rows(made)) == [
        ["示推办〔2026〕4号", "2026年6月8日", f"{VOID.title}已作废 2026年6月7日　数据有误", "—"],
    ]
    assert links(made) == {}
    assert "已印发 0 件，作废 1 件" in words(made)


def test_the_newest_year_and_number_come_first_and_series_stand_apart() -> None:
    old = replace(ISSUED, year=2025, number=31, text="示推办〔2025〕31号")
    brief = replace(ISSUED, series="重点项目调度", number=7, text="第7期")
    said = words(page(old, VOID, brief, ISSUED))
    order = ("2026年　示推办", "〔2026〕5号", "〔2026〕4号", "2026年　重点项目调度", "第7期", "2025年　示推办", "31号")
    places = [said.index(word) for word in order]
    assert places == sorted(places)


def test_numbers_of_others_and_skipped_ones_are_not_shown() -> None:
    others = [replace(ISSUED, text="示推办〔2026〕6号", standing=one) for one in (Standing.OUTSIDE, Standing.SKIPPED)]
    assert "6号" not in words(page(ISSUED, *others))


def test_no_draft_no_desk_file_and_nothing_outside_is_named() -> None:
    row = replace(
        ISSUED,
        draft=2,
        path="2026-05/调度通报（第2稿）.docx",
        preview="印发/../2026-05/底稿.pdf",
        edited="第一段改了三处",
        signed="印发/2026-05/签发稿.pdf",
    )
    made = page(row)
    assert links(made) == {}
    for word in ("第2稿", "底稿", "退回", "草稿", "签发稿", "改了三处", "../", "2026-05"):
        assert word not in made.decode()
    assert "文件缺失" in words(made)


def test_an_empty_register_says_so() -> None:
    assert "还没有印发文件" in words(page())


def test_hostile_titles_stay_text() -> None:
    made = page(replace(ISSUED, title=NASTY, series=NASTY, text=NASTY, sha256=NASTY, path=f"印发/{NASTY}"))
    assert NASTY in words(made)
    assert "script" not in tags(made)
    assert all(":" not in href for href in links(made).values())


def test_a_document_without_a_date_has_a_dash() -> None:
    undated, dated = replace(ISSUED, day=None), replace(ISSUED, day=date(2026, 1, 2))
    assert [row[1] for row in rows(page(undated))] == ["—"]
    assert [row[1] for row in rows(page(dated))] == ["2026年1月2日"]
