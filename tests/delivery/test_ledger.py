import pytest
from django.core.exceptions import FieldDoesNotExist

from shanhai.access.permissions import table
from shanhai.delivery.ledger import Kind, Ledger, Privacy, find, registry, unit_of
from shanhai.kernel.errors import NotFound


@pytest.mark.parametrize("ledger", registry().values(), ids=lambda ledger: ledger.code)
def test_every_ledger_says_all_of_its_columns_in_words(ledger: Ledger) -> None:
    for column in ledger.columns:
        assert column.header, column.name
        assert column.definition, f"{column.name} needs a help_text"
        assert column.accepted
    assert ledger.region.kind is Kind.DIVISION
    assert set(ledger.key_columns) <= set(ledger.by_name)
    assert (  # the permission table knows it
        any(record == ledger.record_name for _, record in table())
    )


@pytest.mark.parametrize("ledger", registry().values(), ids=lambda ledger: ledger.code)
def test_a_privacy_class_names_a_column_that_there_is(ledger: Ledger) -> None:
    for name, privacy in ledger.model.privacy.items():
        assert Privacy(privacy)
        try:
            ledger.model._meta.get_field(name)
        except FieldDoesNotExist:  # pragma: no cover
            raise AssertionError(name) from None


def test_the_placements_ledger_has_the_columns_of_the_labour_office() -> None:
    names = [column.name for column in find("placements").columns]
    assert names == [
        "name", "identity_number", "home_county", "employer", "destination", "occupation",
        "start_date", "end_date", "monthly_wage_yuan", "insured", "lifted_out_of_poverty", "evidence",
    ]  # fmt: skip
    wage = find("placements").by_name["monthly_wage_yuan"]
    assert (wage.unit, wage.required, wage.privacy) == ("元", False, Privacy.SENSITIVE)
    assert find("placements").by_name["identity_number"].privacy is Privacy.SENSITIVE
    assert "制造" in find("placements").by_name["occupation"].accepted


def test_a_unit_is_the_tail_of_the_name() -> None:
    assert unit_of("amount_wan_yuan") == "万元"
    assert unit_of("amount_yuan") == "元"
    assert unit_of("people_count") == ""


def test_an_unknown_ledger_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(NotFound, match="placements（务工就业台账）"):
        find("plcements")
