"""Consumption (消费协作): produce bought and sold, supply bases."""

from shanhai.extract.readers.words import FieldPage, Figure
from shanhai.kernel.fields import Field

PAGE = FieldPage(
    Field.CONSUMPTION,
    names=r"消费(?!者)|产销|农(?:特|副|畜)?产品|特色产品|优质产品|采购|销售|销路|黔货"
    r"|桂品|黔品|菜篮子|供应链?基地|供港|圳品|入粤(?!港)|出山",
    figures=(
        Figure(
            "sales",
            r"亿元|万元|元",
            before=r"采购|销售|消费(?:帮扶|协作)|帮销|购销|采销|农(?:特|副|畜)?产品|产销|交易额|销往",
            behind=r"^(?:的)?(?:[\u4e00-\u9fff、]{0,8})?(?:农(?:特|副|畜)?产品|特色产品|消费帮扶)",
            unless=r"投资|财政|捐",
            rank=3,
        ),
        Figure(
            "bases",
            r"个|家",
            before=r"(?:菜篮子|供深|供港|农产品|种植|养殖|生产|供应"
            r"|示范)[^，。；0-9]{0,10}基地(?:共|达)?",
            behind=r"^(?:个)?[\u4e00-\u9fff“”]{0,14}基地",
            rank=3,
        ),
        Figure(
            "other",
            r"个|款|种",
            before=r"圳品|认定产品|消费帮扶产品",
            behind=r"^(?:个|款)?(?:“)?(?:圳品|消费帮扶产品)",
            rank=4,
        ),
    ),
)
