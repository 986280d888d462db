"""The demonstration company: Rochebrune Fluides, an invented valve maker in Grenoble.

Made by rules from a fixed seed, relative to the day it is made: the same day gives the
same company. Every record goes through the tables that real work uses.
"""
