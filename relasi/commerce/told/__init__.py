"""Orders that shops tell of through their events (timeline's OrdersTold).

`taking` makes orders of them, a batch at a time; `waiting` keeps what cannot be done yet: an
order of a visitor nobody knows, a refund of an order that is not here. All of it happens in the
transaction of the events, so that each is done once whatever is killed.
"""
