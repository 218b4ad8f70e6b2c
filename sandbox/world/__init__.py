"""The living desk inside the sandbox: a fictional MSP, deterministic from a seed, that moves with the clock."""

from sandbox.world.world import World

__all__ = ["World"]
