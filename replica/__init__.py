"""Our own copy of the PSA: a disposable SQLite file, the pull that keeps it true, and the feed of what changed.

`store.Replica` is the copy, `pull.Pull` the worker that follows Autotask, `feed` what subscribers get and
`status` what a person may know about it all. SQL lives in this room alone.
"""
