"""Addresses of the outbox."""

from __future__ import annotations

from django.urls import path

from filon.mail import views

app_name = "mail"

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.detail, name="message"),
    path("<int:pk>/send-again/", views.send_again, name="message-send-again"),
    path("<int:pk>/reveal/", views.reveal, name="message-reveal"),
    path("<int:pk>/delivered/", views.delivered, name="message-delivered"),
    path("<int:pk>/files/<int:file>/", views.attachment, name="message-file"),
]
