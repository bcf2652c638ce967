"""A question is handed to a process of its own, waited for, and ended when it takes too long."""
