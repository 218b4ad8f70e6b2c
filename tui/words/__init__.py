"""What the desk knows, put into lines of words: pure functions from frozen values to parts."""
