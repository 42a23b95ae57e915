"""`shanhai account`: accounts, terms and tokens from the command line."""

import json

import pytest
from click.testing import CliRunner, Result

from shanhai.access.models import Account
from shanhai.access.queries import account_of_token
from shanhai.cli.main import shanhai
from shanhai.kernel.errors import NotAllowed, NotFound, Refusal, Unusable
from tests.cast import DONGLAN, PASSWORD, Cast


def account(*words: str) -> Result:
    return CliRunner().invoke(shanhai, ["account", *words])


def test_an_account_is_opened_granted_listed_and_ended(cast: Cast) -> None:
    assert account("add", "xinren", "--display-name", "新人", "--password", PASSWORD).exit_code == 0
    granted = account(
        "grant", "xinren", "county_officer", "--region", "东兰", "--start", "2026-01-01"
    )
    assert "县级协作专班 · 东兰县 · 2026-01-01 至 未定" in granted.output
    holding = Account.objects.get(username="xinren").holdings.get()
    assert holding.region_id == DONGLAN
    rows = {row["username"]: row for row in json.loads(account("list", "--json").stdout)}
    assert rows["xinren"]["holdings"][0]["id"] == holding.pk
    assert account("end", str(holding.pk), "--on", "2026-06-30", "--reason", "期满").exit_code == 0
    assert "至 2026-06-30" in account("list").output


def test_a_token_stands_alone_on_stdout(cast: Cast) -> None:
    from django.utils import timezone

    day = timezone.localdate().isoformat()
    result = account("token", "weiguodong", "--label", "报送", "--expires", day)
    assert account_of_token(result.stdout.strip()) == cast.donglan


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("grant", "nobody", "auditor"), NotFound),
        (("grant", "weiguodong", "king"), Unusable),
        (("grant", "weiguodong", "auditor", "--region", "没有县"), Unusable),
        (("grant", "weiguodong", "auditor", "--region", "鼓楼区"), Unusable),
        (("grant", "operator", "auditor"), NotAllowed),
        (("end", "99999", "--on", "2026-01-01"), NotFound),
        (("token", "nobody", "--label", "x", "--expires", "2026-12-31"), NotFound),
        (("list", "--as", "nobody"), NotFound),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    cast: Cast, words: tuple[str, ...], refusal: type[Refusal]
) -> None:
    result = account(*words)
    assert isinstance(result.exception, refusal)
    assert "\n" not in result.exception.message
