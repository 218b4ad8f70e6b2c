"""What we write, and that it goes out once.

Fields go by our own names and with Python's values; what Autotask calls them, and the path of the parent that some
records are written under, is known here and nowhere above. A write whose fate is unknown is never repeated: whoever
asked for it looks first (reliability 1.3).
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from autotask.answers import Answer
from autotask.errors import Forbidden, NoImpersonation, Refused, Unfit
from autotask.filters import wire_value
from autotask.kinds import FieldSpec, FieldType, Kind
from autotask.pages import Unreadable, read_object
from autotask.text import raw_of
from autotask.user_fields import LISTED, on_the_wire

_TAKEN: Mapping[FieldType, tuple[type, ...]] = {
    int: (int,),
    float: (int, float, Decimal),
    bool: (bool,),
    str: (str,),
    datetime: (datetime,),
    date: (date,),
}
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_NO_RIGHT_TO = re.compile(r"adequate permission|impersonat", re.IGNORECASE)


def path_of(kind: Kind[Any], under: int | None) -> str:
    """Where records of a kind are written.

    Raises:
        Unfit: The parent is missing, or there is none.
    """
    if (kind.under is None) != (under is None):
        raise Unfit(f"{kind.name} are written {'under their ' + kind.under[0] if kind.under else 'at the top'}")
    if kind.under is None:
        return kind.name
    parents, segment = kind.under
    return f"{parents}/{under:d}/{segment}"


def body_of(
    kind: Kind[Any], fields: Mapping[str, Any], record_id: int | None = None, user_field: str = ""
) -> dict[str, Any]:
    """The JSON of a record to make, or of the change of one.

    Texts go as Autotask holds them (`raw_of`), instants in UTC to the second, days as their midnight. None clears a
    field; of a record to make it is left out. `user_field` is the name of the user-defined field of the kind.

    Raises:
        Unfit: A name or a value that the kind does not have.
    """
    specs = {spec.attr: spec for spec in kind.fields if spec.attr != "id"}
    if unknown := sorted(set(fields) - set(specs)):
        raise Unfit(f"{kind.name} have no {unknown[0]} to write")
    if record_id is not None and not fields:
        raise Unfit(f"nothing to change in {kind.name} {record_id}")
    body: dict[str, Any] = {} if record_id is None else {"id": record_id}
    for attr, value in fields.items():
        if specs[attr].wire == LISTED:
            body[LISTED] = on_the_wire(*_user_defined(kind, user_field, specs[attr], value))
        elif value is not None:
            body[specs[attr].wire] = _on_the_wire(specs[attr], value)
        elif record_id is not None:
            body[specs[attr].wire] = None
    return body


def _user_defined(kind: Kind[Any], name: str, spec: FieldSpec, value: Any) -> tuple[str, str | None]:
    if not name:
        raise Unfit(f"{kind.name} have no user-defined field here to write {spec.attr} into")
    return name, None if value is None else str(_on_the_wire(spec, value))


def _on_the_wire(spec: FieldSpec, value: Any) -> int | float | bool | str:
    if not _fits(spec.type, value):
        raise Unfit(f"{spec.attr} cannot be a {type(value).__name__}")
    if isinstance(value, str):
        return raw_of(value)
    if isinstance(value, float | Decimal):
        if not math.isfinite(value):
            raise Unfit(f"{spec.attr} is not a number")
        return float(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise Unfit(f"{spec.attr} needs an aware datetime")
    return wire_value(value)


def _fits(type_: FieldType, value: object) -> bool:
    """Whether a field takes a value: a bool is no number here, and an instant no day."""
    if isinstance(value, bool) or (isinstance(value, datetime) and type_ is date):
        return type_ is bool
    return isinstance(value, _TAKEN[type_])


def take_id(answer: Answer) -> int:
    """The id that the answer to a write holds.

    Raises:
        Unreadable: It holds none: whether something was written is not known then.
    """
    found = read_object(answer.body).get("itemId")
    if not isinstance(found, int) or isinstance(found, bool):
        raise Unreadable("it holds no id")
    return found


def told(refusal: Refused, kind: Kind[Any], body: Mapping[str, Any], as_resource: int | None) -> Refused:
    """The refusal of a write, with the field it is about; as `NoImpersonation` where the right to a name is missing."""
    if as_resource is not None and isinstance(refusal, Forbidden) and _is_about_a_name(refusal.texts):
        what = f"The API user may not write {kind.name} in the name of resource {as_resource}"
        told: Refused = NoImpersonation(f"{what}. {refusal.sentence}", refusal.texts)
        told.collection = refusal.collection
    else:
        told = refusal
    told.field = field_named(kind, refusal.texts, body)
    return told


def _is_about_a_name(texts: tuple[str, ...]) -> bool:
    return any(_NO_RIGHT_TO.search(text) for text in texts)


def field_named(kind: Kind[Any], texts: tuple[str, ...], sent: Mapping[str, Any]) -> str | None:
    """Our name of the field that a refusal names: rather one that was sent, rather the first one named.

    A field whose name is an ordinary word (`status`) is believed where it was sent, or where it ends the text or
    follows a colon, as in "Missing Required Field: title".
    """
    specs = {spec.wire.casefold(): spec for spec in kind.fields if spec.attr != "id"}
    words = [(text, found) for text in texts for found in _WORD.finditer(text)]
    named = [(specs[word], text, found) for text, found in words if (word := found[0].casefold()) in specs]
    for spec, _, _ in named:
        if spec.wire in sent:
            return spec.attr
    for spec, text, found in named:
        before, after = text[: found.start()].rstrip(), text[found.end() :].strip(" .")
        if not spec.wire.islower() or before.endswith(":") or not after:
            return spec.attr
    return None
