"""Short forms of division names: 田阳区 → 田阳, 三江侗族自治县 → 三江, 广西壮族自治区 → 广西.

People write the short form in ledgers and communiqués. It is only cut where at least two characters
stay, because 城区 or 矿区 without their tail name nothing.
"""

import re
from functools import lru_cache

_TAIL = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|行政委员会|地区|林区|特区|矿区|[省市州县区盟旗])$"
)
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固"
    "|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_SPELT_BARE = "维吾尔|哈萨克|柯尔克孜|蒙古|锡伯|塔吉克"  # 新疆 writes these without 族
_PEOPLE_TAIL = re.compile(f"(?:(?:{_PEOPLES})族|{_SPELT_BARE})$")
_LEAST_CHARACTERS = 2


@lru_cache(maxsize=8192)
def short_name(name: str) -> str:
    """The name without its level and without the peoples of an autonomous division.

    >>> short_name("双江拉祜族佤族布朗族傣族自治县")
    '双江'
    >>> short_name("东乡族自治县")
    '东乡'
    """
    tail = _TAIL.search(name)
    if not tail or len(name) - len(tail.group()) < _LEAST_CHARACTERS:
        return name
    stem = name[: tail.start()]
    if tail.group().startswith("自治") or stem.endswith("族"):
        stem = _without_peoples(stem)
    return stem


def _without_peoples(stem: str) -> str:
    """The place in front of the peoples; where a people is the place (东乡族), its name."""
    while found := _PEOPLE_TAIL.search(stem):
        if found.start() < _LEAST_CHARACTERS:
            return stem.removesuffix("族")
        stem = stem[: found.start()]
    return stem
