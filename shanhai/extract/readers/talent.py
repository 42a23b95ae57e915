"""Talent (人才协作): cadres and professionals seconded, teams, training, paired s"
"chools and hospitals; 教育 and 医疗 too."""

from shanhai.extract.readers.words import FieldPage, Figure
from shanhai.kernel.fields import Field

_PEOPLE = r"万人次|万人|人次|人|名|批"

PAGE = FieldPage(
    Field.TALENT,
    names=r"人才|干部(?:交流|培训|挂职)|教育(?!基地|实践|活动)|医疗|卫生健康|组团式|挂职"
    r"|师资|名师|支教|支医|智力(?:支撑|支持|帮扶)",
    figures=(
        Figure(
            "cadres_seconded",
            _PEOPLE,
            before=r"(?:党政)?干部(?:交流|挂职)?[^，。；0-9、]{0,6}|挂职干部[^，。；0-9]{0,4}",
            behind=r"^(?:名|位)?(?:优秀|骨干|后备|年轻)?(?:党政(?:挂职)?|挂职|援派"
            r"|帮扶)?干部",
            unless=r"培训|轮训|贫困",
            flow=True,
            rank=2,
        ),
        Figure(
            "professionals_seconded",
            _PEOPLE,
            before=r"(?:专业(?:技术)?人才|专技人才|技术人才|专业技术人员|医生|医护"
            r"|教师|专家|人才)[^，。；0-9、]{0,6}",
            behind=r"^(?:名|位|人次)?(?:优秀|骨干|各类)?(?:专业(?:技术)?人才|专技人才"
            r"|技术人才|专业技术人员|医生|医护|教师|支教|专家|人才)",
            unless=r"培训|轮训|培养",
            flow=True,
            rank=3,
        ),
        Figure(
            "training",
            r"万人次|万人|人次|人|名|期|场|班|个",
            before=r"培训[^，。；]{0,16}",
            behind=r"^(?:期|场|个|人次|名)?[\u4e00-\u9fff、]{0,12}培训",
            unless=r"就业培训|技能培训",
            rank=4,
        ),
        Figure(
            "pairs_school",
            r"所|对|个|家",
            before=r"(?:学校|校校|校际)[^，。；0-9]{0,8}(?:结对)?",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,6}(?:学校|中小学|职校)",
            rank=2,
        ),
        Figure(
            "pairs_hospital",
            r"家|对|所|个",
            before=r"(?:医院|院院|医疗机构|医疗卫生机构)[^，。；0-9]{0,8}(?:结对)?",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,6}(?:医院|医疗机构|医疗卫生机构|卫生院)",
            rank=2,
        ),
    ),
)
