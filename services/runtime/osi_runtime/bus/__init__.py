"""The bus: what services say in public, over NATS JetStream.

`relay` brings the own log's public events to the stream, `consumer` hears the others', `stream` is all that both know
of JetStream, and `messages` says what a message is made of. The log is the truth, not the stream: the relay keeps no
cursor and asks the stream how far it is, and what a hearer misses it asks of the origin, by `osi_runtime.peers`. So a
stream may be wiped, and NATS may be away; what is heard is the same, only later.
"""
