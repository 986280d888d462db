"""Documents sent out or printed: Typst PDF, formats of the reader's language, numbers.

Callers describe a `content.Document` and hand it to `rendering.render_document`; they
write no Typst. May import files, journal, accounts and what lies below.
"""
