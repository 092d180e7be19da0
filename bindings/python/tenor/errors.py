"""What can go wrong: an exception for each code of the C library, which is
also the built-in exception that Python users expect there."""
from typing import Dict, Type


class Error(Exception):
    """Of all errors of this package. `code` is the name that model/tenor.h has
    for it, without TENOR_; the empty string where the library is not to
    blame."""

    code = ""


class LibraryError(Error, ImportError):
    """The C library, or the program, is missing or does not fit."""


class InvalidError(Error, ValueError):
    """An argument or a setting does not fit."""

    code = "EINVAL"


class OutOfMemory(Error, MemoryError):
    """Memory ran out."""

    code = "ENOMEM"


class FileError(Error, OSError):
    """A file cannot be read or written."""

    code = "EIO"


class MissingFileError(FileError, FileNotFoundError):
    """A file is not there."""


class ModelError(Error, ValueError):
    """A model file is damaged, foreign or too new, or not the one that was
    pickled."""

    code = "EMODEL"


class DataError(Error, ValueError):
    """A corpus or a record in it is malformed."""

    code = "EDATA"


class LimitError(Error, ValueError):
    """A stated limit is exceeded: a text above 64 MiB."""

    code = "ELIMIT"


class TrainingError(Error, ValueError):
    """The program could not train a model; the message is its own."""

    code = "ESOLVER"


# In the order of enum tenor_code, which begins with "no error".
BY_CODE: Dict[int, Type[Error]] = {
    1: InvalidError, 2: OutOfMemory, 3: FileError, 4: ModelError,
    5: DataError, 6: LimitError, 7: TrainingError}
