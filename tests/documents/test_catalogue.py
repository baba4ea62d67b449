"""The list of documents: a mistake in it names the file and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.documents import catalogue, template_files
from pipeline.model import PipelineError
from tests.documents.making import make
from tests.documents.month import LAW, TEMPLATES, a_month, office

ENTRY = """[bulletin]
name = "调度通报"
title = "通报"
template = "调度通报.docx"
carriers = ["公文"]
cadence = "monthly"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def test_the_shipped_catalogue_holds_the_bulletin_and_names_every_template() -> None:
    entry = catalogue(TEMPLATES)["bulletin"]
    assert (entry.name, entry.cadence, entry.carriers) == ("调度通报", "monthly", ("公文", "简报"))
    shipped = {path for path in TEMPLATES.rglob("*") if path.is_file() and path.name != "发文稿纸.docx"}
    assert set(template_files(TEMPLATES)) == shipped


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bulletin = 1", "bulletin"),
        (ENTRY.replace('title = "通报"\n', ""), "bulletin.title"),
        (ENTRY.replace("调度通报.docx", "没有.docx"), "bulletin.template.*没有.docx"),
        (ENTRY.replace('["公文"]', '["信函"]'), "bulletin.carriers.*信函.docx"),
        (ENTRY.replace('["公文"]', '"公文"'), "bulletin.carriers"),
        (ENTRY.replace("monthly", "yearly"), "bulletin.cadence"),
        (ENTRY + 'each = "科室"', "bulletin.each"),
        (ENTRY + "whole = true", "bulletin.whole 只用于"),
        (ENTRY + 'each = "镇街"\nwhole = 1', "bulletin.whole 应为 true"),
        (ENTRY + 'needs = ["天气"]', "bulletin.needs.*督办"),
        (ENTRY + "supervises = true", "bulletin.supervises 不是可用的项.*needs"),
        (ENTRY + '[bulletin.standing]\n下步要求 = "甲"', "不是正确的 TOML"),
        (ENTRY + '[bulletin.standing]\n"下步要求" = "甲"', "bulletin.standing"),
        ("[bulletin", "不是正确的 TOML"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(folder: Path, text: str, reason: str) -> None:
    (folder / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError, match=f"catalogue.toml.*{reason}"):
        catalogue(folder)


def test_a_catalogue_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"catalogue\.toml"):
        catalogue(tmp_path)


def test_a_document_that_nobody_listed_is_named() -> None:
    with pytest.raises(PipelineError, match="“月报”"):
        make("月报", a_month(), {}, office(), LAW, TEMPLATES)


def test_a_carrier_that_the_catalogue_does_not_allow_is_refused(folder: Path) -> None:
    (folder / "catalogue.toml").write_text(ENTRY, encoding="utf-8")
    with pytest.raises(PipelineError, match=r"bulletin.carriers.*简报.*公文"):
        make("bulletin", a_month(), {}, office(carrier="简报"), LAW, folder)


def test_a_part_brings_what_it_rests_on_and_does_not_supervise_for_that() -> None:
    entries = catalogue(TEMPLATES)
    assert entries["cards"].rests_on >= {"红黄牌", "督办", "往期"} and not entries["cards"].supervises
    assert entries["town-card"].rests_on >= {"督办"} and entries["bulletin"].rests_on == set(entries["bulletin"].needs)
