"""What the engine of a share does with what it hears of other chains, beside folding it: parking, taking up, stopping.

Every share that is not the whole has these lines, each in its own chain.
"""
