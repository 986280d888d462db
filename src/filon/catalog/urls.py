from __future__ import annotations

from django.urls import path

from filon.catalog.views import items, prices, terms

app_name = "catalog"

urlpatterns = [
    path("items/", items.item_list, name="list"),
    path("items/new/", items.item_create, name="create"),
    path("items/<int:pk>/", items.item_detail, name="detail"),
    path("items/<int:pk>/edit/", items.item_edit, name="edit"),
    path("item-families/new/", items.family_create, name="family-create"),
    path("price-lists/", prices.price_lists, name="price-lists"),
    path("price-lists/new/", prices.price_list_create, name="price-list-create"),
    path("price-lists/<int:pk>/", prices.price_list_detail, name="price-list-detail"),
    path("terms/", terms.term_list, name="terms"),
    path("terms/new/", terms.term_create, name="term-create"),
]
