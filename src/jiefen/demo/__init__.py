"""The demo: one invented company, its estates, its people and their stories. Everything follows from (seed, today).

It fills empty tables in bulk and therefore knows the models of every context; nothing imports it but the command line.
"""
