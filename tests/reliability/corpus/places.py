"""A folder in; out, odd places and names put into it and what must become of each: read, told or left alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.corpus.building import good

READ, TOLD, IGNORED = "read", "told", "ignored"
Put = Callable[[Path], Mapping[str, str]]


@dataclass(frozen=True)
class Placed:
    """One odd place: ``put`` makes it and returns what must become of each name."""

    title: str
    put: Put
    today: str = ""


PLACES: dict[str, Placed] = {}


def placed(title: str, today: str = "") -> Callable[[Put], Put]:
    """Register a place."""

    def register(put: Put) -> Put:
        PLACES[put.__name__] = Placed(title, put, today)
        return put

    return register


@placed("指向自己的快捷链接")
def link_to_itself(folder: Path) -> Mapping[str, str]:
    (folder / "城关-环.xlsx").symlink_to("城关-环.xlsx")
    return {"城关-环.xlsx": TOLD}


@placed("指向不存在文件的快捷链接")
def link_to_nothing(folder: Path) -> Mapping[str, str]:
    (folder / "城关-断.xlsx").symlink_to("没有这个文件.xlsx")
    return {"城关-断.xlsx": TOLD}


@placed("文件夹链接成环")
def folder_loop(folder: Path) -> Mapping[str, str]:
    (folder / "城关-夹").mkdir()
    (folder / "城关-夹" / "回头").symlink_to("..")
    (folder / "城关-夹" / "甲.xlsx").write_bytes(good())
    return {"城关-夹/甲.xlsx": READ}


@placed("名为 .xlsx 的文件夹")
def folder_named_xlsx(folder: Path) -> Mapping[str, str]:
    (folder / "城关-夹子.xlsx").mkdir()
    (folder / "城关-夹子.xlsx" / "里面.xlsx").write_bytes(good())
    return {"城关-夹子.xlsx/里面.xlsx": READ, "城关-夹子.xlsx": IGNORED}


@placed("没有读权限的文件")
def unreadable(folder: Path) -> Mapping[str, str]:
    path = folder / "城关-无权.xlsx"
    path.write_bytes(good())
    path.chmod(0)
    return {path.name: READ if os.access(path, os.R_OK) else TOLD}


@placed("管道文件冒充工作簿")
def pipe(folder: Path) -> Mapping[str, str]:
    os.mkfifo(folder / "城关-管道.xlsx")
    return {"城关-管道.xlsx": IGNORED}


@placed("文件名二百四十字节")
def longest_name(folder: Path) -> Mapping[str, str]:
    name = "城关" + "长" * 76 + ".xlsx"
    (folder / name).write_bytes(good())
    return {name: READ}


@placed("GBK 编码的文件名")
def gbk_name(folder: Path) -> Mapping[str, str]:
    with open(os.path.join(os.fsencode(folder), "城关-国标.xlsx".encode("gbk")), "wb") as file:
        file.write(good())
    return {"城关-国标.xlsx": READ}


@placed("不成编码的文件名")
def broken_name(folder: Path) -> Mapping[str, str]:
    with open(os.path.join(os.fsencode(folder), "城关-".encode() + b"\xff\xfe.xlsx"), "wb") as file:
        file.write(good())
    return {}


@placed("文件名里有换行和制表符")
def newline_in_name(folder: Path) -> Mapping[str, str]:
    (folder / "城关-上\n下\t右.xlsx").write_bytes(good())
    return {"城关-上\n下\t右.xlsx": READ}


@placed("文件名像公式、像选项、像花括号")
def names_that_mean_something(folder: Path) -> Mapping[str, str]:
    names = (
        "=城关+1.xlsx",
        "--城关.xlsx",
        "城关{0}{file}.xlsx",
        "城关 [red].xlsx",
        "城关\u202exslx.xlsx",
        "城关🙂.xlsx",
    )
    for name in names:
        (folder / name).write_bytes(good())
    return dict.fromkeys(names, READ)


@placed("没有扩展名的工作簿")
def no_extension(folder: Path) -> Mapping[str, str]:
    (folder / "城关街道五月").write_bytes(good())
    return {"城关街道五月": READ}


@placed("临时文件和锁文件")
def left_by_programs(folder: Path) -> Mapping[str, str]:
    names = ("~$城关.xlsx", ".~lock.城关.xlsx#", "城关.xlsx.tmp", ".DS_Store")
    for name in names:
        (folder / name).write_bytes(b"x" * 165)
    return dict.fromkeys(names, IGNORED)


@placed("苹果压缩留下的影子文件夹")
def shadow_folder(folder: Path) -> Mapping[str, str]:
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "._城关.xlsx").write_bytes(b"x")
    return {"__MACOSX/._城关.xlsx": IGNORED}


@placed("二十层文件夹深处的工作簿")
def deep_folder(folder: Path) -> Mapping[str, str]:
    inner = folder.joinpath(*["城关"] * 20)
    inner.mkdir(parents=True)
    (inner / "甲.xlsx").write_bytes(good())
    return {"/".join(["城关"] * 20 + ["甲.xlsx"]): READ}
