"""What of a page is the communiqué: title, body, and page furniture that is set aside but kept visible.

Works line by line on the repaired text. Navigation, captions, credits, links, disclaimers and other
news leave the text as repairs of kind `boilerplate` with a label; indents and blank lines go as `space`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from shanhai.extract.repairs import Mend

_BLANK = " \t\u00a0\u2002\u2003\u3000\u200b\f\v"
_URL = re.compile(r"https?://[^\s，。；)）\]】”\"<>]+")
_DATE = re.compile(r"(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?")
_PUBLISHED = re.compile(r"(?:发布|发表|更新|刊发|上传)?(?:时间|日期)\s*[:：]\s*")
_PUBLISHER = re.compile(
    r"(?:信息|稿件|文章|新闻)?来\s*源\s*[:：]\s*([^\s:：|丨【】\[\]()（）]{2,30})"
)
_META = re.compile(r"(?:时间|日期|来\s*源|作者|编辑|浏览|点击|阅读|访问)(?:次数|量)?\s*[:：]")
_NAVIGATION = re.compile(
    r"^(?:欢迎(?:来到|访问|光临)|当前位置|您(?:现在|当前)?的?位置|所在位置|首页"
    r"|网站首页|设为首页|加入收藏|收藏本站"
    r"|登录|注册|繁體|繁体|简体|无障碍|English|手机版|客户端下载|网站地图|站内搜索"
    r"|搜索|返回(?:顶部|首页|列表)?$"
    r"|上一[篇条页]|下一[篇条页]|分享(?:到|至)?|打印|关闭|字号|字体|【?(?:大|中"
    r"|小)\s|扫一扫|微信扫|点击(?:关注|查看)"
    r"|关注我们|联系我们|关于我们|友情链接|主办单位|承办单位|技术支持|版权所有"
    r"|Copyright|©|ICP备|.{0,12}ICP备|网站标识码"
    r"|.{0,10}公网安备|(?:\[|【|［)?(?:打印|关闭|收藏|纠错)|导航|菜单|目录$|正文$|评论|网友评论|点赞|转发)"
)
_CRUMBS = re.compile(r"^[^。，,；]{1,20}(?:\s*(?:>|»|›|/|->|＞)\s*[^。，,；]{1,20}){1,6}$")
_SITE_NAME = re.compile(
    r"^[\u4e00-\u9fffA-Za-z·]{2,14}(?:网|网站|在线|日报|晚报|政府|门户|频道|之声|客户端|公众号|发布)$"
)
_CAPTION_END = re.compile(
    r"(?:摄|摄影|供图|图片来源.{0,12}|/?图)\s*[)）\]】]?\s*[。.]?$|(?:记者|通讯员"
    r"|摄影)\s*[:：]?\s*[^。]{0,20}\s摄"
)
_CAPTION_START = re.compile(
    r"^(?:[▲△↑↓▼◆]|图为|图[一二三四五六七八九十\d]*[:：]|上图|下图|(?:资料|现场)(?:图|照)片?)"
)
_LINK = re.compile(
    r"^(?:原文|本文|文章|来源)?(?:链接|地址|网址|URL)\s*[:：]|^原文\s*[:：]|^https?://\S+$", re.I
)
_DISCLAIMER = re.compile(
    r"^[\[【［(（]?(?:免责声明|版权声明|特别声明|声明)|(?:本文|本站|文章|内容"
    r"|稿件).{0,20}(?:转载|来源于网络|版权归|不代表本)"
    r"|版权归.{0,12}(?:作者|所有)|侵权.{0,10}(?:删除|联系)|仅供学习(?:交流|参考)"
)
_CREDIT = re.compile(
    r"^[(（\[【]?(?:责任编辑|责编|编辑|编审|校对|审核|审签|监制|初审|复审|终审"
    r"|一审|二审|三审|值班编委|撰稿|采写|文字|文图|图文|策划|统筹"
    r"|(?:本报|全媒体|见习)?记者|通讯员|作者|供稿|来源|供图|排版|设计|视频)\s*[:：丨|／/ ]\s*[^。]{0,80}$"
    r"|^[(（](?:本报|全媒体|.{0,10})?(?:记者|通讯员|作者|来源"
    r"|原标题)[^()（）]{0,60}[)）]$|^[【\[](?:记者|作者|编辑"
    r"|来源)[^】\]]{0,40}[】\]]$"
)
_RELATED = re.compile(
    r"^[【\[]?(?:相关(?:新闻|阅读|链接|报道|文章|推荐|稿件|资讯)|延伸阅读|推荐阅读"
    r"|热门(?:文章|新闻|推荐|资讯)|热点(?:新闻|推荐)|猜你喜欢"
    r"|更多(?:新闻|内容|资讯)?|最新(?:文章|新闻|资讯)|其他新闻|往期(?:回顾|推荐)"
    r"|大家都在看|精彩推荐|图片新闻|今日要闻|要闻推荐)[】\]]?[:：]?$"
)
_BULLET = re.compile(r"^(?:[-–—·•●○■□◆▪*＊>»]|\d{1,2}[.、)）]|\[\d+\])\s*")
_INLINE_CREDIT = re.compile(
    r"[(（](?:(?:本报|全媒体|见习|特派|南方|[\u4e00-\u9fff]{2,8})?(?:记者|通讯员"
    r"|统筹|作者)[^()（）]{1,60}|原标题[^()（）]{1,80})[)）]"
)
_DATELINE = re.compile(
    r"^(?:本报讯|[\u4e00-\u9fff]{2,8}(?:社|网|报"
    r"|台)[\u4e00-\u9fff]{0,6}(?:\d{1,2}月)?\d{1,2}日[电讯]"
    r"|本报[\u4e00-\u9fff]{2,5}\d{0,2}月?\d{0,2}日?[电讯])"
    r"\s*(?:[(（][^()（）]{0,60}[)）])?\s*(?:(?:全媒体)?记者[\u4e00-\u9fff、\s]{2,3"
    r"0}?(?:报道|通讯员[\u4e00-\u9fff、\s]{2,30}?报道))?\s*[:：]?"
)
_LONGEST_FURNITURE = 400
_SENTENCE_END = re.compile(r"[。！？!?；;…][”’』」)）]?$")


@dataclass(slots=True)
class Line:
    """A line without its indent: where it stands, what it says, what it is."""

    start: int
    end: int
    text: str
    label: str = ""


@dataclass(slots=True)
class Page:
    """What was learnt of the page itself."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    original_url: str | None = None
    printed_dates: list[str] = field(default_factory=list)
    title_place: int = -1


