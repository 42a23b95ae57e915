"""Logging in: five wrong passwords close the door for a while, in Chinese, for that name and address only."""

import pytest
from django.test import Client, override_settings

from shanhai.access import actions
from shanhai.journal.models import Entry
from tests.cast import PASSWORD, Cast


def attempt(client: Client, password: str, name: str = "weiguodong") -> int:
    return client.post("/login/", {"username": name, "password": password}).status_code


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(
    cast: Cast, client: Client
) -> None:
    assert [attempt(client, f"wrong-{n}") for n in range(4)] == [200] * 4
    locked = client.post("/login/", {"username": "weiguodong", "password": "wrong-5"})
    assert locked.status_code == 429
    assert "密码连续输错五次" in locked.content.decode()
    assert attempt(client, PASSWORD) == 429
    assert "_auth_user_id" not in client.session


def test_another_name_and_another_address_stay_open(cast: Cast, client: Client) -> None:
    for number in range(5):
        attempt(client, f"wrong-{number}")
    assert attempt(client, PASSWORD, "qinxiaomei") == 302
    assert attempt(Client(REMOTE_ADDR="10.0.0.9"), PASSWORD) == 302


def test_a_right_password_in_time_clears_the_count(cast: Cast, client: Client) -> None:
    for number in range(4):
        attempt(client, f"wrong-{number}")
    assert attempt(client, PASSWORD) == 302
    client.post("/logout/")
    assert [attempt(client, f"wrong-{n}") for n in range(4)] == [200] * 4


@override_settings(AXES_COOLOFF_TIME=0)
def test_the_door_opens_again_after_the_pause(cast: Cast, client: Client) -> None:
    for number in range(5):
        attempt(client, f"wrong-{number}")
    assert attempt(client, PASSWORD) == 302


def test_every_wrong_attempt_stands_in_the_journal(cast: Cast, client: Client) -> None:
    for number in range(5):
        attempt(client, f"wrong-{number}")
    entries = Entry.objects.filter(verb="login_failed", subject_key="weiguodong")
    assert entries.count() >= 5
    assert "wrong-" not in repr(list(entries.values()))


def test_a_closed_account_does_not_log_in_and_loses_its_session(cast: Cast, client: Client) -> None:
    assert attempt(client, PASSWORD) == 302
    assert client.get("/access/me/").status_code == 200
    actions.deactivate(by=cast.operator, account=cast.donglan)
    assert client.get("/access/me/").status_code == 302
    assert attempt(Client(), PASSWORD) == 200


@pytest.mark.parametrize("who", ["longan"])
def test_somebody_whose_term_is_over_logs_in_and_sees_nothing(
    cast: Cast, client: Client, who: str
) -> None:
    assert attempt(client, PASSWORD, who) == 302
    page = client.get("/access/me/").content.decode()
    assert "已结束" in page
    assert client.get("/sources/").status_code == 403


def test_changing_the_own_password_is_journalled_and_keeps_the_session(
    cast: Cast, client: Client
) -> None:
    attempt(client, PASSWORD)
    new = "another-one-2024"
    facts = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/account/password/", facts).status_code == 302
    assert client.get("/access/me/").status_code == 200
    assert Entry.objects.filter(verb="change", subject_type="access.account").count() == 1
    assert attempt(Client(), new) == 302
