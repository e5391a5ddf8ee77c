"""Funding: what institutions give, and what people vote to fund with it; it adds up to the cent.

A *fund* is money that an institution gives for a purpose. A *grant round* sets a budget of it aside, takes applications
of the initiatives in support and then ballots, and an allocation rule of the playbook decides. Every movement is a
posting of a double-entry ledger (`osi_core.money.ledger`).
"""
