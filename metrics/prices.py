"""What a work type does to the price of an hour, as Autotask's administrator has set it up for its billing code."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class PriceRule(StrEnum):
    """Autotask's kinds of modifiers (WorkTypeModifiers.modifierType)."""

    ROLE = "role rate"
    ADJUSTED = "role rate adjusted"
    MULTIPLIED = "role rate multiplied"
    CUSTOM = "custom rate"
    FLAT = "flat rate"
    """For the whole entry, however long."""

    @classmethod
    def of_label(cls, label: str) -> "PriceRule | None":
        """The rule that a label of the tenant's picklist names; None where it names none that we know."""
        words = label.casefold()
        return next((rule for stem, rule in _STEMS if stem in words), None)


_STEMS = (
    ("flat", PriceRule.FLAT),
    ("custom", PriceRule.CUSTOM),
    ("multipl", PriceRule.MULTIPLIED),
    ("adjust", PriceRule.ADJUSTED),
    ("add", PriceRule.ADJUSTED),
    ("+", PriceRule.ADJUSTED),
    ("role", PriceRule.ROLE),
)
BY_NUMBER = dict(enumerate(PriceRule))
"""By product rule, for a tenant whose labels are not known here."""


@dataclass(frozen=True, slots=True)
class Price:
    """What work costs: so much an hour, or so much at once."""

    amount: Decimal
    flat: bool = False

    def of(self, hours: Decimal) -> Decimal:
        """What so many hours cost in one entry."""
        return self.amount if self.flat else self.amount * hours

    @property
    def said(self) -> str:
        return f"billed at {self.amount:.2f}" if self.flat else f"billed at {self.amount:.2f} an hour"


@dataclass(frozen=True, slots=True)
class Modifier:
    """What one work type does to a price."""

    rule: PriceRule
    value: Decimal = Decimal(0)

    def price(self, rate: Decimal | None) -> Price | None:
        """The price with a role's rate; None where that is not known and counts."""
        match self.rule:
            case PriceRule.FLAT | PriceRule.CUSTOM:
                return Price(self.value, flat=self.rule is PriceRule.FLAT)
            case _ if rate is None:
                return None
            case PriceRule.ADJUSTED:
                return Price(max(Decimal(0), rate + self.value))
            case PriceRule.MULTIPLIED:
                return Price(rate * self.value)
        return Price(rate)
