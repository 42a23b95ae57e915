"""The people of the tests: two paired regions, a third that must not see, and those who look on.

All of them are fictional（虚构人物）. They are named, so that a test reads as a story of the office.
"""

from dataclasses import dataclass, fields
from datetime import date

from shanhai.access.models import Account, Role, RoleHolding

PASSWORD = "shanhai-tests-2024"
TIANYANG, DONGLAN, BAISE, GUANGXI = "451003", "451224", "451000", "450000"
POSTING_ENDS = date(2031, 6, 30)


@dataclass(frozen=True)
class Cast:
    """Everybody, by what they do."""

    tianyang: Account
    """覃晓梅 keeps the ledgers of 田阳区."""
    donglan: Account
    """韦国栋 keeps those of 东兰县 and must not see Tianyang's."""
    baise: Account
    """黄志远 works in the prefecture office of 百色市."""
    guangxi: Account
    """李敏 works in the province office of 广西."""
    team: Account
    """何静 is posted to 田阳区 until her term ends."""
    head: Account
    """陆文 heads the province office."""
    assessor: Account
    """周航 assesses the whole programme."""
    auditor: Account
    """郑岚 audits the whole programme."""
    operator: Account
    """The operating account that set-up creates."""
    former: Account
    """龙安: a posting to 田阳区 that is over."""

    def everybody(self) -> list[tuple[str, Account]]:
        """Each role of the play with its account."""
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


def hire(
    username: str,
    name: str,
    role: Role | str,
    region: str | None,
    end: date | None = None,
    start: date = date(2020, 1, 1),
) -> Account:
    """An account that holds one role."""
    account = Account.objects.filter(username=username).first()
    account = account or Account(username=username)
    account.display_name = name
    account.set_password(PASSWORD)
    account.save()
    RoleHolding.objects.get_or_create(
        account=account,
        role=role,
        region_id=region,
        defaults={"start_date": start, "end_date": end},
    )
    return account


def assemble() -> Cast:
    """Everybody, in the database; their regions must be there."""
    return Cast(
        tianyang=hire("qinxiaomei", "覃晓梅", Role.COUNTY_OFFICER, TIANYANG),
        donglan=hire("weiguodong", "韦国栋", Role.COUNTY_OFFICER, DONGLAN),
        baise=hire("huangzhiyuan", "黄志远", Role.PREFECTURE_OFFICE, BAISE),
        guangxi=hire("limin", "李敏", Role.PROVINCE_OFFICE, GUANGXI),
        team=hire("hejing", "何静", Role.TEAM_MEMBER, TIANYANG, end=POSTING_ENDS),
        head=hire("luwen", "陆文", Role.HEAD, GUANGXI),
        assessor=hire("zhouhang", "周航", Role.ASSESSOR, None),
        auditor=hire("zhenglan", "郑岚", Role.AUDITOR, None),
        operator=hire("operator", "系统运维", Role.OPERATOR, None),
        former=hire("longan", "龙安", Role.TEAM_MEMBER, TIANYANG, end=date(2022, 6, 30)),
    )
