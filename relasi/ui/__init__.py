"""The look: the shell around every page, components, lists, formats, the palette.

Nouns    NavItem, Panel, ListSpec, ListState, Row, Cell, SearchProvider, Toast
Promise  every page has one frame, every list works alike, every number is printed in one way
Door     public.py (registries, lists, formats); templates and tags are open to every page
"""
