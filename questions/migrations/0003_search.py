from django.db import migrations, models

from questions.indexing import index

# The words come folded from questions.words. No stop words on either database: every word that is looked for must stand.
MAKE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE questions_search USING fts5(
            public, answer, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
        )
        """,
    ],
    "postgresql": [
        "CREATE TEXT SEARCH DICTIONARY questions_stem (TEMPLATE = snowball, Language = english)",
        "CREATE TEXT SEARCH CONFIGURATION questions_words (COPY = pg_catalog.english)",
        "ALTER TEXT SEARCH CONFIGURATION questions_words ALTER MAPPING FOR asciiword, word WITH questions_stem",
        "CREATE TABLE questions_search (rowid bigint PRIMARY KEY, public tsvector NOT NULL, whole tsvector NOT NULL)",
        "CREATE INDEX questions_search_public ON questions_search USING gin (public)",
        "CREATE INDEX questions_search_whole ON questions_search USING gin (whole)",
    ],
}
REMOVE = {
    "sqlite": ["DROP TABLE questions_search"],
    "postgresql": [
        "DROP TABLE questions_search",
        "DROP TEXT SEARCH CONFIGURATION questions_words",
        "DROP TEXT SEARCH DICTIONARY questions_stem",
    ],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    """The models of this moment are passed, so that columns which come later are not asked for."""
    Question, Word = apps.get_model("questions", "Question"), apps.get_model("questions", "Word")
    index(Question.objects.order_by("pk").values_list("pk", flat=True), Question, Word)


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_groups")]
    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("text", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("start", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
                ("public", models.BooleanField(default=False)),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["start", "length"], name="questions_word_near")],
            },
        ),
        migrations.RunPython(make, remove),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
