"""The services' methods with their types, made of the contracts by `make protos`; do not edit."""
