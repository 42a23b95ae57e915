"""Strategy (战略对接): national strategies, corridors, opening up, mutual visits."""

from shanhai.extract.readers.words import FieldPage, Figure
from shanhai.kernel.fields import Field

PAGE = FieldPage(
    Field.STRATEGY,
    names=r"战略(?:对接|合作|衔接|协同|落实|部署|实施|决策|平台)?|新发展格局|陆海新通道"
    r"|通道|开放|互联互通|统一大市场|双循环|大湾区(?:建设|与|发展)|区域协调"
    r"|跨省|跨区域|交通(?:基础)?|物流|枢纽|运河|陆港|班列",
    figures=(
        Figure(
            "visits",
            r"次|批|批次|人次",
            before=r"(?:互访|调研对接|考察对接|联席会议|高层|对接交流|开展(?:交流)?互访"
            r"|主要负责同志|党政主要领导)[^，。；0-9]{0,10}",
            behind=r"^(?:次)?[\u4e00-\u9fff]{0,8}(?:互访|调研对接|联席会议|考察对接)",
            rank=3,
        ),
        Figure(
            "other",
            r"列|趟|班|标箱|万吨|吨|万标箱",
            before=r"(?:班列|专列|货运|发运|开行|运输)[^，。；0-9]{0,10}",
            behind=r"^(?:列|趟)?[\u4e00-\u9fff]{0,6}(?:班列|专列)",
            rank=4,
        ),
    ),
)
