from django.urls import path

from questions.views import bank, importing

app_name = "questions"

urlpatterns = [
    path("", bank.question_list, name="list"),
    path("import/", importing.bring, name="bring"),
    path("import/<int:import_id>/", importing.document, name="import"),
    path("import/<int:import_id>/columns/", importing.columns, name="import-columns"),
    path("import/<int:import_id>/undo/", importing.undo, name="import-undo"),
    path("import/<int:import_id>/discard/", importing.discard, name="import-discard"),
    path("import/<int:import_id>/problems.csv", importing.problems, name="import-problems"),
    path("<slug:ref>/", bank.question_detail, name="detail"),
]
