"""The live desk: state in memory, in order, with a reason for every place."""
