"""The front door: subcommands, configuration, and the composition of everything below."""
