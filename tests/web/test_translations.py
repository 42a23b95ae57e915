"""Chinese first, English by switch: every word has its English entry, and English pages say nothing in Chinese."""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.utils.translation import trans_real

from shanhai.regions.models import Division
from shanhai.web import translations
from tests.cast import Cast


@pytest.fixture
def english(monkeypatch, signed_in):
    """Opens pages in English; the catalogue is compiled as set-up does."""
    translations.compile_all()
    monkeypatch.setattr(trans_real, "_translations", {})

    def open_page(account, address: str) -> str:
        client = signed_in(account)
        client.post("/language/", {"language": "en", "next": "/"})
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return open_page


class Seen(HTMLParser):
    """What a reader sees or hears: texts and the attributes that are read out."""

    SPOKEN = ("title", "placeholder", "aria-label", "alt", "value")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._silent += tag in ("script", "style")
        given = dict(attributes)
        self.texts += [given[name] for name in self.SPOKEN if given.get(name)]

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def test_every_message_has_an_english_entry():
    assert translations.missing() == {}


def test_no_entry_is_left_over_and_none_is_chinese():
    catalogue = polib.pofile(str(translations.PO_FILE))
    assert translations.unused() == []
    assert [entry.msgid for entry in catalogue if entry.msgstr == entry.msgid] == []


def test_translations_keep_the_placeholders():
    names = re.compile(r"%\((\w+)\)s")
    for entry in polib.pofile(str(translations.PO_FILE)):
        assert set(names.findall(entry.msgid)) == set(names.findall(entry.msgstr)), entry.msgid


PAGES = (
    "/", "/sources/", "/sources/add/", "/accords/", "/accords/commitments/", "/accords/events/",
    "/accords/agreements/", "/accords/claims/", "/accords/pairings/", "/accords/targets/",
    "/delivery/", "/results/", "/briefing/", "/journal/", "/access/accounts/", "/access/me/",
    "/access/permissions/", "/account/password/", "/sources/?q=x",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_says_nothing_in_chinese_but_data(cast: Cast, english, address):
    page = english(cast.operator, address)
    data = {account.display_name for _, account in cast.everybody()}
    data |= set(Division.objects.values_list("name", flat=True)) | {"简体中文"}
    left = [text.strip() for text in Seen(page).texts if translations.is_chinese(text)]
    assert [text for text in left if text not in data and not _is_made_of(text, data)] == []


def _is_made_of(text: str, data: set[str]) -> bool:
    """Whether nothing Chinese is left when the data are taken out of the sentence."""
    for name in sorted(data, key=len, reverse=True):
        text = text.replace(name, "")
    return not translations.is_chinese(text)
