"""Makes the example communiqués: clean texts written for this project, damaged as pages on the web are.

Each function does to a text what one real accident does to it, and nothing else, so that the reader can be
held to giving the clean text back. Run `python -m tests.extract.damage` to write examples/communiques anew;
a test fails when the files there are not what this module makes. All people in them are fictional.
"""

import re
import unicodedata
from pathlib import Path

from shanhai.extract import lexicon

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = ROOT / "examples" / "communiques"

NOTES = {
    "協": "xié", "區": "qū", "發": "fā", "業": "yè", "鄉": "xiāng", "現": "xiàn", "穩": "wěn",
    "規": "guī", "優": "yōu", "數": "shù", "戰": "zhàn", "態": "tài", "創": "chuàng", "聯": "lián",
    "環": "huán", "續": "xù", "統": "tǒng",
}  # fmt: skip
"""The reading aids that one font leaves behind, by the traditional character that carries them."""

TAIL_YUE_GUI = (
    "- 示例青年联合会召开第三次代表大会 林向川陆衡会见新一届领导机构成员 2024-09-16\n"
    "- 林向川到示例市调研 以更有力举措筑牢生态屏障 2024-09-14\n"
    "- 粤澳示例合作座谈会举行 林向川陆衡参加有关活动 2024-09-11"
)
HEAD_QIAN_YUE = (
    "欢迎来到示例法治网!\n\n示例法治网\n\n当前位置: 首页 > 热点专题 > 正文\n\n{title}\n\n"
    "发布时间:2024-05-16\u00a0\u00a0\u00a0\u00a0 来源: 示例省协作办\u00a0\u00a0\u00a0"
    "\u00a0 作者:佚名\u00a0\u00a0\n\n"
)
CAPTIONS = (
    "5月12日，省委书记、省人大常委会主任龙见岳率贵州省党政代表团第一组在示例电子有"
    "限公司学习考察。\u2002 甘示文 闻双示 摄",
    "2024年5月11日，省委副书记、省长安怀远率领贵州省党政代表团第二组在示例游乐股份"
    "有限公司学习考察。\u2002 甘示文 闻双示 摄",
)
FOOT_QIAN_YUE = (
    "\n\n\n原文链接:http://example.org/xwzx/202405/t20240514_0001.html\n"
    "[免责声明] 本文来源于网络转载,仅供学习交流使用,不构成商业目的。版权归原作者所"
    "有,如涉及作品内容、版权和其它问题,请在30日内与本网联系。"
)


def clean(name: str) -> str:
    """A clean text as written."""
    return (HERE / "clean" / f"{name}.txt").read_text("utf-8").rstrip("\n")


def traditional(text: str) -> str:
    """The text in traditional characters, one for one."""
    converted = lexicon.to_traditional().convert(text)
    assert len(converted) == len(text)
    return converted


def with_pinyin(text: str) -> str:
    """A toned note behind each character of `NOTES`."""
    return re.sub(f"[{''.join(NOTES)}]", lambda found: f"{found[0]}({NOTES[found[0]]})", text)


def narrowed(text: str) -> str:
    """Full-width punctuation made half-width, as some pages do; the full stop has no such form."""
    return unicodedata.normalize("NFKC", text)


def shifted(run: str) -> str:
    """A run whose GBK bytes are read from the second one on; what cannot be read is lost."""
    data = run.encode("gbk")
    chars = ["?"]
    place = 1
    while place < len(data):
        if data[place] < 0x80:
            chars.append(chr(data[place]))
            place += 1
        elif place + 1 == len(data):
            chars.append("?")
            place += 1
        else:
            # A pair outside the code page leaves nothing behind.
            chars.append(data[place : place + 2].decode("gbk", errors="ignore"))
            place += 2
    return "".join(chars)


def with_shift(text: str, run: str) -> str:
    """The text with one run misread by a byte."""
    assert text.count(run) == 1, run
    return text.replace(run, shifted(run))


def full_width(text: str) -> str:
    """Digits and letters in full width."""
    return re.sub(r"[0-9A-Za-z]", lambda found: chr(ord(found[0]) + 0xFEE0), text)


def doubled(text: str, every: int = 3) -> str:
    """Each third comma twice."""
    count = 0

    def twice(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return found[0] * 2 if count % every == 0 else found[0]

    return re.sub("，", twice, text)


def conference() -> bytes:
    """Traditional with notes, two misread runs, and headlines of other news behind."""
    text = traditional(clean("conference_yue_gui") + "\n" + TAIL_YUE_GUI)
    text = with_shift(text, "。“兩廣")
    text = with_shift(text, "模化、標準化")
    return narrowed(with_pinyin(text)).encode("utf-8")


def visit() -> bytes:
    """A page of a site that reposts: navigation, captions, a disclaimer, the link to the original."""
    title, *lines = clean("visit_qian_yue").split("\n")
    lines.insert(4, CAPTIONS[0])
    lines.insert(7, CAPTIONS[1])
    body = "\n\n".join(f"  {line}" for line in lines)
    return (HEAD_QIAN_YUE.format(title=title) + body + FOOT_QIAN_YUE).encode("utf-8")


def signing() -> bytes:
    """GB18030, full-width digits, doubled commas."""
    return doubled(full_width(clean("signing_shenzhen_hechi"))).encode("gb18030")


def progress() -> bytes:
    """A byte order mark, Windows line ends, a line of page data."""
    title, *lines = clean("progress_yue_gui").split("\n")
    meta = "日期：2024-01-12  来源：示例协作办  浏览次数：128"
    return b"\xef\xbb\xbf" + "\r\n".join([title, meta, *lines, "责任编辑：甘示文"]).encode("utf-8")


def county_report() -> bytes:
    """Clean but for indents and a list of related news."""
    title, *lines = clean("county_report_yue_qian").split("\n")
    related = ["相关新闻", "番禺示例企业到赫章考察", "赫章示例产业园开工"]
    return "\n".join([title, *(f"\u3000\u3000{line}" for line in lines), *related]).encode("utf-8")


FILES = {
    "01-粤桂协作联席会议.txt": conference,
    "02-贵州代表团赴广东考察.txt": visit,
    "03-深圳河池签约.txt": signing,
    "04-粤桂协作年度进展.txt": progress,
    "05-番禺赫章联席会议.txt": county_report,
}
"""The example files and what makes them."""


def main() -> None:
    """Write the example files."""
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (EXAMPLES / name).write_bytes(make())


if __name__ == "__main__":
    main()
