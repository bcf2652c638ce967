"""What the purchases say about people: recency, frequency, money, lifecycle, range and depth.

Nouns    Score, cut points, lifecycle, typical gap
Promise  every score can be explained from stored cut points and rules; readers always see
         one complete computation
Door     public.py
"""
