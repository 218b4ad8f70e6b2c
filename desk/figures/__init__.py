"""The fourteen KPIs over the copy: facts made of its rows, kept with their sums, and answers from those.

adding     what a fact adds, as the figures keep it
upkeep     facts that became different, taken in
answering  values of KPIs for a period, by a dimension, over weeks
"""
