"""A 镇街 goes up in another between two months: the numbers of the city go on as if nothing had happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.city import CHENGGUAN, LIUDU, OFFICE, city, run

MERGED = OFFICE.replace('category = "镇"', 'category = "镇"\nuntil = "2026-04"\nsuccessor = "城关"')
APRIL = {"城关": CHENGGUAN.replace("|500|3000|", "|500|2500|"), "柳渡": LIUDU.replace("|100|1500|", "|100|1400|")}


def figures(root: Path, office: str, liudu: str) -> dict[tuple[str, str], str | None]:
    city(root, "2026-04", **APRIL)
    (city(root, 柳渡=liudu) / "office.toml").write_text(office, encoding="utf-8")
    assert run(root).status == "made"
    found = json.loads((root / "output/2026-05/figures.json").read_bytes())["figures"]
    return {(one["scope"], one["name"]): one["value"] for one in found}


@pytest.mark.parametrize("sender", ["柳渡镇", "城关街道"])
def test_whoever_reports_its_projects_they_and_their_past_are_the_successors(tmp_path: Path, sender: str) -> None:
    before = figures(tmp_path / "two", OFFICE, LIUDU)
    after = figures(tmp_path / "one", MERGED, LIUDU.replace("柳渡镇", sender))
    city_wide = {name for scope, name in before if scope == "全市"}
    assert {name: after["全市", name] for name in city_wide} == {name: before["全市", name] for name in city_wide}
    assert (after["镇街:城关街道", "项目总数"], after["镇街:城关街道", "当月完成投资"]) == ("3", "6000000")
    assert after["镇街:城关街道", "上期年度投资完成率"] == after["全市", "上期年度投资完成率"] is not None
    assert not [scope for scope, _ in after if scope == "镇街:柳渡镇"]
