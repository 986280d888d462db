"""Make the table of the shared cache, so that two workers count the same limits.

Why      Django's database cache asks for its own table.
Rows     None is touched.
Again    The command leaves an existing table alone.
Back     Nothing to undo.
"""

from django.core.management import call_command
from django.db import migrations


def forward(_apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