def lay_out(text: str) -> tuple[list[Mend], Page]:
    """The mends that leave title and body, and what the furniture said."""
    lines = _lines(text)
    page = Page()
    for line in lines:
        line.label = _label(line.text)
    _label_head(lines)
    _label_tail(lines)
    _read_page(lines, page)
    _find_title(lines, page)
    return list(_mends(text, lines)), page


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_BLANK)
        if stripped:
            begin = start + raw.index(stripped)
            found.append(Line(begin, begin + len(stripped), stripped))
        start += len(raw) + 1
    return found


def _label(text: str) -> str:
    """What a line is by itself; an empty string for title, body and what only its place can tell."""
    if _LINK.search(text):
        return "link"
    if len(text) > _LONGEST_FURNITURE:
        return ""
    if _DISCLAIMER.search(text):
        return "disclaimer"
    if _RELATED.match(text):
        return "headline"
    if len(text) < 160 and (_CAPTION_END.search(text) or _CAPTION_START.match(text)):
        return "caption"
    return _label_of_short(text) if len(text) < 120 else ""


def _label_of_short(text: str) -> str:
    if not ("。" in text and _SENTENCE_END.search(text)):
        if _NAVIGATION.match(text) or _CRUMBS.match(text):
            return "navigation"
        dated = _DATE.search(text) and (_META.search(text) or len(_DATE.sub("", text)) < 14)
        if dated or len(_META.findall(text)) > 1:
            return "meta"
    return "credit" if _CREDIT.match(text) else ""


def _is_prose(line: Line) -> bool:
    return not line.label and bool(_SENTENCE_END.search(line.text)) and len(line.text) > 15


