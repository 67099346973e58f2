import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import RequestFactory

from operations.faults import server_error


@pytest.mark.parametrize(
    ("fault", "status"), [(OperationalError, 503), (InterfaceError, 503), (ProgrammingError, 500), (KeyError, 500)]
)
def test_a_database_that_does_not_answer_is_no_fault_of_the_page(fault: type[Exception], status: int) -> None:
    try:
        raise fault("the database system is shutting down")
    except fault:
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert b"shutting down" not in answer.content
    assert answer.has_header("Retry-After") == (status == 503)
