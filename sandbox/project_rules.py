"""What holds for projects and their tasks beyond metadata: when a project begins, and what an assignment asks for."""

from __future__ import annotations

from sandbox.drafts import RESOURCE_PERSON, Draft, Rules
from sandbox.errors import Refused
from sandbox.ticket_rules import COMPLETE


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
    """A task that somebody is assigned to needs a department and a work type; a complete one says by whom, and when."""

    def complete(self, draft: Draft) -> None:
        """Stamp a task that is completed, or opened again."""
        record, done = draft.record, draft.record.get("status") == COMPLETE
        if draft.changed("status") and (done or (draft.before or {}).get("status") == COMPLETE):
            record["completedDateTime"] = draft.now if done else None
            record["completedByResourceID"] = draft.by.resource_id if done else None
            record["completedByType"] = RESOURCE_PERSON if done else None
            record["remainingHours"] = 0.0 if done else record.get("estimatedHours")

    def check(self, draft: Draft) -> None:
        """Check the assignment.

        Raises:
            Refused: it is incomplete.
        """
        if draft.record.get("assignedResourceID") is not None and draft.changed("assignedResourceID"):
            draft.require("assignedResourceRoleID", "departmentID", "billingCodeID")
