"""The small strategies that come with osi-core, one rule a file, in plain Python. An ordinary plugin: it comes through
the same hooks as everybody's.
"""

__all__: list[str] = []
