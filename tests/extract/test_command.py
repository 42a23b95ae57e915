"""`shanhai read` as a person and as another program use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shanhai.cli.extract import read_command
from tests.extract import damage

CLEAN = damage.EXAMPLES / "05-番禺赫章联席会议.txt"
DAMAGED = damage.EXAMPLES / "01-粤桂协作联席会议.txt"


def shanhai_read(*arguments: object) -> Result:
    return CliRunner().invoke(read_command, [str(one) for one in arguments])


def test_json_is_one_list_in_the_order_given_and_nothing_else() -> None:
    result = shanhai_read(DAMAGED, CLEAN, "--json")
    readings = json.loads(result.stdout)
    assert [one["document"]["path"] for one in readings] == [str(DAMAGED), str(CLEAN)]
    assert set(readings[0]) >= {
        "document", "repairs", "events", "people", "agreements", "sites", "commitments", "claims",
        "problems",
    }  # fmt: skip


def test_a_folder_stands_for_the_files_in_it() -> None:
    result = shanhai_read(damage.EXAMPLES, "--json")
    names = [Path(one["document"]["path"]).name for one in json.loads(result.stdout)]
    assert names == sorted(damage.FILES)


def test_the_exit_code_tells_whether_somebody_has_to_look() -> None:
    assert shanhai_read(CLEAN).exit_code == 0
    assert shanhai_read(DAMAGED).exit_code == 1


@pytest.mark.parametrize("name", ["没有.txt", "空文件夹"])
def test_input_that_is_not_there_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "空文件夹").mkdir()
    result = shanhai_read(tmp_path / name, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.strip().splitlines()
    assert name in line
    assert "请" in line


def test_a_file_that_is_no_text_is_a_problem_of_its_own_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    picture = tmp_path / "图片.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = shanhai_read(picture, CLEAN, "--json")
    first, second = json.loads(result.stdout)
    assert [problem["severity"] for problem in first["problems"]] == ["error"]
    assert first["document"]["encoding"] is None
    assert second["people"]
    assert result.exit_code == 1


def test_the_summary_names_what_a_reader_looks_for() -> None:
    text = shanhai_read(DAMAGED).stdout
    for words in (
        "活动（2）", "[会议] 粤桂东西部协作联席会议（2024-09-19，南宁）", "人员（12）", "韦知山",
        "任务（9）", "拼音注音 50 处", "疑为「规模化、标准化」",
    ):  # fmt: skip
        assert words in text


def test_a_file_without_findings_says_so(tmp_path: Path) -> None:
    plain = tmp_path / "通知.txt"
    plain.write_text("请各位同事准时下班，注意安全，谢谢大家的配合。", "utf-8")
    assert "没有读到" in shanhai_read(plain).stdout


def test_reading_starts_without_django() -> None:
    code = (
        "import sys; from shanhai.extract import read; read('粤桂协作。'.encode(), 'x'); "
        "import shanhai.cli.extract; sys.exit('django' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, cwd=damage.ROOT).returncode == 0
    )


def test_help_has_an_example() -> None:
    assert "例：shanhai read" in shanhai_read("--help").stdout
