"""The pages of results: each figure opens to its rows, nobody sees a neighbour's, blank is said in words."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from shanhai.access.models import Account
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast
from tests.results.ledger import Stay, aim, commit

SignIn = Callable[[Account], Client]
DEBAO = "451024"


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Two counties with figures, one with a target and no data."""
    for unit, value in ((TIANYANG, 4), (DEBAO, 12), (DONGLAN, 6), (BAISE, 16)):
        aim(cast.operator, "L1", unit, value)
    commit(
        cast.operator,
        Stay("甲", TIANYANG, "2022-01-10", lifted=True),
        Stay("乙", TIANYANG, "2022-03-05", destination="450100"),
        Stay("甲", DEBAO, "2022-05-08", lifted=True),
    )
    return cast


def text(answer: object) -> str:
    page = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_overview_shows_progress_gap_and_who_can_close_it(
    year: Cast, signed_in: SignIn
) -> None:
    page = text(signed_in(year.baise).get("/results/?year=2022&month=12"))
    assert "百色市 2022 年 1—12 月" in page
    assert "目标 16，完成 12.5%，时间进度 100.0%" in page
    assert "少 14 人" in page
    assert "德保县 差 11" in page
    assert "覃晓梅 县级协作专班" in page


def test_no_data_is_said_in_words(year: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(year.guangxi).get("/results/?year=2022&month=12"))
    line = page[page.index("东兰县 L1") :][:60]
    assert "无数据" in line


def test_every_figure_of_the_overview_opens_to_rows_that_count_the_same(
    year: Cast, signed_in: SignIn
) -> None:
    client = signed_in(year.guangxi)
    page = client.get("/results/?year=2022&month=12").content.decode()
    figures = set(re.findall(r'title="([^"]+-ytd)" href="([^"]+)">([^<]+)</a>', page))
    assert len(figures) == 12
    for key, address, shown in figures:
        rows = text(client.get(address))
        assert f"{key} {shown} 人" in rows


