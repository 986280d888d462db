from __future__ import annotations

from django.urls import path

from filon.offers.views import (
    answers,
    approvals,
    breaks,
    checks,
    create,
    detail,
    difference,
    feasibility,
    lines,
    lists,
    matrix,
    outline,
    proofs,
    public,
    quotation,
    requests,
    risks,
    rivals,
    rules,
    sheets,
    terms,
)

app_name = "offers"

urlpatterns = [
    path("offers/", lists.offer_list, name="list"),
    path("offers/new/", create.offer_create, name="create"),
    path("offers/companies/", create.company_suggestions, name="companies"),
    path("offers/rules/", rules.rules, name="rules"),
    path("offers/rules/new/", rules.rule_create, name="rule-create"),
    path("offers/rules/reset/", rules.rules_reset, name="rules-reset"),
    path("offers/rules/chain/", rules.policy, name="policy"),
    path("offers/rules/<int:pk>/", rules.rule_edit, name="rule-edit"),
    path("offers/rules/<int:pk>/remove/", rules.rule_remove, name="rule-remove"),
    path("offers/feasibility/", feasibility.rules, name="feasibility-rules"),
    path("offers/feasibility/new/", feasibility.rule_create, name="feasibility-create"),
    path("offers/feasibility/own/", feasibility.rules_adopt, name="feasibility-adopt"),
    path(
        "offers/feasibility/reset/", feasibility.rules_reset, name="feasibility-reset"
    ),
    path(
        "offers/feasibility/<int:pk>/", feasibility.rule_edit, name="feasibility-edit"
    ),
    path(
        "offers/feasibility/<int:pk>/remove/",
        feasibility.rule_remove,
        name="feasibility-remove",
    ),
    path("offers/approvals/<int:pk>/", approvals.approval, name="approval"),
    path("offers/approvals/<int:pk>/decide/", approvals.decide, name="approval-decide"),
    path("offers/approvals/<int:pk>/ask/", approvals.ask, name="approval-ask"),
    path("offers/<int:pk>/", detail.offer_detail, name="detail"),
    path("offers/<int:pk>/edit/", create.offer_edit, name="edit"),
    path("offer-revisions/<int:pk>/", detail.revision_detail, name="revision"),
    path(
        "offer-revisions/<int:pk>/difference/",
        difference.revision_difference,
        name="difference",
    ),
    path("offer-revisions/<int:pk>/pdf/", detail.revision_pdf, name="pdf"),
    path(
        "offer-revisions/<int:pk>/quotation/",
        quotation.revision_quotation,
        name="quotation",
    ),
    path("offer-revisions/<int:pk>/proforma/", outline.proforma_pdf, name="proforma"),
    path(
        "offer-revisions/<int:pk>/prices.xlsx", outline.prices_xlsx, name="prices-xlsx"
    ),
    path(
        "offer-revisions/<int:pk>/prices.docx", outline.prices_docx, name="prices-docx"
    ),
    path("offer-revisions/<int:pk>/preview/", outline.preview, name="preview"),
    path("offer-revisions/<int:pk>/outline/", outline.outline_edit, name="outline"),
    path(
        "offer-revisions/<int:pk>/outline/default/",
        outline.outline_default,
        name="outline-default",
    ),
    path("offer-revisions/<int:pk>/copy/", detail.offer_copy, name="copy"),
    path("offer-revisions/<int:pk>/lines/", lines.line_add, name="line-add"),
    path("offer-revisions/<int:pk>/paste/", lines.lines_paste, name="paste"),
    path("offer-revisions/<int:pk>/group/", lines.lines_group, name="group"),
    path("offer-revisions/<int:pk>/undo/", lines.undo, name="undo"),
    path("offer-revisions/<int:pk>/items/", lines.item_suggestions, name="items"),
    path("offer-revisions/<int:pk>/terms/", terms.terms_set, name="terms"),
    path("offer-revisions/<int:pk>/words/", terms.words_set, name="words"),
    path("offer-revisions/<int:pk>/prefill/", checks.checks_prefill, name="prefill"),
    path("offer-revisions/<int:pk>/confirm/", checks.checks_confirm, name="confirm"),
    path("offer-revisions/<int:pk>/consult/", checks.consult, name="consult"),
    path("offer-revisions/<int:pk>/feasibility/", feasibility.page, name="feasibility"),
    path(
        "offer-revisions/<int:pk>/feasibility/pdf/",
        feasibility.sheet_pdf,
        name="feasibility-pdf",
    ),
    path(
        "offer-revisions/<int:pk>/opinions/",
        feasibility.opinions_ask,
        name="opinions-ask",
    ),
    path(
        "offer-revisions/<int:pk>/opinions/<int:consultation_pk>/",
        feasibility.answer_take,
        name="answer-take",
    ),
    path("offer-revisions/<int:pk>/prices/", requests.request_add, name="price-ask"),
    path(
        "offer-revisions/<int:pk>/prices/<int:request_pk>/",
        requests.request_detail,
        name="price-request",
    ),
    path(
        "offer-revisions/<int:pk>/prices/<int:request_pk>/pdf/",
        requests.request_pdf,
        name="price-request-pdf",
    ),
    path(
        "offer-revisions/<int:pk>/prices/<int:request_pk>/choose/<int:price_pk>/",
        requests.price_choose,
        name="price-choose",
    ),
    path(
        "offer-revisions/<int:pk>/prices/<int:request_pk>/costs/<int:quote_pk>/",
        requests.quote_costs,
        name="quote-costs",
    ),
    path(
        "offer-revisions/<int:pk>/prices/<int:request_pk>/record/<int:quote_pk>/",
        requests.quote_record,
        name="quote-record",
    ),
    path("l/<slug:link>/prices/", requests.public_page, name="public-price-request"),
    path(
        "l/<slug:link>/prices/document/",
        requests.public_pdf,
        name="public-price-request-pdf",
    ),
    path("offer-revisions/<int:pk>/submit/", checks.submit, name="submit"),
    path(
        "offer-revisions/<int:pk>/recipients/",
        checks.recipient_add,
        name="recipient-add",
    ),
    path("offer-revisions/<int:pk>/send/", answers.send, name="send"),
    path("offer-revisions/<int:pk>/next/", answers.revise, name="next"),
    path("offer-revisions/<int:pk>/refuse/", answers.refuse, name="refuse"),
    path(
        "offer-revisions/<int:pk>/proof-of-acceptance/",
        proofs.proof_pdf,
        name="proof-of-acceptance",
    ),
    path(
        "offer-revisions/<int:pk>/proof-of-acceptance/check/",
        proofs.proof_check,
        name="proof-check",
    ),
    path("offer-revisions/<int:pk>/trash/", answers.trash, name="trash"),
    path("offer-lines/<int:pk>/", lines.line_quick, name="line"),
    path("offer-lines/<int:pk>/why/", lines.line_why, name="line-why"),
    path("offer-lines/<int:pk>/edit/", lines.line_edit, name="line-edit"),
    path("offer-lines/<int:pk>/breaks/", breaks.breaks_edit, name="breaks"),
    path("offer-lines/<int:pk>/move/", lines.line_move, name="line-move"),
    path("offer-lines/<int:pk>/copy/", lines.line_copy, name="line-copy"),
    path("offer-lines/<int:pk>/delete/", lines.line_delete, name="line-delete"),
    path("offer-checks/<int:pk>/", checks.check_set, name="check"),
    path("offer-adequacy/<int:pk>/", matrix.adequacy_set, name="adequacy"),
    path("offer-adequacy/<int:pk>/edit/", matrix.adequacy_edit, name="adequacy-edit"),
    path("offer-adequacy/<int:pk>/proof/", matrix.proof_file, name="proof"),
    path(
        "offer-revisions/<int:pk>/matrix/", matrix.matrix_export, name="matrix-export"
    ),
    path(
        "offer-revisions/<int:pk>/vocabulary/", matrix.vocabulary_set, name="vocabulary"
    ),
    path(
        "offer-revisions/<int:pk>/vocabulary/new/",
        matrix.vocabulary_add,
        name="vocabulary-add",
    ),
    path(
        "offer-revisions/<int:pk>/vocabulary/edit/",
        matrix.vocabulary_edit,
        name="vocabulary-edit",
    ),
    path(
        "offer-recipients/<int:pk>/remove/",
        checks.recipient_remove,
        name="recipient-remove",
    ),
    path(
        "offer-revisions/<int:pk>/exclusions/",
        risks.exclusion_add,
        name="exclusion-add",
    ),
    path(
        "offer-reserves/<int:pk>/remove/",
        risks.exclusion_remove,
        name="exclusion-remove",
    ),
    path("offer-revisions/<int:pk>/risks/new/", risks.risk_add, name="risk-add"),
    path(
        "offer-revisions/<int:pk>/contingency/",
        risks.contingency_retain,
        name="contingency",
    ),
    path("offer-risks/<int:pk>/", risks.risk_edit, name="risk-edit"),
    path("offer-risks/<int:pk>/remove/", risks.risk_remove, name="risk-remove"),
    path(
        "offer-revisions/<int:pk>/rivals/<int:bid_pk>/",
        rivals.bid_levels,
        name="bid-levels",
    ),
    path(
        "offer-revisions/<int:pk>/arguments/", rivals.argument_pdf, name="argument-pdf"
    ),
    path(
        "offer-revisions/<int:pk>/arguments/new/",
        rivals.argument_add,
        name="argument-add",
    ),
    path(
        "offer-revisions/<int:pk>/arguments/<int:argument_pk>/",
        rivals.argument_edit,
        name="argument-edit",
    ),
    path(
        "offer-revisions/<int:pk>/arguments/<int:argument_pk>/use/",
        rivals.argument_use,
        name="argument-use",
    ),
    path(
        "offer-revisions/<int:pk>/arguments/<int:argument_pk>/remove/",
        rivals.argument_remove,
        name="argument-remove",
    ),
    path(
        "offer-revisions/<int:pk>/objections/new/",
        rivals.objection_add,
        name="objection-add",
    ),
    path(
        "offer-revisions/<int:pk>/objections/<int:objection_pk>/",
        rivals.objection_edit,
        name="objection-edit",
    ),
    path(
        "offer-revisions/<int:pk>/objections/<int:objection_pk>/remove/",
        rivals.objection_remove,
        name="objection-remove",
    ),
    path("offer-revisions/<int:pk>/sheets/new/", sheets.sheet_add, name="sheet-add"),
    path(
        "offer-revisions/<int:pk>/sheets/<int:sheet_pk>/",
        sheets.sheet_detail,
        name="sheet",
    ),
    path(
        "offer-revisions/<int:pk>/sheets/<int:sheet_pk>/columns/",
        sheets.sheet_lay_out,
        name="sheet-columns",
    ),
    path(
        "offer-revisions/<int:pk>/sheets/<int:sheet_pk>/filled/",
        sheets.sheet_filled,
        name="sheet-filled",
    ),
    path(
        "offer-revisions/<int:pk>/sheets/<int:sheet_pk>/back/",
        sheets.sheet_back,
        name="sheet-back",
    ),
    path(
        "offer-revisions/<int:pk>/sheets/<int:sheet_pk>/remove/",
        sheets.sheet_remove,
        name="sheet-remove",
    ),
    path("l/<slug:link>/offer/", public.offer_page, name="public-offer"),
    path("l/<slug:link>/offer/read/", public.offer_read, name="public-read"),
    path("l/<slug:link>/offer/code/", public.offer_code, name="public-code"),
    path("l/<slug:link>/offer/refuse/", public.offer_refuse, name="public-refuse"),
    path("l/<slug:link>/offer/proof/", public.offer_proof, name="public-proof"),
    path("l/<slug:link>/offer/document/", public.offer_pdf, name="public-pdf"),
]
