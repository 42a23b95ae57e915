"""The six fields and governance have one name each in code and one on pages."""

from shanhai.kernel.fields import DELIVERY_FIELDS, Field


def test_there_are_six_fields_of_delivery_and_governance() -> None:
    assert len(DELIVERY_FIELDS) == 6
    assert set(Field) - set(DELIVERY_FIELDS) == {Field.GOVERNANCE}


def test_each_has_its_own_chinese_term() -> None:
    assert len({field.chinese for field in Field}) == len(Field)
