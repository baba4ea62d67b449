"""产业链专报: one for each 链长, from the figures, the projects and the rows of that chain alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.documents import catalogue
from pipeline.model import Intervention, Remedy
from tests.documents.chained import NOW, a_chain_month, an_office, documents
from tests.documents.dump import dumped
from tests.documents.month import TEMPLATES
from tests.documents.test_bulletin import LEFTOVER

KEY, HEAVY = "chain-report", "产业链专报/高端装备.docx"
GOLDEN = Path(__file__).parent.parent / "golden" / "产业链专报.txt"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return {path: dumped(data) for path, data in documents(KEY).items()}


def test_a_chain_s_report_says_what_its_golden_text_says(made: dict[str, str]) -> None:
    assert made[HEAVY] == GOLDEN.read_text(encoding="utf-8"), (
        "看过差异、确认无误后，把新的文字写入 tests/golden/产业链专报.txt"
    )


def test_every_chain_that_has_a_row_gets_its_own(made: dict[str, str]) -> None:
    assert list(made) == [f"产业链专报/{name}.docx" for name in ("高端装备", "新材料", "生物医药")]
    assert catalogue(TEMPLATES)[KEY].enabled
    assert not [path for path, text in made.items() if LEFTOVER.search(text)]


def test_it_goes_to_the_one_who_leads_the_chain_by_post(made: dict[str, str]) -> None:
    assert "【主送机关】市委常委、副市长：" in made[HEAVY]
    assert "【主送机关】副市长：" in made["产业链专报/生物医药.docx"]
    brief = dumped(documents(KEY, of=an_office(carrier="简报"))[HEAVY])
    assert "报：市委常委、副市长。" in brief and "【简报名称】产业链专报" in brief


def test_a_chain_without_a_leader_is_told_to_whom_the_office_writes(made: dict[str, str]) -> None:
    text = made["产业链专报/新材料.docx"]
    assert "【主送机关】各镇街，市直有关部门、单位：" in text and "【一级标题】五、需要推动的事项" in text
    assert "链长" not in text


def test_a_chain_with_leads_alone_has_no_projects_and_one_annex(made: dict[str, str]) -> None:
    text = made["产业链专报/生物医药.docx"]
    for line in (
        "本期生物医药产业链没有纳入调度的重点项目。",
        "招引项目中，在谈1个，签约0个，落地0个。没有在库的策划储备项目。名单见附件。",
        "本期没有需要提请链长推动的事项。",
        "【附件说明首行】附件：招引和策划储备项目名单",
        "【附件编号】附件",
    ):
        assert f"{line}\n" in text
    assert "表1" not in text and "图1" not in text


def test_nothing_of_another_chain_is_in_it(made: dict[str, str]) -> None:
    assert not [name for name in ("丁项目", "戊项目", "辛项目") if name in made[HEAVY]]


def test_a_first_month_compares_with_nothing() -> None:
    text = dumped(documents(KEY, a_chain_month(first=True))[HEAVY])
    assert "较上期" not in text and "图1" not in text and "完成率列第2位。" in text


def test_a_chain_that_is_new_this_month_has_nothing_to_compare_with() -> None:
    new = NOW.replace("东岭街道|新建|新材料|7000|0", "东岭街道|新建|生物医药|7000|4000")
    text = dumped(documents(KEY, a_chain_month(new))["产业链专报/生物医药.docx"])
    assert "在3条有年度计划的产业链中，完成率列第3位。" in text and "较上期" not in text
    assert "未开工项目1个，按首个未办结环节分：立项1个。" in text and not LEFTOVER.search(text)


def test_a_chain_alone_has_no_rank_to_tell() -> None:
    alone = "\n".join(line for line in NOW.splitlines() if "新材料" not in line)
    text = dumped(documents(KEY, a_chain_month(alone, "", "", ""))[HEAVY])
    assert "【表题】表1" not in text and "完成率列第" not in text
    assert "本期没有报送需协调解决的问题。" in text and "本期没有招引项目和策划储备项目。" in text


def test_what_stands_in_for_data_is_told_unless_it_is_of_another_chain() -> None:
    def use(subject: str, note: str) -> Intervention:
        return Intervention(Remedy.RELEASE, "", None, "", subject, "", "", "", "", "", "", note=note)

    notes = (("石磨镇“丙项目”", "丙项目沿用上期。"), ("柳渡镇“丁项目”", "丁项目沿用上期。"), ("柳渡镇", "柳渡镇未报。"))
    uses = tuple(use(subject, note) for subject, note in notes)
    text = dumped(documents(KEY, replace(a_chain_month(), interventions=uses))[HEAVY])
    assert "汇总。丙项目沿用上期。柳渡镇未报。\n" in text and "丁项目" not in text
