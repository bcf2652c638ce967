"""What accounts tells the frame around every page."""
