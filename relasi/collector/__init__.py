"""Where events of sites, apps and servers come in, in the wire formats of known clients.

Nouns    Source (whose key it is), Parcel (the events of one request), Refusal
Promise  200 is said only after the events are committed; what is refused says why and is counted
Door     application.py (the ASGI application), rules/ (what it decides, pure)

It knows no Django: it reads `timeline_source` and writes `timeline_arrival` and
`timeline_intake` by SQL, so that an event costs microseconds and it can run alone.
"""
