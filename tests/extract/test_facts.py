"""Every fact of the communiqués, as `shanhai read --json` gives it: nothing missing, nothing invented."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from shanhai.cli.extract import read_command
from tests.extract import damage
from tests.extract.expected_facts import EXAMPLES, SEEDS
from tests.extract.fact_check import Expected, check

SEED_FOLDER = damage.ROOT.parent / "shared" / "seeds"


def documents() -> list[tuple[Path, Expected]]:
    """The examples, which are always there, and the seeds where they lie beside the repository."""
    examples = [(damage.EXAMPLES / name, expected) for name, expected in EXAMPLES.items()]
    seeds = [(SEED_FOLDER / name, expected) for name, expected in SEEDS.items()]
    return examples + [(path, expected) for path, expected in seeds if path.is_file()]


@pytest.mark.parametrize(
    ("path", "expected"), documents(), ids=lambda value: getattr(value, "name", "")
)
def test_every_fact_comes_out_and_nothing_else(path: Path, expected: Expected) -> None:
    result = CliRunner().invoke(read_command, [str(path), "--json"])
    [facts] = json.loads(result.stdout)
    original = path.read_bytes().decode(facts["document"]["encoding"]).removeprefix("\ufeff")
    assert check(facts, expected, original) == []


def test_the_check_notices_a_wrong_fact() -> None:
    path, expected = documents()[0]
    result = CliRunner().invoke(read_command, [str(path), "--json"])
    [facts] = json.loads(result.stdout)
    original = path.read_bytes().decode(facts["document"]["encoding"])
    facts["people"][0]["name"] = "虚构人"
    facts["commitments"].pop()
    found = check(facts, expected, original)
    assert any("虚构人" in line for line in found)
    assert any("tasks, not" in line for line in found)


@pytest.mark.parametrize("name", damage.FILES)
def test_the_example_files_are_what_the_generator_makes(name: str) -> None:
    assert (damage.EXAMPLES / name).read_bytes() == damage.FILES[name]()
