"""What the command line could not understand comes in, in English; a sentence in Chinese goes out."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

PATTERNS = (
    (r"Missing option '(.+?)'", "还要写明 {}"),
    (r"Missing argument '(.+?)'", "还要写明{}"),
    (r"No such command '(.+?)'\.(?: Did you mean (.+?)\?)?", "没有“{}”这个命令"),
    (r"No such option: (\S+)", "没有 {} 这个选项"),
    (r"Option '(.+?)' requires", "{} 后面还要写值"),
    (r"Option '(.+?)' does not take", "{} 后面不写值"),
    (r"Invalid value for '(.+?)'", "{} 的值不对"),
    (r"Got unexpected extra argument\S* \((.+)\)", "多出了“{}”（名称中有空格的，请加引号）"),
)


def sentence(error: TyperException) -> str:
    """What is wrong, and where help tells more."""
    message, context = error.format_message(), getattr(error, "ctx", None)
    command = context.command_path if context else "python -m pipeline"
    for pattern, said in PATTERNS:
        if found := re.match(pattern, message):
            hint = f"，是不是 {found[2]}" if found.re.groups > 1 and found[2] else ""
            return f"{said.format(found[1])}{hint}。用法见：{command} --help"
    return f"命令写得不对（{message}）。用法见：{command} --help"
