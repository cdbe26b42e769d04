"""What people type at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password


class SignInForm(forms.Form):
    username = forms.CharField(max_length=150)
    password = forms.CharField(max_length=1000, strip=False)


class CodeForm(forms.Form):
    code = forms.CharField(max_length=40)


class EmailForm(forms.Form):
    email = forms.EmailField(max_length=150)


class NameForm(forms.Form):
    name = forms.CharField(max_length=60)


class NewPasswordForm(forms.Form):
    password = forms.CharField(max_length=1000, strip=False)

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    def clean_password(self) -> str:
        """The password, if the framework's policy finds nothing against it."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
