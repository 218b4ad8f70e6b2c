"""Gaps in somebody's day that a lead excludes, with a reason. Kept on this machine; Autotask does not hear of them."""

from desk.acts.commands import ExcludeGap
from desk.acts.known import Known
from desk.acts.plan import Plan
from desk.acts.wording import clock
from desk.compliance.model import Excluded, Interval
from desk.compliance.own import name_of, packed
from sla.instants import micros

LONGEST_REASON = 200


class ExclusionPlanner:
    """Plans an exclusion, and its end."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def exclude(self, command: ExcludeGap, plan: Plan) -> None:
        """Take a gap out of the working time of a day, or let it count again where no reason is given."""
        known, reason = self._known, " ".join(command.reason.split())
        if command.start >= command.end:
            plan.problem("end", "A gap ends after it begins.")
        if len(reason) > LONGEST_REASON:
            plan.problem("reason", f"Say it in {LONGEST_REASON} characters.")
        if plan.problems:
            return
        span = Interval(micros(command.start), micros(command.end))
        plan.kept[name_of(command.resource_id, span)] = packed(Excluded(command.resource_id, span, reason))
        when = f"{clock(command.start, known.zone)} to {clock(command.end, known.zone)}"
        whose = f"{known.state.tenant.name_of(command.resource_id)}, {when}"
        plan.says = f"{whose}: no gap, {reason}" if reason else f"{whose}: counts again"
