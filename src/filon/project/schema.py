"""The schema of an empty database, made in one go.

Applied one by one, migrations take half a minute, nearly all of it spent on rebuilding
the models of every moment of the past. The models of today make the same tables in a
second; what migrations do by hand (triggers, virtual tables, indexes) is then done as
they say it. `tests/project/test_schema` compares both ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def create_schema() -> None:
    """Make all tables of an empty database, all or nothing.

    Every migration counts as applied afterwards.
    """
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for config in apps.get_app_configs():
            for model in config.get_models():
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        create_by_hand(editor)
        editor.create_model(recorder.Migration)
        for label, name in MigrationLoader(None).graph.nodes:
            recorder.record_applied(label, name)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def create_by_hand(editor: BaseDatabaseSchemaEditor) -> None:
    """Do what the migrations of this project do besides tables; those exist."""
    state = ProjectState.from_apps(apps)
    for config in apps.get_app_configs():
        if config.name.startswith("filon."):
            for migration in _after_the_first(config):
                for operation in migration.operations:
                    if isinstance(operation, RunPython | RunSQL):
                        operation.database_forwards(config.label, editor, state, state)


def _after_the_first(config: AppConfig) -> Iterator[Migration]:
    """Yield the migrations of an app but the first, which only makes tables."""
    folder = Path(config.path) / "migrations"
    for path in sorted(folder.glob("[0-9]*.py"))[1:]:
        module = import_module(f"{config.name}.migrations.{path.stem}")
        yield module.Migration(path.stem, config.label)
