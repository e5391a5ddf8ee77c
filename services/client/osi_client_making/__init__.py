"""Makes the typed methods of the clients, `osi_client/facades`, of the contracts: `python -m osi_client_making`.

With `--check` it only says what is not as it would be made. A test does so too.
"""
