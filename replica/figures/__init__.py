"""Figures kept beside the copy: narrow facts, and the sums of what they add, so that a question reads sums.

addend     what one fact adds to one measure, flat, without knowing what it means
cells      sums of addends: by whom, and over which days
schema     the tables of figures.db
store      figures.db: taking facts in, and answering
"""
