"""How django-allauth is fitted into the house: hashing, sealing, mail, closed doors."""
