"""Figures about the desk and its people. Pure: every function takes `now`."""
