"""A classifier of texts for scikit-learn, 1.2 or newer."""
import numbers
import os
from typing import Any, Dict, Iterable, List, Optional, Sequence, Union

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import (check_consistent_length,
                                      check_is_fitted, column_or_1d)

from .errors import InvalidError
from .model import Model
from .text import Text
from .training import train

NAME_MAX = 100  # bytes of a label in a model


def _texts(X: Any) -> List[Text]:
    """The texts of X, checked: one dimension, no numbers, none missing."""
    if isinstance(X, (str, bytes)):
        raise ValueError("X is a sequence of texts, not one text")
    shape = getattr(X, "shape", None)
    if shape is not None and len(shape) != 1:
        raise ValueError(
            f"X is a sequence of texts, of one dimension; Reshape your data: "
            f"it has the shape {shape}")
    texts = list(X)
    if not texts:
        raise ValueError("there are no texts: 0 sample(s), and a minimum of 1 "
                         "is required")
    for i, text in enumerate(texts):
        if not isinstance(text, (str, bytes)):
            raise ValueError(f"X[{i}] is no text, but "
                             f"{type(text).__name__}: {text!r}")
    return texts


def _names(classes: Sequence[Any], ordered: bool) -> List[str]:
    """Labels for the model: what str() makes of the classes, or numbers where
    that could not be told apart or written."""
    names = [str(each) for each in classes]
    fit = len(set(names)) == len(names) and all(
        name.isprintable() and name == name.strip() and name
        and len(name.encode()) <= NAME_MAX and not (ordered and "," in name)
        for name in names)
    return names if fit else [str(i) for i in range(len(classes))]


