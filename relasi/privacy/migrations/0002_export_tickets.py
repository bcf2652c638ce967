from django.db import migrations, models

KEEP = "UPDATE privacy_export SET tickets = jsonb_build_array(ticket) WHERE ticket <> ''"
BACK = """
UPDATE privacy_export SET ticket = tickets ->> -1 WHERE jsonb_array_length(tickets) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [
        migrations.AddField("export", "tickets", models.JSONField(default=list)),
        migrations.RunSQL(KEEP, BACK),
        migrations.RemoveField("export", "ticket"),
    ]
