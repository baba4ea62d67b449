"""``menu`` as someone meets it who double-clicked: numbers in, other verbs run."""

from __future__ import annotations

import subprocess

import pytest
from typer.testing import CliRunner

from pipeline.commands import app, menu


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    calls: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command: calls.append(command[3:]))
    return calls


def shown(typed: str) -> list[str]:
    result = CliRunner().invoke(app(), ["menu"], input=typed, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def number(title: str) -> str:
    return next(line.split()[0] for line in shown("0\n") if line.endswith(title))


def test_a_number_runs_its_verb_for_the_period_that_was_typed(ran: list[list[str]]) -> None:
    shown(f"{number('出《调度通报》')}\n2026-05\n{number('核查数据，列出催报名单')}\n\n0\n")
    assert ran == [["bulletin", "--period", "2026-05"], ["check"]]


def test_the_calendar_asks_for_no_period(ran: list[list[str]]) -> None:
    shown(f"{number('看该做什么（按日历）')}\n0\n")
    assert ran == [["due"]]


@pytest.mark.parametrize(("typed", "said"), [("99\n0\n", "没有“99”这一项"), ("出通报\n0\n", "没有“出通报”这一项")])
def test_what_is_no_number_of_the_list_is_said_and_asked_again(typed: str, said: str, ran: list[list[str]]) -> None:
    assert any(said in line for line in shown(typed)) and not ran


def test_what_is_no_period_runs_nothing(ran: list[list[str]]) -> None:
    lines = shown(f"{number('核查数据，列出催报名单')}\n五月\n0\n")
    assert any("“五月”不是期间" in line for line in lines) and not ran


def test_the_end_of_the_input_leaves(ran: list[list[str]]) -> None:
    assert shown("") and not ran


def test_only_verbs_that_exist_are_offered() -> None:
    verbs = {command.name for command in app().registered_commands}
    titles = {choice.title for choice in menu.choices() if choice.verb in verbs}
    listed = {line.split(maxsplit=1)[1] for line in shown("0\n") if line[:4].strip().isdigit()}
    assert listed == titles | {"退出"}
