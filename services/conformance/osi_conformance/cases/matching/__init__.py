"""Cases of the matching service."""
