"""Addresses of the deals; the page of one is `desk:deal`."""

from __future__ import annotations

from django.urls import path

from filon.deals.views import board, closing, deals, parts

app_name = "deals"

urlpatterns = [
    path("deals/", board.deal_board, name="board"),
    path("deals/list/", deals.deal_list, name="list"),
    path("deals/new/", deals.deal_create, name="create"),
    path("deals/<int:pk>/edit/", deals.deal_edit, name="edit"),
    path("deals/<int:pk>/move/", board.deal_move, name="move"),
    path("deals/<int:pk>/lose/", closing.deal_lose, name="lose"),
    path("deals/<int:pk>/debrief/", closing.deal_debrief, name="debrief"),
    path("deals/<int:pk>/reopen/", closing.deal_reopen, name="reopen"),
    path("deals/<int:pk>/roles/new/", parts.role_add, name="role-add"),
    path("deal-roles/<int:pk>/remove/", parts.role_remove, name="role-remove"),
    path("deals/<int:pk>/bids/new/", parts.bid_add, name="bid-add"),
    path("deal-bids/<int:pk>/publish/", parts.bid_publish, name="bid-publish"),
    path("deal-bids/<int:pk>/<slug:to>/", parts.bid_settle, name="bid-settle"),
]
