"""What we write to people: templates, mailings, and the ledger of every message.

Nouns    Template, Mailing, Delivery, Hit, Unsubscription, Preflight
Promise  a mailing never writes to a person twice and forgets no one silently: every
         recipient ends as sent, failed, held back, cancelled or, openly, in doubt
Door     public.py (verbs and reads), events.py (MailingFinished, Unsubscribed)
"""
