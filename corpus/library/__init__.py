"""The documents the project ships, in its own words, and the script that typesets them."""
