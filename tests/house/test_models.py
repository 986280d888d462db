"""Models are in the glossary and point the way imports do."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from tests.house.tree import ROOT, layers

MODELS = [model for model in apps.get_models() if model.__module__.startswith("filon.")]


def app_of(model: type[Model]) -> str:
    """Return the app that a model lives in."""
    return model.__module__.split(".")[1]


def layer_of(app: str) -> int:
    """Return the height of the layer of an app."""
    return next(height for height, row in enumerate(layers()) if app in row)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_model_is_in_the_glossary(model: type[Model]) -> None:
    glossary = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")

    assert f"| `{model.__name__}` |" in glossary


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_the_way_imports_do(model: type[Model]) -> None:
    here = app_of(model)
    for field in model._meta.get_fields():
        target = field.related_model
        if not isinstance(field, ForeignKey) or not isinstance(target, type):
            continue
        if target.__module__.startswith("filon."):
            there = app_of(target)
            is_below = layer_of(there) < layer_of(here)
            assert there == here or is_below, f"{field} points up to {there}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_model_leaves_saving_and_ordering_alone(model: type[Model]) -> None:
    assert "save" not in vars(model), "rules live in services, not in save()"
    assert "delete" not in vars(model), "rules live in services, not in delete()"
    assert not model._meta.ordering, "each list says its own order"
