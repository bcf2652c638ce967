"""The outside world, one folder each: mail servers, later SMS, shops, social sources."""
