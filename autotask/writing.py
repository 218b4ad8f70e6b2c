"""Telling Autotask: records made, changed, deleted, each once."""

from collections.abc import Mapping
from typing import Any

from autotask.connected import Connected
from autotask.errors import Refused
from autotask.kinds import Kind
from autotask.writes import body_of, path_of, take_id, told


class Writing(Connected):
    """Writes records by our names of their fields; nothing is repeated."""

    async def create(
        self,
        kind: Kind[Any],
        fields: Mapping[str, Any],
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> int:
        """Make a record, once; nothing is repeated.

        Args:
            kind: Of what.
            fields: Values by our names of the fields.
            under: The id of the parent, for kinds that are written under one.
            as_resource: In whose name; None for the API user's own.

        Returns:
            The id of the new record.

        Raises:
            AutotaskError: Where `left` is False, it was certainly not made; a refusal has Autotask's words and the
                field they name.
            Unfit: A field or a value that the kind does not have, or a parent missing.
        """
        return await self._write(kind, "POST", path_of(kind, under), self._body(kind, fields), as_resource)

    async def change(
        self,
        kind: Kind[Any],
        record_id: int,
        fields: Mapping[str, Any],
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> None:
        """Change these fields of a record and no others, once; None clears one. Arguments and errors as of `create`."""
        body = self._body(kind, fields, record_id)
        await self._write(kind, "PATCH", path_of(kind, under), body, as_resource)

    async def delete(
        self, kind: Kind[Any], record_id: int, *, under: int | None = None, as_resource: int | None = None
    ) -> None:
        """Delete a record, once. Arguments and errors as of `create`."""
        await self._write(kind, "DELETE", f"{path_of(kind, under)}/{record_id:d}", None, as_resource)

    def _body(self, kind: Kind[Any], fields: Mapping[str, Any], record_id: int | None = None) -> dict[str, Any]:
        return body_of(kind, fields, record_id, self._user_fields.get(kind.name, ""))

    async def _write(
        self, kind: Kind[Any], method: str, path: str, body: dict[str, Any] | None, as_resource: int | None
    ) -> int:
        try:
            return await self._session.write(kind.name, method, path, take_id, body, as_resource=as_resource)
        except Refused as refusal:
            raise told(refusal, kind, body or {}, as_resource) from None
