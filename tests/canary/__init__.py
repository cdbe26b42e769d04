"""A municipal system with secrets, to see through which doors they would leave."""
