"""What can go wrong, as one tree.

    SamklangError                    everything we raise on purpose
    ├── UsageError                   the caller asked for something that cannot be (exit 2)
    ├── SettingsError                a setting is missing or contradicts another
    ├── NotFoundError                a document, version, page or interval that is not there
    ├── ConflictError                the thing is no longer (or not yet) in a state that allows it
    ├── DataFolderInUseError         another process owns the data folder (exit 75)
    ├── IndexMismatchError           a derived index does not hold what the catalog says
    ├── ModelError                   the embedding model cannot be built or loaded
    │   └── ModelChangedError        the corpus was embedded with another model
    ├── LanguageModelError           the language model gave no whole answer; `fault` says why
    └── DocumentError                one file could not be taken in; the others go on
        ├── UnknownFormatError       the bytes are of no format we read
        ├── EmptyDocumentError       no bytes, or no text in them
        ├── NoTextLayerError         a PDF of pictures: needs OCR
        ├── PasswordError            encrypted, and no or a wrong password
        ├── DamagedDocumentError     the bytes claim a format and break it
        └── ParserError              the worker process died or took too long

Messages say what was wanted, what was given and what to do.
"""


class SamklangError(Exception):
    """Anything Samklang raises on purpose; the message is fit to show to staff."""


class UsageError(SamklangError):
    """The request itself is wrong."""


class SettingsError(SamklangError):
    """A setting is missing, unknown, or contradicts another."""


class NotFoundError(SamklangError):
    """The named document, version, page or interval does not exist."""


class ConflictError(SamklangError):
    """The thing is in a state that does not allow what is asked."""


class DataFolderInUseError(SamklangError):
    """Another process holds the owner lock of the data folder."""


class IndexMismatchError(SamklangError):
    """A derived index does not hold what the catalog says it should."""


class ModelError(SamklangError):
    """The embedding model cannot be built, found or loaded."""


class ModelChangedError(ModelError):
    """The corpus was embedded with another model than the settings name."""


class LanguageModelError(SamklangError):
    """The language model gave no whole answer.

    Attributes:
        fault: a value of ``pipeline.llm.Fault``.
        retryable: the same request may succeed later, with nothing changed by anyone.
        spent: tokens (in and out) the failed request took, as far as known.
    """

    def __init__(
        self, message: str, *, fault: str, retryable: bool = False, spent: int = 0
    ) -> None:
        super().__init__(message)
        self.fault = fault
        self.retryable = retryable
        self.spent = spent


class DocumentError(SamklangError):
    """One file could not be taken in. The run goes on with the others."""


class UnknownFormatError(DocumentError):
    """The bytes belong to no format Samklang reads."""


class EmptyDocumentError(DocumentError):
    """The file has no bytes, or no text in them."""


class NoTextLayerError(DocumentError):
    """A PDF whose pages are pictures: there is no text to find."""


class PasswordError(DocumentError):
    """The document is encrypted and the password is missing or wrong."""


class DamagedDocumentError(DocumentError):
    """The bytes claim to be a format and then break its rules."""


class ParserError(DocumentError):
    """The worker process that read the file died, ran out of memory or of time."""
