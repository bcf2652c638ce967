"""The timeline on the customer page, and its older parts."""
