from __future__ import annotations

import pytest
from django.utils.translation import override

from filon.kernel.countries import country_name


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [
        ("FR", "France", "France"),
        ("DE", "Germany", "Allemagne"),
        ("ch", "Switzerland", "Suisse"),
        ("??", "??", "??"),
        ("", "", ""),
    ],
)
def test_country_is_named_in_the_language_of_the_reader(
    code: str, english: str, french: str
) -> None:
    with override("en"):
        assert country_name(code) == english
    with override("fr"):
        assert country_name(code) == french
