"""Our own copy of the PSA: schema, pull, change feed."""
