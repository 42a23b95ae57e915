"""What the documents say exists, exists."""

import re
from pathlib import Path

import pytest

from shanhai.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/**/README.md")]
    if not {"node_modules", ".venv", "var"} & set(path.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text("utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_target_and_command_that_is_named_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    code = "\n".join(re.findall(r"`[^`\n]+`|^    .*$", text, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code)) <= targets
    assert set(re.findall(r"\bshanhai ([a-z]+)", code)) <= set(COMMANDS)


def test_the_picture_of_the_house_stays_short() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 150


def test_paths_in_the_architecture_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z]+)?)`", text))
    made_by_setup = {"files/", "keys/"}
    for path in sorted(named - made_by_setup):
        inside_a_station = any((ROOT / "shanhai").glob(f"*/{path}"))
        assert (ROOT / path).exists() or (ROOT / "shanhai" / path).exists() or inside_a_station, (
            path
        )


def test_the_glossary_gives_each_term_once() -> None:
    lines = (ROOT / "docs/reference/glossary.md").read_text("utf-8").splitlines()
    terms = [line.split("|")[1].strip() for line in lines if line.startswith("| ")][1:]
    assert len(terms) >= 89
    assert len(terms) == len(set(terms))


def test_the_changelog_speaks_in_sentences() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    entries = re.findall(r"^- (.+?)(?=^- |^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert entries
    assert all(entry.strip().endswith(".") for entry in entries)
