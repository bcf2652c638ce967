"""The few things every package may use: errors, the bus, time, money, tokens, jobs.

Nothing here knows a customer, a campaign or a message.
"""
