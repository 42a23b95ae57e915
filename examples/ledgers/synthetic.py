"""Invents placements for examples, tests and benchmarks; nobody in them exists（示例数据，虚构）.

The three digits of an identity number that number the people born on one day are always 000, which is
never issued, so no invented number can be a real person's. The same seed gives the same rows.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HEADERS = (
    "姓名", "证件号码", "户籍县", "用工单位", "就业地", "工种", "上岗日期", "离岗日期",
    "月工资（元）", "是否参保", "是否脱贫劳动力", "佐证材料",
)  # fmt: skip
COUNTIES = {
    "451003": "广西壮族自治区百色市田阳区",
    "451024": "德保县",
    "451224": "广西河池市东兰县",
    "451031": "隆林各族自治县",
    "450125": "上林县",
    "450226": "三江侗族自治县",
}
"""Western counties of the examples, written in the several ways that offices write them."""
DESTINATIONS = ("广东省深圳市", "广州市", "东莞市", "佛山市顺德区", "惠州市", "肇庆市", "南宁市")
OCCUPATIONS = ("生产制造", "建筑施工", "餐饮服务", "家政服务", "交通物流", "保安物业", "技术工人")
EMPLOYERS = tuple(
    f"示例{trade}（{town}）有限公司"
    for town in ("深圳", "东莞", "佛山", "广州", "惠州")
    for trade in ("电子", "家具", "服装", "五金", "餐饮管理", "物业服务", "物流")
)
SURNAMES = "覃韦黄莫陆罗农岑蒙卢梁李陈"


def identity_number(county: str, born: date) -> str:
    """A number with a right check digit and the serial 000."""
    body = f"{county}{born:%Y%m%d}000"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def placements(
    count: int, seed: int = 2022, year: int = 2022, counties: Sequence[str] = tuple(COUNTIES)
) -> list[list[Any]]:
    """Rows in the order of `HEADERS`, each about another person, with starts in one year."""
    chance = random.Random(seed)  # noqa: S311 - the same rows each time are what is wanted
    days = (date(2004, 1, 1) - date(1965, 1, 1)).days
    births = {
        county: chance.sample(range(days), k=-(-count // len(counties))) for county in counties
    }
    rows = []
    for place in range(count):
        county = counties[place % len(counties)]
        born = date(1965, 1, 1) + timedelta(days=births[county][place // len(counties)])
        start = date(year, 1, 1) + timedelta(days=chance.randrange(330))
        stays_days = chance.randrange(20, 400)
        end = start + timedelta(days=stays_days)
        home = chance.random() < 0.15
        rows.append([
            f"{chance.choice(SURNAMES)}示例{place + 1:04d}",
            identity_number(county, born),
            COUNTIES[county],
            chance.choice(EMPLOYERS),
            COUNTIES[county] if home else chance.choice(DESTINATIONS),
            chance.choice(OCCUPATIONS),
            start,
            end if end <= date(year, 12, 31) else None,
            chance.randrange(2800, 7600, 50),
            chance.choice(("是", "是", "否", None)),
            "是" if chance.random() < 0.62 else "否",
            f"示例合同{year}-{place + 1:05d}",
        ])  # fmt: skip
    return rows
