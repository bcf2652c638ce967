"""Mailboxes of a task, not of a person: whoever reads them today may be somebody else tomorrow.

RFC 2142 names the first; the others are usual in English and Indonesian.
"""

ROLES = frozenset(
    """
    abuse ftp hostmaster info marketing news noc postmaster sales security support usenet uucp
    webmaster www account accounting accounts admin administrator ads advertising all billing
    bookings career careers cc complaints contact cs customer customercare customerservice dev
    director editor email enquiries enquiry events everyone feedback finance hello help
    helpdesk hi hr hrd inquiries inquiry invoice invoices it jobs legal list mail mailbox
    management media newsletter no-reply noreply donotreply do-not-reply office operations
    order orders owner payment payments press privacy procurement purchasing reception
    recruitment reservations root sale secretary service services shop spam staff store
    subscribe system team tech test unsubscribe bantuan gudang humas iklan informasi kantor
    keluhan kepegawaian keuangan kontak langganan layanan lowongan pelanggan pemasaran
    pembelian pengaduan penjualan pesanan redaksi toko
    """.split()  # noqa: SIM905
)
