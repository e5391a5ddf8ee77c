"""The audit as one HTML page that needs nothing beside it: drawings, and under each the table of its numbers."""

from osi_voting.pictures.page import write_page

__all__ = ["write_page"]
