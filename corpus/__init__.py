"""The documents as the system holds them."""