def test_each_chart_has_its_table_and_sentence(year: Cast, signed_in: SignIn) -> None:
    page = signed_in(year.baise).get("/results/?year=2022&month=12").content.decode()
    charts = re.findall(r"<figure class=\"chart\".*?</figure>", page, re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        data = re.search(r'<script type="application/json">(.*?)</script>', chart, re.DOTALL)
        option = json.loads(data[1])
        assert {one["type"] for one in option["series"]} <= {"bar", "line"}
        assert "<table" in chart
        assert re.search(r"<small>[^<]+。</small>", chart)
    assert (
        "2 个单位中，0 个达到序时进度，2 个低于序时进度；差额最大的是德保县，少 11 人。"
        in text_of(charts[0])
    )


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_the_indicator_page_has_a_definition_for_each_year(year: Cast, signed_in: SignIn) -> None:
    client = signed_in(year.baise)
    page = text(client.get("/results/indicators/L3/?year=2022"))
    assert page.index("2021—2025 脱贫劳动力就业人数 本页所用") < page.index(
        "建档立卡贫困劳动力就业人数"
    )
    older = text(client.get("/results/indicators/L3/?year=2019"))
    assert "2016—2020 建档立卡贫困劳动力就业人数 本页所用" in older
    assert "2019 年这个指标还没有读数" in older


def test_it_says_by_how_many_the_sum_exceeds_the_people(year: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(year.baise).get("/results/indicators/L1/?year=2022&month=12"))
    assert "下级各单位合计 3 人，去重后 2 人，相差 1 人：同一人在两个以上单位登记" in page


def test_a_past_moment_is_kept_in_every_link(year: Cast, signed_in: SignIn) -> None:
    moment = commit(year.operator, Stay("丙", DEBAO, "2022-02-01"))
    commit(year.operator, Stay("丁", DEBAO, "2022-02-02"))
    client = signed_in(year.baise)
    answer = client.get("/results/", {"year": "2022", "month": "12", "as_of": moment.isoformat()})
    page = answer.content.decode()
    address = re.search(rf'title="L1-{DEBAO}-2022-12-ytd" href="([^"]+)">2</a>', page)[1]
    rows = client.get(address.replace("&amp;", "&"))
    assert f"L1-{DEBAO}-2022-12-ytd 2 人" in text(rows)
    assert "之后的补报、更正和目标调整不计入" in text(answer)


def test_rows_of_a_neighbour_are_not_there(year: Cast, signed_in: SignIn) -> None:
    for user, unit in ((year.donglan, TIANYANG), (year.tianyang, BAISE), (year.former, TIANYANG)):
        answer = signed_in(user).get(f"/results/readings/L1-{unit}-2022-12-ytd/rows/")
        assert answer.status_code == 404
    page = text(signed_in(year.donglan).get("/results/?year=2022"))
    assert "田阳区" not in page
    assert "德保县" not in page


def test_a_unit_that_did_not_report_opens_to_no_data(year: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(year.donglan).get(f"/results/readings/L1-{DONGLAN}-2022-12-ytd/rows/"))
    assert "无数据" in page
    assert "不等于零" in page


def test_rows_do_not_show_wages(year: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(year.baise).get(f"/results/readings/L1-{BAISE}-2022-12-ytd/rows/"))
    assert "月工资" not in page
    assert "是否脱贫劳动力" not in page
    lifted = text(signed_in(year.baise).get(f"/results/readings/L3-{BAISE}-2022-12-ytd/rows/"))
    assert "是否脱贫劳动力" in lifted


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_rows_and_the_readings_download(year: Cast, signed_in: SignIn, suffix: str) -> None:
    client = signed_in(year.baise)
    for path in (f"/results/readings/L1-{BAISE}-2022-12-ytd/rows/", "/results/readings/"):
        answer = client.get(path, {"format": suffix})
        assert answer.status_code == 200
        data = b"".join(answer.streaming_content)
        if suffix == "csv" and "rows" in path:
            assert len(data.decode("utf-8-sig").splitlines()) == 1 + 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?year=abc", "年度"),
        ("?month=13", "月份"),
        ("?unit=没有的县", "行政区划"),
        ("?indicator=L9", "没有指标"),
        ("?as_of=昨天", "时点"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    year: Cast, signed_in: SignIn, query: str, said: str
) -> None:
    answer = signed_in(year.baise).get(f"/results/{query}")
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_question_with_a_fault_keeps_its_inputs(year: Cast, signed_in: SignIn) -> None:
    page = signed_in(year.baise).get("/results/?year=2022&as_of=昨天").content.decode()
    assert 'value="昨天"' in page
    assert 'id="problem-as_of"' in page
    assert 'class="stats"' not in page


def test_a_unit_outside_is_said_to_be_outside(year: Cast, signed_in: SignIn) -> None:
    answer = signed_in(year.donglan).get(f"/results/?unit={TIANYANG}")
    assert answer.status_code == 422
    assert "不在您的区域内" in text(answer)


def test_a_target_of_a_later_year_hides_nothing(year: Cast, signed_in: SignIn) -> None:
    aim(year.operator, "L1", TIANYANG, 9, year=2024)
    client = signed_in(year.baise)
    page = text(client.get("/results/"))
    assert "百色市 2022 年 1—12 月" in page
    assert "12 月新增 0 人" in page
    assert "百色市 2024 年 1—12 月" in text(client.get("/results/?year=2024"))


def test_rows_lead_to_their_records(year: Cast, signed_in: SignIn) -> None:
    address = f"/results/readings/L1-{BAISE}-2022-12-ytd/rows/"
    client = signed_in(year.baise)
    links = re.findall(
        r'href="(/delivery/placements/records/[^"]+)"', client.get(address).content.decode()
    )
    assert links
    assert all(client.get(link).status_code == 200 for link in links)


def test_without_anything_it_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    page = text(signed_in(cast.tianyang).get("/results/"))
    assert "还没有读数" in page
    assert "去导入台账" in page


def test_the_number_of_queries_does_not_grow_with_the_units(
    year: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    stays = [Stay(f"多{place}", f"45102{place}", "2022-04-01") for place in (2, 6, 7, 8, 9)]
    commit(year.operator, *stays)
    for unit in ("451022", "451026", "451027", "451028", "451029"):
        aim(year.operator, "L1", unit, 9)
    client = signed_in(year.guangxi)
    client.get("/results/")
    with django_assert_max_num_queries(20):
        assert client.get("/results/?year=2022").status_code == 200


def test_the_province_sees_all_its_prefectures(year: Cast, signed_in: SignIn) -> None:
    commit(year.operator, Stay("戊", DONGLAN, "2022-06-01"))
    page = text(signed_in(year.guangxi).get(f"/results/?year=2022&unit={GUANGXI}"))
    assert "广西壮族自治区 2022 年" in page
    assert "河池市" in page
