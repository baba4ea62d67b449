"""office.toml with a clerk's choice: obeyed from then on, and not a byte of the rest changed."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import PipelineError
from pipeline.rules.amending import Amended, with_alias, with_heading, write
from pipeline.rules.office import office_of

PATH = Path("office.toml")
TEXT = """\
# 本单位的配置，改前先备份
city = "示例市"   # 市名
[issuer]
organ = "示例市工业推进办公室"
mark = "示推办"

[[towns]]
name = "城关街道"
aliases = ["城关"]  # 还叫过城关镇

# 下面这个没有别名
[[towns]]
name = "柳渡镇"

[[senders]]
name = "市工业和信息化局"
aliases = [
    "市工信局",  # 简称
    "工信局",
]

[ambiguous]
"工信局" = { "累计完成投资" = "ytd_done" }
"""
BARE = TEXT.replace('"工信局" =', "工信局 =").replace('"累计完成投资" =', "累计完成投资 =")


def amended(text: str) -> dict[str, Amended]:
    data = text.encode()
    return {
        "城关街办": with_alias(PATH, data, "城关街办", "城关街道"),
        "柳杜": with_alias(PATH, data, "柳杜", "柳渡镇"),
        "工信委": with_alias(PATH, data, "工信委", "市工信局"),
        "累计完成额": with_heading(PATH, data, "累计完成额", "本年完成投资"),
        "累计额": with_heading(PATH, data, "累计额", "自开工累计完成投资", "市工信局"),
        "累计数": with_heading(PATH, data, "累计数", "不用", "柳渡镇"),
    }


@pytest.mark.parametrize("text", [TEXT, BARE, TEXT.rstrip("\n")], ids=["strict", "bare keys", "no last line end"])
def test_a_choice_is_obeyed_and_all_that_stood_there_stays(text: str) -> None:
    for word, made in amended(text).items():
        office = office_of(PATH, made.data)
        meant = {
            **office.names,
            **office.headings,
            **{k: v for each in office.ambiguous.values() for k, v in each.items()},
        }
        assert word in meant
        gone = [line.removeprefix("- ") for line in made.changes if line.startswith("-")]
        kept = [line for line in text.splitlines() if line.strip() not in gone]
        rest = iter(made.data.decode().splitlines())
        assert all(line in rest for line in kept), word
        assert all(
            comment in made.data.decode() for comment in ("# 本单位", "# 还叫过", "# 下面这个", "# 简称", "# 市名")
        )


@given(st.sampled_from([TEXT, BARE]), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans())
def test_encoding_and_line_ends_stay(text: str, encoding: str, windows: bool) -> None:
    data = (text.replace("\n", "\r\n") if windows else text).encode(encoding)
    made = with_alias(PATH, data, "城关街办", "城关街道").data
    assert made.startswith(codecs.BOM_UTF8) == (encoding == "utf-8-sig")
    assert made.count(b"\r\n") == data.count(b"\r\n")
    assert made.decode(encoding).replace("\r\n", "\n") == text.replace('["城关"]', '["城关", "城关街办"]')


def test_what_is_already_there_changes_nothing() -> None:
    data = TEXT.encode()
    assert with_alias(PATH, data, "城 关", "城关街道") == Amended(data, ())
    assert with_heading(PATH, data, "累计完成投资", "ytd_done", "市工信局") == Amended(data, ())


def test_a_heading_decided_anew_takes_the_place_of_what_it_meant() -> None:
    made = with_heading(PATH, TEXT.encode(), "累计完成投资", "自开工累计完成投资", "市工业和信息化局")
    assert [line[0] for line in made.changes] == ["-", "+"]
    assert office_of(PATH, made.data).ambiguous == {"市工业和信息化局": {"累计完成投资": "自开工累计完成投资"}}


@pytest.mark.parametrize(
    ("spelling", "name", "sentence"),
    [
        ("城办", "城关街", "不是 office.toml 中的镇街或部门；名称相近的有“城关街道”"),
        ("城关", "柳渡镇", "已是“城关街道”的写法"),
        ("柳渡镇", "城关街道", "已是“柳渡镇”的写法"),
        ("城", "城关街道", "太短"),
    ],
)
def test_a_wrong_choice_is_refused_with_a_sentence(spelling: str, name: str, sentence: str) -> None:
    with pytest.raises(PipelineError, match=sentence):
        with_alias(PATH, TEXT.encode(), spelling, name)


@pytest.mark.parametrize(
    ("meaning", "sender", "sentence"),
    [("本年完成", "", "不是字段；名称相近的有“本年完成投资”"), ("本年完成投资", "市审计局", "不是 office.toml 中的")],
)
def test_a_heading_without_a_field_or_a_sender_is_refused(meaning: str, sender: str, sentence: str) -> None:
    with pytest.raises(PipelineError, match=sentence):
        with_heading(PATH, TEXT.encode(), "累计额", meaning, sender)


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_good_file_or_a_sentence(word: str) -> None:
    data = TEXT.encode()
    for choose, meaning in ((with_alias, "城关街道"), (with_heading, "本年完成投资")):
        try:
            office_of(PATH, choose(PATH, data, word, meaning).data)
        except PipelineError as error:
            assert str(error).endswith("。")


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "office.toml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PipelineError, match="原文件没有改动"):
        write(path, b"newer")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("office.toml", b"new")]
