"""Pinyin notes left behind a character, as 協(xié)作: reading aids of some page, no part of the text.

A note with a tone mark behind a Han character is nothing else and goes for certain; one without a
tone, as (he), goes too but is marked as inferred.
"""

import re
import unicodedata
from collections.abc import Iterator

from shanhai.extract.repairs import Mend

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
_LETTERS = f"a-zü{_TONED}\u0300\u0301\u0304\u030c\u0308ɡɑ"
_NOTE = re.compile(
    rf"(?<=[\u3400-\u9fff\ufffd\U00020000-\U0002ffff])\s?[(（]([{_LETTERS}]{{1,8}})[)）]"
)
_BARE = re.compile(
    rf"(?<=[\u3400-\u9fff])([a-z]{{0,4}}[{_TONED}][a-z]{{0,3}})(?=[\u3400-\u9fff，。、；：,;])"
)
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|er"
    r"|ia|ie|iu|ua|uo|ui|ue|ve|a|o|e|i|u|v|n|m|ng)r?"
)


def pinyin_notes(text: str) -> Iterator[Mend]:
    """The notes of a text, to be deleted."""
    found = [(match, match.start(), match.end()) for match in _NOTE.finditer(text)]
    found += [(match, match.start(), match.end()) for match in _BARE.finditer(text)]
    for match, start, end in sorted(found, key=lambda item: item[1]):
        letters = _plain(match.group(1))
        if _SYLLABLE.fullmatch(letters):
            yield Mend(start, end, "", "pinyin", certain=letters != match.group(1))


def _plain(note: str) -> str:
    """The note without its tones and with v for ü, the usual keyboard spelling."""
    note = note.replace("ɡ", "g").replace("ɑ", "a")
    decomposed = unicodedata.normalize("NFD", note)
    plain = decomposed.replace("u\u0308", "v")
    return "".join(char for char in plain if not unicodedata.combining(char))
