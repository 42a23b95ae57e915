"""A figure opens to exactly the rows it counts."""

import pytest

from shanhai.delivery.models import Placement
from shanhai.kernel.errors import NotFound
from shanhai.results import queries
from shanhai.results.figures import FigureId, counted_rows, value_of_rows
from tests.cast import BAISE, TIANYANG, Cast
from tests.results.ledger import Stay, commit, correct

STAYS = [
    Stay("甲", TIANYANG, "2022-01-10", lifted=True),
    Stay("甲", "451024", "2022-02-10", lifted=True),
    Stay("乙", TIANYANG, "2022-03-05", destination="450100"),
    Stay("丙", TIANYANG, "2021-03-05"),
]


def test_every_figure_equals_its_rows(cast: Cast) -> None:
    moment = commit(cast.operator, *STAYS)
    correct(cast.operator, Placement.objects.get(person__name="乙").record, withdrawn=True)
    for as_of in (None, moment):
        cells = queries.readings(cast.auditor, year=2022, as_of=as_of)
        assert cells
        for cell in cells:
            figure = FigureId.of(cell)
            rows = counted_rows(cast.auditor, figure, as_of)
            assert rows.count() == cell.rows_count, figure
            assert value_of_rows(figure, rows) == cell.value, figure


def test_rows_of_a_neighbour_are_not_opened(cast: Cast) -> None:
    commit(cast.operator, *STAYS)
    figure = FigureId.parse(f"L1-{BAISE}-2022-12-ytd")
    assert counted_rows(cast.donglan, figure).count() == 0
    assert counted_rows(cast.tianyang, figure).count() == 2


@pytest.mark.parametrize(
    "text", ["", "L1", "L9-451003-2022-08-ytd", "L1-451003-2022-13-ytd", "L1-45-2022-08-ytd"]
)
def test_what_names_no_figure_is_refused(text: str) -> None:
    with pytest.raises(NotFound, match="编号"):
        FigureId.parse(text)


def test_an_identifier_reads_as_it_is_written() -> None:
    text = "L1-451000-2022-08-ytd"
    assert str(FigureId.parse(text)) == text
    assert str(FigureId.parse(text).period) == "2022-01/2022-08"
