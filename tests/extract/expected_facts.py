"""The facts of the two seed communiqués and of the examples, taken by hand from the texts.

The seeds are public communiqués that lie beside the repository where it is developed; the examples are
fictional（示例文本，虚构） and always there.
"""

# ruff: noqa: E501 - these are tables, read across

from tests.extract.fact_check import Expected

GD, GX, GZ = "广东省", "广西壮族自治区", "贵州省"
EQUAL_GX = {GD: "equal", GX: "equal"}
EQUAL_GZ = {GD: "equal", GZ: "equal"}
A, S, C, L, W, N = "attendee", "speaker", "chair", "leader", "witness", "signer"

SEED_YUE_GUI = Expected(
    document={"title": "广西党政代表团来粤考察交流 共商深化粤桂东西部协作事宜", "script": "hant", "encoding": "utf-8"},
    counts={"pinyin": 127}, headlines=5, damaged=("模化、标准化",), inferred=("。“两广",),
    text_has=("取得全面胜利。“两广一家亲”,亲戚越走越亲", "农产品规?;藴驶?、品牌化水平", "数字广东网络建设有限公司"),
    text_lacks=("(xié)", "賀一誠", "贺一诚", "青年联合会", "皟"),
    events=(
        ("visit", "广西党政代表团来粤考察交流", "2022-06-14", "2022-06-15", "page", GD, {GX: "visitor", GD: "host"}),
        ("conference", "粤桂东西部协作联席会议", "2022-06-15", "2022-06-15", "page", "广州", EQUAL_GX),
        ("signing", "全面深化粤桂合作框架协议及粤桂机关党建协作方案签约仪式", "2022-06-15", "2022-06-15", "page", "广州", EQUAL_GX),
    ),
    routes={None: ["广州市"]},
    people={
        "李希": ("广东省委书记", {C, S, A}), "刘宁": ("广西壮族自治区党委书记", {S, A}),
        "王伟中": ("广东省委副书记、省长", {S, A}), "蓝天立": ("广西壮族自治区党委副书记、自治区主席", {S, A}),
        "孟凡利": ("广东省委副书记、深圳市委书记", {A}), "郭永航": ("广州市市长", {A}),
        **dict.fromkeys(("张福海", "张虎", "张晓强", "王瑞军"), ("广东省领导", {A})),
        **dict.fromkeys(("蔡丽新", "农生文", "周异决", "方春明"), ("广西壮族自治区领导", {A})),
    },
    agreements={"全面深化粤桂合作框架协议": ("signed", [], []), "粤桂机关党建协作方案": ("signed", [], [])},
    sites=dict.fromkeys(("广州开发区初心使命实践馆", "广东粤港澳大湾区国家纳米科技创新研究院", "广州本田汽车有限公司", "佳都科技集团", "数字广东网络建设有限公司")),
    tasks=(
        ("李希", GD, "enumerated", 1, "rural", "一要助力巩固拓展脱贫攻坚成果", "提升发展内生动力。"),
        ("李希", GD, "enumerated", 2, "industry", "二要深化产业协作", "规模效应。"),
        ("李希", GD, "enumerated", 3, "labour", "三要深化劳务协作", "拓宽就业渠道。"),
        ("李希", GD, "enumerated", 4, "consumption", "四要深化消费协作", "“桂品入粤”。"),
        ("李希", GD, "enumerated", 5, "talent", "五要深化人才协作", "共同提高。"),
        ("李希", GD, "enumerated", 6, "strategy", "六要以协作促发展", "引向深入。"),
        ("刘宁", GX, "single", None, "rural industry labour consumption governance", "全区各级各部门要", "取得全面胜利。"),
        ("刘宁", GX, "single", None, "strategy", "要以落实全面深化粤桂合作框架协议为契机", "贡献力量。"),
    ),
)  # fmt: skip

