"""Every engine gives the figures that the cases state and that a person would count by hand."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.kernel.periods import Period
from shanhai.measure import duckdb_engine, local, parameters
from shanhai.measure.algebra import Cell, Count, Indicator, Inside, IsTrue, Span, Sum
from shanhai.measure.indicators import INDICATORS
from shanhai.measure.indicators.labour import L1, L2, L3
from tests.measure import oracle
from tests.measure.ledger_rows import CASES, case_rows, frame, table

ENGINES = {"local": local.measure, "duckdb": duckdb_engine.measure}
TIMES = replace(L1, code="X1", aggregate=Count())
LIFTED = (IsTrue("lifted_out_of_poverty"),)
WAGES = replace(L1, code="X2", aggregate=Sum("monthly_wage_yuan"), where=LIFTED)
BOTH = replace(L1, code="X3", where=L2.where + L3.where)
ALL: tuple[Indicator, ...] = (L1, L2, L3, TIMES, WAGES, BOTH)


def span_of(period: Period) -> tuple[int, Span]:
    one_month = period.start.month == period.end.month
    return period.end.month, Span.MONTH if one_month else Span.YEAR_TO_DATE


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_case_gives_the_figures_it_states(case: Path, engine: str) -> None:
    content = tomllib.loads(case.read_text("utf-8"))
    year = content["year"]
    cells = {
        (cell.indicator, cell.unit, cell.month, cell.span): cell
        for cell in ENGINES[engine](
            list(INDICATORS.values()),
            frame(case_rows(content["rows"])),
            year,
            parameters.of_year(year),
        )
    }
    for code, unit, period, value, rows_count in table(content["expected"]):
        cell = cells.get((code, unit, *span_of(Period.parse(period))))
        if value == "无数据":
            assert cell is None
        else:
            assert cell is not None
            assert (str(cell.value), str(cell.rows_count)) == (value, rows_count), (code, unit)


COUNTIES = st.sampled_from(["451003", "451024", "451224", "522323", "451000", None])
PLACES = st.sampled_from(["440000", "440300", "450100", "330200", None])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "home_county": COUNTIES,
            "start_date": st.none() | st.dates(date(2021, 11, 1), date(2023, 2, 1)),
            "person": st.none() | st.integers(1, 6),
            "destination": PLACES,
            "lifted_out_of_poverty": st.none() | st.booleans(),
            "monthly_wage_yuan": st.none() | st.decimals(0, 9000, places=2),
        }
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_all_engines_count_as_a_person_would(rows: list[oracle.Row]) -> None:
    by_hand = oracle.measure(ALL, rows, 2022, parameters.of_year(2022))
    for name, engine in ENGINES.items():
        cells = engine(ALL, frame(rows), 2022, parameters.of_year(2022))
        assert len(cells) == len(set(cells)), name
        assert set(cells) == by_hand, name


@settings(max_examples=30, deadline=None)
@given(rows=ROWS)
def test_parts_never_exceed_their_whole_and_the_year_to_date_never_falls(
    rows: list[oracle.Row],
) -> None:
    cells = local.measure(ALL, frame(rows), 2022, parameters.of_year(2022))
    at = {(cell.indicator, cell.unit, cell.month, cell.span): cell.value for cell in cells}
    for (code, unit, month, span), value in at.items():
        indicator = INDICATORS.get(code)
        if indicator and indicator.subset_of:
            assert value <= at[indicator.subset_of, unit, month, span]
        if span is Span.YEAR_TO_DATE and month > 1:
            assert value >= at[code, unit, month - 1, span]


@pytest.mark.parametrize("engine", ENGINES)
def test_asked_for_some_units_it_gives_theirs_and_no_others(engine: str) -> None:
    rows = case_rows(
        "x\n451003 甲 2022-03-02 440300 是\n451024 乙 2022-03-02 440300 是\n451224 丙 2022-03-02 440300 是"
    )
    asked = {"451003", "451000"}
    standing = parameters.of_year(2022)
    everything = ENGINES[engine](ALL, frame(rows), 2022, standing)
    some = ENGINES[engine](ALL, frame(rows), 2022, standing, asked)
    assert set(some) == {cell for cell in everything if cell.unit in asked}
    assert {cell.unit for cell in everything} == {
        "451003", "451024", "451224", "451000", "451200", "450000",
    }  # fmt: skip
    assert ENGINES[engine](ALL, frame(rows), 2022, standing, set()) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_money_stays_exact_to_the_fen(engine: str) -> None:
    rows = case_rows("x\n451003 甲 2022-03-02 440300 是\n451003 乙 2022-03-09 440300 是")
    for row, wage in zip(rows, ("0.10", "0.20"), strict=True):
        row["monthly_wage_yuan"] = Decimal(wage)
    cells = ENGINES[engine]([WAGES], frame(rows), 2022, parameters.of_year(2022))
    wanted = Cell("X2", "451003", 2022, 3, Span.MONTH, Decimal("0.30"), 2)
    assert wanted in cells


def test_a_name_in_a_query_cannot_end_it() -> None:
    odd = replace(L1, code="X4", region='home"county', where=(Inside("a'b", "eastern_provinces"),))
    rows = pl.DataFrame(
        {'home"county': ["451003"], "start_date": [date(2022, 1, 1)], "person": [1], "a'b": ["44"]}
    )
    cells = duckdb_engine.measure([odd], rows, 2022, {"eastern_provinces": ("44' OR '1'='1",)})
    assert {cell.value for cell in cells} == {Decimal(0)}
