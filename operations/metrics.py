"""Figures for Prometheus, of this process: requests as they are answered, and how things stand when it asks."""

from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from integrations import outbox
from interviews.hub import hub

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

disable_created_metrics()
REGISTRY = CollectorRegistry()
REQUESTS = Counter("rehearse_requests", "Requests answered.", ["route", "method", "status"], registry=REGISTRY)
LATENCY = Histogram("rehearse_request_seconds", "How long answers took.", ["route"], buckets=SECONDS, registry=REGISTRY)


def answered(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request. Methods are named as far as they are known, lest anybody make as many series as they like."""
    REQUESTS.labels(route, method if method in METHODS else "other", status).inc()
    LATENCY.labels(route).observe(seconds)


def page() -> bytes:
    return generate_latest(REGISTRY)


class Standing(Collector):
    """What is counted when it is asked for."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "rehearse_open_streams", "Seats that have a stream open in this process.", value=len(hub.seats())
        )
        try:
            waiting = outbox.undelivered()
        except DatabaseError:
            return
        yield GaugeMetricFamily("rehearse_webhooks_undelivered", "Webhooks that wait to be sent.", value=waiting)


REGISTRY.register(Standing())
ProcessCollector(registry=REGISTRY)
