"""What holds for a campaign without asking a database: times, the draw, the statistics."""
