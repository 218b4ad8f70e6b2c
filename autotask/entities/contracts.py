"""What an hour of work comes to under a contract: what was bought beforehand, what is left out, prices and counting."""

from datetime import date

from autotask.record import record


@record
class ContractBlock:
    """Hours bought beforehand, usable between two days.

    Attributes:
        hours_approved: What of them approved time has used up; time that waits for approval is not in it.
    """

    id: int
    contract_id: int | None = None
    date_purchased: date | None = None
    end_date: date | None = None
    hourly_rate: float | None = None
    hours: float | None = None
    hours_approved: float | None = None
    is_paid: bool | None = None
    start_date: date | None = None
    status: int | None = None


@record
class ContractBlockHourFactor:
    """How many hours of a block one hour in a role takes."""

    id: int
    block_hour_multiplier: float | None = None
    contract_id: int | None = None
    role_id: int | None = None


@record
class ContractRetainer:
    """Money paid beforehand, usable between two days.

    Attributes:
        amount_approved: What of it approved time has used up; time that waits for approval is not in it.
    """

    id: int
    amount: float | None = None
    amount_approved: float | None = None
    contract_id: int | None = None
    date_purchased: date | None = None
    end_date: date | None = None
    is_paid: bool | None = None
    start_date: date | None = None
    status: int | None = None


@record
class ContractTicketPurchase:
    """Tickets bought beforehand, usable between two days.

    Attributes:
        tickets_used: How many of them tickets with approved time have used up.
    """

    id: int
    contract_id: int | None = None
    date_purchased: date | None = None
    end_date: date | None = None
    is_paid: bool | None = None
    per_ticket_rate: float | None = None
    start_date: date | None = None
    status: int | None = None
    tickets_purchased: float | None = None
    tickets_used: float | None = None


@record
class ContractRate:
    """What an hour in a role costs under a contract, where that is not the role's own price."""

    id: int
    contract_hourly_rate: float | None = None
    contract_id: int | None = None
    role_id: int | None = None


@record
class ContractExclusionBillingCode:
    """A work type that a contract does not cover."""

    id: int
    billing_code_id: int | None = None
    contract_id: int | None = None


@record
class ContractExclusionRole:
    """A role that a contract does not cover."""

    id: int
    contract_id: int | None = None
    role_id: int | None = None


@record
class WorkTypeModifier:
    """What a work type does to the price of an hour. Its id is that of the billing code."""

    id: int
    modifier_type: int | None = None
    modifier_value: float | None = None
