"""Genuine clients of others, as they come from the registry, against a running collector.

They have an environment of their own (requirements/clients.txt, `.venv/clients`), because
what they want would hold back what the product needs.
"""
