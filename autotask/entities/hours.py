"""When the desk is open: locations with their hours, and holidays."""

from datetime import date

from pydantic import Field

from autotask.record import Instant, Text, record


@record
class HolidaySet:
    """A named set of holidays a location keeps."""

    id: int
    holiday_set_description: Text | None = None
    holiday_set_name: Text | None = None


@record
class Holiday:
    """One day off. The date is a day, stored as midnight UTC."""

    id: int
    holiday_date: date | None = None
    holiday_name: Text | None = None
    holiday_set_id: int | None = None


@record
class InternalLocation:
    """An office of ours, with its zone by name."""

    id: int
    city: Text | None = None
    country: Text | None = None
    holiday_set_id: int | None = Field(default=None, validation_alias="holidaySetId")
    is_default: bool | None = None
    name: Text | None = None
    state: Text | None = None
    time_zone: Text | None = None


@record
class InternalLocationWithBusinessHours:
    """An office of ours with its hours.

    The hours are times of day in the location's own zone: read the clock of the value, not its
    date and not its UTC.
    """

    id: int
    city: Text | None = None
    country_id: int | None = None
    first_day_of_week: int | None = None
    friday_business_hours_end_time: Instant | None = None
    friday_business_hours_start_time: Instant | None = None
    friday_extended_hours_end_time: Instant | None = None
    friday_extended_hours_start_time: Instant | None = None
    holiday_extended_hours_end_time: Instant | None = None
    holiday_extended_hours_start_time: Instant | None = None
    holiday_hours_end_time: Instant | None = None
    holiday_hours_start_time: Instant | None = None
    holiday_hours_type: int | None = None
    holiday_set_id: int | None = None
    is_default: bool | None = None
    monday_business_hours_end_time: Instant | None = None
    monday_business_hours_start_time: Instant | None = None
    monday_extended_hours_end_time: Instant | None = None
    monday_extended_hours_start_time: Instant | None = None
    name: Text | None = None
    no_hours_on_holidays: bool | None = None
    saturday_business_hours_end_time: Instant | None = None
    saturday_business_hours_start_time: Instant | None = None
    saturday_extended_hours_end_time: Instant | None = None
    saturday_extended_hours_start_time: Instant | None = None
    state: Text | None = None
    sunday_business_hours_end_time: Instant | None = None
    sunday_business_hours_start_time: Instant | None = None
    sunday_extended_hours_end_time: Instant | None = None
    sunday_extended_hours_start_time: Instant | None = None
    thursday_business_hours_end_time: Instant | None = None
    thursday_business_hours_start_time: Instant | None = None
    thursday_extended_hours_end_time: Instant | None = None
    thursday_extended_hours_start_time: Instant | None = None
    time_zone_id: int | None = None
    tuesday_business_hours_end_time: Instant | None = None
    tuesday_business_hours_start_time: Instant | None = None
    tuesday_extended_hours_end_time: Instant | None = None
    tuesday_extended_hours_start_time: Instant | None = None
    wednesday_business_hours_end_time: Instant | None = None
    wednesday_business_hours_start_time: Instant | None = None
    wednesday_extended_hours_end_time: Instant | None = None
    wednesday_extended_hours_start_time: Instant | None = None
