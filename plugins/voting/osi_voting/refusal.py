"""What a rule says no with."""

from osi_voting.words import Told

__all__ = ["CannotDecide"]


class CannotDecide(Told):
    """A rule, or a judgement of an outcome, cannot be had for this problem with these options; the sentence names the
    field or option.
    """
