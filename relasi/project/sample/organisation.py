"""The organisation's card while the sample company is here: filled in only where it is empty."""

from django.db import connection

NAME = "Toko Lestari"
POSTAL_ADDRESS = "Jl. Melati No. 12\n40115 Bandung\nIndonesia"
# The data's amounts are US dollars. An organisation that has its own name already keeps its
# own currency too, and the amounts are then read as that.
CURRENCY = "USD"


def fill_organisation() -> None:
    """Give a nameless organisation a name, a currency and a time zone, and a postal address
    (without which no mail goes out) to one that has none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_organisation"
            " (id, name, postal_address, currency, time_zone, language, country)"
            " VALUES (1, '', '', %s, 'UTC', 'en', '') ON CONFLICT DO NOTHING",
            [CURRENCY],
        )
        cursor.execute(
            "UPDATE accounts_organisation SET name = %s, currency = %s, country = 'ID',"
            " time_zone = 'Asia/Jakarta' WHERE name = ''",
            [NAME, CURRENCY],
        )
        cursor.execute(
            "UPDATE accounts_organisation SET postal_address = %s WHERE postal_address = ''",
            [POSTAL_ADDRESS],
        )


def empty_organisation() -> None:
    """Take back what is still as we filled it in."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET name = '' WHERE name = %s", [NAME])
        cursor.execute(
            "UPDATE accounts_organisation SET postal_address = '' WHERE postal_address = %s",
            [POSTAL_ADDRESS],
        )
