"""Prompts, one Markdown file per purpose and language. The first come with a later issue."""
