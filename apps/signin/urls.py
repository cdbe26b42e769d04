"""Addresses of the door and of one's own account."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from apps.signin.views import account, citizen, entering, mailing, passkeys, preparing

app_name = "signin"
urlpatterns = [
    path("entrar/", entering.enter, name="enter"),
    path("entrar/segundo-factor/", entering.second, name="second"),
    path("entrar/preparar/", preparing.prepare, name="prepare"),
    path("entrar/llave/pedir/", passkeys.ask, name="passkey_ask"),
    path("entrar/llave/", passkeys.show, name="passkey_show"),
    path("entrar/correo/", mailing.ask_link, name="email"),
    path("entrar/correo/<str:token>/", mailing.open_door, name="link"),
    path("entrar/ciudadania/", citizen.citizen, name="citizen"),
    path("entrar/ciudadania/vuelta/", citizen.citizen_back, name="citizen_back"),
    path("salir/", entering.leaving, name="leave"),
    path("cuenta/", account.account, name="account"),
    path("cuenta/ciudadania/quitar/", account.drop_citizen, name="drop_citizen"),
    path("cuenta/ciudadania/<str:token>/", citizen.link, name="link_citizen"),
    path("cuenta/contrasena/", account.password, name="password"),
    path("cuenta/autenticador/", preparing.authenticator, name="authenticator"),
    path("cuenta/llaves/pedir/", passkeys.ask_new, name="passkey_ask_new"),
    path("cuenta/llaves/", passkeys.take_new, name="passkey_new"),
    path("cuenta/factores/quitar/", account.drop_factor, name="drop_factor"),
    path("cuenta/codigos/", account.new_codes, name="new_codes"),
    path("cuenta/programas/", account.new_app_password, name="new_app_password"),
    path(
        "cuenta/programas/<int:number>/retirar/",
        account.drop_app_password,
        name="drop_app_password",
    ),
    path("cuenta/sesiones/<int:number>/cerrar/", account.drop_session, name="drop_session"),
    # Django's own door knows no second factor, so it only leads to ours.
    path(
        "admin/login/", RedirectView.as_view(pattern_name="signin:enter", query_string=True)
    ),
    path("admin/logout/", entering.leaving),
    path("admin/password_change/", RedirectView.as_view(pattern_name="signin:password")),
]
