"""The htmx protocol and the headers of private pages."""

import pytest
from django.test import Client

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
