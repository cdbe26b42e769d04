"""How processes and jobs are described in the API's own description."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from geo.access import Audience
from geo.jobs.terms import Status
from geo.ogc.described import general, path, query
from geo.ogc.operations import problems, problems_of_reading
from geo.ogc.processes.jobs import DEFAULT_LIMIT, LARGEST_LIMIT
from geo.processes.declared import Input, Process, offered
from geo.processes.orders import Response
from geo.published.negotiation import HTML, JSON
from geo.published.question import LARGEST_OFFSET

Schema = dict[str, Any]

REFUSALS: Final = ("400", "401", "403", "404", "413", "415", "429", "500", "503")
OBJECT: Final[Schema] = {"type": "object"}


def process_paths(audience: Audience) -> dict[str, Schema]:
    """Paths of all processes and jobs that `audience` knows of."""
    tag, page = _("Processes"), general("json", "html")
    job = path("jobID", {"type": "string", "format": "uuid"})
    name = path("processID", {"type": "string"})
    jobs = [*page, *_stretch(), *_filters(audience)]
    paths = {
        "/processes": {"get": _read(_("What can be run"), tag, [*page, *_stretch()])},
        "/processes/{processID}": {"get": _read(_("One process"), tag, [name, *page])},
        "/jobs": {"get": _read(_("One's own jobs"), tag, jobs)},
        "/jobs/{jobID}": {
            "get": _read(_("How a job is"), tag, [job, *page]),
            "delete": _read(_("Dismiss a job"), tag, [job, *page]),
        },
        "/jobs/{jobID}/results": {"get": _read(_("What a job came to"), tag, [job, *page])},
    }
    for process in offered(audience):
        execution = {"post": _execution(process, audience, tag)}
        paths[f"/processes/{process.id}/execution"] = execution
    return paths


def _read(summary: str, tag: str, parameters: list[Schema]) -> Schema:
    content = {JSON: {"schema": OBJECT}, HTML: {"schema": {"type": "string"}}}
    answer = {"200": {"description": summary, "content": content}}
    return {
        "summary": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": {**answer, **problems_of_reading()},
    }


def _stretch() -> list[Schema]:
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT}
    offset = {"type": "integer", "minimum": 0, "maximum": LARGEST_OFFSET}
    return [
        query("limit", _("How many to list at most."), {**limit, "default": DEFAULT_LIMIT}),
        query("offset", _("How many to skip."), offset),
    ]


def _list(name: str, description: str, items: Schema) -> Schema:
    schema = {"type": "array", "items": items}
    return query(name, description, schema, style="form", explode=False)


def _filters(audience: Audience) -> list[Schema]:
    seconds = {"type": "integer", "minimum": 0}
    names = [process.id for process in offered(audience)]
    states = {"type": "string", "enum": list(Status.values)}
    return [
        _list(
            "type", _("Only jobs of this type."), {"type": "string", "enum": ["process"]}
        ),
        _list("processID", _("Only jobs of these processes."), {"enum": names}),
        _list("status", _("Only jobs of these states."), states),
        query("datetime", _("Only jobs created at this time."), {"type": "string"}),
        query("minDuration", _("Only jobs that ran so many seconds or more."), seconds),
        query("maxDuration", _("Only jobs that ran so many seconds or less."), seconds),
    ]


def _execution(process: Process, audience: Audience, tag: str) -> Schema:
    created = {
        "description": _("A job was begun"),
        "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
        "content": {JSON: {"schema": OBJECT}},
    }
    result = {"schema": {"anyOf": [dict(process.output.schema), OBJECT]}}
    content = {process.output.media: result}
    done = {"description": str(process.output.title), "content": content}
    return {
        "summary": str(process.title),
        "description": str(process.description),
        "tags": [tag],
        "parameters": [_prefer()],
        "requestBody": {"required": True, "content": {JSON: _body(process, audience)}},
        "responses": {"200": done, "201": created, **problems(REFUSALS)},
    }


def _prefer() -> Schema:
    return {
        "name": "Prefer",
        "in": "header",
        "required": False,
        "description": _("“respond-async” makes it a job."),
        "schema": {"type": "string", "example": "respond-async"},
    }


def _body(process: Process, audience: Audience) -> Schema:
    declared = process.inputs(audience)
    example = {
        name: each.example for name, each in declared.items() if each.example is not None
    }
    required = [name for name, each in declared.items() if each.required]
    inputs: Schema = {
        "type": "object",
        "properties": {name: _input(each) for name, each in declared.items()},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }
    response = {"type": "string", "enum": [*Response], "default": Response.RAW}
    schema: Schema = {
        "type": "object",
        "properties": {"inputs": inputs, "outputs": OBJECT, "response": response},
        **({"required": ["inputs"]} if required else {}),
    }
    return {"schema": schema, "example": {"inputs": example}}


def _input(each: Input) -> Schema:
    text = " ".join(filter(None, (str(each.title), str(each.description))))
    return {**each.schema, "description": text}
