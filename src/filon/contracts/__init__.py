"""C5 to C6: the order that an acceptance makes, the contract and its dates."""
