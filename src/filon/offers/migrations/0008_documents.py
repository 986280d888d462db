"""How an offer is printed, on the revision and as the company's default.

Why      Sections can be switched and moved; an estimate says how far it may be off.
Rows     None is touched: an empty outline follows the company.
Lock     Adding nullable columns takes a moment.
Again    Not needed.
Back     Drops the columns; the guard forgets them.
"""

from django.db import migrations, models

from filon.kernel.guards import frozen_again

FORWARD, BACKWARD = frozen_again(
    ("offers", "OfferRevision"),
    new={"outline", "accuracy_percent"},
    living={
        "status",
        "is_current",
        "answered_at",
        "refusal_reason",
        "updated_at",
        "version",
    },
    text="a sent revision never changes",
)


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
        migrations.RunPython(FORWARD, BACKWARD),
    ]
