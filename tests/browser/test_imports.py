"""An import in Chromium: four steps, a faulty cell put right in place, in and out again."""

import pytest

from relasi.accounts import testing
from relasi.contacts.importing.jobs import bring_in, take_back
from relasi.contacts.models import Contact, ImportRun

from .looking import axe, shoot, visit

pytestmark = pytest.mark.django_db(transaction=True)
LIST = """\
nama,surel,no_hp,tgl_lahir,kota,setuju
Ratna Kusumawardani,ratna.k@mailku.id,+62 813 5550 1184,2 Mar 1988,Bandung,ya
Hendra Gunawan,hendra@kantorku.example,0812-5550-77,17 Agu 1979,Cimahi,ya
Sri Wahyuni,sri.wahyuni@mailku.id,+62 857 5550 2291,31/02/1990,Garut,ya
Michael Tanuwijaya,michael@ruangbaca.example,+62 811 5550 9043,9 Jun 1985,Jakarta,mungkin
Yusuf Maulana,yusuf.maulana@,+62 813 5550 6621,,Bandung,ya
Made Suartini,made.suartini@mailku.id,+62 817 5550 2218,3 Des 1983,Denpasar,tidak
"""


def test_a_list_goes_in_through_four_steps_and_out_again(staff_page, live_server, tmp_path):
    path = tmp_path / "pameran-kopi-nov.csv"
    path.write_text(LIST)
    testing.make_organisation(name="Kopi Lereng", currency="IDR", country="ID")
    page = staff_page("owner")
    visit(page, f"{live_server.url}/imports/")
    axe(page)
    visit(page, f"{live_server.url}/imports/new/")
    shoot(page, "import-1-file")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/columns/")
    shoot(page, "import-2-columns")
    page.get_by_role("button", name="Look at the rows").click()
    page.wait_for_url("**/check/**")
    shoot(page, "import-3-check")

    cell = page.get_by_label("Value in row 4")
    assert "There is no 31 February." in page.locator("#row-4").inner_text()
    cell.fill("28/02/1990")
    cell.press("Enter")
    page.locator("#row-4 .c-fixed").wait_for()
    assert page.locator("#figures .fig-on .fig-value").inner_text() == "2"

    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/imports/*/")
    shoot(page, "import-4-waiting")
    run = ImportRun.objects.get()
    bring_in(run_id=run.pk)
    page.get_by_role("button", name="Take it back").wait_for(timeout=10_000)
    shoot(page, "import-5-done")
    assert Contact.objects.count() == 4
    visit(page, f"{live_server.url}/imports/{run.pk}/refused/")
    shoot(page, "import-6-refused")

    visit(page, f"{live_server.url}/imports/{run.pk}/")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("changes taken back").wait_for()
    take_back(run_id=run.pk)
    page.locator("#state [role=status]").wait_for(state="detached", timeout=10_000)
    assert Contact.objects.count() == 0
