"""What a fresh machine lacks, put in place in order: packages, environment, front end."""

from __future__ import annotations

from config.launch import database, frontend, packages, venv
from config.launch.instance import Instance
from config.launch.venv import Kind


def for_running(instance: Instance) -> None:
    """Everything the site needs, quick when it is there.

    Raises:
        Problem: something could not be fetched or installed.
    """
    for_commands(instance)
    frontend.ensure(instance)


def for_commands(instance: Instance) -> None:
    """What a management command needs: the site's needs without its pages.

    Raises:
        Problem: something could not be fetched or installed.
    """
    _for_commands(instance, own_database=database.external_url() is None)


def _for_commands(instance: Instance, *, own_database: bool) -> None:
    packages.install_missing(packages.needs_to_run(own_database=own_database), instance)
    venv.ensure(instance, Kind.RUN)


def for_bench(instance: Instance, *, with_peers: bool = False) -> None:
    """What the benchmark needs: a cluster of its own, a load generator, maybe the peers.

    The peers are programs of others; their packages never meet ours.

    Raises:
        Problem: something could not be fetched or installed.
    """
    packages.install_missing(packages.needs_to_bench(), instance)
    _for_commands(instance, own_database=True)
    if with_peers:
        venv.install(instance, Kind.PEERS, instance.var / "peers")


def for_checking(instance: Instance) -> None:
    """What linters and type checkers need: no database, no browser.

    Raises:
        Problem: something could not be fetched or installed.
    """
    packages.install_missing(packages.needs_to_run(own_database=False), instance)
    venv.ensure(instance, Kind.DEVELOP)
    if frontend.exists(instance):
        frontend.ensure_tools(instance)


def for_testing(instance: Instance, *, long: bool) -> None:
    """Everything the tests need, with a browser where apt has one; QGIS for a long run.

    Raises:
        Problem: something could not be fetched or installed.
    """
    needs = packages.needs_to_run(own_database=True) + packages.needs_to_test()
    if long:
        needs += packages.needs_to_test_long()
    packages.install_missing(needs, instance)
    for_checking(instance)
    frontend.ensure(instance)
