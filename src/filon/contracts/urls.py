from __future__ import annotations

from django.urls import path

from filon.contracts.views import (
    acceptance,
    contract_create,
    contract_list,
    contracts,
    events,
    frames,
    order_list,
    orders,
    public,
    purchase_orders,
    revisions,
    verifying,
)

app_name = "contracts"

urlpatterns = [
    path("orders/", order_list.order_list, name="list"),
    path("orders/<int:pk>/", orders.order_detail, name="order-detail"),
    path("orders/<int:pk>/confirm/", orders.order_confirm_page, name="order-confirm"),
    path("orders/<int:pk>/move/", orders.order_postpone_page, name="order-postpone"),
    path("orders/<int:pk>/cancel/", orders.order_cancel_page, name="order-cancel"),
    path("orders/<int:pk>/acknowledgement/", orders.order_pdf, name="order-pdf"),
    path("orders/<int:pk>/proforma/", orders.order_proforma_pdf, name="order-proforma"),
    path(
        "orders/<int:pk>/purchase-order/",
        purchase_orders.purchase_order_page,
        name="purchase-order-compare",
    ),
    path(
        "orders/<int:pk>/purchase-order/typed/",
        purchase_orders.purchase_order_typed,
        name="purchase-order-typed",
    ),
    path(
        "orders/purchase-orders/<int:pk>/",
        purchase_orders.purchase_order_detail,
        name="purchase-order",
    ),
    path(
        "orders/purchase-orders/<int:pk>/file/",
        purchase_orders.purchase_order_file,
        name="purchase-order-file",
    ),
    path(
        "orders/purchase-orders/<int:pk>/response/",
        purchase_orders.purchase_order_response,
        name="purchase-order-response",
    ),
    path(
        "orders/deviations/<int:pk>/",
        purchase_orders.deviation_decide_page,
        name="deviation-decide",
    ),
    path(
        "orders/verify-document/",
        verifying.document_verify_page,
        name="document-verify",
    ),
    path(
        "offer-revisions/<int:pk>/acceptance/",
        acceptance.acceptance_page,
        name="acceptance-record",
    ),
    path("orders/contracts/", contract_list.contract_list, name="contract-list"),
    path(
        "orders/contracts/new/",
        contract_create.contract_create_page,
        name="contract-create",
    ),
    path(
        "orders/contracts/<int:pk>/", contracts.contract_detail, name="contract-detail"
    ),
    path(
        "orders/contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"
    ),
    path(
        "orders/contracts/<int:pk>/sign/", contracts.contract_sign, name="contract-sign"
    ),
    path(
        "orders/contracts/<int:pk>/renew/",
        contracts.contract_renew,
        name="contract-renew",
    ),
    path(
        "orders/contracts/<int:pk>/terminate/",
        contracts.contract_terminate,
        name="contract-terminate",
    ),
    path(
        "orders/contracts/<int:pk>/file/", contracts.contract_file, name="contract-file"
    ),
    path(
        "orders/contracts/<int:pk>/price-revision/",
        revisions.price_revision_page,
        name="price-revision",
    ),
    path("orders/contracts/<int:pk>/dates/", events.event_add_page, name="event-add"),
    path(
        "orders/contracts/<int:pk>/lines/",
        frames.contract_lines,
        name="contract-lines",
    ),
    path("orders/contracts/<int:pk>/lines/new/", frames.line_add_page, name="line-add"),
    path("orders/contracts/<int:pk>/call-off/", frames.call_off_page, name="call-off"),
    path("orders/contract-lines/<int:pk>/", frames.line_edit_page, name="line-edit"),
    path(
        "orders/contract-lines/<int:pk>/remove/",
        frames.line_remove,
        name="line-remove",
    ),
    path("orders/dates/<int:pk>/", events.event_done_page, name="event-done"),
    path("l/<slug:link>/offer/accept/", public.accept, name="public-accept"),
]
