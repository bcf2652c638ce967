"""Where rows are written to: aside first, and in place at once when all of them are there."""
