"""A scope: its codes, its terms, and the old codes of a county that was renamed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanhai.access import actions, queries
from shanhai.access.models import Account, Role
from shanhai.access.scope import Scope, scope_of
from shanhai.delivery.models import Placement
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast, hire

NOWHERE = Scope((), everywhere=False)


def test_a_holder_of_a_renamed_county_has_the_records_under_its_old_code(cast: Cast) -> None:
    assert scope_of(cast.tianyang, "delivery.placement").codes == (TIANYANG, "451021")
    assert scope_of(cast.tianyang, "delivery.placement").covers("451021")
    assert not scope_of(cast.donglan, "delivery.placement").covers("451021")


def test_a_term_granted_under_the_old_code_reaches_the_new_county(cast: Cast) -> None:
    early = hire("early", "早年（虚构）", Role.COUNTY_OFFICER, "451021")
    assert scope_of(early, "delivery.placement").covers(TIANYANG)


def test_a_scope_covers_what_lies_inside_and_nothing_beside_or_above() -> None:
    scope = Scope((BAISE,), everywhere=False)
    assert scope.covers(BAISE)
    assert scope.covers(TIANYANG)
    for code in (GUANGXI, DONGLAN, "440000", None):
        assert not scope.covers(code)
    assert Scope((), everywhere=True).covers(None)


def test_verbs_are_looked_up_by_role(cast: Cast) -> None:
    assert scope_of(cast.tianyang, "delivery.placement", "import").covers(TIANYANG)
    assert scope_of(cast.guangxi, "delivery.placement", "import") == NOWHERE
    assert scope_of(cast.tianyang, "delivery.placement", "no such verb") == NOWHERE
    assert scope_of(cast.tianyang, "no.such.record") == NOWHERE


def test_two_roles_add_up_each_in_its_own_region(cast: Cast) -> None:
    actions.grant_role(
        by=cast.operator, account=cast.donglan, role=Role.ASSESSOR, region_code=TIANYANG,
        start_date=date(2024, 1, 1),
    )  # fmt: skip
    assert set(scope_of(cast.donglan, "delivery.placement").codes) >= {DONGLAN, TIANYANG}
    assert scope_of(cast.donglan, "delivery.placement", "import").codes == (DONGLAN,)


@pytest.mark.parametrize(
    ("day", "inside"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2022, 6, 30), True),
     (date(2022, 7, 1), False)],
)  # fmt: skip
def test_a_term_holds_from_its_first_to_its_last_day(cast: Cast, day: date, inside: bool) -> None:
    assert (scope_of(cast.former, "delivery.placement", on=day) != NOWHERE) is inside


def test_the_superuser_flag_opens_nothing(cast: Cast) -> None:
    Account.objects.filter(pk=cast.former.pk).update(is_superuser=True, is_staff=True)
    assert scope_of(Account.objects.get(pk=cast.former.pk), "delivery.placement") == NOWHERE


def test_a_scope_costs_two_queries_a_request_and_rows_are_compared_without_a_join(
    cast: Cast,
) -> None:
    account = Account.objects.get(pk=cast.tianyang.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for record in ("delivery.placement", "sources.document", "delivery.placement"):
            scope_of(account, record)
    assert len(asked) == 2
    rows = Placement.objects.visible_to(account).order_by("pk")
    assert "JOIN" not in str(rows.query)


class TestAccountsSeen:
    """Accounts and terms have no region of their own; who sees which follows from the terms."""

    def test_a_head_sees_the_accounts_of_the_own_province_and_no_others(self, cast: Cast) -> None:
        seen = set(queries.accounts(cast.head).values_list("username", flat=True))
        assert {"qinxiaomei", "weiguodong", "longan", "luwen"} <= seen
        assert not {"operator", "zhenglan", "zhouhang"} & seen

    def test_an_officer_sees_only_the_own_account_and_terms(self, cast: Cast) -> None:
        assert list(queries.accounts(cast.donglan)) == [cast.donglan]
        assert [one.account for one in queries.holdings(cast.donglan)] == [cast.donglan]

    def test_operators_and_auditors_see_all(self, cast: Cast) -> None:
        everybody = Account.objects.count()
        assert queries.accounts(cast.operator).count() == everybody
        assert queries.accounts(cast.auditor).count() == everybody

    def test_of_an_account_that_also_works_elsewhere_a_head_sees_only_the_terms_here(
        self, cast: Cast
    ) -> None:
        actions.grant_role(
            by=cast.operator, account=cast.donglan, role=Role.TEAM_MEMBER, region_code="520281",
            start_date=date(2024, 1, 1),
        )  # fmt: skip
        terms = queries.holdings(cast.head).filter(account=cast.donglan)
        assert [term.region_id for term in terms] == [DONGLAN]

    def test_nobody_sees_none(self, cast: Cast) -> None:
        cast.operator.is_active = False
        for viewer in (None, cast.operator):
            assert not queries.accounts(viewer).exists()
            assert not queries.holdings(viewer).exists()
