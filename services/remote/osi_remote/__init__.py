"""A mission behind the addresses of running services, for the `osi` command: `osi --server HOST:PORT ...`.

`mission` fulfils the port `osi_core.cli.access.Access`, and is found by the entry-point group `osi.access`: `addresses`
knows where which service answers, `contracts` which method is for what, `tokens` what services are shown, `told` reads
what they tell, `errors` how they say no. Nothing is imported here, for `osi --help` loads the hooks of all packages.
"""
