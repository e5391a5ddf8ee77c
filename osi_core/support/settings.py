"""The support's part of the playbook."""

from __future__ import annotations

from pydantic import Field

from osi_core.domain import Model


class SupportSettings(Model):
    """How long the programme lasts, and when silence becomes a warning."""

    months: int = Field(default=9, ge=1, le=60)
    """From the programme's start to its end."""
    inactive_days: int = Field(default=60, ge=1, le=365)
    """An initiative that gave no sign of life for longer than this is warned."""
    grace_days: int = Field(default=14, ge=0, le=180)
    """How long after the warning an initiative may still answer before it is marked as dropped out."""
    largest_stipend: int = Field(default=100_000, ge=1, le=10_000_000)
    """What one need may ask for at most, in whole units of its currency; an offer holds as much for each need."""
    max_bundle: int = Field(default=10, ge=2, le=50)
    """How many initiatives one bundle may hold."""
