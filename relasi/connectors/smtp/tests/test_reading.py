"""A caught mail as people read it."""

from relasi.connectors.smtp.reading import html_of

TEXT = (
    b"Subject: Your seat\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Choose a password:\nhttps://crm.example/join/a1?b=2&c=3\n<b>not bold</b>\n"
)


def test_a_link_in_a_mail_of_text_alone_can_be_followed():
    page = html_of(TEXT)

    assert '<a href="https://crm.example/join/a1?b=2&amp;c=3"' in page
    assert '<base target="_blank">' in page
    assert "&lt;b&gt;not bold&lt;/b&gt;" in page
