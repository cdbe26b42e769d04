"""Passkeys, spoken with the browser in JSON: `apps/signin/web/passkeys.page.ts`."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.signin.actions.entering import try_anything
from apps.signin.actions.factors import accept_passkey, add_passkey
from apps.signin.domain.passkeys import (
    ask_for_new,
    ask_for_proof,
    credential_in,
    judge_new,
    judge_proof,
)
from apps.signin.domain.refusals import NotLetIn, TakenTooLong, WrongPasskey
from apps.signin.domain.secrets import digest
from apps.signin.forms import NameForm
from apps.signin.models import Passkey
from apps.signin.queries import factors_of
from apps.signin.terms import Method
from apps.signin.views.gate import own_account, recently_proved
from apps.signin.views.knocking import (
    let_in,
    onward_of,
    onward_to,
    origin_of,
    pending_of,
    site_of,
)
from geo.errors import Refusal
from geo.pages.typed import json_in

ASKED: Final = "signin.asked"
"""What a browser was asked to sign, until it answers; each question once."""


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a passkey: one of the person's, or any that it holds."""
    try:
        user, _pending = pending_of(request)
        have = [bytes(each.credential) for each in factors_of(user).passkeys]
    except TakenTooLong:
        have = []
    question = ask_for_proof(site_of(request), have=have)
    request.session[ASKED] = question.state
    return JsonResponse(question.options)


@never_cache
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Let in whoever signs with a passkey: it is two factors in one."""
    onward = onward_of(request)
    found: list[User] = []
    origin, now = origin_of(request), timezone.now()

    def judge() -> None:
        state, answer = _answer_to_question(request)
        passkey = (
            Passkey.objects.select_related("user")
            .filter(credential=credential_in(answer), user__is_active=True)
            .first()
        )
        if passkey is None:
            raise WrongPasskey
        signatures = judge_proof(site_of(request), state, answer, bytes(passkey.attested))
        accept_passkey(passkey, signatures, at=now)
        found.append(passkey.user)

    try:
        try_anything("passkey", judge, user=None, origin=origin, at=now)
    except NotLetIn as refusal:
        return _told(refusal)
    if not onward:
        try:
            onward = pending_of(request)[1].onward
        except TakenTooLong:
            onward = ""
    response = let_in(request, onward_to(onward), found[0], Method.PASSKEY)
    return _sent_on(response)


@never_cache
@recently_proved
@require_POST
def ask_new(request: HttpRequest) -> HttpResponse:
    """Ask the browser to make a passkey."""
    user = own_account(request)
    question = ask_for_new(
        site_of(request),
        handle=bytes.fromhex(digest("handle", str(user.pk))),
        name=user.get_username(),
        have=[bytes(each.credential) for each in factors_of(user).passkeys],
    )
    request.session[ASKED] = question.state
    return JsonResponse(question.options)


@never_cache
@recently_proved
@require_POST
def take_new(request: HttpRequest) -> HttpResponse:
    """Take the passkey that the browser made."""
    user = own_account(request)
    form = NameForm(request.POST)
    try:
        if not form.is_valid():
            raise WrongPasskey
        state, answer = _answer_to_question(request)
        key = judge_new(site_of(request), state, answer)
        add_passkey(
            user,
            key,
            name=form.cleaned_data["name"],
            origin=origin_of(request),
            at=timezone.now(),
        )
    except Refusal as refusal:
        return _told(refusal)
    return JsonResponse({"next": "/cuenta/"})


def _answer_to_question(request: HttpRequest) -> tuple[Any, dict[str, Any]]:
    state = request.session.pop(ASKED, None)
    try:
        answer = json_in(request.POST.get("answer", ""))
    except ValueError as error:
        raise WrongPasskey from error
    if state is None or not isinstance(answer, dict):
        raise WrongPasskey
    return state, answer


def _told(refusal: Refusal) -> HttpResponse:
    return JsonResponse({"refusal": str(refusal)}, status=400)


def _sent_on(response: HttpResponse) -> HttpResponse:
    """The same as JSON: a script cannot follow a redirect for its page."""
    told = JsonResponse({"next": response["Location"]})
    told.cookies = response.cookies
    return told
