"""Number the reserves of an offer, and note its risks with what is set aside.

Why      Reserves were lines of text without number or approval; risks had no place.
Rows     None is touched: reserves in words stay beside the register.
Lock     Two tables are made; their guards take a moment.
Again    Not needed.
Back     The registers are lost.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import filon.kernel.fields
from filon.kernel.guards import frozen_with

FREEZE, LIFT = frozen_with(
    "offers_offerrevision",
    {
        "offers_reserve": "{row}.revision_id",
        "offers_risk": "{row}.revision_id",
    },
    "a sent revision never changes",
)


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0003_matrix"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reserve",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RESERVE", "Reserve"),
                            ("VARIANT", "Variant"),
                            ("DEVIATION", "Deviation"),
                            ("EXCLUSION", "Exclusion"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserve_rows",
                        to="offers.offerrevision",
                    ),
                ),
                (
                    "row",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserve",
                        to="offers.adequacycheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "number"), name="offers_reserve_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("row__isnull", False),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="offers_reserve_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TECHNICAL", "Technical"),
                            ("PLANNING", "Planning"),
                            ("SUPPLIER", "Supplier"),
                            ("FINANCIAL", "Financial"),
                            ("CONTRACTUAL", "Contractual"),
                            ("HSE", "Health, safety, environment"),
                            ("EXPORT", "Export"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "probability",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – rare (10 %)"),
                            (2, "2 – unlikely (30 %)"),
                            (3, "3 – possible (50 %)"),
                            (4, "4 – likely (70 %)"),
                            (5, "5 – almost sure (90 %)"),
                        ],
                        default=3,
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – slight"),
                            (2, "2 – moderate"),
                            (3, "3 – serious"),
                            (4, "4 – major"),
                            (5, "5 – critical"),
                        ],
                        default=3,
                    ),
                ),
                ("exposure", filon.kernel.fields.AmountField(blank=True, null=True)),
                ("mitigation", models.TextField(blank=True)),
                ("provision", filon.kernel.fields.AmountField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks",
                        to="offers.offerrevision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("probability__range", (1, 5)), ("impact__range", (1, 5))
                        ),
                        name="offers_risk_on_the_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("exposure", None),
                                ("exposure__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("provision", None),
                                ("provision__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="offers_risk_costs",
                    ),
                ],
            },
        ),
        migrations.RunPython(FREEZE, LIFT),
    ]
