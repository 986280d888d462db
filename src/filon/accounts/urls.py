from __future__ import annotations

from django.urls import path

from filon.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/<str:token>/", views.sign_in_by_link, name="sign-in"),
    path("language/", views.language, name="language"),
]
