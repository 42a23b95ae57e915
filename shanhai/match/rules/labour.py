"""Workers and jobs (劳务协作): the limits of the law and of people's own word, and what makes a job fit.

Each limit and rule is a page of its own thought; `labour_columns.py` holds the same numbers for a
million pairs at once, and a property test holds the two together.
"""

from collections.abc import Callable, Mapping
from datetime import date

from shanhai.match.places import Tier, covers
from shanhai.match.rules.labour_terms import Housing, Job, Setting, Worker
from shanhai.match.types import Limit, Reason

WORKING_AGE_YEARS = 16  # 《劳动法》第十五条
ADULT_AGE_YEARS = 18  # 《劳动法》第六十四条: no hazardous work for workers under 18
FAR_KM = 2000


def birthday(born_on: date, years: int) -> date:
    """The day on which somebody is so old; who was born on 29 February waits for 1 March."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


# --- Limits: the law, the job's papers, the worker's own word ---------------------------------------


def occupation_limit(worker: Worker, job: Job, setting: Setting) -> Limit | None:
    """Only occupations that the worker would take up."""
    if job.occupation in worker.skills:
        return None
    name = setting.occupations.get(job.occupation, job.occupation)
    return Limit(
        "occupation", f"工种“{name}”不在本人愿意从事的工种之内", {"occupation": job.occupation}
    )


def destination_limit(worker: Worker, job: Job, _setting: Setting) -> Limit | None:
    """Only places that the worker named, when any are named."""
    if not worker.destinations or any(
        covers(wish, job.destination) for wish in worker.destinations
    ):
        return None
    return Limit("destination", "工作地点不在意向地之内", {"destination": job.destination})


def age_limit(worker: Worker, job: Job, _setting: Setting) -> Limit | None:
    """Sixteen on the first day of work, eighteen for hazardous work."""
    years = ADULT_AGE_YEARS if job.hazardous else WORKING_AGE_YEARS
    allowed_on = birthday(worker.born_on, years)
    if max(job.start_from, worker.free_from) >= allowed_on:
        return None
    return Limit(
        "age",
        f"到岗时未满{years}周岁，{allowed_on.isoformat()}起方可从事",
        {"years": years, "allowed_on": allowed_on},
    )


def certificate_limit(worker: Worker, job: Job, _setting: Setting) -> Limit | None:
    """All certificates that the job needs."""
    missing = sorted(job.certificates - worker.certificates)
    if not missing:
        return None
    return Limit("certificate", f"缺少岗位必需的证书：{'、'.join(missing)}", {"missing": missing})


def wage_limit(worker: Worker, job: Job, _setting: Setting) -> Limit | None:
    """Not below what the worker would still accept."""
    if job.wage_yuan >= worker.wage_floor_yuan:
        return None
    return Limit(
        "wage_floor",
        f"月工资{job.wage_yuan}元，低于本人底线{worker.wage_floor_yuan}元",
        {"wage_yuan": job.wage_yuan, "wage_floor_yuan": worker.wage_floor_yuan},
    )


def window_limit(worker: Worker, job: Job, _setting: Setting) -> Limit | None:
    """A day on which both can start."""
    if worker.free_from <= job.start_until and job.start_from <= worker.free_until:
        return None
    return Limit(
        "window",
        "本人有空的时间与岗位到岗时间没有重合",
        {"free_from": worker.free_from, "start_until": job.start_until},
    )


LimitRule = Callable[[Worker, Job, Setting], Limit | None]
LIMITS: Mapping[str, LimitRule] = {
    "occupation": occupation_limit,
    "destination": destination_limit,
    "age": age_limit,
    "certificate": certificate_limit,
    "wage_floor": wage_limit,
    "window": window_limit,
}
"""Hard limits in the order of the bits that `labour_kernel.limit_bits` sets."""


# --- Rules: what is good about a pair -------------------------------------------------------------


def skill(worker: Worker, job: Job, setting: Setting) -> Reason:
    """Full at the level that the job wants, in proportion below."""
    most, level = setting.policy.preferences["skill"], worker.skills.get(job.occupation, 0)
    reached = level >= job.skill_level
    points = most if reached else most * level // job.skill_level
    sentence = (
        f"技能等级{level}级，岗位要求{job.skill_level}级，{'已达到' if reached else '尚有差距'}"
    )
    return Reason("skill", points, sentence, {"level": level, "wanted": job.skill_level})


def wage(worker: Worker, job: Job, setting: Setting) -> Reason:
    """Full at the wished wage, in proportion below."""
    most, wished = setting.policy.preferences["wage"], worker.wage_wished_yuan
    points = most if job.wage_yuan >= wished else most * job.wage_yuan // wished
    sentence = f"月工资{job.wage_yuan}元" + (f"，期望{wished}元" if wished else "，本人未提期望")
    return Reason("wage", points, sentence, {"wage_yuan": job.wage_yuan, "wished_yuan": wished})


def wish_rank(wishes: tuple[str, ...], destination: str) -> int | None:
    """The place of the first wish that covers the destination; None when no wish does."""
    return next((rank for rank, wish in enumerate(wishes) if covers(wish, destination)), None)


def destination_points(most: int, wishes: int, rank: int) -> int:
    """Full for the first wish, falling evenly to the last; full when there are no wishes."""
    return most * (wishes - rank) // wishes if wishes else most


def destination(worker: Worker, job: Job, setting: Setting) -> Reason:
    """The earlier wish is worth more."""
    rank = wish_rank(worker.destinations, job.destination)
    most = setting.policy.preferences["destination"]
    if not worker.destinations:
        return Reason("destination", most, "本人对工作地点没有特别意向", {})
    points = 0 if rank is None else destination_points(most, len(worker.destinations), rank)
    sentence = "工作地点不在意向之内" if rank is None else f"工作地点是第{rank + 1}意向地"
    return Reason("destination", points, sentence, {"rank": None if rank is None else rank + 1})


def distance_points(most: int, km: int | None) -> int:
    """Full next door, nought from 2000 km; half when unknown."""
    return most // 2 if km is None else most * max(0, FAR_KM - km) // FAR_KM


def distance(worker: Worker, job: Job, setting: Setting) -> Reason:
    """The nearer the better."""
    km = setting.places.distance_km(worker.home_county, job.destination)
    points = distance_points(setting.policy.preferences["distance"], km)
    sentence = "路程不详，按一半计分" if km is None else f"离家约{km}公里"
    return Reason("distance", points, sentence, {"km": km})


def shift(worker: Worker, job: Job, setting: Setting) -> Reason:
    """All or nothing."""
    welcome = not worker.shifts or job.shift in worker.shifts
    points = setting.policy.preferences["shift"] if welcome else 0
    sentence = f"班次为{job.shift.chinese}，{'合意' if welcome else '不是本人意向'}"
    return Reason("shift", points, sentence, {"shift": job.shift.value})


def household_points(most: int, companions: int, housing: Housing) -> int:
    """Quarters of the points: room for those who come along counts, a dormitory helps who comes alone."""
    if companions == 0:
        quarters = 2 if housing is Housing.NONE else 4
    elif companions == 1:
        quarters = (0, 1, 4, 4)[housing]
    else:
        quarters = (0, 0, 2, 4)[housing]
    return most * quarters // 4


def household(worker: Worker, job: Job, setting: Setting) -> Reason:
    """Whether those who come along can live together."""
    points = household_points(
        setting.policy.preferences["household"], worker.companions, job.housing
    )
    alone = "独自务工" if not worker.companions else f"有{worker.companions}位家人同行"
    values = {"companions": worker.companions, "housing": job.housing.name.lower()}
    return Reason("household", points, f"{alone}，单位{_provides(job.housing)}", values)


def _provides(housing: Housing) -> str:
    return housing.chinese if housing is Housing.NONE else f"提供{housing.chinese}"


def insured(_worker: Worker, job: Job, setting: Setting) -> Reason:
    """Social insurance is paid."""
    points = setting.policy.preferences["insured"] if job.insured else 0
    sentence = "单位缴纳社会保险" if job.insured else "单位未注明缴纳社会保险"
    return Reason("insured", points, sentence, {"insured": job.insured})


def key_county(worker: Worker, _job: Job, setting: Setting) -> Reason:
    """Workers from national key counties come first."""
    from_one = worker.home_county in setting.places.key_counties
    points = setting.policy.persons["key_county"] if from_one else 0
    sentence = "来自国家乡村振兴重点帮扶县" if from_one else "不是重点帮扶县劳动力"
    return Reason("key_county", points, sentence, {"home_county": worker.home_county})


def lifted_out_of_poverty(worker: Worker, _job: Job, setting: Setting) -> Reason:
    """Workers lifted out of poverty come first."""
    lifted = worker.lifted_out_of_poverty
    points = setting.policy.persons["lifted_out_of_poverty"] if lifted else 0
    sentence = "属于脱贫劳动力（含监测对象）" if lifted else "不属于脱贫劳动力"
    return Reason("lifted_out_of_poverty", points, sentence, {"lifted_out_of_poverty": lifted})


def pairing(worker: Worker, job: Job, setting: Setting) -> Reason:
    """Existing pairs, then the same pair of provinces, then all."""
    tier = setting.places.tier(worker.home_county, job.destination)
    sentence = {
        Tier.PAIR: "户籍县与工作地是结对双方",
        Tier.PROVINCE: "户籍县与工作地属于同一省际结对",
        Tier.OPEN: "户籍县与工作地之间没有结对关系",
    }[tier]
    return Reason("pairing", setting.policy.tiers[tier], sentence, {"tier": tier.value})


def possible(_worker: Worker, _job: Job, setting: Setting) -> Reason:
    """Some points for being possible at all, so that no job is worth nothing to somebody without one."""
    return Reason("possible", setting.policy.preferences["possible"], "符合全部硬性条件", {})


Rule = Callable[[Worker, Job, Setting], Reason]
WISHES: tuple[Rule, ...] = (wage, destination, distance, shift, household, insured)
"""What the worker would rather have."""
RANKS: tuple[Rule, ...] = (possible, skill, key_county, lifted_out_of_poverty, pairing)
"""What employer and policy rank workers by."""


def limits(worker: Worker, job: Job, setting: Setting) -> tuple[Limit, ...]:
    """All limits that forbid this pair."""
    found = (limit(worker, job, setting) for limit in LIMITS.values())
    return tuple(limit for limit in found if limit)


def reasons(worker: Worker, job: Job, setting: Setting) -> tuple[Reason, ...]:
    """What every rule says of this pair; the score is the sum of theirs."""
    return tuple(rule(worker, job, setting) for rule in (*WISHES, *RANKS))