class TenorClassifier(ClassifierMixin, BaseEstimator):
    """Texts to classes, by `tenor train`.

    It finds features, weighting and C by cross-validation inside the texts
    that it is fitted to, so there is little to set. X is a sequence of str (or
    bytes of UTF-8): a list, an array or a Series.

    language      of the texts: a name or an ISO 639 code
    metric        what the search makes best: "mean", "accuracy", "macro-f1",
                  "mcc" or "f1:CLASS"
    search        False: the usual settings, at once
    budget        seconds after which no stage of the search begins
    ordered       True: the classes have an order, that in which they are
                  sorted; or all of them in their order
    balance       0 to 1: errors in a class weigh the inverse of its share to
                  this power; None: searched
    random_state  the seed of folds, samples and the solver
    n_jobs        threads, without effect on the result: None for 1, -1 for
                  all processors
    verbose       tell on standard error what the search tries
    options       others of `tenor train` by their names: {"ngrams": 2,
                  "kernel": "rbf"}

    After fit: classes_, and model_, a tenor.Model with one axis, "label",
    whose labels are the classes as str (or their numbers, where they would not
    do as names). An estimator is pickled with its model inside.

    A text that the model cannot judge - it is empty, in another language, far
    shorter than those of the training, or holds nothing known - has the shares
    of the classes in training as probabilities; model_.label() says which texts
    those are."""

    def __init__(self, language: str = "english", metric: str = "mean",
                 search: bool = True, budget: Optional[float] = None,
                 ordered: Union[bool, Sequence[Any]] = False,
                 balance: Optional[float] = None,
                 random_state: Any = 1, n_jobs: Optional[int] = None,
                 verbose: bool = False,
                 options: Optional[Dict[str, Any]] = None) -> None:
        self.language = language
        self.metric = metric
        self.search = search
        self.budget = budget
        self.ordered = ordered
        self.balance = balance
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.options = options

    # ---- fitting ------------------------------------------------------------

    def fit(self, X: Iterable[Text], y: Any, sample_weight: Any = None,
            groups: Any = None) -> "TenorClassifier":
        """Train on texts and their classes.

        sample_weight  how much errors in a text cost; 0 leaves it out
        groups         what texts have in common, such as their author: those
                       of a group share a fold of the cross-validation

        TrainingError, a ValueError, for what the program refuses: a class with
        one text only, an option that there is not."""
        if y is None:
            raise ValueError("this classifier requires y to be passed, but "
                             "the target y is None")
        texts = _texts(X)
        y = column_or_1d(y, warn=True)
        check_consistent_length(texts, y, sample_weight, groups)
        check_classification_targets(y)
        if sample_weight is not None:
            texts, y, sample_weight, groups = _weighted(
                texts, y, sample_weight, groups)
        classes, numbers_ = np.unique(y, return_inverse=True)
        if len(classes) < 2:
            raise ValueError("texts of at least 2 classes are needed; there "
                             f"is {len(classes)} class")
        names = _names(classes.tolist(), bool(self._order(classes)))
        data = train(
            texts, [names[k] for k in numbers_], self._train_options(
                classes, names),
            None if sample_weight is None else sample_weight.tolist(),
            None if groups is None else list(map(str, groups)),
            bool(self.verbose))
        self.classes_ = classes
        self.model_ = Model.from_bytes(data)
        axis, = self.model_.axes
        self._column_of_class = [axis.labels.index(name) for name in names]
        return self

    def _order(self, classes: Any) -> List[int]:
        """The numbers of the classes in their order; none without one."""
        if isinstance(self.ordered, (bool, np.bool_)):
            return list(range(len(classes))) if self.ordered else []
        values, given = classes.tolist(), list(self.ordered)
        if sorted(given) != sorted(values):
            raise InvalidError(f"ordered names {given}, the classes are "
                               f"{values}")
        return [values.index(each) for each in given]

    def _train_options(self, classes: Any, names: List[str]) -> Dict[str, Any]:
        order = self._order(classes)
        return {
            "axis": "label", "language": self.language,
            "metric": self.metric, "no_search": not self.search,
            "budget": self.budget, "balance": self.balance,
            "ordered": ",".join(names[k] for k in order) or None,
            "seed": self._seed(), "threads": self._threads(),
            **(self.options or {})}

    def _seed(self) -> int:
        if isinstance(self.random_state, numbers.Integral):
            return int(self.random_state)
        random = check_random_state(self.random_state)
        return int(random.randint(1, 1 << 31))

    def _threads(self) -> int:
        n = 1 if self.n_jobs is None else int(self.n_jobs)
        return n if n > 0 else max(1, (os.cpu_count() or 1) + 1 + n)

    # ---- asking -------------------------------------------------------------

    def predict_proba(self, X: Iterable[Text]) -> Any:
        """Calibrated probabilities [texts][classes], in the order of classes_.
        """
        check_is_fitted(self, "model_")
        blocks = [np.column_stack([np.frombuffer(column) for column in
                                   batch.probabilities("label").values()])
                  for batch in self.model_.label_batches(
                      _texts(X), self._threads())]
        return np.concatenate(blocks)[:, self._column_of_class]

    def predict(self, X: Iterable[Text]) -> Any:
        """The most probable class of each text."""
        check_is_fitted(self, "model_")
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]

    # ---- what it is, for scikit-learn ---------------------------------------

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags

    def _more_tags(self) -> Dict[str, Any]:
        """The same before 1.6."""
        return {"X_types": ["string", "1darray"]}


def _weighted(texts: List[Text], y: Any, sample_weight: Any,
              groups: Any) -> Any:
    """Without the texts that weigh nothing; and without weights, if all the
    others are equal to 1, as not every solver knows them."""
    weights = np.asarray(sample_weight, dtype=float)
    if weights.ndim != 1:
        raise ValueError("Sample weights must be 1D array or scalar")
    if not np.all(weights >= 0):
        raise ValueError("sample_weight has negative or missing values")
    kept = np.flatnonzero(weights)
    texts = [texts[i] for i in kept]
    groups = None if groups is None else [list(groups)[i] for i in kept]
    weights = weights[kept]
    return texts, y[kept], None if np.all(weights == 1) else weights, groups
