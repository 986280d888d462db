"""Database columns for money, prices and quantities.

An amount is stored as a whole number of thousandths of its currency, so that sums are
exact on SQLite (which adds decimals as floats) and on PostgreSQL alike. Three decimals
hold every currency of ISO 4217 in use, the dinars included.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    class _BigInteger(models.BigIntegerField[_ST, _GT]):
        _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]

    class _Decimal(models.DecimalField[_ST, _GT]):
        pass

else:
    # Fields are generic for the type checker alone.
    class _BigInteger(models.BigIntegerField):
        def __class_getitem__(cls, _types: Any) -> Any:
            return cls

    class _Decimal(models.DecimalField):
        def __class_getitem__(cls, _types: Any) -> Any:
            return cls


_SCALE = 3
_CENT = Decimal("0.01")
_THOUSANDTH = Decimal("0.001")


def amount_from_thousandths(value: int) -> Decimal:
    """Return the amount with two decimals, three where the third is not zero."""
    exact = Decimal(value).scaleb(-_SCALE)
    return exact.quantize(_THOUSANDTH if value % 10 else _CENT)


class AmountField(_BigInteger[_ST, _GT]):
    """An amount of money: Decimal in Python, thousandths in the database.

    The value must already be rounded to the decimals of its currency; more than
    three decimals are refused rather than rounded silently.
    """

    description = _("amount of money")

    def from_db_value(self, value: Any, *_: Any) -> Decimal | None:
        """Turn stored thousandths (or an average of them) into an amount."""
        if value is None:
            return None
        return amount_from_thousandths(round(value))

    def to_python(self, value: Any) -> Any:
        """Accept Decimal, int and text; refuse binary floats and a fourth decimal."""
        if value is None:
            return None
        if isinstance(value, float):
            raise ValidationError(_("A binary float is not an amount of money."))
        try:
            amount = Decimal(value)
        except (InvalidOperation, TypeError, ValueError) as error:
            raise ValidationError(_("This is not an amount of money.")) from error
        if not amount.is_finite() or amount != amount.quantize(_THOUSANDTH):
            raise ValidationError(_("An amount has at most three decimals."))
        return amount

    def get_prep_value(self, value: Any) -> int | None:
        """Return the thousandths to store."""
        if hasattr(value, "resolve_expression"):
            return value  # type: ignore[no-any-return]
        amount = self.to_python(value)
        return None if amount is None else int(amount.scaleb(_SCALE))

    def get_db_prep_value(
        self,
        value: Any,
        connection: Any,
        prepared: bool = False,  # noqa: FBT001, FBT002 -- Django's own signature
    ) -> Any:
        """Prepare once: a value that is prepared is already thousandths."""
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialize as a plain decimal."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Return the decimal field of forms."""
        return forms.DecimalField(
            max_digits=18,
            decimal_places=_SCALE,
            required=not self.blank,
            label=self.verbose_name,
            localize=True,
        )


class PriceField(_Decimal[_ST, _GT]):
    """A unit price with up to six decimals (BR-FR-DEC-03)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 19)
        kwargs.setdefault("decimal_places", 6)
        super().__init__(*args, **kwargs)


class QuantityField(_Decimal[_ST, _GT]):
    """A quantity with up to four decimals (BR-FR-DEC-02)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 19)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)


class PercentField(_Decimal[_ST, _GT]):
    """A percentage: 12.5 means 12.5 %."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 7)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)
