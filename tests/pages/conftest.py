"""A real Chromium for the tests that need one: skipped where it is missing, failed in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    place = shutil.which("chromium")
    if place is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("未在浏览器中核验，本机缺少 Chromium（Debian：apt install chromium）")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield browser
        browser.close()
