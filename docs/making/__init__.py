"""The documentation as a site: `make docs` builds it from the pages as they stand, which are read on a forge as well.

`pages` takes in what the pages link to and makes those of the reference; `dialect` reads Markdown as forges do.
"""
