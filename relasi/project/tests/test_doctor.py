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
