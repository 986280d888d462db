"""Files from outside: checked before anything reads them, kept, and read as tables.

Serves every app that accepts a document, a picture or a list (reference R7.2: data
that can be used). May import the kernel, the web layer and the accounts.
"""
