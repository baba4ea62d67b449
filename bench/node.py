"""A folder comes in; carbone and docxtemplater, installed into it where node and npm are there, go out as engines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.papers import CARBONE, MUSTACHE, Dialect, Work

NODE: Mapping[str, Dialect] = {"carbone": CARBONE, "docxtemplater": MUSTACHE}
PACKAGES = ("carbone@3.8.2", "docxtemplater@3.71.0", "pizzip@3.3.0")
SCRIPT = Path(__file__).with_name("engines.js")


@dataclass(frozen=True)
class Node:
    """Where the packages are, and their versions."""

    folder: Path
    versions: tuple[str, ...]

    def made(self, engine: str, work: Work, runs: int) -> tuple[list[float], list[bytes]]:
        """CPU milliseconds of each run, and the documents."""
        out = self.folder / f"{engine}-{work.title[:2]}"
        out.mkdir()
        template, facts = out / "template.docx", out / "facts.json"
        template.write_bytes(work.template(NODE[engine]))
        facts.write_text(json.dumps([work.facts(copy) for copy in range(work.copies)]), encoding="utf-8")
        command = ["node", str(SCRIPT), engine, str(template), str(facts), str(runs), str(out)]
        environment = {**os.environ, "NODE_PATH": str(self.folder / "node_modules")}
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        return [float(line) for line in told.split()], [(out / f"{at}.docx").read_bytes() for at in range(work.copies)]


def installed(folder: Path) -> Node | None:
    """None without node, npm or a registry."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), *PACKAGES]
    if subprocess.run(command, capture_output=True).returncode:
        return None
    version = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return Node(folder, (f"node {version}", *(package.replace("@", " ") for package in PACKAGES)))
