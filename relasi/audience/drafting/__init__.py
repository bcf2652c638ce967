"""A tree while somebody edits it: its lines as sentences with controls (lines), what a posted
form makes of it (edits), what one may add (offers).
"""
