"""Open Social Innovation: a society's ideas and the power of institutions, in six phases, as a library."""
