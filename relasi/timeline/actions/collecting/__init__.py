"""From what the collector wrote down to the timelines of people and visitors.

`batch` takes some arrivals in one transaction, with a handful of statements however many they
are; `draining` takes batch after batch and makes sure that no arrival stops the others.
"""
