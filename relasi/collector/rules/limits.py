"""How much is taken in one request. docs/reference/collector.md names each."""

MOST_BYTES = 20 * 1024 * 1024
"""Of a body, before and after decompressing."""

MOST_RATIO = 100
RATIO_FLOOR = 64 * 1024
"""A small body may grow to this whatever its ratio: few repeated words compress far."""

MOST_EVENTS = 2_500
MOST_EVENT_BYTES = 1024 * 1024
MOST_DEPTH = 64
MOST_AGENT = 512
MOST_KEY = 64
