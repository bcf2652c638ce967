"""What the collector decides, without a socket or a database."""
