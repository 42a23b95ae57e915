"""Several processes write at once: the head of the chain gives them one order, on every database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

OFFICES, ACTS = 3, 20
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def surroundings(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The variables of an office: the suite's own PostgreSQL database, or an SQLite file with its guard."""
    here = {
        **os.environ, "SHANHAI_HOME": str(tmp_path), "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "shanhai.config.settings",
    }  # fmt: skip
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        here["DATABASE_URL"] = (
            f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
        )
    else:
        here["DATABASE_URL"] = f"sqlite:///{tmp_path / 'office.sqlite3'}"
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "-v0"], env=here, check=True, timeout=120
        )
    return here


def start(surroundings: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journal.office", *arguments],
        env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[bytes]) -> bytes:
    said, trouble = process.communicate(timeout=120)
    assert process.returncode == 0, trouble.decode()
    return said


def test_processes_writing_at_once_make_one_chain_that_holds_at_every_moment(
    surroundings: dict[str, str],
) -> None:
    offices = [start(surroundings, f"office{one}", str(ACTS)) for one in range(OFFICES)]
    meanwhile: dict[str, Any] = json.loads(finish(start(surroundings, "verify")))
    for office in offices:
        finish(office)
    afterwards: dict[str, Any] = json.loads(finish(start(surroundings, "verify")))
    assert meanwhile["problems"] == afterwards["problems"] == []
    assert afterwards["sequences"] == list(range(1, OFFICES * ACTS * 2 + 1))
    assert afterwards["moments"] == sorted(afterwards["moments"])
