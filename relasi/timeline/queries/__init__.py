"""What is read of events, of sources and of what came in over the wire."""
