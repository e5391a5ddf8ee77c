"""Rules of participatory budgeting, one rule a file."""
