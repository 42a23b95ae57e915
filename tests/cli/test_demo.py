"""`shanhai demo` fills an empty house, and run again it changes nothing."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def shanhai(home: Path) -> Callable[..., str]:
    """Runs the command in a house of its own and gives what it printed."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SHANHAI_", "DATABASE_URL", "DJANGO_"))
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "shanhai.cli.main", *words],
            capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
            env=variables | {"SHANHAI_HOME": str(home)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def first(shanhai: Callable[..., str]) -> str:
    return shanhai("demo")


def journal_head(home: Path) -> tuple[int, str]:
    with sqlite3.connect(home / "shanhai.sqlite3") as database:
        return database.execute("select sequence, seal from journal_chainhead").fetchone()


def test_every_station_is_filled_and_everything_agrees(first: str) -> None:
    for station in ("来源文件", "任务", "目标任务", "台账导入", "指标", "通报", "全部一致"):
        assert station in first
    assert "示例密码" in first


def test_a_second_run_changes_nothing(first: str, home: Path, shanhai: Callable[..., str]) -> None:
    head = journal_head(home)
    files = {path: path.read_bytes() for path in (home / "demo").iterdir()}
    second = shanhai("demo")
    assert journal_head(home) == head
    assert {path: path.read_bytes() for path in (home / "demo").iterdir()} == files
    assert "新增 0，更正 0" in second


def test_the_data_and_the_examples_password_belong_to_the_owner_only(
    first: str, home: Path
) -> None:
    assert (home / "demo_password").stat().st_mode & 0o077 == 0
    for key in (home / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0
