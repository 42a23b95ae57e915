"""Labour indicators (劳务协作): who was helped into work, where, and whether lifted out of poverty.

Published figures mix people at work with people newly placed (domain.md §2.3.1), so the card of each
version says which is meant here: people who started in the year, counted once at each level.
"""

from dataclasses import replace

from shanhai.kernel.fields import Field
from shanhai.measure.algebra import (
    Basis,
    DefinitionVersion,
    Distinct,
    Indicator,
    Inside,
    IsTrue,
)

_REVIEW_2022 = "2022 年度粤桂协作考核情况：http://m.a899.cn/news/25d599943.html"
_NATIONAL_2023 = "2023 年东西部协作综述（光明日报）：http://tsgdz.com/hua.php?x=1Sk3.html"
_REGULAR_2026 = (
    "2026 年常态化帮扶实施意见报道：http://www.gongyishibao.com/html/yaowen/2026/02/32483.html"
)
_COUNTED_ONCE = (
    "以上岗日期归入月份和年度；同一人在同一统计单位一年内只计一次，在上级单位去重后计一次，"
    "因此市州数可小于各县之和。上年上岗、本年仍在岗的不计入。撤回的登记不计入。"
)

L1 = Indicator(
    code="L1",
    name_zh="帮助农村劳动力就业人数",
    name_en="Rural workers helped into work",
    unit="人",
    field=Field.LABOUR,
    basis=Basis.FLOW,
    record="placements",
    aggregate=Distinct("person"),
    date="start_date",
    region="home_county",
    versions=(
        DefinitionVersion(
            "帮助贫困地区劳动力就业人数", 2016, 2020,
            "户籍在协作县、当年经帮助上岗的劳动力，就业地不限。" + _COUNTED_ONCE,
            _REVIEW_2022,
            "扶贫协作时期的称谓；当时公布数多含在岗存量，不能与本口径直接相加。",
        ),
        DefinitionVersion(
            "帮助农村劳动力就业人数", 2021, 2025,
            "户籍在协作县、当年经帮助上岗的农村劳动力，就业地不限（东部、省内、其他）。" + _COUNTED_ONCE,
            _REVIEW_2022,
            "全国公布数与各省公布数口径不一（存量或新增），本口径为当年新上岗。",
        ),
        DefinitionVersion(
            "帮助农村劳动力就业人数", 2026, None,
            "户籍在协作县、当年经帮助上岗的农村劳动力，就业地不限。" + _COUNTED_ONCE,
            _REGULAR_2026,
            "2026 年起转入常态化帮扶，当年协议另有规定的从其规定。",
        ),
    ),
)  # fmt: skip

L2 = replace(
    L1,
    code="L2",
    name_zh="赴东部就业人数",
    name_en="Of which in the east",
    where=(Inside("destination", "eastern_provinces"),),
    subset_of="L1",
    versions=(
        DefinitionVersion(
            "赴东部省份就业人数", 2016, 2020,
            "帮助贫困地区劳动力就业人数中，就业地在当期东部帮扶省份（广东、浙江）的。" + _COUNTED_ONCE,
            _REVIEW_2022,
        ),
        DefinitionVersion(
            "赴广东就业人数", 2021, 2025,
            "帮助农村劳动力就业人数中，就业地在广东省（区划代码 44 开头）的。" + _COUNTED_ONCE,
            _REVIEW_2022,
            "现行结对的东部省份为广东；就业地以台账“就业地”所填区划为准。",
        ),
        DefinitionVersion(
            "赴广东就业人数", 2026, None,
            "帮助农村劳动力就业人数中，就业地在广东省（区划代码 44 开头）的。" + _COUNTED_ONCE,
            _REGULAR_2026,
        ),
    ),
)  # fmt: skip

L3 = replace(
    L1,
    code="L3",
    name_zh="脱贫劳动力就业人数",
    name_en="Of which lifted out of poverty",
    where=(IsTrue("lifted_out_of_poverty"),),
    subset_of="L1",
    versions=(
        DefinitionVersion(
            "建档立卡贫困劳动力就业人数", 2016, 2020,
            "帮助贫困地区劳动力就业人数中，属于建档立卡贫困人口的。" + _COUNTED_ONCE,
            _NATIONAL_2023,
            "2020 年及以前的称谓。",
        ),
        DefinitionVersion(
            "脱贫劳动力就业人数", 2021, 2025,
            "帮助农村劳动力就业人数中，属于脱贫人口（含监测对象）的。" + _COUNTED_ONCE,
            _NATIONAL_2023,
            "是否脱贫劳动力应与全国防返贫监测信息系统比对；未填的不计入。",
        ),
        DefinitionVersion(
            "原脱贫劳动力就业人数", 2026, None,
            "帮助农村劳动力就业人数中，属于原建档立卡脱贫户或现行帮扶对象的。" + _COUNTED_ONCE,
            _REGULAR_2026,
            "2026 年起对原建档立卡户分类管理、帮扶对象标准由各省确定，称谓以当年文件为准。",
        ),
    ),
)  # fmt: skip

INDICATORS = (L1, L2, L3)
"""The labour indicators in the order of domain.md §2.2."""
