from django.urls import path

from questions.views import bank, editing, exporting, importing, synonyms

app_name = "questions"

urlpatterns = [
    path("", bank.question_list, name="list"),
    path("import/", importing.bring, name="bring"),
    path("import/<number:import_id>/", importing.document, name="import"),
    path("import/<number:import_id>/columns/", importing.columns, name="import-columns"),
    path("import/<number:import_id>/undo/", importing.undo, name="import-undo"),
    path("import/<number:import_id>/discard/", importing.discard, name="import-discard"),
    path("import/<number:import_id>/problems.csv", importing.problems, name="import-problems"),
    path("new/", editing.new, name="new"),
    path("preview/", editing.preview, name="preview"),
    path("export/", exporting.export, name="export"),
    path("export/sheet/", exporting.sheet, name="sheet"),
    path("health/", editing.health, name="health"),
    path("synonyms/", synonyms.synonyms, name="synonyms"),
    path("bulk/", editing.bulk, name="bulk"),
    path("<slug:ref>/edit/", editing.edit, name="edit"),
    path("<slug:ref>/move/", editing.move, name="move"),
    path("<slug:ref>/history/", editing.history, name="history"),
    path("<slug:ref>/history/<number:revision_id>/revert/", editing.revert, name="revert"),
    path("<slug:ref>/", bank.question_detail, name="detail"),
]
