"""One module for each command of `filon`: what it accepts, and the run."""
