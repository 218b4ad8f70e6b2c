"""Live compliance: whether the time of everybody on the desk is entered as it happens."""
