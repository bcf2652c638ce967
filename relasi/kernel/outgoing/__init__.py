"""The one guard for what we connect to because somebody typed an address.

`addresses` says where that may lead and has it checked; `posting` sends to the very address
that was checked, follows nothing and ends in time.
"""