SEED_QIAN_YUE = Expected(
    document={
        "title": "贵州省党政代表团赴广东学习考察 两省在广州举行粤黔东西部协作联席会议", "script": "hans", "published": "2022-08-31",
        "publisher": "贵州省审计厅", "original_url": "http://sjt.guizhou.gov.cn/xwzx/szyw/202208/t20220829_76270447.html",
    },
    counts={"pinyin": 0, "script": 0},
    text_lacks=("审计法治网", "当前位置", "杜朋城", "闻双", "免责声明", "原文链接", "发布时间"),
    events=(
        ("visit", "贵州省党政代表团赴广东学习考察", "2022-08-24", "2022-08-27", "page", "广东", {GZ: "visitor", GD: "host"}),
        ("conference", "粤黔东西部协作联席会议", "2022-08-27", "2022-08-27", "page", "广州", EQUAL_GZ),
        ("ceremony", "贵阳国际陆港开港运营仪式", None, None, "none", None, EQUAL_GZ),
        ("ceremony", "贵阳国际陆港—广州港首发班列", None, None, "none", None, EQUAL_GZ),
    ),
    routes={"考察一组": ["深圳市", "惠州市", "东莞市"], "考察二组": ["珠海市", "中山市", "佛山市"]},
    people={
        "李希": ("广东省委书记", {C, S, A, W}), "谌贻琴": ("贵州省委书记、省人大常委会主任", {S, W, A, L}),
        "王伟中": ("广东省委副书记、省长", {S, N, A}), "李炳军": ("贵州省委副书记、省长", {S, N, A, L}),
        "黄楚平": ("广东省人大常委会主任", {A}), "王荣": ("广东省政协主席", {A}),
        "孟凡利": ("广东省委副书记、深圳市委书记", {A}), "覃伟中": ("深圳市市长", {A}),
        **dict.fromkeys(("林克庆", "王曦", "袁古洁", "张晓强", "王瑞军"), ("广东省领导", {A})),
        **dict.fromkeys(("胡忠雄", "吴胜华", "李睿", "陈少波", "李再勇", "陶长海", "蔡朝林"), ("贵州省领导", {A})),
    },
    agreements={"建立更加紧密的结对帮扶关系的框架协议": ("signed", ["王伟中", "李炳军"], ["李希", "谌贻琴"])},
    sites={
        **dict.fromkeys(("南方科技大学", "中国农科院农业基因组研究所", "中国电子", "康佳集团", "德赛西威", "亿纬锂能", "凯金新能源", "华为运动健康实验室"), "考察一组"),
        **dict.fromkeys(("纳思达", "溢多利生物科技", "格力电器", "金马文旅", "明阳智慧", "大自然家居", "美的集团", "中国中药控股", "南海金智", "中山技师学院"), "考察二组"),
        **dict.fromkeys(("广东省现代农业装备研究所", "中小企业能办大事先行示范馆", "广州黑格智能科技有限公司", "广州港股份有限公司")),
    },
    tasks=(
        ("李希", GD, "enumerated", 1, "governance", "一要切实增强", "更深层次迈进。"),
        ("李希", GD, "enumerated", 2, "rural industry labour consumption talent", "二要突出重点", "智力支撑。"),
        ("李希", GD, "enumerated", 3, "strategy", "三要抓住机遇", "取得新进展。"),
        ("谌贻琴", GZ, "parallel", 1, "industry", "深化产业协作", "标志性成果"),
        ("谌贻琴", GZ, "parallel", 2, "labour", "深化劳务协作", "稳岗就业增收"),
        ("谌贻琴", GZ, "parallel", 3, "consumption", "深化消费协作", "进入大湾区市场"),
        ("谌贻琴", GZ, "parallel", 4, "industry talent", "深化干部人才和科技协作", "东西部协作的典范。"),
    ),
)  # fmt: skip

