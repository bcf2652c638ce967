"""Components: the parts of the catalogue at /ui/ as template tags."""

from django import template

register = template.Library()
