"""The frame: nobody gets in without an account, refusals are pages, and no page runs a foreign script."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path

from shanhai.config import urls as house_urls
from shanhai.journal.models import Entry, Verb
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from shanhai.web import shell
from tests.cast import PASSWORD

OPEN = {"healthz", "login/", "logout/", "language/", "api/v1/openapi.json"}
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "0" * 32}


def addresses(
    fill: Callable[[str, str], str] = lambda kind, name: SAMPLES[kind],
    patterns: list[URLPattern | URLResolver] | None = None,
    before: str = "",
) -> Iterator[str]:
    """Every address of the house, each argument filled by `fill(kind, name)`."""
    for one in patterns or get_resolver().url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(fill, one.url_patterns, route)
        else:
            yield re.sub(
                r"<(?:(\w+):)?(\w+)>", lambda found: fill(found[1] or "str", found[2]), route
            )


def test_the_walk_finds_the_pages():
    found = set(addresses())
    assert {"", "login/", "sources/", "accords/commitments/", "api/v1/sources/documents"} <= found


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_asks_a_stranger_to_log_in(db, method):
    client = Client()
    for address in sorted(set(addresses()) - OPEN):
        answer = getattr(client, method)(f"/{address}")
        if answer.status_code == 302:
            assert answer["Location"].startswith("/login/?next="), address
        else:
            assert answer.status_code in (401, 403, 405), (address, answer.status_code)
            assert "json" in answer["Content-Type"], address


def test_a_part_of_a_page_is_not_replaced_by_a_log_in_form(client, db):
    answer = client.get("/sources/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Refresh"] == "true"


def test_logging_in_and_out(client, cast):
    page = client.post(
        "/login/?next=/sources/",
        {"username": "qinxiaomei", "password": PASSWORD, "next": "/sources/"},
    )
    assert page["Location"] == "/sources/"
    assert "覃晓梅" in client.get("/").content.decode()
    assert client.get("/logout/").status_code == 405  # a link in a mail logs nobody out
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/").status_code == 302


def test_a_wrong_password_says_so_without_telling_whether_the_account_exists(client, cast):
    wrong = client.post("/login/", {"username": "qinxiaomei", "password": "x"}).content.decode()
    unknown = client.post("/login/", {"username": "nobody", "password": "x"}).content.decode()
    assert "账号或密码不正确" in wrong
    assert "账号或密码不正确" in unknown


def test_five_wrong_passwords_close_the_door_for_a_while(client, cast):
    for _ in range(6):
        answer = client.post("/login/", {"username": "weiguodong", "password": "x"})
    assert answer.status_code == 429
    assert "十五分钟后再试" in answer.content.decode()


def test_pages_are_chinese_until_the_reader_switches(client, db):
    english_browser = {"Accept-Language": "en-US,en"}
    assert (
        '<html lang="zh-hans">' in client.get("/login/", headers=english_browser).content.decode()
    )
    client.post("/language/", {"language": "en", "next": "/login/"})
    assert '<html lang="en">' in client.get("/login/").content.decode()


def test_the_navigation_shows_what_the_roles_permit_and_no_station_without_pages(cast, signed_in):
    county = signed_in(cast.tianyang).get("/").content.decode()
    assert 'href="/sources/"' in county
    assert 'href="/journal/"' not in county
    auditor = signed_in(cast.auditor).get("/").content.decode()
    assert ('href="/journal/"' in auditor) == any(
        one.name == "journal" and one.exists for one in shell.STATIONS
    )
    if not any(one.name == "exchange" and one.exists for one in shell.STATIONS):
        assert 'href="/exchange/"' not in auditor


def test_the_menu_says_which_role_one_holds_and_until_when(cast, signed_in):
    page = signed_in(cast.team).get("/").content.decode()
    assert "协作工作队员 · 田阳区" in page
    assert "2031-06-30" in page


@pytest.mark.parametrize(
    ("refusal", "status", "title"),
    [
        (NotAllowed("不能这样做：请联系协作办"), 403, "没有权限"),
        (NotFound("没有这份文件"), 404, "没有找到"),
        (Conflict("已被他人修改：请刷新"), 409, "已被他人修改"),
        (Unusable("文件读不了"), 422, "输入无法处理"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence_and_a_toast_for_htmx(
    cast, signed_in, refusal, status, title, settings
):
    def refuse(request):
        raise refusal

    client = signed_in(cast.tianyang)
    settings.ROOT_URLCONF = type(
        "Urls", (), {"urlpatterns": [*house_urls.urlpatterns, path("refuse/", refuse)]}
    )
    page = client.get("/refuse/")
    assert page.status_code == status
    assert title in page.content.decode()
    assert refusal.message in page.content.decode()
    part = client.get("/refuse/", headers={"HX-Request": "true"})
    assert part.status_code == status
    assert json.loads(part.content)["message"] == refusal.message
    assert part["HX-Reswap"] == "none"


def test_an_unknown_address_is_a_page_in_chinese_with_the_request_number(cast, signed_in):
    answer = signed_in(cast.tianyang).get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert answer["X-Request-Id"] in answer.content.decode()


def test_a_bug_is_a_page_that_needs_no_database():
    request = RequestFactory().get("/")
    request.request_id = "1234"
    answer = shell.server_error(request)
    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()
    assert "1234" in answer.content.decode()


def test_a_stale_form_is_told_to_reload(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "x", "password": "x"})
    assert answer.status_code == 403
    assert "请刷新页面后重新提交" in answer.content.decode()


def test_the_policy_allows_no_foreign_and_no_inline_script(client, db):
    answer = client.get("/login/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", page)


def test_what_one_account_saw_is_not_kept_for_the_next(cast, signed_in):
    assert "no-store" in signed_in(cast.tianyang).get("/")["Cache-Control"]


def test_changing_ones_password_keeps_the_session_and_stands_in_the_journal(client, cast):
    client.post("/login/", {"username": "qinxiaomei", "password": PASSWORD})
    fresh = "shanhe-rilü-2031"
    form = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert client.post("/account/password/", form)["Location"] == "/"
    assert "密码已修改" in client.get("/").content.decode()
    assert Entry.objects.filter(
        subject_type="access.account", actor=cast.tianyang, verb=Verb.CHANGE
    ).exists()
    short = {"old_password": fresh, "new_password1": "123", "new_password2": "123"}
    assert client.post("/account/password/", short).status_code == 200
