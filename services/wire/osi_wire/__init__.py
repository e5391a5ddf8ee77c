"""Protobuf messages and the library's commands, events and values: each made from the other, field by field."""
