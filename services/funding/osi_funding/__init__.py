"""The funding service: funds, grant rounds, grants and their ledger."""
