"""Labour ledgers (劳务协作): placements of rural workers into jobs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from shanhai.delivery.models.base import LedgerVersion
from shanhai.delivery.models.people import Person


class Occupation(models.TextChoices):
    """Kinds of work that labour stations use; the code is what files carry."""

    MANUFACTURING = "manufacturing", "生产制造"
    CONSTRUCTION = "construction", "建筑施工"
    CATERING = "catering", "餐饮服务"
    DOMESTIC = "domestic", "家政服务"
    LOGISTICS = "logistics", "交通物流"
    SECURITY = "security", "保安物业"
    FARMING = "farming", "种植养殖"
    TECHNICIAN = "technician", "技术工人"
    OFFICE = "office", "办公文员"
    OTHER = "other", "其他"


class Placement(LedgerVersion):
    """One person's stay in one job (就业登记)."""

    ledger_code = "placements"
    ledger_name = "务工就业台账"
    record_prefix = "JY"
    region_path = "home_county"
    natural_key = ("person", "employer", "start_date")
    period = ("start_date", "end_date")
    one_region_at_a_time = True
    privacy = {"monthly_wage_yuan": "sensitive", "lifted_out_of_poverty": "sensitive"}

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="+")
    home_county = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="户籍县", related_name="+",
        help_text="劳动者户籍所在县（市、区）的名称或六位代码",
    )  # fmt: skip
    employer = models.CharField("用工单位", max_length=120, help_text="营业执照上的全称")
    destination = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="就业地", related_name="+",
        help_text="工作地点所在的省、市或县的名称或六位代码",
    )  # fmt: skip
    occupation = models.CharField(
        "工种", max_length=20, choices=Occupation.choices, help_text="按代码表选择"
    )
    start_date = models.DateField("上岗日期", help_text="到岗第一天")
    end_date = models.DateField("离岗日期", null=True, blank=True, help_text="仍在岗则留空")
    monthly_wage_yuan = models.DecimalField(
        "月工资（元）",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100_000)],
        help_text="税前月均工资，按元填写",
    )
    insured = models.BooleanField(
        "是否参保", null=True, blank=True, help_text="单位是否缴纳社会保险；不清楚则留空"
    )
    lifted_out_of_poverty = models.BooleanField(
        "是否脱贫劳动力", help_text="是否属于脱贫人口（含监测对象）"
    )
    evidence = models.CharField(
        "佐证材料", max_length=200, blank=True, help_text="合同、工资流水或参保凭证的编号"
    )

    columns = (
        "person", "home_county", "employer", "destination", "occupation", "start_date", "end_date",
        "monthly_wage_yuan", "insured", "lifted_out_of_poverty", "evidence",
    )  # fmt: skip
    hidden = ()

    class Meta(LedgerVersion.Meta):
        verbose_name = "务工就业台账"
        ordering = ["home_county", "start_date", "record"]
        indexes = [models.Index(fields=["home_county", "start_date"])]
        constraints = [
            *LedgerVersion.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "employer", "start_date"],
                condition=Q(superseded_at__isnull=True, withdrawn=False),
                name="one_placement_a_start",
            ),
        ]
