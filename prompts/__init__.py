"""The words given to language models: one Markdown file per purpose and language."""

from prompts.load import Prompt, PromptError, Rendered, load_prompt, prompt_ids

__all__ = ["Prompt", "PromptError", "Rendered", "load_prompt", "prompt_ids"]
