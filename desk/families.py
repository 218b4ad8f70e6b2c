"""Rows that hang under another row, held both ways: from the parent to its children and from a child to its parent.

The feed names a row that is gone by its id alone, and a row may move to another parent, so the way back has to be
kept.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

from desk.letting_go import Held

V = TypeVar("V")

_NONE: Mapping[int, object] = MappingProxyType({})


class Family(Generic[V]):
    """Children of one kind by parent, each with what the desk needs of it."""

    def __init__(self) -> None:
        self._children: dict[int, dict[int, V]] = {}
        self._parent: dict[int, int] = {}

    def held(self) -> tuple[Held, ...]:
        """What it holds rows in."""
        return self._children, self._parent

    def put(self, child: int, parent: int | None, value: V) -> set[int]:
        """Keep a child under its parent, in place of what it was. Returns the parents that changed."""
        touched = set() if self._parent.get(child) == parent else self.drop(child)
        if parent is None:
            return touched
        self._parent[child] = parent
        self._children.setdefault(parent, {})[child] = value
        return touched | {parent}

    def drop(self, child: int) -> set[int]:
        """Forget a child. Returns the parent it had."""
        parent = self._parent.pop(child, None)
        if parent is None:
            return set()
        rest = self._children[parent]
        del rest[child]
        if not rest:
            del self._children[parent]
        return {parent}

    def forget(self, parent: int) -> None:
        """Forget all children of a parent."""
        for child in self._children.pop(parent, ()):
            del self._parent[child]

    def of(self, parent: int) -> Mapping[int, V]:
        """The children of a parent by id; live, not a copy."""
        children = self._children.get(parent)
        return children if children is not None else _NONE  # type: ignore[return-value]

    @property
    def parents(self) -> Collection[int]:
        """The parents that have children."""
        return self._children.keys()

    def parent_of(self, child: int) -> int | None:
        return self._parent.get(child)
