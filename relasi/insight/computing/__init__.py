"""Scores for everybody at once, as Ibis expressions: what each person bought (habits,
baskets), where the borders lie (borders), and which stage follows (stages).
"""
