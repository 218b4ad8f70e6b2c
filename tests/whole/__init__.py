"""The whole program as a person meets it: real processes, real sockets, real terminals."""