CONFERENCE = Expected(
    document={"title": "广东省党政代表团赴广西学习考察 粤桂协作联席会议在南宁召开", "script": "hant"},
    counts={"pinyin": 50}, headlines=3, damaged=("模化、标准化",), inferred=("。“两广",),
    text_has=("精品线路。“两广同心”,亲戚越走越亲。",), text_lacks=("(xié)", "粤澳示例"),
    events=(
        ("visit", "广东省党政代表团赴广西学习考察", "2024-09-18", "2024-09-20", "page", "广西", {GD: "visitor", GX: "host"}),
        ("conference", "粤桂东西部协作联席会议", "2024-09-19", "2024-09-19", "page", "南宁", EQUAL_GX),
    ),
    routes={None: ["百色市"]},
    people={
        "韦知山": ("广西壮族自治区党委书记", {C, S, A}), "林向川": ("广东省委书记", {S, A}),
        "岑望海": ("广西壮族自治区党委副书记、自治区主席", {S, A}), "陆衡": ("广东省委副书记、省长", {S, A}),
        "黄怀川": ("南宁市市长", {A}), "何其远": ("深圳市市长", {A}),
        **dict.fromkeys(("莫怀谷", "甘远", "农致和"), (f"{GX}领导", {A})),
        **dict.fromkeys(("温其山", "许望", "梁致远"), ("广东省领导", {A})),
    },
    agreements={"粤桂协作示例行动方案": ("signed", [], []), "粤桂机关党建结对示例协议": ("signed", [], [])},
    sites=dict.fromkeys(("百色示例起义纪念馆", "田阳区示例芒果产业园", "广西示例铝业有限公司", "右江示例农业科技集团")),
    tasks=(
        ("韦知山", GX, "enumerated", 1, "governance", "一要坚决扛起", "落地见效。"),
        ("韦知山", GX, "enumerated", 2, "rural", "二要巩固拓展", "短板。"),
        ("韦知山", GX, "enumerated", 3, "industry", "三要深化产业协作", "链条。"),
        ("韦知山", GX, "enumerated", 4, "labour", "四要深化劳务协作", "就业。"),
        ("韦知山", GX, "enumerated", 5, "industry", "五要深化文旅合作", "越走越亲。"),
        ("林向川", GD, "single", None, "strategy", "广东将全力支持", "联动发展。"),
        ("林向川", GD, "parallel", 1, "consumption", "深化消费协作", "大湾区市场"),
        ("林向川", GD, "parallel", 2, "talent", "深化人才协作", "组团式帮扶"),
        ("林向川", GD, "parallel", 3, "industry", "深化科技合作", "开展攻关。"),
    ),
)  # fmt: skip

VISIT = Expected(
    document={
        "title": "贵州省党政代表团赴广东学习考察 两省在深圳举行粤黔协作联席会议", "published": "2024-05-16", "publisher": "示例省协作办",
        "original_url": "http://example.org/xwzx/202405/t20240514_0001.html", "script": "hans",
    },
    text_lacks=("示例法治网", "甘示文", "示例游乐", "免责声明"),
    events=(
        ("visit", "贵州省党政代表团赴广东学习考察", "2024-05-10", "2024-05-13", "page", "广东", {GZ: "visitor", GD: "host"}),
        ("conference", "粤黔协作联席会议", "2024-05-13", "2024-05-13", "page", "深圳", EQUAL_GZ),
        ("ceremony", "黔粤示例陆港开港仪式", None, None, "none", None, EQUAL_GZ),
        ("ceremony", "黔粤示例陆港—盐田港首发班列", None, None, "none", None, EQUAL_GZ),
    ),
    routes={"考察一组": ["佛山市", "珠海市"], "考察二组": ["惠州市", "东莞市"]},
    people={
        "林向川": ("广东省委书记", {C, S, W, A}), "龙见岳": ("贵州省委书记、省人大常委会主任", {S, W, A, L}),
        "陆衡": ("广东省委副书记、省长", {S, N, A}), "安怀远": ("贵州省委副书记、省长", {S, N, A, L}),
        "钟远": ("广东省政协主席", {A}), "潘怀山": ("广东省委副书记、深圳市委书记", {A}), "何其远": ("深圳市市长", {A}),
        **dict.fromkeys(("温其山", "许望"), ("广东省领导", {A})), **dict.fromkeys(("石望川", "罗致", "杨其谷"), ("贵州省领导", {A})),
    },
    agreements={"深化粤黔协作示例框架协议": ("signed", ["陆衡", "安怀远"], ["林向川", "龙见岳"])},
    sites={
        "示例理工大学": "考察一组", "南海示例家居": "考察一组", "示例锂能": "考察二组", "示例运动健康实验室": "考察二组",
        "东莞示例职业技术学院": "考察二组", "深圳示例智能科技有限公司": None, "盐田示例港区": None,
    },
    tasks=(
        ("林向川", GD, "enumerated", 1, "governance", "一要进一步压实", "迈进。"),
        ("林向川", GD, "enumerated", 2, "rural industry labour consumption talent", "二要突出重点", "力度。"),
        ("林向川", GD, "enumerated", 3, "strategy", "三要抓住机遇", "合作。"),
        ("龙见岳", GZ, "parallel", 1, "industry", "深化产业协作", "成果"),
        ("龙见岳", GZ, "parallel", 2, "labour", "深化劳务协作", "培训"),
        ("龙见岳", GZ, "parallel", 3, "consumption", "深化消费协作", "加工"),
        ("龙见岳", GZ, "parallel", 4, "talent", "深化医疗和教育帮扶", "帮扶成果。"),
    ),
)  # fmt: skip

