"""Answer requirements in the six words of buyers' matrices, with proof and review.

Why      C, CR, V, NC, NA and ? replace met, exceeded, partly met and deviating.
Rows     Every row of a matrix is renamed once.
Lock     SQLite writes the table again; its guard is lifted meanwhile and put back.
Again    Safe: rows already renamed are left.
Back     C becomes met, V and CR partly met; proofs and reviews are lost.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import filon.kernel.fields
from filon.kernel.guards import frozen_with

CHECKS = "offers_adequacycheck"
FREEZE, LIFT = frozen_with(
    "offers_offerrevision",
    {CHECKS: "{row}.revision_id"},
    "a sent revision never changes",
)
WORDS = {"MET": "C", "EXCEEDED": "C", "PARTLY": "CR", "DEVIATION": "NC"}
BACK = {"C": "MET", "CR": "PARTLY", "V": "PARTLY", "NC": "DEVIATION", "NA": "OPEN"}


def rename(words):
    def step(apps, schema_editor):
        rows = apps.get_model("offers", "AdequacyCheck").objects
        for before, after in words.items():
            rows.filter(verdict=before).update(verdict=after)

    return step


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("files", "0001_initial"),
        ("needs", "0001_initial"),
        ("offers", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(LIFT, FREEZE),
        migrations.RunPython(rename(WORDS), rename(BACK)),
        migrations.CreateModel(
            name="BuyerVocabulary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("compliant", models.CharField(blank=True, max_length=40)),
                ("reserved", models.CharField(blank=True, max_length=40)),
                ("variant", models.CharField(blank=True, max_length=40)),
                ("not_compliant", models.CharField(blank=True, max_length=40)),
                ("not_applicable", models.CharField(blank=True, max_length=40)),
                ("to_clarify", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="adequacycheck",
            name="offers_deviation_is_explained",
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="is_typed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="level",
            field=models.DecimalField(
                blank=True, decimal_places=6, max_digits=19, null=True
            ),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="margin_percent",
            field=filon.kernel.fields.PercentField(
                blank=True, decimal_places=4, max_digits=7, null=True
            ),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="proof",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="proof_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="proof_page",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="review",
            field=models.CharField(
                choices=[
                    ("TO_WRITE", "To write"),
                    ("TO_REVIEW", "To review"),
                    ("REVIEWED", "Reviewed"),
                ],
                default="TO_WRITE",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="reviewed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="trace",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="adequacycheck",
            name="unit",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="adequacycheck",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("OPEN", "To clarify"),
                    ("C", "Compliant"),
                    ("CR", "Compliant with reserve"),
                    ("V", "Variant proposed"),
                    ("NC", "Not compliant"),
                    ("NA", "Not applicable"),
                ],
                default="OPEN",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="adequacycheck",
            index=models.Index(fields=["owner", "due_on"], name="offers_adequacy_due"),
        ),
        migrations.AddConstraint(
            model_name="adequacycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict__in", ["CR", "V", "NC"]), _negated=True),
                    models.Q(("comment", ""), _negated=True),
                    ("is_computed", True),
                    _connector="OR",
                ),
                name="offers_deviation_is_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="adequacycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("review", "REVIEWED"), _negated=True),
                    ("reviewed_at__isnull", False),
                    _connector="OR",
                ),
                name="offers_review_is_dated",
            ),
        ),
        migrations.AddField(
            model_name="buyervocabulary",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="vocabularies",
                to="directory.organization",
                verbose_name="Buyer",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="vocabulary",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="offers.buyervocabulary",
            ),
        ),
        migrations.RunPython(FREEZE, LIFT),
    ]
