"""A command that was typed wrongly is answered in Chinese, with status 2 and no traceback."""

from __future__ import annotations

import sys

import pytest

from pipeline.commands import main


def typed(words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["pipeline", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("isue", "没有“isue”这个命令，是不是 'issue'。用法见"),
        ("issue 调度通报", "还要写明 --date。"),
        ("issue --date 2026-06-08", "还要写明名称。"),
        ("issue 调度通报 --date 6月8日", "--date 的值不对。"),
        ("issue 调度通报 --date 2026-06-08 --number 0", "--number 的值不对。"),
        ("bulletin --foo", "没有 --foo 这个选项。"),
        ("bulletin --period", "--period 后面还要写值。"),
        ("bulletin 2026-05", "多出了“2026-05”"),
        ("register --output x add 示推办〔2026〕1号 --title 通知", "请写在 register add 之后"),
        ("issue output/2026-04/调度通报.docx --date 2026-06-08 --period 2026-05", "请只写一个"),
    ],
)
def test_the_sentence_says_what_is_missing_or_wrong(
    words: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(words, monkeypatch) == 2
    told = capsys.readouterr().err
    assert said in told and told.startswith("错误：") and told.count("\n") == 1


def test_nothing_typed_is_a_question_for_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("", monkeypatch) == 0
    assert "issue" in capsys.readouterr().out
