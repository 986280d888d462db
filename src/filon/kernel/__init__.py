"""Money, units, dates, errors, states, text: pure pieces without a model, for all."""
