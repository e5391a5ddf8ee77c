"""What the tests of phase 2 start from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.challenges import commands as c
from osi_core.domain import Phase, Role, Sector
from osi_core.testing.scenario import Scenario


class Town(Scenario):
    """A mission whose challenges phase is open: four citizens, an organiser, an expert, a town and a firm."""

    week = timedelta(days=7)

    def __init__(self, **playbook):
        super().__init__(**playbook)
        self.citizen("ada", "ben", "cem", "dia")
        self.member("olga", Role.ORGANISER)
        self.member("eli", Role.EXPERT)
        self.institution("town", Sector.ADMINISTRATION, speaker="rita")
        self.institution("works", Sector.BUSINESS, speaker="wim")
        self.open_without_gates(Phase.CHALLENGES)

    def submitted(self, *names, by="ada", **fields):
        """Challenges wait for moderation."""
        for name in names:
            self.do(c.SubmitChallenge(mission="m", challenge=name, title=f"The {name}", **fields), by=by)

    def accepted(self, *names, by="ada", **fields):
        """Challenges were submitted and accepted."""
        self.submitted(*names, by=by, **fields)
        for name in names:
            self.do(c.AcceptChallenge(mission="m", challenge=name), by="olga")

    def round(self, name="first", **fields):
        """A round is opened, for a week unless said otherwise."""
        fields.setdefault("closes_at", self.now + self.week)
        return self.do(c.OpenRound(mission="m", round=name, **fields), by="olga")

    def ballot(self, who, choices, points=(), round="first", ballot=None, revision=0):
        """A ballot, as a command."""
        return c.CastBallot(
            mission="m",
            round=round,
            participant=who,
            ballot=ballot or f"of-{who}",
            revision=revision,
            choices=choices,
            points=points,
        )

    def cast(self, who, choices, points=(), **fields):
        """A person casts a ballot."""
        return self.do(self.ballot(who, choices, points, **fields), by=who)

    def close(self, name="first"):
        """The round's deadline comes, the round is closed and decided."""
        self.later(days=8)
        self.do(c.CloseRound(mission="m", round=name), by="olga")
        self.decide()

    def prioritised(self, *names):
        """Challenges are accepted and come out of a round in this order."""
        self.accepted(*names)
        self.round(kind="points", items=names)
        self.cast("ada", names, tuple(range(len(names), 0, -1)))
        self.close()


@pytest.fixture
def town() -> Town:
    """A mission whose challenges phase is open."""
    return Town()


@pytest.fixture
def make_town() -> type[Town]:
    """For tests that set the playbook."""
    return Town
