"""From what a client sends to a process with checked inputs.

Source: OGC 18-062r2 (Processes, part 1), clause 7.11 (execute a process).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from geo.access import Audience
from geo.processes.declared import Input, Process
from geo.processes.refusals import BadInput, BadOrder
from geo.processes.schemas import check_value
from geo.published.refusals import Words

MEMBERS: Final = ("inputs", "outputs", "response")
PASSED_OVER: Final = ("id", "mode")
"""Members of drafts of the standard; the address and the header Prefer say the same."""
QUALIFIERS: Final = {"value", "mediaType", "encoding", "schema", "format"}
"""Members of a value that is told together with its kind (qualifiedInputValue)."""

_NOT_JSON = _("This is not JSON: %(why)s.")
_NOT_OBJECT = _("“%(name)s” must be an object.")
_UNKNOWN = _("“%(name)s” is not known here. These are: %(known)s.")
_MISSING = _("The input “%(name)s” is missing: %(title)s.")
_BY_REFERENCE = _("“%(name)s” is given by reference. Send the value itself.")
_NO_CALLBACK = _("Nobody is called back here. Ask the job for its status instead.")
_BAD_RESPONSE = _("“response” is either “raw” or “document”.")
_BAD_FORMAT = _("“%(name)s” is answered as %(known)s only.")
_BAD_TRANSMISSION = _("Results are sent by value only.")


class Response(StrEnum):
    """Whether a result is answered bare or in a document that names it."""

    RAW = "raw"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True)
class Order:
    """A process to run on these inputs."""

    process: Process
    inputs: Mapping[str, Any]
    response: Response = Response.RAW


def read_document(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`.

    Raises:
        BadOrder: not UTF-8, not JSON, no object, or nested deeper than anybody needs.
    """
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadOrder(_NOT_JSON, why=str(error)[:80]) from error
    if not isinstance(document, dict):
        raise BadOrder(_NOT_OBJECT, name="execute")
    return document


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def read_order(document: Mapping[str, Any], process: Process, audience: Audience) -> Order:
    """What `document` asks of `process`.

    Raises:
        BadOrder: it asks in a way that is not understood.
        BadInput: an input is missing, unknown or wrong.
    """
    if "subscriber" in document:
        raise BadOrder(_NO_CALLBACK)
    _only(document, MEMBERS, PASSED_OVER)
    _check_outputs(document.get("outputs", {}), process)
    response = document.get("response", Response.RAW)
    if response not in list(Response):
        raise BadOrder(_BAD_RESPONSE)
    given = document.get("inputs", {})
    if not isinstance(given, dict):
        raise BadInput(_NOT_OBJECT, name="inputs")
    values = read_inputs(given, process, audience)
    return Order(process=process, inputs=values, response=Response(response))


def _only(
    given: Mapping[str, Any], known: tuple[str, ...], besides: tuple[str, ...] = ()
) -> None:
    for name in given:
        if name not in known and name not in besides:
            raise BadInput(_UNKNOWN, name=name, known=Words(", ".join(known)))


def _check_outputs(wanted: Any, process: Process) -> None:
    if not isinstance(wanted, dict):
        raise BadOrder(_NOT_OBJECT, name="outputs")
    _only(wanted, (process.output.name,))
    for each in wanted.values():
        if not isinstance(each, dict):
            raise BadOrder(_NOT_OBJECT, name=process.output.name)
        if each.get("transmissionMode", "value") != "value":
            raise BadOrder(_BAD_TRANSMISSION)
        _check_format(each.get("format"), process)


def _check_format(wanted: Any, process: Process) -> None:
    """Nobody is answered in another format than the one they insisted on."""
    if wanted is None:
        return
    if not isinstance(wanted, dict):
        raise BadOrder(_NOT_OBJECT, name="format")
    media = wanted.get("mediaType", process.output.media)
    if media != process.output.media:
        name, known = process.output.name, process.output.media
        raise BadOrder(_BAD_FORMAT, name=name, known=known)


def read_inputs(
    given: Mapping[str, Any], process: Process, audience: Audience
) -> dict[str, Any]:
    """The value of every input, its default where none is given.

    Raises:
        BadInput: an input is missing, unknown or wrong.
    """
    declared = process.inputs(audience)
    _only(given, tuple(declared))
    values = {}
    for name, each in declared.items():
        if name not in given:
            values[name] = _default(name, each)
            continue
        values[name] = _bare(name, given[name])
        check_value(name, values[name], each.schema)
    return values


def _default(name: str, each: Input) -> Any:
    if each.required:
        raise BadInput(_MISSING, name=name, title=str(each.title))
    return each.schema.get("default")


def _bare(name: str, value: Any) -> Any:
    """The value itself, if it came together with its kind."""
    if not isinstance(value, dict):
        return value
    if "href" in value:
        raise BadInput(_BY_REFERENCE, name=name)
    return value["value"] if "value" in value and set(value) <= QUALIFIERS else value
