"""The parts that screens are made of. Each takes plain text and frozen values, and knows no desk."""
