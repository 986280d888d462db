"""Settings, URLs, the command line and the demonstration company: it knows all apps."""
