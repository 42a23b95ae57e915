"""The forms of accounts, terms and tokens: what is typed becomes days and divisions, or a sentence at its field."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanhai.access.authority import grantable_roles
from shanhai.regions.queries import resolve


class _Day(forms.DateField):
    """A day, chosen by the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": _("日期应写成 2024-06-30 的样子")}


class _Styled(forms.Form):
    """Gives each control the house's look."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs.setdefault("class", "form-select" if is_choice else "form-control")
            field.widget.attrs.setdefault("autocomplete", "off")
            field.error_messages["required"] = _("这一项必填")


class TermForm(_Styled):
    """A role for a region and a term; offers only the roles that the acting account may grant."""

    role = forms.ChoiceField(label=_("角色"))
    region = forms.CharField(
        label=_("区域"), required=False, help_text=_("名称或六位代码；空表示全部协作区域")
    )
    start_date = _Day(label=_("任期开始"))
    end_date = _Day(label=_("任期结束"), required=False, help_text=_("最后一天；空表示未定"))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = [(role.value, _(role.label)) for role in grantable_roles(by)]
        self.fields["start_date"].initial = timezone.localdate()

    def clean_region(self) -> str | None:
        """The code of the one division that is meant."""
        text = self.cleaned_data["region"].strip()
        if not text:
            return None
        found = resolve(text)
        if len(found) == 1:
            return found[0].code
        if not found:
            raise forms.ValidationError(_("不在行政区划表中：请填全称或六位代码"))
        names = "、".join(f"{one.name}（{one.code}）" for one in found[:6])
        raise forms.ValidationError(
            _("对应多个区划：%(names)s，请改填六位代码"), params={"names": names}
        )


class AccountForm(TermForm):
    """A new account with its first role."""

    username = forms.CharField(
        label=_("账号名"), max_length=150, help_text=_("登录用，如姓名拼音；可用汉字、字母、数字")
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(
        label=_("初始密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 8 个字符；请本人登录后立即修改"),
    )
    field_order = (
        "username", "display_name", "password", "role", "region", "start_date", "end_date",
    )  # fmt: skip


class EndForm(_Styled):
    """The last day of a term, and optionally who follows."""

    last_day = _Day(label=_("最后一天"))
    reason = forms.CharField(label=_("事由"), max_length=300)
    successor = forms.CharField(
        label=_("交接给"), required=False, help_text=_("接任者的账号名，自次日起任同一职；可不填")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate()


class PasswordForm(_Styled):
    """A new password for somebody who forgot theirs."""

    password = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 8 个字符"),
    )


class TokenForm(_Styled):
    """What a token is for and how long it opens."""

    label = forms.CharField(label=_("用途"), max_length=60, help_text=_("如：每月报送程序"))
    expires_on = _Day(label=_("有效期至"), help_text=_("一年之内"))
