"""stub"""
from collections.abc import Iterable
from typing import Any
__all__ = ["pays"]
def pays(steps: float, kernels: Iterable[Any]) -> bool:
    return steps > 1e6
