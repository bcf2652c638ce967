"""Reads of imports: the list, one run, its preview, the rows behind each figure."""
