from __future__ import annotations

from django.urls import path

from filon.accounts.views import company, profile, sign_in, users

app_name = "accounts"

urlpatterns = [
    path("sign-in/<str:token>/", sign_in.sign_in_by_link, name="sign-in"),
    path("language/", sign_in.language, name="language"),
    path("settings/", company.setup, name="setup"),
    path("logo/", company.logo, name="logo"),
    path("users/", users.user_list, name="users"),
    path("users/new/", users.user_create, name="user-create"),
    path("users/<int:pk>/", users.user_edit, name="user-edit"),
    path("users/<int:pk>/link/", users.user_link, name="user-link"),
    path("users/<int:pk>/close/", users.user_close, name="user-close"),
    path("teams/new/", users.team_create, name="team-create"),
    path("profile/", profile.profile, name="profile"),
    path("profile/calendar/", profile.calendar_link, name="calendar-link"),
]
