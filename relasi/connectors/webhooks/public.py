"""The door of `connectors.webhooks`: whoever wants something told publishes it on the bus."""

__all__ = ()
