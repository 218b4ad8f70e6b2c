"""`python -m tests.sandbox.package_definitions ENTITIES ENDPOINTS`: write `sandbox/definitions.json` anew.

ENTITIES lists the entities of the API with their fields and operations, ENDPOINTS the methods of each path of the
official Swagger. The Swagger is the older of the two: what it lacks is worked out from the operations. The picklists of
the file as it stands are kept, for they are written by hand.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PACKAGED = Path(__file__).parents[2] / "sandbox" / "definitions.json"

_HEAD = "/V1.0/"
_SINGULARS = (("ies", "y"), ("xes", "x"), ("iases", "ias"), ("s", ""))
_OWN_PLURAL = {"InternalLocationWithBusinessHours"}
_WEBHOOKS = {"Tickets", "TicketNotes", "Companies", "Contacts", "ConfigurationItems"}
_KEYS = {
    "ArticlePlainTextContent": "id",
    "ConfigurationItemDnsRecords": "installedProductID",
    "DocumentPlainTextContent": "id",
    "ExpenseItems": "expenseReportID",
    "KnowledgeBaseArticles": "articleCategoryID",
    "PurchaseOrderItems": "orderID",
    "ServiceLevelAgreementResults": "serviceLevelAgreementName",
    "TaskPredecessors": "successorTaskID",
    "UserDefinedFieldListItems": "udfFieldId",
}
"""The field that names the parent, where it is called neither after the parent nor `articleID` or `webhookID`."""

_SEGMENTS = {
    "KnowledgeBaseArticles": "Articles",
    "TimeOffRequestsApprove": "Approve",
    "TimeOffRequestsReject": "Reject",
}
_REFERENCES = {"Resources": "Resource"}
_ITEM_KEYS = {"ResourceTimeOffBalances": "year"}
_WRITTEN_ONCE = {"InventoryTransfers", "PurchaseOrderItemReceiving"}
"""What is created and never changed, so that metadata calls its fields read-only."""

_NO_QUERY = {"ResourceTimeOffBalances"}

_UNMODELLED: Mapping[str, Mapping[str, Any]] = {
    "ConfigurationItemExts": {
        "singular": "ConfigurationItemExt", "legacy": "InstalledProductExt", "like": "ConfigurationItems", "fields": [],
    },
    "ContractServiceBundleAdjustments": {
        "singular": "ContractServiceBundleAdjustment", "legacy": "ContractServiceBundleAdjustment",
        "fields": [
            "id long required readOnly", "contractID integer of=Contract", "serviceBundleID integer of=ServiceBundle",
            "contractServiceBundleID integer of=ContractServiceBundle", "effectiveDate datetime required",
            "unitChange integer", "adjustedUnitPrice decimal", "quoteItemID integer of=QuoteItem",
            "allowRepeatServiceBundle boolean",
        ],
    },
    "TicketChecklistLibraries": {
        "singular": "TicketChecklistLibrary", "legacy": "TicketChecklistLibrary",
        "fields": [
            "id long required readOnly", "ticketID integer required of=Ticket",
            "checklistLibraryID integer required of=ChecklistLibrary",
        ],
    },
    "TimeOffRequestsApprove": {
        "singular": "TimeOffRequestsApprove", "legacy": "TimeOffRequestsApprove",
        "fields": ["id long required readOnly", "timeOffRequestID long required of=TimeOffRequest"],
    },
    "TimeOffRequestsReject": {
        "singular": "TimeOffRequestsReject", "legacy": "TimeOffRequestsReject",
        "fields": [
            "id long required readOnly", "timeOffRequestID long required of=TimeOffRequest", "rejectReason string",
        ],
    },
}  # fmt: skip
"""Entities that have paths and no model; they take writes alone. Those of time off are younger than the Swagger."""

_UNMODELLED_PARENTS = {
    "ContractServiceBundleAdjustments": ("Contracts", "contractID"),
    "TicketChecklistLibraries": ("Tickets", "ticketID"),
    "TimeOffRequestsApprove": ("TimeOffRequests", "timeOffRequestID"),
    "TimeOffRequestsReject": ("TimeOffRequests", "timeOffRequestID"),
}


def singular(name: str) -> str:
    """Give the name of one record of a collection."""
    if name not in _OWN_PLURAL:
        for ending, replaced in _SINGULARS:
            if name.endswith(ending):
                return name.removesuffix(ending) + replaced
    return name


def field(raw: Mapping[str, Any]) -> str:
    """Write one field as a line of words."""
    kind = "string" if raw["type"] == "object" else raw["type"]
    words = [raw["name"], kind]
    words += [mark for mark, given in (("required", raw.get("required")), ("readOnly", raw.get("readOnly"))) if given]
    words += ["unqueryable"] if raw.get("queryable") is False else []
    words += [f"max={raw['maxLength']}"] if raw.get("maxLength") and kind == "string" else []
    words += [f"of={_REFERENCES.get(raw['reference'], raw['reference'])}"] if raw.get("reference") else []
    words += ["picklist"] if raw.get("picklist") else []
    parent = raw.get("picklistParent")
    return " ".join([*words, *([f"parent={parent[0].lower()}{parent[1:]}"] if parent else [])])


class Paths:
    """The methods of each path of the Swagger."""

    def __init__(self, raw: Mapping[str, list[str]]) -> None:
        self._methods = {path.removeprefix(_HEAD): methods for path, methods in raw.items()}

    def knows(self, name: str) -> bool:
        """Whether the entity has any path of its own."""
        return f"{name}/entityInformation" in self._methods

    def has(self, path: str) -> bool:
        """Whether there is such a path."""
        return path in self._methods

    def of(self, path: str) -> str:
        """Methods of a path, in the order of the alphabet."""
        return " ".join(sorted(self._methods.get(path, ())))

    def segment(self, parent: str, name: str) -> str:
        """What an entity is called under its parent: its own name without the parent's."""
        heads = (singular(parent), re.sub("^KnowledgeBase(?=Article)", "", singular(parent)), "Organizational", "")
        for head in heads:
            rest = name.removeprefix(head)
            if self.has(f"{parent}/{{parentId}}/{rest}"):
                return rest
        head = next((head for head in heads if head and name.startswith(head)), "")
        return name.removeprefix(head)