SIGNING = Expected(
    document={"title": "深圳河池签署协作协议 携手共建示例产业园", "encoding": "gb18030"},
    text_has=("2023年3月22日",), text_lacks=("温岚", "，，", "２"),
    events=(
        ("visit", "深圳市党政代表团赴河池市考察调研", "2023-03-22", "2023-03-22", "text", "河池市", {"深圳市": "visitor", "河池市": "host"}),
        ("conference", "深圳·河池东西部协作联席会议", "2023-03-22", "2023-03-22", "text", None, {"深圳市": "equal", "河池市": "equal"}),
    ),
    people={
        "莫怀谷": ("河池市委书记", {C, S}), "何其远": ("深圳市委副书记、市长", {S, W, A}), "蓝致远": ("河池市委副书记、市长", {W}),
        "许望": ("深圳市政府秘书长", {A}), "韦向东": ("河池市领导", {A}), "覃怀玉": ("河池市领导", {A}), "钟远": ("省协作工作队河池工作组组长", {A}),
    },
    agreements={
        "共建粤桂协作示例产业园合作协议": ("signed", ["深圳市龙华区", "东兰县"], ["蓝致远", "何其远"]),
        "消费帮扶示例框架协议": ("signed", ["深圳示例农业集团", "河池市农业农村局"], ["蓝致远", "何其远"]),
    },
    sites=dict.fromkeys(("东兰县示例板栗加工基地", "环江示例帮扶车间")),
    tasks=(
        ("何其远", "深圳市", "single", None, "industry", "深圳将坚持", "投资兴业。"),
        ("何其远", "深圳市", "single", None, "consumption", "要在消费帮扶上", "渠道。"),
        ("莫怀谷", "河池市", "single", None, "industry", "河池将营造", "投产。"),
    ),
)  # fmt: skip

