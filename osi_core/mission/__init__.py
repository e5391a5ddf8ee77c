"""Phase 1, the mission (Mission setzen): a large societal goal becomes the shared one of all relevant actors.

A mission has a goal with an indicator, names the playbook it runs under, and is endorsed by institutions of every
required sector. Who takes part, for which institution and in which role, stands here too.
"""