def _label_head(lines: list[Line]) -> None:
    """Above the title stand site names and such; where a meta line follows the title, it shows the title."""
    prose = next((i for i, line in enumerate(lines) if _is_prose(line)), len(lines))
    for line in lines[:prose]:
        if not line.label and _SITE_NAME.match(line.text):
            line.label = "navigation"
    meta = next((i for i, line in enumerate(lines[:prose]) if line.label == "meta"), None)
    if meta is None:
        return
    crumbs = [i for i in range(meta) if lines[i].label == "navigation"]
    for line in lines[: crumbs[-1] if crumbs else 0]:
        if not line.label and len(line.text) < 40:
            line.label = "navigation"


def _label_tail(lines: list[Line]) -> None:
    """Behind the last prose line, lines that are no sentence are headlines of other news."""
    last = max((i for i, line in enumerate(lines) if _is_prose(line)), default=-1)
    header = next(
        (i for i, line in enumerate(lines) if line.label == "headline" and i > 0), len(lines)
    )
    if last < 0:
        return
    for i, line in enumerate(lines):
        if line.label:
            continue
        dated = bool(_DATE.search(line.text[-16:]))
        bullet = bool(_BULLET.match(line.text))
        no_sentence = not _SENTENCE_END.search(line.text)
        if (i > last and no_sentence and (dated or bullet or i > header)) or (
            i > header and no_sentence
        ):
            line.label = "headline"
        elif i > last and no_sentence and len(line.text) < 60 and _after_furniture(lines, i):
            line.label = "navigation"


def _after_furniture(lines: list[Line], place: int) -> bool:
    return place > 0 and lines[place - 1].label in {"headline", "disclaimer", "link", "navigation"}


def _read_page(lines: list[Line], page: Page) -> None:
    for line in lines:
        if not line.label:
            continue
        for match in _DATE.finditer(line.text):
            iso = _iso(match)
            if iso is None:
                continue
            page.printed_dates.append(iso)
            if page.published is None and (
                line.label == "meta" or _PUBLISHED.search(line.text[: match.start()])
            ):
                page.published = iso
        if line.label in {"meta", "credit"} and page.publisher is None:
            source = _PUBLISHER.search(line.text)
            if source and not source.group(1).startswith("http"):
                page.publisher = source.group(1)
        if line.label == "link" and page.original_url is None:
            url = _URL.search(line.text)
            page.original_url = url.group() if url else None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _find_title(lines: list[Line], page: Page) -> None:
    meta = next((i for i, line in enumerate(lines) if line.label == "meta"), len(lines))
    for i, line in enumerate(lines):
        if line.label:
            continue
        if _is_prose(line) and len(line.text) > 80:
            return
        above = [other for other in lines[i:meta] if not other.label and not _is_prose(other)]
        chosen = above[-1] if meta < len(lines) and 1 <= len(above) <= 2 else line
        page.title = re.sub(r"\s+", " ", chosen.text)
        page.title_place = chosen.start
        return


def _mends(text: str, lines: list[Line]) -> Iterator[Mend]:
    """Delete furniture with the line end behind it, and whatever blank stands between kept lines."""
    done = 0
    kept_before = False
    for line in lines:
        gap = text[done : line.start]
        wanted = "\n" if kept_before and not line.label else ""
        if gap != wanted:
            yield Mend(done, line.start, wanted, "space")
        if line.label:
            yield Mend(line.start, line.end, "", "boilerplate", label=line.label)
        else:
            yield from _inline(line)
            kept_before = True
        done = line.end
    if done < len(text):
        yield Mend(done, len(text), "", "space")


def _inline(line: Line) -> Iterator[Mend]:
    """Credits inside the body: datelines at a paragraph's head, reporters in brackets."""
    dateline = _DATELINE.match(line.text)
    done = 0
    if dateline and dateline.end() < len(line.text):
        done = dateline.end()
        yield Mend(line.start, line.start + done, "", "boilerplate", label="credit")
    for match in _INLINE_CREDIT.finditer(line.text, done):
        yield Mend(
            line.start + match.start(), line.start + match.end(), "", "boilerplate", label="credit"
        )
