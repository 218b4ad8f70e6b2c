"""What holds for projects and their tasks beyond metadata: when a project begins, and what an assignment asks for."""

from __future__ import annotations

from sandbox.drafts import Draft, Rules
from sandbox.errors import Refused


class ProjectRules(Rules):
    """The start of a project is frozen once it has tasks. The text is ours."""

    def check(self, draft: Draft) -> None:
        """Check the start.

        Raises:
            Refused: it is another than before, and there are tasks.
        """
        before = draft.before
        if before is None or not draft.changed("startDateTime"):
            return
        if draft.store.count("Tasks", "projectID = ?", (before["id"],)):
            raise Refused("startDateTime cannot be changed once the project has tasks")


class TaskRules(Rules):
    """A task that somebody is assigned to needs a department and a work type."""

    def check(self, draft: Draft) -> None:
        """Check the assignment.

        Raises:
            Refused: it is incomplete.
        """
        if draft.record.get("assignedResourceID") is not None and draft.changed("assignedResourceID"):
            draft.require("assignedResourceRoleID", "departmentID", "billingCodeID")
