"""An import killed with -9 at any moment leaves all of its rows or none, and a house that still verifies."""

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
MOMENTS = 12
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
import django
django.setup()
from pathlib import Path
from shanhai.access.models import Account
from shanhai.delivery import actions
from shanhai.delivery.ledger import find
from shanhai.delivery.workbook.examine import examine_file
by = Account.objects.get(username="operator")
examined = examine_file(by=by, ledger=find("placements"), path=Path(r"{path}"))
assert not examined.rejected, examined.problems[:3]
print("checked", flush=True)
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
        process.wait()


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


def test_an_import_killed_at_any_moment_leaves_all_or_nothing(
    house: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    path = tmp_path / "rows.xlsx"
    book = openpyxl.Workbook()
    book.active.append(list(synthetic.HEADERS))
    for row in synthetic.placements(ROWS):
        book.active.append(row)
    book.save(path)
    database = tmp_path / "home" / "shanhai.sqlite3"
    code, chance = IMPORT.format(path=path), random.Random(20221231)
    nothing, whole = (0, 0, 0, 0), (ROWS, ROWS, 1, 1)
    inside = 0
    for _ in range(MOMENTS):
        process = house(code)
        assert process.stdout
        assert process.stdout.readline() == "checked\n"
        time.sleep(chance.uniform(0, 0.35))
        process.send_signal(signal.SIGKILL)
        done = process.communicate()[0] == "committed\n"
        found = counts(database)
        assert found in (nothing, whole)
        if found == whole:
            break
        assert not done
        inside += 1
    assert inside, "at least one kill came before the commit was through"
    if counts(database) == nothing:
        process = house(code)
        assert process.communicate(timeout=60)[0] == "checked\ncommitted\n"
    assert counts(database) == whole
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
