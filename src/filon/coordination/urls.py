"""Addresses of the inbox, the gestures, the company's framework and public links."""

from __future__ import annotations

from django.urls import path

from filon.coordination.views import (
    approvals,
    consultations,
    framework,
    gestures,
    inbox,
    participants,
    public,
    signals_raised,
    transmissions,
)

app_name = "coordination"

ABOUT = "coordination/<str:kind>/<int:pk>/"

urlpatterns = [
    path("coordination/", inbox.inbox, name="inbox"),
    path(
        "coordination/consultations/",
        consultations.consultation_list,
        name="consultation-list",
    ),
    path(
        "coordination/consultations/<int:pk>/",
        consultations.detail,
        name="consultation-detail",
    ),
    path(
        "coordination/consultations/<int:pk>/answer/",
        consultations.answer,
        name="consultation-answer",
    ),
    path(
        "coordination/consultations/<int:pk>/cancel/",
        consultations.cancel,
        name="consultation-cancel",
    ),
    path("coordination/approvals/", approvals.approval_list, name="approval-list"),
    path("coordination/approvals/<int:pk>/", approvals.detail, name="approval-detail"),
    path(
        "coordination/approvals/<int:pk>/decide/",
        approvals.decide,
        name="approval-decide",
    ),
    path(
        "coordination/transmissions/",
        transmissions.transmission_list,
        name="transmission-list",
    ),
    path(
        "coordination/transmissions/<int:pk>/",
        transmissions.detail,
        name="transmission-detail",
    ),
    path(
        "coordination/transmissions/<int:pk>/send/",
        transmissions.send,
        name="transmission-send",
    ),
    path(
        "coordination/transmissions/<int:pk>/present/",
        transmissions.present,
        name="transmission-present",
    ),
    path(
        "coordination/transmissions/<int:pk>/read/",
        transmissions.read,
        name="transmission-read",
    ),
    path(
        "coordination/transmissions/<int:pk>/document/",
        transmissions.document,
        name="transmission-document",
    ),
    path("coordination/signals/", signals_raised.signal_list, name="signal-list"),
    path("coordination/signals/<int:pk>/", signals_raised.detail, name="signal-detail"),
    path(
        "coordination/signals/<int:pk>/handle/",
        signals_raised.handle,
        name="signal-handle",
    ),
    path(f"{ABOUT}consult/", gestures.consult, name="consult"),
    path(f"{ABOUT}approve/", gestures.approve, name="approve"),
    path(f"{ABOUT}transmit/", gestures.transmit, name="transmit"),
    path(f"{ABOUT}signal/", gestures.signal, name="signal"),
    path(f"{ABOUT}cite/", gestures.cite, name="cite"),
    path(f"{ABOUT}participants/", participants.participants, name="participants"),
    path(
        f"{ABOUT}participants/prefill/",
        participants.prefill,
        name="participants-prefill",
    ),
    path(
        f"{ABOUT}participants/<int:participant>/remove/",
        participants.remove,
        name="participant-remove",
    ),
    path("framework/", framework.policy_list, name="policies"),
    path("framework/new/", framework.policy_create, name="policy-create"),
    path("framework/<int:pk>/", framework.policy_detail, name="policy-detail"),
    path(
        "framework/<int:pk>/acknowledge/",
        framework.acknowledge,
        name="policy-acknowledge",
    ),
    path("framework/<int:pk>/file/", framework.policy_file, name="policy-file"),
    path("link/<str:token>/", public.entry, name="link-entry"),
    path("l/<slug:link>/question/", public.question, name="public-question"),
    path("l/<slug:link>/copy/", public.copy, name="public-copy"),
    path("l/<slug:link>/copy/read/", public.copy_read, name="public-copy-read"),
    path("l/<slug:link>/copy/file/", public.copy_file, name="public-copy-file"),
]
