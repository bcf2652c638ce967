"""What people ask of us about their data, by when it is due, and what became of it.

Nouns    Request, Step
Promise  every request has a day by which the law wants it done, and every step stays in its
         history; nothing is done to somebody's data before it is proven who asks
Door     public.py (opening and reading requests), events.py
"""
