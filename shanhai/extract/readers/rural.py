"""Rural revitalisation (巩固拓展脱贫攻坚成果、乡村振兴): aid funds, donations, pr"
"ojects, pairings of places."""

from shanhai.extract.readers.words import FieldPage, Figure
from shanhai.kernel.fields import Field

PAGE = FieldPage(
    Field.RURAL,
    names=r"乡村振兴(?!现代|智力|产业园|人才)|巩固拓展帮扶|脱贫攻坚成果|脱贫成果|防止?(?:规模性)?返贫"
    r"|重点帮扶县|社会(?:帮扶|捐赠|力量参与)|捐赠|结对帮扶(?!关系)|乡村建设|和美乡村|示范村|易地搬迁|易地扶贫搬迁"
    r"|重点帮扶|乡村发展|人居环境|农村(?:基础设施|改革)",
    figures=(
        Figure(
            "fiscal_aid",
            r"亿元|万元|元",
            before=r"财政(?:援助|帮扶|协作|支援)?资金|援助资金|帮扶资金|协作资金"
            r"|财政援助|财政帮扶|无偿援助",
            behind=r"^(?:的)?(?:各类|各级)?(?:财政|援助资金|帮扶资金|协作资金)",
            unless=r"社会(?:帮扶|捐|各界)|捐赠|撬动|县级财政收入",
            flow=True,
            rank=2,
        ),
        Figure(
            "social_donation",
            r"亿元|万元|元",
            before=r"社会(?:帮扶|捐赠|捐助|各界|力量)|捐赠|捐资|捐款|捐物|募集|款物|社会帮扶资金",
            behind=r"^(?:的)?(?:社会)?(?:捐赠|捐款|款物|爱心|帮扶物资)",
            flow=True,
            rank=1,
        ),
        Figure(
            "projects",
            r"个|项",
            before=r"(?:实施|安排|支持|援建|启动|建设|推进|落地|开展|谋划"
            r"|入库)[^，。；]{0,14}项目(?:共|达)?$|项目(?:共计?|达|累计)?$",
            behind=r"^(?:[\u4e00-\u9fff、]{0,14})?项目(?!库)",
            unless=r"签约|投资|产业合作|招商",
            rank=4,
        ),
        Figure(
            "pairs_county",
            r"对|个|县",
            before=r"县(?:级|域|县)?结对(?:帮扶)?(?:关系)?|结对县",
            behind=r"^(?:个)?(?:区|县)[^，。；]{0,6}(?:结对|结成)",
            rank=3,
        ),
        Figure(
            "pairs_town",
            r"对|个",
            before=r"(?:乡镇|镇镇|镇街|街道|强镇)[^，。；0-9]{0,8}结对(?:帮扶)?(?:关系)?",
            behind=r"^(?:个)?(?:经济强镇|强镇|乡镇|镇街|镇|街道)[^，。；]{0,24}(?:结对"
            r"|参与|结成)",
            rank=3,
        ),
        Figure(
            "pairs_village",
            r"对|个",
            before=r"(?:村村|村企|村社|行政村|村)[^，。；0-9]{0,8}结对(?:帮扶)?(?:关系)?",
            behind=r"^(?:个)?(?:经济强村|脱贫村|行政村|村)[^，。；]{0,24}(?:结对|结成)",
            rank=3,
        ),
        Figure(
            "beneficiaries",
            r"万人次|万人|人次|人|户|万户|名",
            before=r"(?:惠及|受益|带动)[^，。；0-9]{0,14}(?:群众|农户|人口|村民|脱贫户)?",
            behind=r"^(?:多)?(?:名)?(?:群众|农户|村民|脱贫群众|农村人口)?(?:受益|增收)",
            unless=r"就业|务工",
            rank=6,
        ),
        Figure(
            "other",
            r"个",
            before=r"示范村|示范点|示范带",
            behind=r"^(?:个)?[\u4e00-\u9fff]{0,6}(?:示范村|示范点|示范带|和美乡村)",
            rank=5,
        ),
    ),
)
