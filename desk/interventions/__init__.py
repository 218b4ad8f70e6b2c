"""The intervention list: which tickets need a hand, why, and in which order.

order       all that is listed, kept in its order of need by every single move
reading     what `workflows.intervention` asks of a ticket, read from what is in memory
away        when the owner of a ticket is off
foreseen    what the forecasts said last
asking      the questions of a screen
model       what a screen sees, frozen
words       the sentence of a need
settings    `[desk.interventions]`
"""
