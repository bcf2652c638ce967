from django.db import migrations

# One word for one purpose. In a text of a user the quotation marks would be escaped.
RENAME = """
UPDATE audience_segment
SET tree = replace(tree::text, '"purpose": "{before}"', '"purpose": "{after}"')::jsonb
WHERE tree::text LIKE '%%"purpose": "{before}"%%'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audience', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            RENAME.format(before='profiling', after='personalise'),
            reverse_sql=RENAME.format(before='personalise', after='profiling'),
        ),
    ]
