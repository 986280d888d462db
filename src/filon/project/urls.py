"""All addresses; each app declares its own under its plural name."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import include, path

from filon.web.access import public, signed_in

# Called with the exception for whatever Django answers with 400.
handler400 = "filon.web.errors.unreadable"

urlpatterns = [
    path("accounts/login/", public(allauth.login), name="account_login"),
    path("accounts/logout/", public(allauth.logout), name="account_logout"),
    path(
        "accounts/password/change/",
        signed_in(allauth.password_change),
        name="account_change_password",
    ),
    path(
        "accounts/password/set/",
        signed_in(allauth.password_set),
        name="account_set_password",
    ),
    path(
        "accounts/password/reset/",
        public(allauth.password_reset),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        public(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/<slug:uidb36>-<path:key>/",
        public(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        public(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("accounts/closed/", public(allauth.account_inactive), name="account_inactive"),
    path("jobs/", include("filon.jobs.urls")),
    path("outbox/", include("filon.mail.urls")),
    path("", include("filon.accounts.urls")),
    path("", include("filon.catalog.urls")),
    path("", include("filon.certification.urls")),
    path("", include("filon.contracts.urls")),
    path("", include("filon.coordination.urls")),
    path("", include("filon.deals.urls")),
    path("", include("filon.desk.urls")),
    path("", include("filon.directory.urls")),
    path("", include("filon.intake.urls")),
    path("", include("filon.loyalty.urls")),
    path("", include("filon.measure.urls")),
    path("", include("filon.needs.urls")),
    path("", include("filon.offers.urls")),
    path("", include("filon.plans.urls")),
    path("", include("filon.prospecting.urls")),
    path("", include("filon.watch.urls")),
]
