"""National law: imported collections, versions of articles, citations, and plain-words gists of the articles people meet most.

Rows of this context belong to no organisation: they are public law, the same for everybody.
"""
