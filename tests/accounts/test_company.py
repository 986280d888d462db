"""What the company may set."""

from __future__ import annotations

from typing import Any

import pytest

from filon.accounts.models import CompanyProfile
from filon.accounts.services import CodesCannotLeave, company, company_update
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
CODE = CompanyProfile.AcceptanceProof.CODE


def test_codes_are_asked_of_customers_only_where_mail_leaves(settings: Any) -> None:
    values = {"name": "Acier Précis", "acceptance_proof": CODE}
    settings.FILON_SMTP_URL = ""
    with pytest.raises(CodesCannotLeave):
        company_update(values=values, actor=None, now=NOW)
    assert company().acceptance_proof == CompanyProfile.AcceptanceProof.CLICK

    settings.FILON_SMTP_URL = "smtp://localhost:2525"
    company_update(values=values, actor=None, now=NOW)
    assert company().acceptance_proof == CODE
