"""A TOML file as people write and save it comes in; its tables go out, or a sentence that names it."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.model import PipelineError

_KEY = re.compile(r"(?m)((?:^|[{,])[ \t]*)([\w\-]*[^\x00-\x7f][\w\-]*)([ \t]*=)")
_HEADER = re.compile(r"(?m)^([ \t]*\[+)([^\]\"'\n]*[^\x00-\x7f][^\]\"'\n]*)(\]+)")
_BARE = re.compile(r"[\w\-]*[^\x00-\x7f.\s][\w\-]*")
QUOTED = r'"\g<0>"'


def decode(data: bytes) -> str:
    """TOML as editors really save it: UTF-8 with or without a BOM, or GBK."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read_toml(path: Path, data: bytes) -> dict[str, Any]:
    """The tables of a TOML file; raises PipelineError naming it when it is not TOML. Chinese keys need no quotes."""
    try:
        text = decode(data)
    except UnicodeDecodeError:
        raise PipelineError(f"{path} 的文字编码无法识别，请另存为 UTF-8。") from None
    try:
        return tomllib.loads(strict(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PipelineError(f"{path} 不是正确的 TOML：{error}") from None


def strict(text: str) -> str:
    """TOML 1.0 wants quotes about keys that are not ASCII; people leave them out. What is TOML stays as it is."""
    with suppress(tomllib.TOMLDecodeError, RecursionError):
        tomllib.loads(text)
        return text
    text = _KEY.sub(r'\1"\2"\3', text)
    return _HEADER.sub(lambda match: f"{match[1]}{_BARE.sub(QUOTED, match[2])}{match[3]}", text)
