"""项目一页纸: one project on one page, whatever is known of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.documents.told.histories import project_names
from pipeline.documents.told.project_page import project_page
from pipeline.model import PipelineError
from tests.documents.dump import dumped
from tests.documents.grounds import ground
from tests.documents.month import ROWS
from tests.documents.routed import a_routed_month, routed
from tests.documents.test_bulletin import LEFTOVER
from tests.rendering.render import page_count, to_pdfs

GOLDEN = Path(__file__).parent.parent / "golden" / "项目一页纸.txt"
APRIL = ROWS.replace("|500|6000|", "|1500|5500|")
EARLIER = {"2026-04": APRIL, "2026-03": APRIL.replace("|5500|", "|4000|")}
LONG = "年产二百万套高端装备关键零部件智能化绿色化改造提升项目"
FULL = "\n".join(
    [f"{LONG}|城关街道|{LONG}{at}|2026-0{at}-20||100|市行政审批服务局|企业服务中心主任|是" for at in range(1, 8)]
)
VISITS = "\n".join(f"2026-05-{at}|{LONG}|城关街道|{LONG * 3}|100|{LONG}|" for at in range(10, 16))
ROW = (
    f"{LONG}|城关街道|新建|高端装备|省重点|第一批|是|20000|10000|500|6000|前期|2026-01-05|办理中|未启动|{LONG * 6}|张三"
)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return routed("project-page", a_routed_month(earlier=EARLIER))


def test_each_project_has_its_page_under_its_town_and_name(made: dict[str, bytes]) -> None:
    names = ("城关街道_甲项目", "城关街道_乙项目", "石磨镇_丙项目", "柳渡镇_丁项目")
    assert list(made) == [f"项目一页纸/{name}.docx" for name in names]
    assert not [name for name, data in made.items() if LEFTOVER.search(dumped(data))]


def test_it_says_what_its_golden_text_says(made: dict[str, bytes]) -> None:
    assert dumped(made["项目一页纸/城关街道_甲项目.docx"]) == GOLDEN.read_text(encoding="utf-8"), (
        "看过差异、确认无误后，把新的文字写入 tests/golden/项目一页纸.txt"
    )


def test_a_project_has_its_own_problems_and_items_alone(made: dict[str, bytes]) -> None:
    text = dumped(made["项目一页纸/石磨镇_丙项目.docx"])
    assert "| 问题 | 用地指标未落实 | 市发改局 | 2026.4.20 | 逾期41天 |" in text
    assert "| 督办 | 丙项目应开工未开工 | 石磨镇 | 2026.5.12 | 逾期19天 |" in text
    assert "缺少技工" not in text and "首个未办结环节为土地" in text
    assert "没有填报的问题，没有督办事项。" in dumped(made["项目一页纸/柳渡镇_丁项目.docx"])


def test_two_projects_of_one_name_in_a_town_have_files_of_their_own() -> None:
    rows = a_routed_month().projects
    assert project_names((rows[0], {**rows[0], "code": "2601"})) == ["城关街道/甲项目（1）", "城关街道/甲项目（2601）"]


def test_a_document_of_the_whole_city_cannot_ask_for_it() -> None:
    with pytest.raises(PipelineError, match="只用于按项目分别成文"):
        project_page(ground(a_routed_month()))


def test_only_the_projects_that_are_asked_for_are_made() -> None:
    assert [*routed("project-page", only=("丙项目", "城关街道/甲项目"))] == [
        "项目一页纸/城关街道_甲项目.docx",
        "项目一页纸/石磨镇_丙项目.docx",
    ]
    assert [*routed("confirmation", only=("城关",))] == ["数据确认单/城关街道.docx"]
    assert [*routed("confirmation", only=("柳渡镇",))] == ["数据确认单/柳渡镇.docx"]


@pytest.mark.parametrize(
    ("key", "name", "told"),
    [
        ("project-page", "甲项木", "《项目一页纸》中没有“甲项木”；名称相近的有“甲项目”"),
        ("confirmation", "不知道", "《数据确认单》中没有“不知道”；请照名称重写 --only。"),
        ("bulletin", "甲项目", "《调度通报》不分别成文，不能用 --only 指定单位。"),
    ],
)
def test_a_name_that_nobody_has_is_told_with_those_like_it(key: str, name: str, told: str) -> None:
    with pytest.raises(PipelineError, match=told):
        routed(key, only=(name,))


@pytest.mark.rendered
def test_a_full_page_is_one_page_and_photographs_are_a_second(tmp_path: Path, made: dict[str, bytes]) -> None:
    head = "项目名称|镇街|节点|计划完成时间|实际完成时间|计划投资|责任单位|责任人|受天气影响\n"
    earlier = dict.fromkeys(("2026-04", "2026-03"), f"\n{ROW}\n")
    visits = f"日期|项目名称|镇街|现场进度|核实投资|评价|照片\n{VISITS}"
    full = a_routed_month(head + FULL, f"\n{ROW}\n", visits=visits, earlier=earlier)
    problem = {"detail": LONG * 3, "solver": "市自然资源和规划局", "project": 0}
    full = replace(full, problems=tuple({**full.problems[0], **problem} for _ in range(6)))
    drawn = replace(a_routed_month(head + FULL, f"\n{ROW}\n", visits="", earlier=earlier), problems=())
    pages = {
        "满": next(iter(routed("project-page", full).values())),
        "图": next(iter(routed("project-page", drawn).values())),
        "照片": made["项目一页纸/城关街道_甲项目.docx"],
        "少": made["项目一页纸/柳渡镇_丁项目.docx"],
    }
    assert "〔图〕" in dumped(pages["图"]) and "〔图〕" not in dumped(pages["满"])
    files = [tmp_path / f"{name}.docx" for name in pages]
    for file, data in zip(files, pages.values(), strict=True):
        file.write_bytes(data)
    assert [page_count(pdf) for pdf in to_pdfs(files, tmp_path)] == [1, 1, 2, 1]
