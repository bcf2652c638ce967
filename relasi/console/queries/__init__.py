"""Questions and saved queries as they are shown."""
