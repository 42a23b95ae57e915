"""No identity number ends in clear in the journal, wherever it was typed.（号码均为虚构示例）"""

import json
import re
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from shanhai.access import vault
from shanhai.journal import actions
from shanhai.journal.models import Entry, Verb
from shanhai.journal.seals import plain
from tests.cast import Cast

NUMBER = "451003199001011234"
NUMBERS = st.from_regex(r"[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}", fullmatch=True)
AROUND = st.text(alphabet="号：，。 abq/_-?=身份证", max_size=8)


def clear(text: str, number: str) -> bool:
    return number in text or re.search(r"[0-9]{15}", text) is not None


@given(number=NUMBERS, before=AROUND, after=AROUND)
def test_a_number_is_masked_wherever_it_stands_in_a_value(
    number: str, before: str, after: str
) -> None:
    text = f"{before}{number}{after}"
    value = {"filters": [{"q": text}, text], text: (1, {text})}
    said = json.dumps(plain(value), ensure_ascii=False)
    assert not clear(said, number)
    assert said.count(vault.mask_identity_number(number)[:6]) == 4


@given(number=NUMBERS, other=NUMBERS)
def test_two_numbers_pasted_together_are_masked(number: str, other: str) -> None:
    assert not clear(vault.mask_identity_numbers(number + other), number)


@given(text=st.text(alphabet="0123456789Xx 号*-", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    masked = vault.mask_identity_numbers(text)
    assert vault.mask_identity_numbers(masked) == masked


@pytest.mark.parametrize(
    "text", ["451003 19900101 1234", "451003-19900101-123X", "４５１００３１９９００１０１１２３４"]
)
def test_a_number_in_groups_or_in_wide_digits_is_masked(text: str) -> None:
    assert vault.mask_identity_numbers(text).count("*") >= 10


@pytest.mark.parametrize(
    "text", ["451003", "2024-01-31", "13800000000", "1" * 64, "a3" * 32, "12345678901234"]
)
def test_what_is_no_identity_number_stays(text: str) -> None:
    assert vault.mask_identity_numbers(text) == text


def test_an_entry_holds_no_number_in_any_of_its_columns(cast: Cast) -> None:
    with transaction.atomic():
        written = actions.record(
            by=cast.donglan, verb=Verb.EXPORT, subject="tests.thing", key=f"查 {NUMBER}",
            before={"q": NUMBER}, after={"filters": {"q": NUMBER}}, reason=f"核对{NUMBER}的台账",
        )  # fmt: skip
    said = repr(Entry.objects.filter(pk=written.pk).values().get())
    assert NUMBER not in said
    assert said.count("451003**********34") == 4


@pytest.mark.parametrize("name", [NUMBER, "45100319900101123x", "451003900101123"])
def test_a_number_typed_as_the_login_name_is_kept_masked(
    cast: Cast, client: Client, name: str
) -> None:
    for _ in range(6):
        answer = client.post(
            f"/login/?next=/delivery/?q={name}", {"username": name, "password": "x"}
        )
    assert answer.status_code == 429
    [key] = set(Entry.objects.filter(verb="login_failed").values_list("subject_key", flat=True))
    assert key == vault.mask_identity_number(name)
    kept: list[Any] = []
    for table in (AccessAttempt, AccessFailureLog, AccessLog):
        kept += table.objects.values()
    assert kept
    assert name not in repr(kept)
