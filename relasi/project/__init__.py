"""The house as a whole: settings, addresses, navigation, the command line, supervision."""
