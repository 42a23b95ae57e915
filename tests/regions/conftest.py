"""A small map: one county that was renamed, one that swallowed a district, and their neighbours."""

from datetime import date

import pytest

from shanhai.regions.models import Division, DivisionChange

_SOURCE = "（示例数据，虚构）"
_DIVISIONS = (
    # code, name, level, parent, valid_from, valid_to
    ("450000", "广西壮族自治区", "province", None, None, None),
    ("451000", "百色市", "prefecture", "450000", None, None),
    ("451002", "右江区", "county", "451000", None, None),
    ("451003", "田阳区", "county", "451000", date(2019, 12, 31), None),
    ("451021", "田阳县", "county", "451000", None, date(2019, 12, 30)),
    ("451022", "田东县", "county", "451000", None, None),
    ("451200", "河池市", "prefecture", "450000", None, None),
    ("451224", "东兰县", "county", "451200", None, None),
    ("451229", "大化瑶族自治县", "county", "451200", None, None),
    ("440000", "广东省", "province", None, None, None),
    ("440100", "广州市", "prefecture", "440000", None, None),
    ("440112", "黄埔区", "county", "440100", None, None),
    ("440116", "萝岗区", "county", "440100", None, date(2014, 2, 13)),
    ("440300", "深圳市", "prefecture", "440000", None, None),
    ("440306", "宝安区", "county", "440300", None, None),
    ("440311", "光明区", "county", "440300", date(2018, 12, 31), None),
    ("320000", "江苏省", "province", None, None, None),
    ("320100", "南京市", "prefecture", "320000", None, None),
    ("320106", "鼓楼区", "county", "320100", None, None),
    ("320300", "徐州市", "prefecture", "320000", None, None),
    ("320302", "鼓楼区", "county", "320300", None, None),
)
_CHANGES = (
    ("451021", "451003", date(2019, 12, 31), "renamed_upgrade"),
    ("440116", "440112", date(2014, 2, 14), "merged"),
    ("440306", "440311", date(2018, 12, 31), "split"),
)


@pytest.fixture
def small_map(db: None) -> None:
    """The divisions above, in the database."""
    Division.objects.bulk_create(
        Division(
            code=code, name=name, level=level, parent_id=parent, valid_from=begins, valid_to=ends,
            source=_SOURCE,
        )
        for code, name, level, parent, begins, ends in _DIVISIONS
    )  # fmt: skip
    DivisionChange.objects.bulk_create(
        DivisionChange(old_id=old, new_id=new, changed_on=day, kind=kind, source=_SOURCE)
        for old, new, day, kind in _CHANGES
    )
