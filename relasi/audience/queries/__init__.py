"""What is asked of segments: cards (segments), what trees may name (naming)."""
