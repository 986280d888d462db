from __future__ import annotations

from django.urls import path

from filon.offers.views import detail

app_name = "offers"

urlpatterns = [
    path("offers/<int:pk>/", detail.offer_detail, name="detail"),
]
