"""A service against its contract, as a black box."""
