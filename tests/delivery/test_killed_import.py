"""An import killed with -9 at any moment leaves all of its rows or none, and a house that still verifies."""

import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from examples.ledgers import synthetic

ROWS = 2_000
EVERY = 4
"""Each how many statements of the commit a kill comes."""
FOUND = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
from shanhai.regions.actions import load_reference
load_reference(by=None, folder=Path(r"{folder}"))
from tests.cast import hire
hire("operator", "系统运维", "operator", None)
"""
IMPORT = """
import itertools, time
import django
django.setup()
from pathlib import Path
from django.db import connection
from shanhai.access.models import Account
from shanhai.delivery import actions
from shanhai.delivery.ledger import find
from shanhai.delivery.workbook.examine import examine_file
by = Account.objects.get(username="operator")
examined = examine_file(by=by, ledger=find("placements"), path=Path(r"{path}"))
assert not examined.rejected, examined.problems[:3]
statements = itertools.count(1)
def stop_at(execute, *given):
    if next(statements) == {statement}:
        print("inside", flush=True)
        time.sleep(60)
    return execute(*given)
with connection.execute_wrapper(stop_at):
    actions.commit(by=by, examined=examined)
print("committed", flush=True)
"""


@pytest.fixture
def house(
    tmp_path: Path, reference_folder: Path
) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts Python in a house of its own, on a database file."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> subprocess.Popen[str]:
        home = {
            "SHANHAI_HOME": str(tmp_path / "home"),
            "DJANGO_SETTINGS_MODULE": "shanhai.config.settings",
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        process = subprocess.Popen(
            [sys.executable, "-c", code], env={**environment, **home}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    (tmp_path / "home").mkdir()
    founding = start(FOUND.format(folder=reference_folder))
    _, trouble = founding.communicate(timeout=120)
    assert founding.returncode == 0, trouble
    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def counts(database: Path) -> tuple[int, int, int, int]:
    """Rows, persons, batches and import entries that are in the file."""
    with sqlite3.connect(database) as connection:
        return tuple(
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (
                "delivery_placement", "delivery_person", "delivery_batch",
                "journal_entry WHERE verb = 'import'",
            )
        )  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "rows.xlsx"
    book = openpyxl.Workbook()
    book.active.append(list(synthetic.HEADERS))
    for row in synthetic.placements(ROWS):
        book.active.append(row)
    book.save(path)
    return path


def test_an_import_killed_at_any_moment_leaves_all_or_nothing(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path, workbook: Path
) -> None:
    database = tmp_path / "home" / "shanhai.sqlite3"
    nothing, whole = (0, 0, 0, 0), (ROWS, ROWS, 1, 1)
    chance, kills = random.Random(20221231), 0
    for statement in itertools.count(1, EVERY):
        process = house(IMPORT.format(path=workbook, statement=statement))
        assert process.stdout
        if process.stdout.readline() == "committed\n":
            break
        # Some kills come a little later than the statement's start, in the middle of nothing written.
        time.sleep(chance.choice((0, 0, 0.01)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert counts(database) == nothing
        kills += 1
    assert kills >= 3, "the commit is more than a few statements"
    assert counts(database) == whole
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_import_killed_by_the_clock_leaves_all_or_nothing(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path, workbook: Path
) -> None:
    database = tmp_path / "home" / "shanhai.sqlite3"
    chance = random.Random(20220831)
    code = IMPORT.format(path=workbook, statement=1).replace("time.sleep(60)", "pass")
    for _ in range(4):
        process = house(code)
        assert process.stdout
        assert process.stdout.readline() == "inside\n" or counts(database)[0] == ROWS
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert counts(database) in ((0, 0, 0, 0), (ROWS, ROWS, 1, 1))
