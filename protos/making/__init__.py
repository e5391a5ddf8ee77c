"""What is made of the protos: Python modules with their types, a reference page, and the judgement of a linter.

`python -m protos.making` writes; with `--check` it writes nothing and says what is not as it would be written.
"""
