"""Settings of the desk."""

import pytest
from pydantic import ValidationError

from desk.interventions.settings import InterventionSettings, LimitSettings
from desk.model import StatusKind
from desk.settings import DeskSettings
from workflows.intervention_kinds import NeedKind


def test_settings_are_frozen_and_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError):
        DeskSettings.model_validate({"colour": "red"})
    with pytest.raises(ValidationError):
        DeskSettings().me = "ana"


@pytest.mark.parametrize("lunch", ["noon", "12:00", "13:00-12:00", "12:00-12:00", "12:00-25:00"])
def test_a_span_is_two_times_of_a_day(lunch: str) -> None:
    with pytest.raises(ValidationError, match="two times of a day"):
        DeskSettings(lunch=lunch)


def test_lunch_may_be_none() -> None:
    assert DeskSettings(lunch=None).lunch is None
    assert DeskSettings(lunch="12:30-13:15").lunch == "12:30-13:15"


def test_limits_of_all_workflows_yield_to_those_of_one() -> None:
    limits = InterventionSettings(
        stale_hours=6,
        never=(NeedKind.STALE,),
        status_hours={StatusKind.ON_HOLD: 3},
        workflows={"W02": LimitSettings(stale_hours=2, never=())},
    )
    assert (limits.limits("W02").stale_hours, limits.limits("W02").never) == (2, frozenset())
    assert (limits.limits("W05").stale_hours, limits.limits("W05").never) == (6, frozenset({NeedKind.STALE}))
    assert limits.limits("W02").silent_hours == 4, "what is not set keeps its default"
    assert (limits.hours_of(StatusKind.ON_HOLD), limits.hours_of(StatusKind.WAITING_VENDOR)) == (3, 24)
    assert limits.strangers({"W02"}) == ""
    assert "names W02, which" in limits.strangers({"W01"})
