"""The rules of the timeline: months, channels, what arrived. Plain values in, plain values out."""

from .months import CHANNELS, month_of, months, next_month, partition_name

__all__ = ["CHANNELS", "month_of", "months", "next_month", "partition_name"]
