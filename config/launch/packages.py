"""System packages: which are missing, and apt's help to install just those."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from config.launch.console import Problem, say
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.launch.postgres import OLDEST, Installed
from config.launch.programs import Program, run_step

POSTGIS: Final = "postgresql-N-postgis-3"
APT: Final = ("apt-get", "-o", "DPkg::Lock::Timeout=600")
NO_OWN_CLUSTER: Final = Path("/etc/postgresql-common/createcluster.d/90-llajta.conf")
HANDED_ON: Final = ("http_proxy", "https_proxy", "no_proxy")
CHROMIUMS: Final = (
    "chromium-headless-shell",
    "chromium",
    "google-chrome",
    "google-chrome-stable",
)
"""The first is Chromium without its windows, which costs a third less."""
FAKED_CLOCK: Final = "*/faketime/libfaketime.so.1"
"""What lets a program see another time, below the folder of the system's libraries."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """A package, and whether what it brings is there already, from wherever it came."""

    package: str
    is_met: bool


def needs_to_run(*, own_database: bool) -> list[Need]:
    """What the site needs from the system."""
    python = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    return [
        Need(package="ca-certificates", is_met=certificates.exists()),
        Need(package=python, is_met=find_spec("ensurepip") is not None),
        Need(package=POSTGIS, is_met=not own_database or Installed.newest() is not None),
        *_needs_of_papers(),
    ]


