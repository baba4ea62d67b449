"""Names of files: safe on any system, and no two alike."""

from __future__ import annotations

from pipeline.rules.naming import file_names


def test_file_names_stay_in_their_folder_and_apart() -> None:
    names = ("甲/乙", "甲_乙", "../丙", "长" * 300, "\u200b.", "柳渡镇")
    made = file_names(names)
    assert len(set(made.values())) == len(names)
    assert not [name for name in made.values() if "/" in name or name.startswith(".") or len(name.encode()) > 240]
    assert made["柳渡镇"] == "柳渡镇"
