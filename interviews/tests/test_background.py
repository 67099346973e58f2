import asyncio

import pytest

from interviews.background import LONGEST_WAIT_SECONDS, SHORTEST_WAIT_SECONDS, WhileListened, wait_after
from interviews.hub import hub
from interviews.tests.test_hub import play


def test_work_goes_on_while_somebody_listens_and_is_taken_up_again_after_a_failure() -> None:
    done = []

    async def work() -> None:
        done.append(len(done))
        await asyncio.sleep(0)
        if len(done) == 1:
            raise ConnectionError("gone")

    async def scene() -> None:
        kept = WhileListened("Work", work)
        with hub.listening(1, 10):
            kept.keep()
            kept.keep()
            await asyncio.sleep(3 * SHORTEST_WAIT_SECONDS)
            assert len(done) > 1
        await asyncio.sleep(0.01)
        stopped_at = len(done)
        await asyncio.sleep(0.01)
        assert len(done) == stopped_at
        with hub.listening(1, 10):
            kept.keep()
            await asyncio.sleep(0.01)
        assert len(done) > stopped_at

    play(scene)


@pytest.mark.parametrize("failures", [1, 2, 5, 1000])
def test_it_waits_longer_after_each_failure_and_never_long(failures: int) -> None:
    assert SHORTEST_WAIT_SECONDS / 2 <= wait_after(failures) <= LONGEST_WAIT_SECONDS
    assert wait_after(failures) <= SHORTEST_WAIT_SECONDS * 2 ** min(failures - 1, 10)