def _needs_of_papers() -> list[Need]:
    """What draws papers: letters set and shaped (WeasyPrint), and the typeface."""
    libraries = {
        "libpango-1.0-0": "libpango-1.0.so.0",
        "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
        "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    }
    fonts = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
    found = {
        package: any(Path("/usr/lib").glob(f"*/{file}"))
        for package, file in libraries.items()
    }
    found["fonts-noto-core"] = fonts.exists()
    return [Need(package=package, is_met=is_met) for package, is_met in found.items()]


def needs_to_test() -> list[Need]:
    """What the tests need besides; Ubuntu has no Chromium that apt installs."""
    atomic = any(Path("/usr/lib").glob("*/libatomic.so.1"))
    return [
        Need(package="gdal-bin", is_met=shutil.which("ogrinfo") is not None),
        Need(package="libatomic1", is_met=atomic),
        Need(package="libfaketime", is_met=any(Path("/usr/lib").glob(FAKED_CLOCK))),
        Need(package=CHROMIUMS[0], is_met=is_ubuntu() or chromium() is not None),
    ]


def needs_to_test_long() -> list[Need]:
    """What a long run of the tests needs besides: QGIS, with its own Python."""
    found = any(Path("/usr/lib/python3/dist-packages/qgis").glob("core/__init__.py"))
    names = ("python3-qgis", "qgis-providers")
    return [Need(package=name, is_met=found) for name in names]


def needs_to_bench() -> list[Need]:
    """What the benchmark needs besides: a load generator that costs next to nothing."""
    return [Need(package="wrk", is_met=shutil.which("wrk") is not None)]


def chromium() -> str | None:
    """The browser the tests drive: `LLAJTA_CHROMIUM`, or one on the path."""
    named = os.environ.get("LLAJTA_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def is_ubuntu() -> bool:
    """Whether this is Ubuntu, whose `chromium` package installs nothing by itself."""
    release = Path("/etc/os-release")
    return release.exists() and "\nID=ubuntu" in "\n" + release.read_text()


def install_missing(needs: Sequence[Need], instance: Instance) -> None:
    """Install with apt what is missing, saying which; does nothing when all is there.

    Raises:
        Problem: without apt, root or sudo; it names the command to run.
    """
    missing = [need.package for need in needs if not need.is_met]
    if not missing:
        return
    apt = _apt(missing)
    try:
        _run(_("System package lists"), [*apt, "update"], instance)
    except Problem:  # one broken source of many; the packages may be known all the same
        say(_("  apt could not refresh its lists; going on with those it has."))
    packages = [_offered(name) for name in missing]
    if POSTGIS in missing:
        shell = [*apt[: -len(APT)], "sh", "-c", forbid_another_cluster()]
        _run(_("No second database server"), shell, instance)
    say(_("  System packages to install: {names}").format(names=", ".join(packages)))
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    _run(_("System packages"), command, instance)


def _offered(name: str) -> str:
    """The package of this system that brings what we call `name`."""
    if name == POSTGIS:
        return postgis_package()
    return browser_package() if name == CHROMIUMS[0] else name


def browser_package() -> str:
    """Chromium without its windows where apt has it; older systems only have the whole."""
    small, whole = CHROMIUMS[:2]
    return small if small in _names(f"^{small}$") else whole


def _names(pattern: str) -> list[str]:
    """Names of the packages that apt offers and that match."""
    search = ["apt-cache", "search", "--names-only", pattern]
    found = subprocess.run(search, capture_output=True, text=True).stdout
    return [line.split()[0] for line in found.splitlines() if line]


def postgis_package() -> str:
    """The newest PostGIS server package that apt offers.

    Raises:
        Problem: apt offers none.
    """
    found = _names("^postgresql-[0-9]+-postgis-3$")
    majors = [int(name.split("-")[1]) for name in found]
    if max(majors, default=0) < OLDEST:
        raise Problem(
            _("apt offers no PostGIS for PostgreSQL {oldest} or newer.").format(
                oldest=OLDEST
            ),
            todo=_("On Ubuntu: sudo add-apt-repository universe; then run ./llajta again."),
        )
    return f"postgresql-{max(majors)}-postgis-3"


def manual_commands(missing: Sequence[str]) -> list[str]:
    """What an administrator has to type when the launcher may not."""
    commands = ["apt-get update"]
    names = [browser_package() if name == CHROMIUMS[0] else name for name in missing]
    if POSTGIS in names:
        commands.append(forbid_another_cluster())
        try:
            names[names.index(POSTGIS)] = postgis_package()
        except Problem:  # the lists are empty before the update; apt takes a pattern too
            names[names.index(POSTGIS)] = "'^postgresql-[0-9]+-postgis-3$'"
    return [*commands, f"apt-get install -y --no-install-recommends {' '.join(names)}"]


def forbid_another_cluster() -> str:
    """Shell command that keeps Debian from starting a server of its own on port 5432.

    Debian reads the file when PostgreSQL is first installed, so it comes before.
    """
    file = NO_OWN_CLUSTER
    return f"mkdir -p {file.parent} && echo 'create_main_cluster = false' > {file}"


def _apt(missing: Sequence[str]) -> list[str]:
    if shutil.which("apt-get") is None:
        raise Problem(
            _("Missing on this system: {names}.").format(names=", ".join(missing)),
            todo=_(
                "./llajta installs them itself on Debian 12 or Ubuntu 24.04; here, install "
                "what they contain in your system's way."
            ),
        )
    return [*_as_root(missing), *_with(os.environ), *APT]


def _as_root(missing: Sequence[str]) -> list[str]:
    if os.geteuid() == 0:
        return []
    if _may_sudo():
        return ["sudo"]
    commands = "\n".join(f"  {line}" for line in manual_commands(missing))
    raise Problem(
        _("System packages are missing, and installing them needs root."),
        todo=_("Ask an administrator to run this as root, once:") + f"\n{commands}",
    )


def _may_sudo() -> bool:
    if shutil.which("sudo") is None:
        return False
    if subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return True
    return sys.stdin.isatty() and subprocess.run(["sudo", "-v"]).returncode == 0


def _with(environment: Mapping[str, str]) -> list[str]:
    """`env` with what apt has to know; sudo does not hand it on by itself."""
    kept = [f"{name}={environment[name]}" for name in HANDED_ON if name in environment]
    return ["env", "DEBIAN_FRONTEND=noninteractive", *kept]


def _run(title: str, command: Sequence[str], instance: Instance) -> None:
    program = Program(command=command, cwd=instance.root, log=instance.log("packages"))
    run_step(
        title,
        program,
        todo=_(
            "Mend what apt says (network, disk, mirrors) and run the "
            "command again; what is installed stays."
        ),
    )
