"""Documents in: brought, looked at, taken in, and perhaps undone."""

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.spreadsheets import cell
from questions import library
from questions.documents import read_source
from questions.documents.stored import frozen, thawed
from questions.forms import BringForm, ColumnsForm, ForAllForm
from questions.imports import Preview, preview_of
from questions.models import Import
from questions.views.doors import editors_only

RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def bring(request: HttpRequest) -> HttpResponse:
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        source = form.source()
        reading = read_source(source, form.cleaned_data["kind"])
        content = frozen(reading) | ({"rows": reading.rows} if reading.rows else {})
        document = library.bring(source.name, reading.kind, content, request.user)
        return redirect("questions:import", document.pk)
    context = {"form": form, "recent": Import.objects.exclude(state=Import.PREVIEW).for_list()[:RECENT]}
    return render(request, "questions/bring.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def document(request: HttpRequest, import_id: int) -> HttpResponse:
    """The preview of what was brought, its import, or what the import did."""
    brought = get_object_or_404(Import, pk=import_id)
    if brought.state != Import.PREVIEW:
        return render(request, "questions/import_done.html", {"document": brought})
    form = ForAllForm(request.POST if request.method == "POST" else None)
    preview = preview_of(brought, form.for_all())
    if request.method == "POST" and "import" in request.POST and form.is_valid():
        if request.POST.get("digest") == preview.digest:
            library.take_in(brought, preview.chosen(request.POST.getlist("take")), request.user)
            return redirect("questions:import", brought.pk)
        messages.warning(request, "What the import would do has changed since this was shown. Look again, then import.")
    return _preview_page(request, brought, form, preview)


def _preview_page(request: HttpRequest, brought: Import, form: ForAllForm, preview: Preview) -> HttpResponse:
    columns = ColumnsForm(brought.content["rows"], initial=brought.content.get("columns")) if preview.is_table else None
    context = {"document": brought, "form": form, "preview": preview, "columns": columns}
    return render(request, "questions/import_preview.html", context, status=422 if form.errors else 200)


@require_POST
@editors_only
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read a table anew, with the editor's word on what its columns mean."""
    brought = get_object_or_404(Import, pk=import_id, state=Import.PREVIEW)
    form = ColumnsForm(brought.content.get("rows", []), request.POST)
    if "rows" in brought.content and form.is_valid():
        library.read_anew(brought, form.columns())
    return redirect("questions:import", brought.pk)


@require_POST
@editors_only
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    brought = get_object_or_404(Import, pk=import_id, state=Import.DONE)
    undone, kept = library.undo(brought, request.user)
    messages.success(request, f"Undone: {len(undone)} of the questions are as they were before.")
    if kept:
        messages.warning(request, f"Changed since, so left as they are: {', '.join(kept[:20])}.")
    return redirect("questions:import", brought.pk)


@require_POST
@editors_only
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    library.discard(get_object_or_404(Import, pk=import_id, state=Import.PREVIEW))
    messages.info(request, "Put aside. Nothing was written to the bank.")
    return redirect("questions:bring")


@require_safe
@editors_only
def problems(request: HttpRequest, import_id: int) -> HttpResponse:
    """What could not be read, with its line and the reason, as a table to mend by."""
    brought = get_object_or_404(Import, pk=import_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-imported.csv"'
    rows = brought.content.get("rows", [])
    writer = csv.writer(response)
    writer.writerow(["document", "line", "reason", *(cell(name) for name in (rows[0] if rows else ()))])
    for problem in thawed(brought.content, brought.name).problems:
        line = problem.place.line
        row = rows[line - 1] if 0 < line <= len(rows) else ()
        writer.writerow([cell(brought.name), line, cell(problem.message), *map(cell, row)])
    return response
