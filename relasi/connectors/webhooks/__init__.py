"""Other programs hear what happens here: signed messages to addresses that somebody chose.

Nouns    Endpoint, Message, Delivery, Attempt
Promise  what happened is written down with what made it happen, and is sent until it was taken
         or its schedule is over; it then stands as not delivered, and can be sent again
Door     public.py (nothing: what is told comes by the bus)
"""
