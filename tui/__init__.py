"""The screens: a Textual app that talks to `desk` and to nothing lower."""