def under(name: str, raw: Mapping[str, Any], paths: Paths) -> dict[str, str] | None:
    """Say where an entity lives under its parent, if it does."""
    operations = raw["operations"]
    if not operations["parents"]:
        return None
    (parent,) = operations["parents"]
    segment = _SEGMENTS.get(name) or paths.segment(parent, name)
    place = f"{parent}/{{parentId}}/{segment}"
    known = {
        "parent": parent,
        "segment": segment,
        "key": _KEYS.get(name) or _key(parent, raw["fields"]),
        "collection": paths.of(place),
        "item": paths.of(f"{place}/{{id}}"),
    }
    if not paths.has(place):
        known |= {"collection": _collection(operations, read=True), "item": _item(operations)}
    return known | ({"itemKey": _ITEM_KEYS[name]} if name in _ITEM_KEYS else {})


def _key(parent: str, fields: Iterable[Mapping[str, Any]]) -> str:
    names = [str(f["name"]) for f in fields]
    return next(
        name for name in names
        if name.lower() == f"{singular(parent)}id".lower()
        or (name == "webhookID" and parent.endswith("Webhooks"))
        or (name == "articleID" and parent == "KnowledgeBaseArticles")
    )  # fmt: skip


def _collection(operations: Mapping[str, Any], *, read: bool) -> str:
    methods = (["GET"] if read else []) + (["PATCH"] if operations["canUpdate"] else [])
    return " ".join(methods + (["POST"] if operations["canCreate"] else []) + ["PUT"] * operations["canUpdate"])


def _item(operations: Mapping[str, Any]) -> str:
    return "DELETE GET" if operations["canDelete"] else "GET"


