"""Say what a customer does to accept an offer by link: nothing more, or type a code.

Why      A personal link alone is the weakest proof of who accepted.
Rows     The company profile keeps the present behaviour.
Lock     One row.
Again    Not needed.
Back     Nobody is asked for a code any more.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_cache_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="companyprofile",
            name="acceptance_proof",
            field=models.CharField(
                choices=[
                    ("CLICK", "Nothing more: the link is personal"),
                    ("CODE", "Type a one-time code sent to them by e-mail"),
                ],
                default="CLICK",
                max_length=10,
                verbose_name="acceptance of an offer by link",
            ),
        ),
    ]
