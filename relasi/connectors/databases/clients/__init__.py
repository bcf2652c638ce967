"""Reading other databases: one way to ask, whatever speaks to the server. Nothing is written."""
