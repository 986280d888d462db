from __future__ import annotations

from django.urls import path

from filon.contracts.views import public

app_name = "contracts"

urlpatterns = [
    path("l/<slug:link>/offer/accept/", public.accept, name="public-accept"),
]
