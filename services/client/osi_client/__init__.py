"""Clients of the services, async and plain."""
