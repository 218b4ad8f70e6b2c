"""Effects as text and back: a body is frozen when it is handed in, and read years later by the name of its class."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from replica.outbox.effects import KINDS
from replica.outbox.effects.effect import Effect
from replica.outbox.effects.values import Made


class UnknownKind(LookupError):
    """A newer servicedeck knows this kind of write, this one does not."""


def freeze(effect: Effect) -> str:
    """The body of an effect, as ASCII JSON: a text may hold lone surrogates, which UTF-8 cannot carry."""
    fields = {field.name: getattr(effect, field.name) for field in dataclasses.fields(effect)}  # type: ignore[arg-type]
    return packed(fields)


def thaw(kind: str, body: str) -> Effect:
    """The effect of a class's name and a body.

    Raises:
        UnknownKind: there is no such class, or it has other fields.
    """
    try:
        return KINDS[kind](**unpacked(body))
    except (KeyError, TypeError) as error:  # no such class, or a field that it has not
        raise UnknownKind(kind) from error


def packed(value: object) -> str:
    """Any value of ours as JSON."""
    return json.dumps(value, default=_tagged, ensure_ascii=True, separators=(",", ":"))


def unpacked(text: str) -> Any:
    """The value of such JSON."""
    return json.loads(text, object_hook=_untagged)


def _tagged(value: object) -> object:
    match value:
        case datetime():
            return {"$instant": value.isoformat()}
        case date():
            return {"$day": value.isoformat()}
        case Made():
            return {"$made": value.op_id}
        case Mapping():
            return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in an op")


def _untagged(found: dict[str, Any]) -> Any:
    match found:
        case {"$instant": str(text)}:
            return datetime.fromisoformat(text)
        case {"$day": str(text)}:
            return date.fromisoformat(text)
        case {"$made": str(op_id)}:
            return Made(op_id)
    return found
