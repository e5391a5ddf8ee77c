"""The cases of the participation service alone."""
