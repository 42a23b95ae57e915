"""`shanhai measure` and `shanhai brief` as programs and people call them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shanhai.briefing.models import Notice
from shanhai.cli.main import shanhai
from shanhai.kernel.errors import Refusal
from shanhai.measure.indicators import INDICATORS
from shanhai.results.models import Reading
from tests.cast import BAISE, DONGLAN, TIANYANG, Cast
from tests.results.ledger import Stay, aim, commit


def run(*words: str) -> Result:
    return CliRunner().invoke(shanhai, list(words))


def said(*words: str) -> dict[str, object]:
    answer = run(*words, "--json")
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.stdout)
    return found


@pytest.fixture
def year(cast: Cast) -> Cast:
    """One county with figures, another with a target and none."""
    aim(cast.operator, "L1", TIANYANG, 4)
    aim(cast.operator, "L1", DONGLAN, 6)
    commit(
        cast.operator,
        Stay("甲", TIANYANG, "2022-01-10", lifted=True),
        Stay("乙", TIANYANG, "2022-03-05", destination="450100"),
    )
    return cast


def test_it_answers_in_the_agreed_shape(year: Cast) -> None:
    answer = said("measure", "--year", "2022")
    assert list(answer) == ["year", "as_of", "engine", "definitions", "readings"]
    wanted = {
        "indicator", "unit_code", "unit_name", "period", "value", "unit", "target", "rate", "rows",
        "basis",
    }  # fmt: skip
    assert all(wanted <= set(one) for one in answer["readings"])
    whole = [
        one for one in answer["readings"] if (one["period"], one["unit_code"]) == ("2022", TIANYANG)
    ]
    first = whole[0]
    assert (first["indicator"], first["value"], first["target"], first["rate"], first["rows"]) == (
        "L1", 2, 4, 0.5, 2,
    )  # fmt: skip
    assert (first["unit_name"], first["unit"], first["basis"]) == ("田阳区", "人", "cumulative")
    assert {one["indicator"] for one in answer["definitions"]} == set(INDICATORS)


def test_no_data_is_null_and_not_zero(year: Cast) -> None:
    answer = said("measure", "--year", "2022")
    values = {one["value"] for one in answer["readings"] if one["unit_code"] == DONGLAN}
    assert values == {None}


def test_both_engines_answer_alike(year: Cast) -> None:
    local = said("measure", "--year", "2022", "--engine", "local")
    duck = said("measure", "--year", "2022", "--engine", "duckdb")
    assert duck["engine"] == "duckdb"
    assert local["readings"] == duck["readings"]


def test_it_answers_as_of_a_moment_and_for_an_account(year: Cast) -> None:
    moment = Reading.objects.latest("computed_at").computed_at
    commit(year.operator, Stay("丙", TIANYANG, "2022-02-01"))
    then = said("measure", "--year", "2022", "--as-of", moment.isoformat())
    values = [one["value"] for one in then["readings"] if one["id"] == f"L1-{TIANYANG}-2022-12-ytd"]
    assert values == [2]
    own = said("measure", "--year", "2022", "--as", "weiguodong")
    assert {one["unit_code"] for one in own["readings"]} == {DONGLAN}


def test_people_get_a_table(year: Cast) -> None:
    answer = run("measure", "--year", "2022")
    assert answer.exit_code == 0
    assert "田阳区" in answer.stdout
    assert "无数据" in answer.stdout
    assert "50.0%" in answer.stdout


def test_without_data_it_says_what_to_do(cast: Cast) -> None:
    answer = run("measure")
    assert answer.exit_code == 0
    assert "shanhai import" in answer.stdout


def test_storing_mends_readings_and_a_dry_run_does_not(year: Cast) -> None:
    Reading.objects.filter(region_id=TIANYANG).delete()
    run("measure", "--store", "--dry-run")
    assert not Reading.objects.filter(region_id=TIANYANG).exists()
    answer = run("measure", "--store")
    assert answer.exit_code == 0
    assert Reading.objects.filter(region_id=TIANYANG).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("measure", "--as", "nobody"), "没有可用的账号"),
        (("measure", "--as-of", "昨天"), "时点"),
        (("measure", "--as", "longan"), "没有查看指标读数的权限"),
        (("measure", "--store", "--as", "limin"), "只有系统运维"),
        (("brief", "monthly", "-o", "通报.pdf"), ".html 或 .docx"),
        (("brief", "monthly", "-o", "不存在的文件夹/通报.docx"), "不存在"),
        (("brief", "monthly", "-o", "通报.docx", "--as", "qinxiaomei", "--unit", BAISE), "不能为百色市编发"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence(year: Cast, words: tuple[str, ...], sentence: str) -> None:
    answer = run(*words)
    assert isinstance(answer.exception, Refusal)
    assert sentence in answer.exception.message


@pytest.mark.parametrize("suffix", ["html", "docx"])
def test_a_notice_written_twice_is_the_same_file(year: Cast, tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in ("一", "二")]
    for file in files:
        answer = run("brief", "monthly", "--unit", "百色市", "--year", "2022", "--month", "8",
                     "--as", "huangzhiyuan", "-o", str(file))  # fmt: skip
        assert answer.exit_code == 0, answer.output
        assert str(file) in answer.stdout
    assert files[0].read_bytes() == files[1].read_bytes()
    assert Notice.objects.count() == 1


def test_a_dry_run_issues_and_writes_nothing(year: Cast, tmp_path: Path) -> None:
    file = tmp_path / "通报.docx"
    answer = run("brief", "monthly", "--unit", BAISE, "--dry-run", "-o", str(file))
    assert answer.exit_code == 0
    assert "只检查，未编发" in answer.stderr
    assert not file.exists()
    assert not Notice.objects.exists()
