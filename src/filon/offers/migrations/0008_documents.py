"""How an offer is printed, on the revision and as the company's default.

Why      Sections can be switched and moved; an estimate says how far it may be off.
Rows     None is touched: an empty outline follows the company.
Lock     Adding nullable columns takes a moment.
Again    Not needed.
Back     Drops columns and triggers.
"""

from django.db import migrations, models

REVISION = "offers_offerrevision"
NAME = f"{REVISION}_printed"
COLUMNS = "outline, accuracy_percent"
TEXT = "a sent revision never changes"


def forward(_apps, schema_editor):
    """What was sent was printed in one way, and stays so."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF {COLUMNS} ON {REVISION} "
            f"WHEN OLD.status <> 'DRAFT' BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
        )
        return
    schema_editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE OF {COLUMNS} ON {REVISION} "
        f"FOR EACH ROW WHEN (OLD.status <> 'DRAFT') "
        f"EXECUTE FUNCTION {REVISION}_frozen()"
    )


def backward(_apps, schema_editor):
    table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {REVISION}"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{table}")


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0007_buyer_sheets"),
    ]

    operations = [
        migrations.AddField(
            model_name="offerpolicy",
            name="outlines",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="offerrevision",
            name="accuracy_percent",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="offerrevision",
            name="outline",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="approvalrule",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("QUOTE", "Quote"),
                    ("OFFER", "Technical and commercial offer"),
                    ("BUDGETARY", "Budgetary estimate"),
                    ("SPECIFICATION", "Answer to a specification"),
                    ("TENDER", "Answer to a tender"),
                    ("CONTRACT", "Contract proposal"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="form",
            field=models.CharField(
                choices=[
                    ("QUOTE", "Quote"),
                    ("OFFER", "Technical and commercial offer"),
                    ("BUDGETARY", "Budgetary estimate"),
                    ("SPECIFICATION", "Answer to a specification"),
                    ("TENDER", "Answer to a tender"),
                    ("CONTRACT", "Contract proposal"),
                ],
                default="QUOTE",
                max_length=14,
            ),
        ),
        migrations.RunPython(forward, backward),
    ]
