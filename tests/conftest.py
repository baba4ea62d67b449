"""What pytest asks before a test: may it run on this machine; and what all tests of a process share."""

import gc
import os
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.collect import gathering
from pipeline.collect.opener import lasting
from pipeline.documents import catalogue
from pipeline.documents.printing import Prepared
from pipeline.rules import load_law
from pipeline.run import specimen
from tests.postgres import server
from tests.rendering import render

# In CI the same examples every time: a red run is then about the change; at a desk new ones are tried.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

LONG = ("reliability", "test_killed", "test_cluster", "test_family", "test_sample")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A `rendered` test is skipped where nothing renders, and fails there in CI: nobody sees a skip."""
    if item.get_closest_marker("rendered") and (lacking := render.lacking()):
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"未进行实际渲染核验，本机缺少：{'、'.join(lacking)}（bash .ci/install 可装）")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no processor waits for another at the end."""
    items.sort(key=lambda item: not (item.get_closest_marker("rendered") or any(at in item.nodeid for at in LONG)))


def pytest_collection_finish() -> None:
    """What was imported until now stays to the end: the collector of garbage need not go through it again and again."""
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that the tests started for themselves."""
    with server() as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """All runs of a process read with the same child: to start one takes longer than to read a small month. All
    templates are tried on the same documents."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "Opener", lambda: nullcontext(lasting()))
        patch.setattr(specimen, "specimens", lambda entry, templates, _: _specimens(entry.key, templates))
        yield


@cache
def _trials(templates: Path) -> specimen.Trials:
    return specimen.Trials(templates, load_law())


@cache
def _specimens(key: str, templates: Path) -> tuple[Prepared, ...]:
    return _trials(templates).of(catalogue(templates)[key])
