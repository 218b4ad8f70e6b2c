"""What keys do to the work: acts of one press, and the forms of those that ask."""
