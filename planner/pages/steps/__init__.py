"""What the steps of a month show, as frozen values: the sentence on it, a plan under way, the sheets before a deed.

Comes in: a `Standing`, a month, the moment. Goes out: values with their words in both languages.
May ask: what pages may.
"""
