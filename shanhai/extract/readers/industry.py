"""Industry (产业协作): parks (一县一园), firms, paid-in and contracted investment"
", workshops; 文旅, 能源, 生态, 科技 too."""

from shanhai.extract.readers.words import FieldPage, Figure
from shanhai.kernel.fields import Field

PAGE = FieldPage(
    Field.INDUSTRY,
    names=r"产业(?!工人)|园区|一县一园|招商|投资|企业|文旅|文化旅游|旅游|康养|能源"
    r"|(?<!水)电力|生态|绿色低碳|科技|科创|创新链|数字经济|大数据|算力|人工智能"
    r"|制造|工业|矿产"
    r"|新质生产力|帮扶车间",
    figures=(
        Figure(
            "parks",
            r"个|家|座",
            before=r"(?:产业|农业|工业|协作|合作|共建|现代)[^，。；0-9]{0,8}园区?(?:共|达"
            r"|累计)?|一县一园|园区(?:共|达)?$",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,10}(?:产业园|园区|示范园|农业园|工业园"
            r"|飞地)",
            unless=r"入园|入驻|吸纳",
            rank=3,
        ),
        Figure(
            "enterprises",
            r"家|个|户",
            before=r"(?:引进|引导|新增|落地|入驻|吸引|引入|投产)[^，。；0-9]{0,20}(?:企业"
            r"|公司|市场主体)(?:共|达)?$|企业(?:共|达|累计)?$",
            behind=r"^[\u4e00-\u9fff]{0,8}(?:企业|公司|市场主体)",
            unless=r"结对|社会组织|医院|学校",
            rank=4,
        ),
        Figure(
            "investment",
            r"亿元|万元|元",
            before=r"投资|到位资金|签约(?:金|总)?额|合同额|引资|引进资金",
            behind=r"^(?:的)?(?:投资|意向投资)",
            unless=r"财政援助|援助资金|固定资产投资",
            rank=3,
        ),
        Figure(
            "workshops",
            r"个|家|间",
            before=r"(?:帮扶|就业|扶贫|协作|乡村)(?:帮扶)?(?:车间|工厂)(?:共|达)?",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,6}(?:帮扶|就业|扶贫)(?:帮扶)?(?:车间"
            r"|工厂)",
            unless=r"车间[^，。；0-9]{0,6}(?:吸纳|就业|带动)",
            rank=2,
        ),
        Figure(
            "projects",
            r"个|项",
            before=r"(?:签约|产业|合作|招商)[^，。；0-9]{0,8}项目(?:共|达)?$",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,8}(?:产业|签约|合作|投资)[^，。；]{0,6}项目",
            rank=3,
        ),
    ),
)
