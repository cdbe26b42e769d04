"""Every list of the office says where it is and how to go back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db

LISTS = (
    *("/trabajos/", "/avisos/", "/avisos/envios/", "/avisos/textos/", "/cuadrillas/"),
    *("/cajas/", "/numeros/", "/historia/", "/permisos/", "/pagos/por-resolver/"),
    *("/agua/cuentas/", "/agua/lecturas/", "/agua/facturacion/", "/agua/cortes/"),
)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_where_it_is(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("jefa"))
    page = client.get(path).content.decode()
    assert '<nav class="crumbs"' in page
    assert '<li><a href="/">' in page
