"""Bytes to text: which encoding, and a clear problem when the bytes are no text at all.

The original text that spans refer to is what comes out here, so nothing is mended: undecodable bytes
become U+FFFD and are reported, and only a byte order mark is left out.
"""

import codecs
import re
from dataclasses import dataclass, replace

from shanhai.kernel.problems import Problem, Severity

MAX_BYTES = 20 * 1024 * 1024
"""A communiqué has some kilobytes; far larger files are something else and would only hold up the rest."""

_MAGIC = (
    (b"%PDF-", "application/pdf", "PDF 文件"),
    (b"PK\x03\x04", "application/zip", "Office 文档或压缩包"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", "旧版 Office 文档"),
    (b"\x89PNG", "image/png", "图片"),
    (b"\xff\xd8\xff", "image/jpeg", "图片"),
    (b"GIF8", "image/gif", "图片"),
    (b"\x1f\x8b", "application/gzip", "压缩包"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PARTED = {
    "utf-8": re.compile(
        rb"([\xe2-\xef][\x80-\xbf]?)(\((?:[a-z]|[\xc3-\xc7][\x80-\xbf]){1,8}\))([\x80-\xbf]{1,2})"
    ),
    "gb18030": re.compile(
        rb"([\x81-\xfe])(\((?:[a-z]|\xa8[\xa1-\xc0]){1,8}\))([\x40-\x7e\x80-\xfe])"
    ),
}
"""A character whose bytes a reading aid was put between: first bytes, note, last bytes."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROL = 0.02
_MOST_LOST = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, how it was encoded, and what was wrong; `encoding` is None for no text."""

    text: str
    encoding: str | None
    media_type: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode a whole file; never raises."""
    if not data.strip():
        return _refused(
            "text/plain", "empty", "文件是空的，没有可读的内容；请检查是否上传了正确的文件。"
        )
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        return _refused(
            "application/octet-stream",
            "too_large",
            f"文件大小为 {size}，超过 {MAX_BYTES // 1024 // 1024} MB 的上限；请只上传新闻稿的文字部分。",
        )
    for magic, media_type, chinese in _MAGIC:
        if data.startswith(magic):
            return _refused(
                media_type, "not_text", f"这是{chinese}，不是文本；请把正文另存为文本文件再读。"
            )
    return _decode_text(data)


def _refused(media_type: str, code: str, message: str) -> Decoded:
    return Decoded("", None, media_type, (Problem(Severity.ERROR, code, message),))


def _decode_text(data: bytes) -> Decoded:
    decoded = _decode_whole(data)
    pattern = _PARTED.get(decoded.encoding or "")
    if pattern is None or "\ufffd" not in decoded.text:
        return decoded
    joined, count = pattern.subn(rb"\1\3\2", data)
    again = _decode_whole(joined)
    if not count or again.text.count("\ufffd") >= decoded.text.count("\ufffd"):
        return decoded
    message = f"有 {count} 个字的字节被注音隔开，解码时已接回；请留意。"
    told = Problem(Severity.INFO, "parted", message)
    return replace(again, problems=(*again.problems, told))


def _decode_whole(data: bytes) -> Decoded:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _judged(data[len(bom) :].decode(encoding, errors="replace"), encoding)
    try:
        return _judged(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    best: tuple[float, str, str] | None = None
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(encoding, errors="replace")
        cost = _cost(text)
        # A tie goes to the earlier: UTF-8 hardly ever decodes by chance, GB18030 often does.
        if best is None or cost < best[0] - 0.01:
            best = (cost, text, encoding)
    assert best is not None
    name = "big5" if best[2] == "big5hkscs" else best[2]
    return _judged(best[1], name)


def _cost(text: str) -> float:
    """Share of characters that speak against an encoding: lost ones fully, rare ones by half."""
    from shanhai.extract.lexicon import is_common

    if not text:
        return 1.0
    sample = text[:4000]
    lost = sample.count("\ufffd")
    odd = sum(1 for char in sample if char > "\u007f" and char != "\ufffd" and not is_common(char))
    return (2 * lost + odd) / len(sample)


def _judged(text: str, encoding: str) -> Decoded:
    visible = len(text.strip("\x00\ufeff \t\r\n"))
    if not visible:
        return _refused("text/plain", "empty", "文件里没有文字；请检查是否上传了正确的文件。")
    control = len(_CONTROL.findall(text))
    lost = text.count("\ufffd")
    if control > _MOST_CONTROL * len(text) or lost > 0.3 * len(text):
        return _refused(
            "application/octet-stream",
            "not_text",
            "文件不是文本，或编码无法识别；请用 UTF-8 或 GB18030 编码另存为文本文件。",
        )
    media = "text/html" if _looks_like_html(text) else "text/plain"
    if not lost:
        return Decoded(text, encoding, media)
    severity = Severity.WARNING if lost <= _MOST_LOST * len(text) else Severity.ERROR
    message = f"有 {lost} 处字节无法按 {encoding} 解码，已标出，未作猜测；请对照原文核对。"
    return Decoded(text, encoding, media, (Problem(severity, "undecodable", message),))


def _looks_like_html(text: str) -> bool:
    head = text[:2000].lower()
    return "<html" in head or "<!doctype html" in head or "</p>" in head or "</div>" in head
