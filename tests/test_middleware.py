"""The htmx protocol and the headers of private pages."""

import pytest
from django.db import DataError
from django.test import Client, RequestFactory

from config.middleware import Bounds
from config.wsgi import in_utf8
from interviews.tests.making import interviewer

pytestmark = pytest.mark.django_db


def test_a_part_asked_for_without_a_log_in_sends_the_whole_page_there_and_back(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/questions/?topic=Storage"}
    response = client.get("/questions/?topic=Compute", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/login/?next=%2Fquestions%2F%3Ftopic%3DStorage"


def test_another_site_cannot_be_what_one_is_sent_back_to(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/questions/"}
    assert client.get("/questions/", headers=headers)["HX-Redirect"] == "/login/?next=%2F"


def test_a_whole_page_is_redirected_as_ever(client: Client) -> None:
    response = client.get("/questions/")
    assert response.status_code == 302
    assert response.url == "/login/?next=/questions/"


@pytest.mark.parametrize("page", ["/", "/login/", "/interviews/"])
def test_no_page_may_be_kept_by_a_browser(client: Client, page: str) -> None:
    client.force_login(interviewer())
    response = client.get(page)
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]


def test_the_policy_allows_nothing_inline_and_nobody_else(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_what_no_column_can_hold_is_the_mistake_of_its_sender() -> None:
    bounds, request = Bounds(lambda request: None), RequestFactory().get("/")
    assert bounds.process_exception(request, DataError("a NUL")).status_code == 400
    assert bounds.process_exception(request, OverflowError("too large")).status_code == 400
    assert bounds.process_exception(request, ValueError()) is None


@pytest.mark.parametrize("charset", ["idna", "hex", "rot13", "utf-16", "UTF-8", "no such"])
def test_a_request_is_in_utf_8_whatever_it_says(charset: str) -> None:
    environ = in_utf8(
        {"CONTENT_TYPE": f"multipart/form-data; Charset={charset}; boundary=b", "QUERY_STRING": "a=%C3%A9"}
    )
    assert environ["CONTENT_TYPE"] == "multipart/form-data; boundary=b"
    assert environ["QUERY_STRING"] == "a=%C3%A9"
    assert in_utf8({"QUERY_STRING": ""})["CONTENT_TYPE"] == ""


def test_a_form_from_elsewhere_is_told_so_in_the_pages_own_look() -> None:
    page = Client(enforce_csrf_checks=True).post("/login/", {"username": "lena"}).content.decode()
    assert "Nothing was changed" in page
    assert "<style" not in page
