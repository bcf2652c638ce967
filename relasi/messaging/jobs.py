"""Work of the worker: each line loads and calls one verb."""
