"""The outbox: what a person entered, on disk before the screen says so, and in Autotask once.

op          what one line of the outbox is, and the lawful ways through its life
effects/    the kinds of writes: what is sent, how it is found again, when it is there
store       outbox.db: ops, their log, and what is kept; `journal` is its second copy
sender      lanes, claim, send, look, settle, sweep
outbox      the front: submit, undo, retry, drop, keep mine or take theirs, listing
"""
