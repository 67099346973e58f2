from django.db import migrations, models

# Ranking reads the words of each match: they stay in the row, instead of compressed in another table. A changed type is
# what makes PostgreSQL write the rows there are anew.
KEEP_IN_ROW = [
    "ALTER TABLE questions_search SET (toast_tuple_target = 8160)",
    "ALTER TABLE questions_search ALTER COLUMN whole TYPE tsvector USING whole || ''::tsvector",
]
KEEP_ASIDE = ["ALTER TABLE questions_search RESET (toast_tuple_target)"]


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("questions", "0004_workshop")]
    operations = [
        migrations.AddIndex("question", models.Index(fields=["status", "topic", "level", "id"], name="questions_filtered")),
        migrations.RunPython(on_postgresql(KEEP_IN_ROW), on_postgresql(KEEP_ASIDE)),
    ]
