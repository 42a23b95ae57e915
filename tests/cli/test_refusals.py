"""What the machine or the caller gets wrong is one line on stderr and exit code 2, never a traceback."""

import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def shanhai(home: Path) -> Run:
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SHANHAI_", "DATABASE_URL", "DJANGO_"))
    }

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "shanhai.cli.main", *words],
            capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
            env=variables | {"SHANHAI_HOME": str(home)} | more,
        )  # fmt: skip

    assert run("setup").returncode == 0
    return run


def refused(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode == 2, answer.stderr
    lines = [line for line in answer.stderr.splitlines() if line.startswith("shanhai: ")]
    assert "Traceback" not in answer.stderr
    assert len(lines) == 1
    return lines[0]


def test_an_output_that_cannot_be_written(shanhai: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for output in (tmp_path / "folder.xlsx", tmp_path / "nowhere" / "a.xlsx", Path("/proc/a.xlsx")):
        assert output.parent.name in refused(shanhai("export", "placements", "-o", str(output)))


def test_a_moment_at_the_end_of_the_calendar(shanhai: Run, tmp_path: Path) -> None:
    output = str(tmp_path / "a.csv")
    answer = shanhai("export", "placements", "-o", output, "--as-of", "9999-12-31")
    assert "晚于现在" in refused(answer)


def test_a_home_that_cannot_be(shanhai: Run) -> None:
    refused(shanhai("measure", "--json", SHANHAI_HOME="/proc/none"))


def test_a_port_that_is_taken(shanhai: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "已被占用" in refused(shanhai("serve", "--port", str(taken.getsockname()[1])))


def test_a_workbook_that_unpacks_without_end(shanhai: Run, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    name = "xl/worksheets/sheet1.xml"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(500):
            part.write(b"0" * 1024**2)
    assert bomb.stat().st_size < 1024**2
    assert "解开后超过" in refused(shanhai("import", "placements", str(bomb)))


def test_what_the_command_makes_is_for_its_owner_only(shanhai: Run, home: Path) -> None:
    assert (home / "shanhai.sqlite3").stat().st_mode & 0o077 == 0
