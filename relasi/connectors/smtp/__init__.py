"""Mail leaves by SMTP; until a server is confirmed, a sink inside this machine takes it.

Nouns    MailServer, CaughtMail
Promise  nothing leaves the machine before someone with the right to has confirmed it;
         a reply is "sent" only when the server said so
Door     public.py (is the sink in use, the transport)
"""
