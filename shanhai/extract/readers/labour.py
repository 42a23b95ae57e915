"""Labour (劳务协作): people placed, among them in the east and lifted out of pove"
"rty, and training for jobs."""

from shanhai.extract.readers.words import FieldPage, Figure
from shanhai.kernel.fields import Field

_PEOPLE = r"万人次|万人|人次|人|名|万名|余人"

PAGE = FieldPage(
    Field.LABOUR,
    names=r"劳务|就业|务工|稳岗|用工|技工|职业技能|粤菜师傅|南粤家政|广东技工|劳动力",
    figures=(
        Figure(
            "labour_placed_poverty",
            _PEOPLE,
            before=r"脱贫(?:劳动力|人口|人员|群众|户)[^，。；0-9]{0,12}(?:就业|务工)?"
            r"|(?:原)?建档立卡[^，。；0-9]{0,10}",
            behind=r"^(?:名)?(?:脱贫(?:劳动力|人口|人员))[^，。；]{0,14}(?:就业|务工)?",
            unless=r"培训|产业|增收|受益",
            subset=True,
            flow=False,
            rank=1,
        ),
        Figure(
            "labour_placed_east",
            _PEOPLE,
            before=r"(?:到|赴|来|在|转移到?|输送到?)(?:广东|东部|粤|珠三角|大湾区|深圳"
            r"|广州|佛山|东莞|惠州|中山|珠海|省外)[^，。；0-9]{0,12}(?:就业"
            r"|务工|上岗)|(?:东部|广东)就业|就业[^，。；0-9]{0,6}(?:广东|东部)",
            behind=r"^(?:名)?[\u4e00-\u9fff]{0,10}(?:到|赴|来)(?:广东|东部|粤|珠三角"
            r"|大湾区|深圳|广州|佛山|东莞|惠州|中山|珠海)[^，。；]{0,6}(?:就业"
            r"|务工)",
            unless=r"培训",
            subset=True,
            rank=2,
        ),
        Figure(
            "labour_placed",
            _PEOPLE,
            before=r"(?:就业|务工|转移|吸纳|稳岗|上岗|输出)[^，。；0-9]{0,12}|劳动力[^，。；0-9]{0,10}",
            behind=r"^(?:名|个)?[\u4e00-\u9fff]{0,14}(?:就业|务工|上岗|劳动力)",
            unless=r"培训|招聘会|岗位|受益",
            rank=4,
        ),
        Figure(
            "training",
            r"万人次|万人|人次|人|名|期|场|班|个",
            before=r"(?:技能|就业|劳动力|职业"
            r"|劳务)[^，。；0-9]{0,8}培训(?:班)?[^，。；0-9]{0,10}"
            r"|培训(?:农村)?劳动力|粤菜师傅|南粤家政",
            behind=r"^(?:期|场|个|人次)?[\u4e00-\u9fff]{0,8}(?:技能|就业|职业"
            r"|劳动力)[^，。；]{0,6}培训",
            rank=3,
        ),
        Figure(
            "other",
            r"个|万个",
            before=r"岗位(?:共|达)?$|提供(?:就业)?岗位",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,6}岗位",
            rank=6,
        ),
    ),
)