_R, _T = "realised", "total"
PROGRESS = Expected(
    document={"title": "粤桂协作交出年度答卷 帮助农村劳动力就业超75万人", "published": "2024-01-12", "publisher": "示例协作办"},
    text_lacks=("\r", "浏览次数", "责任编辑"),
    people={},
    tasks=((None, None, "single", None, "rural industry labour consumption talent", "下一步", "新台阶。"),),
    claims=(
        ("fiscal_aid", 18.26, "亿元", _R, _T), ("fiscal_aid", 5533, "万元", _R, "per_county"), ("social_donation", 2.41, "亿元", _R, _T),
        ("enterprises", 308, "家", _R, _T), ("investment", 165.32, "亿元", _R, _T), ("investment", 8.6, "%", _R, "change"),
        ("parks", 116, "个", _R, _T), ("parks", 74, "个", _R, _T), ("workshops", 402, "个", _R, _T),
        ("labour_placed", 75.84, "万人", _R, _T), ("labour_placed_east", 26.91, "万人", _R, _T), ("labour_placed_poverty", 31.07, "万人", _R, _T),
        ("training", 126, "期", _R, _T), ("training", 1.15, "万人次", _R, _T), ("sales", 231.68, "亿元", _R, _T), ("other", 121, "个", _R, _T),
        ("bases", 38, "个", _R, _T), ("cadres_seconded", 112, "名", _R, _T), ("professionals_seconded", 1326, "人次", _R, _T),
        ("cadres_seconded", 86, "名", _R, _T), ("professionals_seconded", 300, "人次", _R, _T), ("pairs_school", 221, "所", _R, _T),
        ("pairs_school", 204, "所", _R, _T), ("pairs_hospital", 103, "家", _R, _T), ("pairs_hospital", 86, "家", _R, _T), ("visits", 2, "次", _R, _T),
        ("visits", 1, "次", _R, _T), ("projects", 16, "个", "contracted", _T), ("investment", 90.6, "亿元", "planned", _T),
    ),
)  # fmt: skip

COUNTY = Expected(
    document={"title": "番禺区与赫章县召开2024年东西部协作第一次联席会议", "published": None},
    headlines=3, text_lacks=("相关新闻", "示例企业到赫章考察"),
    events=(
        ("visit", "率队到赫章县开展东西部协作对接", "2024-04-09", "2024-04-09", "name", "赫章县", {"番禺区": "visitor", "赫章县": "host"}),
        ("conference", "2024年东西部协作第一次联席会议", "2024-04-09", "2024-04-09", "name", None, {"番禺区": "equal", "赫章县": "equal"}),
    ),
    people={
        "陆望舒": ("广州市番禺区委副书记、区长", {S, A, L}), "龙致远": ("赫章县委书记", {C, S}), "安小川": ("赫章县委副书记、县长", {S}),
        "许望": ("赫章县委常委、副县长（挂职）", {S}), "何小渔": ("番禺区领导", {A}), "梁致和": ("番禺区领导", {A}),
        "曾海": ("番禺区发展改革局局长", {A}), "罗石": ("赫章县领导", {A}),
    },
    sites=dict.fromkeys(("赫章县示例蔬菜产业园", "金银山示例社区", "番禺·赫章示例帮扶车间")),
    tasks=(
        ("陆望舒", "番禺区", "enumerated", 1, "governance", "一是强化组织领导", "责任"), ("陆望舒", "番禺区", "enumerated", 2, "industry", "二是", "15家"),
        ("陆望舒", "番禺区", "enumerated", 3, "labour", "三是", "程度"), ("陆望舒", "番禺区", "enumerated", 4, "talent", "四是", "帮扶。"),
        ("龙致远", "赫章县", "single", None, "consumption", "要强化消费协作", "大湾区。"),
    ),
    claims=(
        ("fiscal_aid", 6850, "万元", _R, _T), ("projects", 27, "个", _R, _T), ("cadres_seconded", 5, "名", _R, _T),
        ("professionals_seconded", 63, "名", _R, _T), ("enterprises", 12, "家", _R, _T), ("investment", 3.2, "亿元", _R, _T),
        ("labour_placed", 4126, "人", _R, _T), ("labour_placed_poverty", 2890, "人", _R, _T), ("sales", 1.86, "亿元", _R, _T),
        ("enterprises", 15, "家", "planned", _T),
    ),
)  # fmt: skip

SEEDS = {"000_d064b4cb3b499fbd.txt": SEED_YUE_GUI, "001_c2a779a1f5c97f83.txt": SEED_QIAN_YUE}
EXAMPLES = {
    "01-粤桂协作联席会议.txt": CONFERENCE, "02-贵州代表团赴广东考察.txt": VISIT, "03-深圳河池签约.txt": SIGNING,
    "04-粤桂协作年度进展.txt": PROGRESS, "05-番禺赫章联席会议.txt": COUNTY,
}  # fmt: skip
