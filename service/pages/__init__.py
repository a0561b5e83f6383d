"""The pages staff work in: plain HTML, readable without JavaScript, in Swedish and English.

Each module answers for one noun; ``frame`` draws, ``speech`` chooses the language, ``forgery``
guards the forms. Templates are in ``templates/``, what a browser loads in ``static/``.
"""

from service.pages.assembly import install

__all__ = ["install"]
