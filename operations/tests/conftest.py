import shutil
from pathlib import Path

import pytest

from operations.restoring import Place
from operations.tests.making import RECORDED, run


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A migrated database of somebody who has practised twice and kept both recordings."""
    folder = tmp_path_factory.mktemp("recorded") / "here"
    place = Place(folder / "db.sqlite3", folder / "media")
    place.media.mkdir(parents=True)
    done = run(place, "-c", RECORDED)
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def place(recorded: Place, tmp_path: Path) -> Place:
    """The same, for one test to do with as it likes."""
    shutil.copytree(recorded.database.parent, tmp_path / "here")
    return Place(tmp_path / "here" / "db.sqlite3", tmp_path / "here" / "media")
