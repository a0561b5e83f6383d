"""The command line and the HTTP service: what people and programs meet."""
