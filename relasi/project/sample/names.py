"""Names and places that the sample company's people are put together from.

Phone numbers are made only where nobody can have them: the ranges that regulators keep for
films (US 555-01xx, Ofcom, ACMA, Bundesnetzagentur, ARCEP), and Indonesia's +62 810, a mobile
prefix that was never given out. In the other countries people have no number.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """`weight` of 100 people; `streets` hold {n}; `phones` hold # for a digit."""

    code: str
    weight: int
    language: str
    family_first: bool
    given: tuple[str, ...]
    family: tuple[str, ...]
    cities: tuple[tuple[str, str, str, str], ...]  # city, region, postal prefix, time zone
    postal: str
    streets: tuple[str, ...]
    phones: tuple[str, ...]


COUNTRIES = (
    Country(
        "ID", 52, "id", False,
        ("Adi", "Agus", "Aisyah", "Andika", "Anisa", "Arif", "Ayu", "Bagus", "Bayu", "Budi",
         "Citra", "Dedi", "Desi", "Dewi", "Dian", "Dimas", "Eka", "Endang", "Fajar", "Farhan",
         "Fitri", "Galih", "Gilang", "Hana", "Hendra", "Ika", "Indah", "Intan", "Irfan", "Joko",
         "Kartika", "Kirana", "Laras", "Lestari", "Lina", "Made", "Maya", "Mega", "Melati",
         "Nadia", "Nanda", "Ningsih", "Novi", "Nur", "Putri", "Putu", "Rahmat", "Rama", "Ratna",
         "Rina", "Rizki", "Sari", "Satria", "Sekar", "Siti", "Slamet", "Sri", "Surya", "Tika",
         "Tri", "Umi", "Utami", "Wahyu", "Wawan", "Wayan", "Wulan", "Yanti", "Yoga", "Yudi",
         "Yuni", "Zahra"),
        ("", "", "Anggraini", "Ardiansyah", "Aritonang", "Astuti", "Fauzi", "Firmansyah",
         "Ginting", "Gunawan", "Handayani", "Harahap", "Hartono", "Hasibuan", "Hidayat",
         "Hutapea", "Irawan", "Iskandar", "Kurniawan", "Kusuma", "Lubis", "Maharani", "Maulana",
         "Nainggolan", "Nasution", "Nugroho", "Pangestu", "Permata", "Prameswari", "Prasetyo",
         "Pratama", "Purnama", "Puspita", "Rahayu", "Rahmawati", "Ramadhan", "Santoso", "Saputra",
         "Setiawan", "Siahaan", "Siregar", "Simanjuntak", "Sitompul", "Suharto", "Sulistyo",
         "Suryani", "Susanti", "Syahputra", "Tanjung", "Utomo", "Wibowo", "Widodo", "Wijaya",
         "Wulandari", "Yulianto"),
        (("Jakarta Selatan", "DKI Jakarta", "12", "Asia/Jakarta"),
         ("Jakarta Barat", "DKI Jakarta", "11", "Asia/Jakarta"),
         ("Bandung", "Jawa Barat", "40", "Asia/Jakarta"),
         ("Bogor", "Jawa Barat", "16", "Asia/Jakarta"),
         ("Depok", "Jawa Barat", "16", "Asia/Jakarta"),
         ("Semarang", "Jawa Tengah", "50", "Asia/Jakarta"),
         ("Surakarta", "Jawa Tengah", "57", "Asia/Jakarta"),
         ("Yogyakarta", "DI Yogyakarta", "55", "Asia/Jakarta"),
         ("Surabaya", "Jawa Timur", "60", "Asia/Jakarta"),
         ("Malang", "Jawa Timur", "65", "Asia/Jakarta"),
         ("Medan", "Sumatera Utara", "20", "Asia/Jakarta"),
         ("Padang", "Sumatera Barat", "25", "Asia/Jakarta"),
         ("Palembang", "Sumatera Selatan", "30", "Asia/Jakarta"),
         ("Pontianak", "Kalimantan Barat", "78", "Asia/Pontianak"),
         ("Denpasar", "Bali", "80", "Asia/Makassar"),
         ("Makassar", "Sulawesi Selatan", "90", "Asia/Makassar"),
         ("Jayapura", "Papua", "99", "Asia/Jayapura")),
        "@###", ("Jl. Melati No. {n}", "Jl. Kenanga No. {n}", "Jl. Diponegoro No. {n}",
                 "Jl. Gajah Mada No. {n}", "Jl. Sudirman Kav. {n}", "Gg. Mawar {n}",
                 "Perum Griya Asri Blok C/{n}", "Jl. Cempaka Raya No. {n}"),
        ("+62810########",),
    ),
    Country(
        "US", 9, "en", False,
        ("Alice", "Amelia", "Benjamin", "Carlos", "Charlotte", "Daniel", "Ella", "Ethan", "Grace",
         "Hannah", "Isaac", "Jacob", "Jasmine", "Liam", "Lucas", "Maria", "Mason", "Natalie",
         "Noah", "Olivia", "Owen", "Ruby", "Samuel", "Sofia", "Tyler", "Zoe"),
        ("Adams", "Baker", "Brooks", "Campbell", "Carter", "Collins", "Diaz", "Edwards", "Foster",
         "Garcia", "Hayes", "Hughes", "Johnson", "Kim", "Lopez", "Mitchell", "Nguyen", "O’Brien",
         "Parker", "Ramirez", "Reed", "Rivera", "Sanders", "Torres", "Turner", "Walker"),
        (("Cincinnati", "OH", "452", "America/New_York"),
         ("Portland", "OR", "972", "America/Los_Angeles"),
         ("Austin", "TX", "787", "America/Chicago"), ("Denver", "CO", "802", "America/Denver")),
        "@##", ("{n} Maple Avenue", "{n} Oak Street", "{n} Riverside Drive", "{n} 5th Street"),
        ("+151355501##", "+150355501##", "+151255501##", "+130355501##"),
    ),
    Country(
        "GB", 7, "en", False,
        ("Aidan", "Alfie", "Amina", "Beth", "Callum", "Eleanor", "Freya", "George", "Harry",
         "Imogen", "Isla", "Jack", "Megan", "Oliver", "Poppy", "Priya", "Rhys", "Rosie", "Tom"),
        ("Ahmed", "Begum", "Bennett", "Clarke", "Davies", "Evans", "Fraser", "Green", "Hall",
         "Jones", "Khan", "MacDonald", "Murphy", "Patel", "Roberts", "Shaw", "Singh", "Wood"),
        (("London", "", "SE", "Europe/London"), ("Manchester", "", "M", "Europe/London"),
         ("Edinburgh", "", "EH", "Europe/London"), ("Bristol", "", "BS", "Europe/London")),
        "@# #AB", ("{n} Church Road", "{n} Station Road", "Flat 2, {n} Mill Lane",
                    "{n} High Street"),
        ("+447700900###",),
    ),
    Country(
        "DE", 7, "de", False,
        ("Anna", "Ben", "Clara", "David", "Elif", "Emma", "Felix", "Jonas", "Jürgen", "Käthe",
         "Lena", "Leon", "Lukas", "Marie", "Mehmet", "Mia", "Paul", "Sophie", "Uwe", "Yasmin"),
        ("Bauer", "Becker", "Fischer", "Hoffmann", "Klein", "Koch", "Krüger", "Müller", "Neumann",
         "Öztürk", "Richter", "Schäfer", "Schmidt", "Schröder", "Wagner", "Weber", "Yılmaz"),
        (("Berlin", "", "10", "Europe/Berlin"), ("Hamburg", "", "20", "Europe/Berlin"),
         ("Köln", "", "50", "Europe/Berlin"), ("München", "", "80", "Europe/Berlin")),
        "@###", ("Lindenstraße {n}", "Gartenweg {n}", "Bahnhofstraße {n}", "Am Markt {n}"),
        ("+4917139200##",),
    ),
    Country(
        "AU", 6, "en", False,
        ("Archie", "Charlie", "Chloe", "Cooper", "Evie", "Harriet", "Jai", "Lachlan", "Matilda",
         "Mila", "Nate", "Piper", "Tahlia", "Willow", "Zara"),
        ("Anderson", "Bell", "Chen", "Dixon", "Kelly", "Lawson", "Marshall", "Nikolaidis",
         "Palmer", "Russo", "Sutton", "Taylor", "Tran", "Wilson"),
        (("Melbourne", "VIC", "30", "Australia/Melbourne"),
         ("Perth", "WA", "60", "Australia/Perth"),
         ("Brisbane", "QLD", "40", "Australia/Brisbane")),
        "@##", ("{n} Banksia Street", "{n} Harbour Road", "{n}/14 Wattle Grove"),
        ("+61491570006", "+61491570156", "+61491570157", "+61491570158", "+61491570159",
         "+61491570110"),
    ),
    Country(
        "SG", 6, "en", True,
        ("Hui Min", "Jia Hao", "Jun Wei", "Kai Xuan", "Li Ting", "Mei Ling", "Nurul", "Priya",
         "Wei Jie", "Xin Yi", "Yi Ling", "Zhi Wei"),
        ("Chan", "Chua", "Goh", "Koh", "Lee", "Lim", "Ng", "Ong", "Tan", "Teo", "Wong", "Yeo"),
        (("Singapore", "", "5", "Asia/Singapore"),),
        "@#####", ("Blk {n} Bedok North Ave 3", "Blk {n} Tampines St 21", "{n} Holland Road"), (),
    ),
    Country(
        "FR", 5, "fr", False,
        ("Adèle", "Amélie", "Baptiste", "Camille", "Chloé", "Éloïse", "Gaël", "Inès", "Jules",
         "Léa", "Maël", "Noé", "Théo", "Zoé"),
        ("Bernard", "Blanc", "Chevalier", "Dupont", "Fontaine", "Garnier", "Lefèvre", "Mercier",
         "Moreau", "Petit", "Rousseau", "Simon"),
        (("Paris", "", "75", "Europe/Paris"), ("Lyon", "", "69", "Europe/Paris"),
         ("Nantes", "", "44", "Europe/Paris")),
        "@00#", ("{n} rue des Lilas", "{n} bis, avenue de la Gare", "{n} place du Marché"),
        ("+336399800##",),
    ),
    Country(
        "NL", 4, "nl", False,
        ("Bram", "Daan", "Fleur", "Jelle", "Lieke", "Lotte", "Noor", "Ruben", "Sanne", "Sem"),
        ("Bakker", "de Boer", "de Vries", "Jansen", "Smit", "van den Berg", "van Dijk", "Visser"),
        (("Utrecht", "", "35", "Europe/Amsterdam"), ("Rotterdam", "", "30", "Europe/Amsterdam")),
        "@## AB", ("Kerkstraat {n}", "Molenweg {n}", "Oudegracht {n}"), (),
    ),
    Country(
        "JP", 4, "ja", True,
        ("Aoi", "Daiki", "Haruto", "Hina", "Kenta", "Mei", "Ren", "Sakura", "Yui", "Yuto"),
        ("Abe", "Fujita", "Inoue", "Kato", "Mori", "Nakamura", "Sato", "Suzuki", "Tanaka", "Ueda"),
        (("Osaka", "", "53", "Asia/Tokyo"), ("Tokyo", "", "15", "Asia/Tokyo")),
        "@#-00##", ("2-{n}-5 Honmachi", "1-{n} Sakuragaoka"), (),
    ),
)  # fmt: skip

COMPANY_STARTS = (
    "Anugerah", "Bintang", "Cahaya", "Dapur", "Gema", "Jenggala", "Karya", "Lereng", "Mandiri",
    "Nusa", "Pelita", "Rasa", "Sentosa", "Sinar", "Tirta", "Bright", "Harbour", "Linden",
    "Maple", "North",
)  # fmt: skip
COMPANY_KINDS = (
    ("Kitchen", "Restaurants"), ("Catering", "Restaurants"), ("Hotel", "Hotels"),
    ("Office Works", "Services"), ("School", "Education"), ("Clinic", "Health"),
    ("Café", "Restaurants"), ("Trading", "Retail"),
)  # fmt: skip
JOBS = ("Buyer", "Chef", "Manager", "Office manager", "Owner", "Purchasing", "Receptionist")
