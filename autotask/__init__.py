"""The PSA at the other end: entities, picklists, query filters, HTTP client, errors."""
