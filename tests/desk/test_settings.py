"""Settings of the desk."""

import pytest
from pydantic import ValidationError

from desk.settings import DeskSettings


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