def entity(name: str, raw: Mapping[str, Any], paths: Paths) -> dict[str, Any]:
    """Give one entity as it is packaged."""
    operations = raw["operations"]
    fields = [field(f) for f in raw["fields"] if f["name"] != "userDefinedFields"]
    if name in _WRITTEN_ONCE:
        fields = [line if "required" in line.split() else line.replace(" readOnly", "") for line in fields]
    if not fields[0].startswith("id "):
        fields.insert(0, "id long required readOnly")
    made: dict[str, Any] = {"singular": singular(name), "legacy": raw["soapEntity"] or singular(name)}
    if paths.knows(name):
        made |= {"collection": paths.of(name), "item": paths.of(f"{name}/{{id}}")}
    elif name in _NO_QUERY:
        made |= {"collection": "", "item": ""}
    else:
        below = operations["parentWriteOnly"]
        made |= {"collection": "" if below else _collection(operations, read=False)}
        made |= {"item": "GET" if below or operations["deleteRequiresParent"] else _item(operations)}
    if name in _NO_QUERY or (paths.knows(name) and not paths.has(f"{name}/query")):
        made["query"] = False
    if name.endswith("Attachments"):
        made["describesUserFields"] = False
    place = under(name, raw, paths)
    return {
        **made,
        **({"under": place} if place else {}),
        **({"userDefined": True} if operations.get("hasUserDefinedFields") else {}),
        **({"webhooks": True} if name in _WEBHOOKS else {}),
        "fields": fields,
    }


def refer_to_parent(row: dict[str, Any], all_of_them: Mapping[str, Mapping[str, Any]]) -> None:
    """Mark the field that holds the parent's id as the reference that it is, also where no metadata is known."""
    parent = all_of_them.get(row.get("under", {}).get("parent"))
    if parent is None:
        return
    for place, line in enumerate(row["fields"]):
        name, *marks = line.split()
        if name == row["under"]["key"] != "id" and not any(mark.startswith("of=") for mark in marks):
            row["fields"][place] = f"{line} of={parent['legacy']}"


def describe_webhooks(made: Mapping[str, dict[str, Any]]) -> None:
    """Describe the webhooks that no metadata is known of like those of companies, and what the vendor says of all."""
    for name, row in made.items():
        found = re.fullmatch("(Ticket|TicketNote)Webhook(.+)", name)
        if found:
            told = made[f"CompanyWebhook{found[2]}"]["fields"]
            row["fields"] = [line.replace("of=Account", f"of={found[1]}") for line in told]
        if name.endswith("Webhooks"):
            owned = (
                line.replace("ownerResourceID integer readOnly", "ownerResourceID integer") for line in row["fields"]
            )
            row["fields"] = ["isReady boolean readOnly" if line.startswith("isReady ") else line for line in owned]


def unmodelled(name: str, paths: Paths) -> dict[str, Any]:
    """Give one of the entities that the Swagger knows by their paths alone."""
    made = {**_UNMODELLED[name], "collection": paths.of(name), "item": "", "query": False}
    if name in _UNMODELLED_PARENTS:
        parent, key = _UNMODELLED_PARENTS[name]
        segment = _SEGMENTS.get(name) or paths.segment(parent, name)
        methods = paths.of(f"{parent}/{{parentId}}/{segment}") or "POST"
        made["under"] = {"parent": parent, "segment": segment, "key": key, "collection": methods, "item": ""}
    return made


def main(entities: str, endpoints: str) -> None:
    """Write the file, one entity a line."""
    standing = json.loads(PACKAGED.read_text(encoding="utf-8"))
    paths = Paths(json.loads(Path(endpoints).read_text(encoding="utf-8"))["paths"])
    given = json.loads(Path(entities).read_text(encoding="utf-8"))["entities"]
    made = {name: entity(name, raw, paths) for name, raw in given.items()}
    made |= {name: unmodelled(name, paths) for name in _UNMODELLED}
    for row in made.values():
        refer_to_parent(row, made)
    describe_webhooks(made)
    blocks = [f'"_about": {json.dumps(standing["_about"], indent=1)}']
    for key, rows in (("picklists", standing["picklists"]), ("entities", dict(sorted(made.items())))):
        lines = [f"{json.dumps(name)}:{json.dumps(row, separators=(',', ':'))}" for name, row in rows.items()]
        blocks.append(f'"{key}": {{\n' + ",\n".join(lines) + "\n}")
    PACKAGED.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
