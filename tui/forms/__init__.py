"""Forms over a screen: what a person types, checked while they type, and done once."""
