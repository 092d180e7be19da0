"""Training by the program: `tenor train` on a temporary file."""
import json
import os
import subprocess
import tempfile
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence

from . import _find
from .errors import InvalidError, TrainingError
from .text import Text, encode

# Options of train that say where texts come from and what is written.
OWN = ("output", "recipe", "corpora", "in", "text-column", "label-column",
       "group-column", "weight-column", "label-separator", "multi-label",
       "map", "quiet", "help")


def arguments(options: Mapping[str, Any]) -> List[str]:
    """Options by their names in cli/tenor.1, TRAIN, without the dashes before
    them: {"ngrams": 2, "max_features": 1000, "no_search": True}. None and
    False leave one out. InvalidError for those that are not yours."""
    found = []
    for name, value in options.items():
        name = name.replace("_", "-")
        if name in OWN:
            raise InvalidError(f"the option {name!r} cannot be set here")
        if value is True:
            found.append(f"--{name}")
        elif value is not None and value is not False:
            found.append(f"--{name}={value}")
    return found


def _readable(text: Text) -> str:
    """The text as JSON can have it: what is no UTF-8 is U+FFFD already."""
    return encode(text).decode("utf-8", "replace")


def _write(path: str, columns: Dict[str, Iterable[Any]]) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for record in zip(*columns.values()):
            json.dump(dict(zip(columns, record)), file, ensure_ascii=False)
            file.write("\n")


def train(texts: Sequence[Text], labels: Sequence[str],
          options: Mapping[str, Any], weights: Optional[Sequence[float]] = None,
          groups: Optional[Sequence[str]] = None,
          verbose: bool = False) -> bytes:
    """The file of a model that is trained on texts and their labels.

    weights  how much each counts, above 0 and up to 1e6
    groups   what texts have in common: those of a group share a fold
    verbose  what the program does goes to standard error

    TrainingError with what the program says."""
    command = [_find.program(), "train", *arguments(options)]
    columns: Dict[str, Iterable[Any]] = {
        "text": map(_readable, texts), "label": labels}
    for name, column in (("weight", weights), ("group", groups)):
        if column is not None:
            columns[name] = column
            command += [f"--{name}-column", name]
    with tempfile.TemporaryDirectory(prefix="tenor-") as folder:
        corpus = os.path.join(folder, "texts.jsonl")
        model = os.path.join(folder, "model.tenor")
        _write(corpus, columns)
        done = subprocess.run(
            [*command, *([] if verbose else ["-q"]), "-o", model, corpus],
            stdin=subprocess.DEVNULL, text=True, errors="replace", check=False,
            stderr=None if verbose else subprocess.PIPE)
        if done.returncode:
            said = (done.stderr or "").replace(folder + os.sep, "").strip()
            raise TrainingError(said or f"tenor train: exit {done.returncode}")
        with open(model, "rb") as file:
            return file.read()
