from __future__ import annotations

from django.urls import path

from filon.loyalty.views import delivery, details, forms_of_company, home, public

app_name = "loyalty"

urlpatterns = [
    path("loyalty/", home.home, name="home"),
    path("surveys/", home.survey_list, name="surveys"),
    path("surveys/<int:pk>/", details.survey_detail, name="survey-detail"),
    path("surveys/<int:pk>/send/", details.survey_send, name="survey-send"),
    path("claims/", home.claim_list, name="claims"),
    path("claims/<int:pk>/", details.claim_detail, name="claim-detail"),
    path("claims/<int:pk>/close/", details.claim_close, name="claim-close"),
    path("vigilance/", home.vigilance_list, name="vigilances"),
    path("vigilance/new/", details.vigilance_create, name="vigilance-create"),
    path("vigilance/<int:pk>/", details.vigilance_detail, name="vigilance-detail"),
    path("vigilance/<int:pk>/lift/", details.vigilance_lift, name="vigilance-lift"),
    path("loyalty-actions/", home.action_list, name="actions"),
    path("loyalty-actions/<int:pk>/", details.action_done, name="action-done"),
    path(
        "companies/<int:organization>/survey/",
        forms_of_company.survey_create,
        name="survey-create",
    ),
    path(
        "companies/<int:organization>/claim/",
        forms_of_company.claim_create,
        name="claim-create",
    ),
    path(
        "companies/<int:organization>/loyalty-action/",
        forms_of_company.action_create,
        name="action-create",
    ),
    path(
        "orders/<int:pk>/delivered/", delivery.order_delivered, name="order-delivered"
    ),
    path("l/<slug:link>/survey/", public.survey, name="public-survey"),
]
