"""What a column of a list of people may be."""

from django.utils.translation import gettext_lazy as _

from relasi.contacts.importing.targets import ImportField
from relasi.contacts.queries.fields import custom_fields

ADDRESSES = {"email": "email", "phone": "phone", "external_id": "external", "handle": "handle"}
TEXTS = (
    "name",
    "given_name",
    "family_name",
    "job_title",
    "street",
    "postal_code",
    "city",
    "region",
    "source",
    "country",
    "language",
    "time_zone",
)
CUSTOM = "fields."

_PLAIN = (
    ImportField("name", _("Name"), words="name|full name|customer name|contact name|nama"
                "|nama lengkap|nama pelanggan|pelanggan|customer"),
    ImportField("given_name", _("Given name"), longest=150,
                words="first name|given name|forename|nama depan"),
    ImportField("family_name", _("Family name"), longest=150,
                words="last name|family name|surname|nama belakang|nama keluarga"),
    ImportField("email", _("E-mail"), "email", many=True,
                words="email|e mail|mail|email address|surel|alamat email|alamat surel"),
    ImportField("phone", _("Phone"), "phone", many=True,
                words="phone|phone number|mobile|mobile phone|cell|telephone|tel|whatsapp|wa"
                "|no hp|hp|nomor hp|no telp|telp|telepon|nomor telepon|no wa|nomor wa|ponsel"),
    ImportField("external_id", _("External id"), "external", longest=120,
                words="external id|id|customer id|customer number|customer no|client id|member id"
                "|kode pelanggan|id pelanggan|no pelanggan|nomor pelanggan|id eksternal|kode"),
    ImportField("handle", _("Handle"), "handle", many=True,
                words="handle|instagram|social|akun|medsos|media sosial"),
    ImportField("company", _("Company"), words="company|organisation|organization|account"
                "|company name|perusahaan|nama perusahaan|kantor|instansi"),
    ImportField("job_title", _("Job title"), longest=150,
                words="job title|title|position|role|jabatan|posisi|pekerjaan"),
    ImportField("street", _("Street"), words="street|address|address line 1|alamat|jalan"),
    ImportField("postal_code", _("Postal code"), longest=20,
                words="postal code|postcode|zip|zip code|kode pos"),
    ImportField("city", _("City"), longest=120, words="city|town|kota|kabupaten|kota kabupaten"),
    ImportField("region", _("Region"), longest=120,
                words="region|state|province|county|provinsi|propinsi|daerah"),
    ImportField("country", _("Country"), "country", words="country|country code|negara"),
    ImportField("language", _("Language"), "language", words="language|locale|lang|bahasa"),
    ImportField("time_zone", _("Time zone"), "time_zone", words="time zone|timezone|zona waktu"),
    ImportField("born_on", _("Birthday"), "born_on",
                words="birthday|birth date|date of birth|dob|born|tanggal lahir|tgl lahir|lahir"),
    ImportField("source", _("Source"), longest=80, words="source|lead source|origin|sumber|asal"),
    ImportField("tags", _("Tags"), "tags", longest=60, many=True,
                words="tags|tag|label|labels|kategori|kelompok"),
)  # fmt: skip


def people_fields() -> tuple[ImportField, ...]:
    """The plain fields, then those the company added."""
    return (*_PLAIN, *added_fields("contact"))


def added_fields(of: str) -> tuple[ImportField, ...]:
    return tuple(
        ImportField(
            key=CUSTOM + field.key,
            label=field.label,
            kind="custom",
            words=f"{field.label}|{field.key.replace('_', ' ')}",
            custom=field.kind,
            choices=dict.fromkeys(field.choices, ""),
        )
        for field in custom_fields(of)
    )
