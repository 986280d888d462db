"""Addresses of the customer base; the page of a company is `desk:company`."""

from __future__ import annotations

from django.urls import path

from filon.directory.views import contacts, market, organizations, parts, portfolio

app_name = "directory"

urlpatterns = [
    path("companies/", organizations.organization_list, name="list"),
    path("companies/new/", organizations.organization_create, name="create"),
    path("companies/similar/", organizations.similar, name="similar"),
    path("companies/<int:pk>/edit/", organizations.organization_edit, name="edit"),
    path(
        "companies/<int:pk>/assign/", organizations.organization_assign, name="assign"
    ),
    path("companies/<int:pk>/status/", organizations.organization_move, name="move"),
    path("companies/<int:pk>/trash/", organizations.organization_trash, name="trash"),
    path("companies/<int:pk>/sites/new/", parts.site_create, name="site-create"),
    path("companies/<int:pk>/links/new/", parts.link_create, name="link-create"),
    path(
        "companies/<int:pk>/contacts/new/",
        contacts.contact_create,
        name="contact-create",
    ),
    path("sites/<int:pk>/edit/", parts.site_edit, name="site-edit"),
    path("company-links/<int:pk>/remove/", parts.link_remove, name="link-remove"),
    path("contacts/", contacts.contact_list, name="contact-list"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact-detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact-edit"),
    path(
        "contacts/<int:pk>/opt-out/", contacts.contact_opt_out, name="contact-opt-out"
    ),
    path("contacts/<int:pk>/trash/", contacts.contact_trash, name="contact-trash"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("territories/", market.territory_list, name="territory-list"),
    path("territories/new/", market.territory_create, name="territory-create"),
    path("territories/<int:pk>/", market.territory_edit, name="territory-edit"),
    path("segments/", market.segment_list, name="segment-list"),
    path("segments/new/", market.segment_create, name="segment-create"),
    path("segments/<int:pk>/", market.segment_edit, name="segment-edit"),
]
