"""Tries what is due. Each endpoint has a thread of its own, so that none waits for another."""

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from django.conf import settings

from integrations import outbox
from integrations.models import Delivery
from integrations.outbox import Claim
from integrations.sending import SECONDS, Outcome, post
from integrations.signing import headers_of

ENDPOINTS_AT_ONCE = 32
ALWAYS_SENT = {"Content-Type": "application/json", "User-Agent": "Rehearse-Webhooks/1", "Connection": "close"}

logger = logging.getLogger(__name__)


class Deliverer:
    """Delivers step by step. Its threads do nothing but send; the database is this one's alone."""

    def __init__(self, now: Callable[[], datetime], seconds: float = SECONDS) -> None:
        self.now, self.seconds = now, seconds
        self.delivered = self.failed = 0
        self._pool = ThreadPoolExecutor(ENDPOINTS_AT_ONCE, thread_name_prefix="webhooks")
        self._under_way: dict[Future[Outcome], Claim] = {}

    def step(self, patience: float = 0.2) -> bool:
        """Begin what is due, end what has been answered; whether there may be more to do at once."""
        outbox.gather(self.now())
        self._begin()
        return self._end(patience) or bool(self._under_way)

    def run_dry(self) -> None:
        """Go on until nothing is due."""
        while self.step():
            pass

    def wind_up(self) -> None:
        """Begin nothing more, and write down what comes of the tries under way."""
        while self._under_way:
            self._end(None)
        self._pool.shutdown()

    def _begin(self) -> None:
        now = self.now()
        for endpoint in list(outbox.due(now))[: ENDPOINTS_AT_ONCE - len(self._under_way)]:
            if claim := outbox.claim(endpoint, now):
                self._under_way[self._pool.submit(self._try, claim.delivery, now)] = claim

    def _end(self, patience: float | None) -> bool:
        answered, _ = wait(self._under_way, patience, FIRST_COMPLETED)
        for future in answered:
            outcome = future.result()
            outbox.finish(self._under_way.pop(future), outcome, self.now())
            self.delivered += outcome.taken
            self.failed += not outcome.taken
        return bool(answered)

    def _try(self, delivery: Delivery, now: datetime) -> Outcome:
        body, endpoint = delivery.body.encode(), delivery.endpoint
        signed = headers_of(endpoint.keys(now), delivery.message_id, int(now.timestamp()), body)
        try:
            private = settings.WEBHOOK_PRIVATE_ADDRESSES
            return post(endpoint.url, ALWAYS_SENT | signed, body, private=private, seconds=self.seconds)
        except Exception:
            logger.exception("A webhook could not be sent")
            return Outcome(None, "a fault on this side; the log has it")
