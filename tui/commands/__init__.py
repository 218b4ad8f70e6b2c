"""What a person can do, one record a command: bindings, hints, help and palette are made from these records."""
