"""What is proposed for a word that nobody knows, and that nothing is proposed when nothing is near."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.rules.nearness import near, near_units, proposed
from tests.tables import OFFICE


def test_the_likest_words_come_first_and_no_others() -> None:
    names = ["甲数控机床关键部件项目", "乙智能仓储装备项目", "甲数控机床部件项目"]
    assert near("甲数控机床部件扩建项目", names) == ["甲数控机床部件项目", "甲数控机床关键部件项目"]
    assert near("污水处理厂", names) == []


@pytest.mark.parametrize(("word", "units"), [
    ("城关街办", ["城关街道"]),
    ("2026年5月石摩镇报表", ["石磨镇"]),
    ("市工信委", ["市工信局"]),
    ("省直单位", []),
])  # fmt: skip
def test_a_unit_is_proposed_by_its_name_or_alias(word: str, units: list[str]) -> None:
    assert near_units(word, OFFICE)[:1] == units


def test_where_a_town_is_asked_for_no_department_is_proposed() -> None:
    assert near_units("市工信委", OFFICE, towns=True) == []


def test_a_proposal_is_a_clause_and_nothing_without_names() -> None:
    assert proposed("相近的有", ["甲", "乙"]) == "相近的有“甲”“乙”；"
    assert proposed("相近的有", []) == ""


def test_the_library_is_loaded_only_for_a_proposal() -> None:
    call = (
        "import sys, pipeline.run, pipeline.check, pipeline.clean, pipeline.collect; print('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=True).stdout == "False\n"
