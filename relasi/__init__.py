"""Relasi: a self-hosted e-CRM. One customer profile under everything."""

__version__ = "0.1.0"
