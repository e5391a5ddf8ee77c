"""Three services, a crowd and missions, over real NATS servers, and what goes wrong: processes are killed, disks are
wiped or full, wires are cut, clocks jump. `network` is what runs, `brokers` and `wires` what is between, `crowd` the
load, `faults` what happens to them, and `checker` compares what was acknowledged with what there is in the end.
"""
