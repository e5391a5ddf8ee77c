"""A service against its contract, as a black box: `osi conformance SERVICE --target HOST:PORT`.

The kit is the service's peer: it plays the other services of some missions (`peers`), signs the tokens of their people,
and looks at nothing but gRPC. `case` says what a case is, `cases` has them all, `trial` what one works with; `running`
runs them, and `results` tells what came of it. From a program: `running.run(Setup(...), chosen("funding"))`.

This file imports nothing: `osi --help` looks at the hooks beside it, and must not wait for gRPC.
"""
