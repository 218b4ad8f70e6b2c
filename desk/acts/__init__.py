"""What a person does on the desk: from a form's command to ops in the outbox, and how it shows meanwhile.

commands    what a form hands in, as frozen values
answers     what comes back: what is wrong, what is asked, what was done
offers      what a form starts with: choices, proposals, what is prefilled
told        what the acts show by themselves: pending marks, the log, conflicts, timers, sheets
surface     all that a screen may ask and do
"""
