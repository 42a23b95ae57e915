"""Damage of the surface: full-width digits and letters, doubled punctuation, invisible characters.

None of it changes what is said; each is recorded all the same, because dates and numbers are among it.
"""

import re
from collections.abc import Iterator

from shanhai.extract.repairs import Mend

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ．％－／＋]+")
_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00-\x08\x0b\x0e-\x1f]+|\r\n?"
)
_DOUBLED = re.compile(
    r"(?=[，、；：,;:。！？!?“”])(?:"
    r"([，、；：,;:])\1+|。{2}(?!。)|([！？!?])\2+|“{2,}|”{2,}"  # the same twice
    r"|(?<=[。！？；;])[，、,;；](?=[\u4e00-\u9fff])|[，、,](?=[。；！？;])"  # a weak beside a strong one
    r"|、(?=[，,])|(?<=[，,])、|，,|,，)"
)


def full_width(text: str) -> Iterator[Mend]:
    """Full-width digits and letters, to be written in their ordinary width."""
    for match in _WIDE.finditer(text):
        wide = match.group()
        if not any("０" <= char <= "９" or char.isalpha() for char in wide):
            continue
        plain = "".join(chr(ord(char) - 0xFEE0) for char in wide)
        yield Mend(match.start(), match.end(), plain, "width")


def invisible(text: str) -> Iterator[Mend]:
    """Characters that nobody sees, and line ends of other systems."""
    for match in _INVISIBLE.finditer(text):
        after = "\n" if match.group().startswith("\r") else ""
        yield Mend(match.start(), match.end(), after, "space")


def doubled_punctuation(text: str) -> Iterator[Mend]:
    """The same stop twice, or a weaker stop beside a stronger one; the stronger stays."""
    for match in _DOUBLED.finditer(text):
        found = match.group()
        after = "" if len(found) == 1 else found[0]
        yield Mend(match.start(), match.end(), after, "doubled")
