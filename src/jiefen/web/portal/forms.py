"""Forms of the front door."""

from __future__ import annotations

from typing import Any

from django import forms

from jiefen.accounts.phones import InvalidPhone, normalised_phone


class PhoneField(forms.CharField):
    """A mobile number, however it is written. ``autocomplete``: "off" when it is somebody else's."""

    def __init__(self, *, label: str = "手机号", autocomplete: str = "username", **more: Any) -> None:
        attrs = {"type": "tel", "autocomplete": autocomplete, "inputmode": "tel"}
        messages = {"required": "请写手机号。"}
        super().__init__(label=label, max_length=40, widget=forms.TextInput(attrs), error_messages=messages, **more)

    def clean(self, value: Any) -> str:
        """The eleven digits."""
        try:
            return normalised_phone(super().clean(value))
        except InvalidPhone as error:
            raise forms.ValidationError(str(error)) from None


def password_field(label: str, autocomplete: str, *, required: bool = True) -> forms.CharField:
    """A password is never trimmed, cut or shown again."""
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    messages = {"required": f"请写{label}。"}
    return forms.CharField(label=label, strip=False, widget=widget, required=required, error_messages=messages)


class PasswordForm(forms.Form):
    """Phone and password."""

    phone = PhoneField()
    password = password_field("密码", "current-password")


class PhoneForm(forms.Form):
    """Where to send the code."""

    phone = PhoneField()


class CodeForm(forms.Form):
    """The code that arrived."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="验证码",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 8}),
        error_messages={"required": "请写收到的 6 位验证码。", "invalid": "验证码是 6 位数字，请再看一眼短信。"},
    )

    def clean_code(self) -> str:
        """Six plain digits."""
        return f"{int(''.join(self.cleaned_data['code'].split())):06d}"  # int also reads full-width digits


class ChangePasswordForm(forms.Form):
    """The current password (when there is one) and the new one, typed once: it can be reset."""

    current = password_field("现在的密码", "current-password")
    new = password_field("新密码", "new-password")

    def __init__(self, *args: Any, has_password: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_password:
            del self.fields["current"]
