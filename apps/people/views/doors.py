"""Who gets into the pages about people, and what every act on them answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from geo.access import NotAllowed, Permission, Viewer
from geo.errors import Refusal
from geo.pages.gates import View, gate

Rest = ParamSpec("Rest")


def for_holders_of(permission: Permission) -> Callable[[View[Rest]], View[Rest]]:
    """Let through staff who hold `permission` somewhere; send strangers to sign in.

    Raises:
        NotAllowed: somebody signed in who may not.
    """

    def check(viewer: Viewer) -> None:
        if not viewer.is_staff or not viewer.may_somewhere(permission.name):
            raise NotAllowed(permission)

    return gate(check)


@contextmanager
def saying(request: HttpRequest, done: str) -> Iterator[None]:
    """Say `done` after the block, or why the register refused it."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def entered(
    request: HttpRequest, form: forms.Form, done: str, act: Callable[[], object]
) -> bool:
    """Whether the form was sent and acted upon; what refused it stands on the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, done)
    return True


def understood(request: HttpRequest, form: forms.Form) -> bool:
    """Whether the form can be read; says what is wrong if not."""
    if form.is_valid():
        return True
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(map(str, errors))}")
    return False
