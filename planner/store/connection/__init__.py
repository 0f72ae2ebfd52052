"""The way to a store: opening it without making it anew, what a driver's faults mean, and commits counted.

Comes in: a URL and the folder of the data. Goes out: an engine, and why it can only be read, if it can.
"""
