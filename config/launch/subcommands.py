"""What can be said to `./llajta`, one line each."""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.launch import (
    bank,
    checks,
    database,
    newsystem,
    preparation,
    resetting,
    running,
    safekeeping,
    setup,
    suite,
    surroundings,
    venv,
)
from config.launch.console import Problem, explain, say
from config.launch.instance import Instance
from config.launch.messages import gettext as _
from config.launch.programs import Program, run_in_front

INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True)
class Subcommand:
    """One thing the launcher does."""

    usage: str
    help: str
    run: Callable[[Instance, list[str]], int]
    is_program: bool = False
    """Hands all its words on to a program, which wants setting up before it answers."""

    @property
    def name(self) -> str:
        """The word the operator types."""
        return self.usage.split()[0]

    @property
    def line(self) -> str:
        """What `--help` after it says."""
        return f"./llajta {self.usage}  {self.help}"

    @property
    def explains_itself(self) -> bool:
        """Whether `--help` is for the program behind it, which knows more words."""
        return "FILE" in self.usage or self.is_program

    @property
    def flags(self) -> Sequence[str] | None:
        """The words it knows; None where it reads more than words, or hands them on."""
        takes_more = any(sign in self.usage for sign in ("…", "FILE", "COMMAND"))
        return None if takes_more else re.findall(r"--\w+", self.usage)


def subcommands() -> list[Subcommand]:
    """Everything there is, in the order an operator meets it."""
    return [*_of_operators(), *_of_developers()]


def _of_operators() -> list[Subcommand]:
    return [
        Subcommand(
            usage="up [--detach]",
            run=_up,
            help=_("install what is missing, start the site and print its address"),
        ),
        Subcommand(
            usage="down", run=_down, help=_("stop what up started, and nothing else")
        ),
        Subcommand(usage="url", run=_url, help=_("print the address of the running site")),
        Subcommand(
            usage="reset [--yes]",
            run=resetting.reset,
            help=_("stop and delete this instance's data, after asking"),
        ),
        Subcommand(
            usage="backup FILE [--keep N]",
            run=safekeeping.backup,
            help=_("keep the whole town in one file, also while it is up"),
        ),
        Subcommand(
            usage="restore FILE [--yes]",
            run=safekeeping.restore,
            help=_("bring a backup back, after asking"),
        ),
        Subcommand(
            usage="manage COMMAND …",
            run=_manage,
            is_program=True,
            help=_("run a management command of Llajta (imports, accounts, exports)"),
        ),
    ]


def _of_developers() -> list[Subcommand]:
    return [
        Subcommand(
            usage="test [--long] [PYTEST …]",
            run=_test,
            help=_("set up what is missing and run all checks and tests"),
        ),
        Subcommand(usage="check", run=_check, help=_("lint, types and layering only")),
        Subcommand(
            usage="bench …",
            run=_bench,
            is_program=True,
            help=_("measure the speed on this machine, in an instance of its own"),
        ),
        Subcommand(
            usage="newsystem …",
            run=newsystem.begin,
            help=_("write a new municipal system: newsystem lighting Lamp point"),
        ),
        Subcommand(usage="docs", run=_docs, help=_("write the generated documents anew")),
        Subcommand(usage="help [COMMAND]", run=_help, help=_("this list, or one command")),
    ]


