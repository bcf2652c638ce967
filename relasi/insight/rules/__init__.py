"""The formulas, pure: quintiles from cut points (quintiles), rhythm and stage (lifecycle)."""
