"""What was sold, to whom, for how much, and what came back.

Nouns    Product, Category, Order, Order line, Return, Exchange rate
Promise  each completed order is one event on the timeline; every amount has a base amount
Door     public.py (verbs and reads), events.py (what others may hear)
"""