def main(arguments: Sequence[str]) -> int:
    """Do what the operator typed; the exit status for the shell."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, signal.default_int_handler)
    name, *rest = arguments or ["help"]
    instance = Instance.chosen(os.environ)
    try:
        return _do(name, rest, instance)
    except Problem as problem:
        explain(problem)
        return 1
    except OSError as error:
        explain(_of_the_machine(error))
        return 1
    except (KeyboardInterrupt, EOFError):
        say()
        say(_("Interrupted. What was finished stays; run it again to go on."))
        return INTERRUPTED


def _do(name: str, rest: list[str], instance: Instance) -> int:
    if name == "serve":  # what `up --detach` leaves behind; nothing for people
        running.serve(instance)
        return 0
    chosen = _chosen({"-h": "help", "--help": "help"}.get(name, name))
    if not chosen.explains_itself and {"-h", "--help"} & set(rest):
        say(chosen.line)
        return 0
    known = rest if chosen.flags is None else chosen.flags
    strange = [word for word in rest if word not in known]
    if strange:
        happened = _("./llajta {name} does not know {words}.")
        said = happened.format(name=chosen.name, words=" ".join(strange))
        raise Problem(said, todo=chosen.line)
    return chosen.run(instance, rest)


def _chosen(name: str) -> Subcommand:
    for subcommand in subcommands():
        if subcommand.name == name:
            return subcommand
    raise Problem(
        _("There is no ./llajta {name}.").format(name=name),
        todo=_("See ./llajta help; Django commands are ./llajta manage {name}.").format(
            name=name
        ),
    )


def _up(instance: Instance, rest: list[str]) -> int:
    running.up(instance, detach="--detach" in rest)
    return 0


def _down(instance: Instance, _rest: list[str]) -> int:
    stopped = running.down(instance)
    say(_("Stopped.") if stopped else _("Nothing was running."))
    return 0


def _url(instance: Instance, _rest: list[str]) -> int:
    address = running.address(instance)
    if address is None:
        raise Problem(_("The site is not up."), todo=_("Start it with ./llajta up"))
    say(address)
    return 0


def _manage(instance: Instance, rest: list[str]) -> int:
    setup.for_commands(instance)
    with database.opened(instance) as opened:
        safekeeping.settle(instance, opened)
        if preparation.is_new(instance):
            preparation.prepare(instance, opened, only={"migrate", "publish"})
        program = Program(
            command=[*surroundings.manager(instance), *rest],
            cwd=Path.cwd(),
            env=surroundings.environment(instance, opened.url) | bank.as_running(instance),
        )
        return run_in_front(program)


def _test(instance: Instance, rest: list[str]) -> int:
    long = "--long" in rest
    return suite.run(instance, [word for word in rest if word != "--long"], long=long)


def _check(instance: Instance, _rest: list[str]) -> int:
    setup.for_checking(instance)
    outcomes = checks.run_all(checks.parts(instance), instance, checks.NO_DATABASE)
    return checks.summary(outcomes)


def _bench(instance: Instance, rest: list[str]) -> int:
    own = instance.of_bench
    setup.for_bench(own, with_peers="--peers" in rest)
    with database.opened(own, private=True) as opened:
        database.ensure_usable(opened, python=venv.python_of(own), instance=own)
        env = surroundings.environment(own, opened.url)
        preparation.compile_catalogues(own, env)
        command = [str(venv.python_of(own)), "-m", "bench", *rest]
        return run_in_front(Program(command=command, cwd=own.root, env=env))


def _docs(instance: Instance, _rest: list[str]) -> int:
    return _manage(instance, ["write_docs"])


def _help(instance: Instance, rest: list[str]) -> int:
    for name in rest:
        chosen = _chosen(name)
        if chosen.is_program:
            say(chosen.line)
        else:
            _do(name, ["--help"], instance)
    if rest:
        return 0
    listed = subcommands()
    width = max(len(subcommand.usage) for subcommand in listed)
    for subcommand in listed:
        say(f"  ./llajta {subcommand.usage:<{width}}  {subcommand.help}")
    return 0


def _of_the_machine(error: OSError) -> Problem:
    """What the machine would not do, as something that can be mended."""
    match error.errno:
        case errno.EACCES | errno.EPERM:
            happened = _("No permission for {path}.")
            todo = _(
                "It probably belongs to whoever started Llajta first (root?): run ./llajta "
                "as that account, or choose another folder with LLAJTA_VAR."
            )
        case errno.ENOSPC | errno.EDQUOT:
            happened = _("The disk is full ({path}).")
            todo = _("Make room and run it again; what was finished stays.")
        case errno.EEXIST | errno.ENOTDIR | errno.EISDIR:
            happened = _("Something else stands where Llajta keeps its own: {path}.")
            todo = _("Move it away, or choose another folder with LLAJTA_VAR.")
        case _other:
            happened = _("The machine refused something ({reason}): {path}.")
            todo = _("Mend the cause and run it again; what was finished stays.")
    path = error.filename or "?"
    return Problem(happened.format(path=path, reason=error.strerror or error), todo=todo)
