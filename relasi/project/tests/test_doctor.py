"""What `relasi doctor` finds."""

from mmdb_writer import MMDBWriter

from relasi.project import doctor


def test_the_doctor_says_what_is_wrong_with_the_file_of_places(monkeypatch, tmp_path):
    good, broken = tmp_path / "places.mmdb", tmp_path / "broken.mmdb"
    MMDBWriter(ip_version=4).to_db_file(str(good))
    broken.write_bytes(b"nothing")
    said = []
    for path in ("", str(good), str(broken), str(tmp_path / "gone.mmdb")):
        monkeypatch.setenv("RELASI_GEO", path)
        said.append(any("RELASI_GEO" in problem for problem in doctor.examine()))

    assert said == [False, False, True, True]


def test_the_doctor_says_when_nothing_was_started_there(monkeypatch, tmp_path):
    monkeypatch.delenv("RELASI_SECRET", raising=False)
    monkeypatch.setenv("RELASI_HOME", str(tmp_path / "gone"))
    gone = doctor.examine()
    monkeypatch.setenv("RELASI_HOME", str(tmp_path))
    empty = doctor.examine()
    (tmp_path / "secret").write_text("x")
    started = doctor.examine()

    assert any(f"{tmp_path / 'gone'} is not there" in problem for problem in gone)
    assert any("has no signing key" in problem for problem in empty)
    assert not any("RELASI_HOME" in problem for problem in started)
