"""What is asked of insight: limits, the newest run (runs), one person's scores (scores)."""
