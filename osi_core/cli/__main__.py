"""`python -m osi_core.cli`: the command `osi` where it isn't on the PATH."""

import sys

from osi_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
