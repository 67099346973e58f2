"""What goes into an archive comes out of it; what is cut, altered or hostile does not, and touches nothing outside."""

import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations import archive
from operations.tests.making import everything_below, forged, packed

FILES = {archive.DATABASE: b"rows" * 500, "media/recordings/1.webm": b"sound" * 300, "media/2 ü.ogg": b""}
PARTS = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0"), min_size=1, max_size=40).filter(
    lambda part: part not in (".", "..") and len(part.encode()) < 200
)
quietly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def unpacked(source: Path, folder: Path) -> dict[str, bytes]:
    archive.unpack(source, folder / "db", folder / "files")
    return everything_below(folder)


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.tar", FILES)
    found = unpacked(source, tmp_path / "out")
    assert found == {"db": FILES[archive.DATABASE], "files/recordings/1.webm": b"sound" * 300, "files/2 ü.ogg": b""}


@quietly
@given(st.dictionaries(PARTS, st.binary(max_size=2000), max_size=4))
def test_whatever_files_are_called_and_hold(tmp_path_factory, files: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("any")
    media = {f"media/sub/{name}": data for name, data in files.items()}
    source = packed(folder / "a.tar", {archive.DATABASE: b"", **media})
    archive.unpack(source, folder / "db", folder / "files")
    found = {f"media/{name}": data for name, data in everything_below(folder / "files").items()}
    assert found == media


def test_an_archive_that_is_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.tar", FILES)
    whole = source.read_bytes()
    # What comes after the list is padding, and says nothing.
    with tarfile.open(source) as tar:
        ends = tar.getmember(archive.LIST).offset_data + tar.getmember(archive.LIST).size
    cut = tmp_path / "cut.tar"
    for length in [*range(0, ends, 97), ends - 1]:
        cut.write_bytes(whole[:length])
        with pytest.raises(archive.Broken):
            archive.verify(cut)


@quietly
@given(st.data())
def test_no_change_of_a_byte_changes_what_comes_out(tmp_path_factory, data) -> None:
    folder = tmp_path_factory.mktemp("altered")
    source = packed(folder / "a.tar", FILES)
    before = unpacked(source, folder / "before")
    whole = bytearray(source.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    source.write_bytes(whole)
    try:
        after = unpacked(source, folder / "after")
    except archive.Broken:
        return
    assert after == before


def _member(name: str, kind: bytes = tarfile.REGTYPE, leads_to: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, leads_to
    return member


HOSTILE = {
    "up": [_member("media/../../escaped")],
    "up at once": [_member("../escaped")],
    "absolute": [_member("/tmp/escaped-from-a-backup")],
    "absolute below": [_member("media//tmp/escaped-from-a-backup")],
    "another name": [_member("settings.py")],
    "backslashes": [_member("media/..\\..\\escaped")],
    "symbolic link": [_member("media/link", tarfile.SYMTYPE, "/etc")],
    "link, then through it": [_member("media/link", tarfile.SYMTYPE, ".."), _member("media/link/escaped")],
    "hard link": [_member("media/link", tarfile.LNKTYPE, "../../escaped")],
    "device": [_member("media/device", tarfile.CHRTYPE)],
    "pipe": [_member("media/pipe", tarfile.FIFOTYPE)],
    "folder": [_member("media/folder", tarfile.DIRTYPE)],
    "twice": [_member("media/a"), _member("media/a")],
    "two lists": [_member(archive.LIST)],
}


@pytest.mark.parametrize("members", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_member_is_refused_before_anything_is_written(members: list[tarfile.TarInfo], tmp_path: Path) -> None:
    source = forged(tmp_path / "a.tar", members)
    with pytest.raises(archive.Broken):
        archive.unpack(source, tmp_path / "in" / "db", tmp_path / "in" / "files")
    assert sorted(everything_below(tmp_path)) == ["a.tar"]
    assert not Path("/tmp/escaped-from-a-backup").exists()


@pytest.mark.parametrize("listed", [{}, {"media/a": b"", "media/b": b""}, {"media/a": b"longer"}])
def test_what_the_list_does_not_name_exactly_is_refused(listed: dict[str, bytes], tmp_path: Path) -> None:
    source = forged(tmp_path / "a.tar", [_member("media/a")], listed=listed)
    with pytest.raises(archive.Broken, match="does not hold what its list"):
        archive.verify(source)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"SQLite format 3\0" * 100, b"\0" * 10240):
        (tmp_path / "a.tar").write_bytes(data)
        with pytest.raises(archive.Broken):
            archive.verify(tmp_path / "a.tar")
