"""Pinyin notes left behind a character, as 協(xié)作: reading aids of some page, no part of the text.

A note with a tone mark behind a Han character is nothing else and goes for certain; one without a
tone, as (he), goes too but is marked as inferred.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from shanhai.extract.repairs import Mend

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
_LETTERS = f"a-zü{_TONED}\u0300\u0301\u0304\u030c\u0308ɡɑ"
_NOTE = re.compile(rf"[(（]([{_LETTERS}]{{1,8}})[)）]")
_BARE_END = r"[a-z]{0,3}(?=[\u3400-\u9fff，。、；：,;])"
_BARE = re.compile(rf"[a-z]{{0,4}}[{_TONED}]{_BARE_END}")
_TONE = re.compile(f"[{_TONED}](?={_BARE_END})")
_CARRIER = re.compile(r"[\u3400-\u9fff\ufffd\U00020000-\U0002ffff]")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|er"
    r"|ia|ie|iu|ua|uo|ui|ue|ve|a|o|e|i|u|v|n|m|ng)r?"
)


def pinyin_notes(text: str) -> Iterator[Mend]:
    """The notes of a text, to be deleted."""
    # Looking for the tone mark first is a good deal faster: most documents have no bare note.
    bare = _BARE.finditer(text) if _TONE.search(text) else ()
    for match in sorted([*_NOTE.finditer(text), *bare], key=lambda one: one.start()):
        note = match.group(1) if match.re is _NOTE else match.group()
        # Looking behind only now is a good deal faster than a pattern that looks behind everywhere.
        start = match.start() - (text[match.start() - 1 : match.start()] in {" ", "\u3000"})
        if not _CARRIER.match(text, start - 1) or start < 1:
            continue
        toned = _is_toned_syllable(note)
        if toned is not None:
            yield Mend(start, match.end(), "", "pinyin", toned)


@lru_cache(maxsize=2048)
def _is_toned_syllable(note: str) -> bool | None:
    """Whether a syllable of pinyin carries its tone; None for what is no syllable."""
    letters = _plain(note)
    return letters != note if _SYLLABLE.fullmatch(letters) else None


def _plain(note: str) -> str:
    """The note without its tones and with v for ü, the usual keyboard spelling."""
    note = note.replace("ɡ", "g").replace("ɑ", "a")
    decomposed = unicodedata.normalize("NFD", note)
    plain = decomposed.replace("u\u0308", "v")
    return "".join(char for char in plain if not unicodedata.combining(char))
