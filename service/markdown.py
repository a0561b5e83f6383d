"""Other people's words inside our Markdown: they stay words, and never become marks or links."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\\`*_\[\]<>#|~&@$]")
# at the start of a line these open a list, a rule or the underline of a heading
_OPENS = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=:]))")
# many readers make a link of a bare address
_ADDRESS = re.compile(r"(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)


def escape(text: str) -> str:
    """The text on one line, so that a reader of Markdown shows exactly its words.

    Marks are escaped, white space and control characters become single spaces.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = _MARKS.sub(r"\\\g<0>", line)
    line = _ADDRESS.sub(r"\\\g<0>", line)
    return _OPENS.sub(r"\g<0>\\", line, count=1)
