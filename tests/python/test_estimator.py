"""TenorClassifier: what scikit-learn asks of an estimator, and what people
do with one. Needs scikit-learn, 1.2 or newer."""
import json
import os
import pickle
import tempfile
import unittest
import warnings

import support
import tenor

np, sklearn = support.need("numpy", "sklearn")
from sklearn import base, model_selection, pipeline  # noqa: E402
from sklearn.utils import estimator_checks  # noqa: E402
from sklearn.utils.validation import check_is_fitted  # noqa: E402

from tenor import TenorClassifier  # noqa: E402

GOOD = [f"a good, fine and lovely day {i}" for i in range(20)]
BAD = [f"a bad, sad and ugly night {i}" for i in range(20)]
TEXTS = GOOD + BAD


def quick(**parameters):
    return TenorClassifier(search=False, **parameters)


def fitted(y=None, **parameters):
    return quick(**parameters).fit(TEXTS, y or [1] * 20 + [0] * 20)


# ---- the checks of scikit-learn ---------------------------------------------

def validated(estimator, X, *y, **options):
    """What an estimator of matrices calls, before and since 1.6."""
    try:
        from sklearn.utils.validation import validate_data
    except ImportError:
        return estimator._validate_data(X, *y, **options)
    return validate_data(estimator, X, *y, **options)


def as_texts(X):
    """Rows of a matrix as words: one for each step that a value is above, so
    that values that are close have words in common."""
    digits, steps = "bcdfghjklm", np.linspace(-3, 3, 25)

    def word(j, k):
        return "x" + "".join(digits[int(d)] for d in f"{j:02d}{k:02d}") + "x"

    return [" ".join(word(j, k) for j, x in enumerate(row)
                     for k, step in enumerate(steps) if x > step)
            for row in X]


class OnMatrices(TenorClassifier):
    """TenorClassifier behind as_texts(): all but the kind of X is that of the
    estimator, so that every check of scikit-learn can look at it."""

    def __init__(self, search=False, random_state=1):
        super().__init__(search=search, random_state=random_state)

    def fit(self, X, y, sample_weight=None):
        if y is None:
            return super().fit(["a"], y)
        X, y = validated(self, X, y)
        return super().fit(as_texts(X), y, sample_weight)

    def predict_proba(self, X):
        check_is_fitted(self, "model_")
        return super().predict_proba(
            as_texts(validated(self, X, reset=False)))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = False
        tags.input_tags.two_d_array = True
        return tags

    def _more_tags(self):
        return {"X_types": ["2darray"]}


# Checks that fail, and why that is as it should be.
EXCLUDED = {
    "check_sample_weight_equivalence_on_dense_data":
        "it asks that a weight of 2 is a second copy of the text; the "
        "machine is trained so, but a copy also is one more document to "
        "calibrate on, and texts of weight 0 leave a class here that has one "
        "text, which is refused",
}
# Checks that feed no X, so that they can look at the estimator as it is.
WITHOUT_X = (
    "check_estimator_cloneable", "check_estimators_unfitted",
    "check_estimator_tags_renamed", "check_valid_tag_types",
    "check_estimator_repr", "check_no_attributes_set_in_init",
    "check_do_not_raise_errors_in_init_or_set_params", "check_mixin_order",
    "check_parameters_default_constructible", "check_get_params_invariance",
    "check_set_params", "check_estimator_get_tags_default_keys")


def checks_of(estimator):
    """(name, check) of all that scikit-learn has for an estimator."""
    make = getattr(estimator_checks, "estimator_checks_generator", None)
    found = (make(estimator, legacy=True) if make else
             estimator_checks.check_estimator(estimator, generate_only=True))
    for instance, check in found:
        yield (getattr(check, "func", check).__name__,
               lambda instance=instance, check=check: check(instance))


class Checks(unittest.TestCase):
    def test_behind_matrices_all_but_those_excluded(self):
        seen = set()
        for name, check in checks_of(OnMatrices()):
            seen.add(name)
            with self.subTest(name), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                if name not in EXCLUDED:
                    check()
                    continue
                with self.assertRaises(Exception, msg="it passes now"):
                    check()
        self.assertGreater(len(seen), 40)

    def test_as_it_is_those_without_x(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # There is no matrix to give it, so this says that it skips.
            estimator_checks.check_estimator(quick())
            known = dict(checks_of(OnMatrices()))
            for name in WITHOUT_X:
                if name not in known and name not in ("check_set_params",):
                    continue  # of another version
                with self.subTest(name):
                    getattr(estimator_checks, name)("TenorClassifier",
                                                    quick())

    def test_tags(self):
        try:
            from sklearn.utils import get_tags
        except ImportError:
            self.assertEqual(quick()._get_tags()["X_types"],
                             ["string", "1darray"])
            return
        tags = get_tags(quick())
        self.assertTrue(tags.input_tags.string)
        self.assertFalse(tags.input_tags.two_d_array)
        self.assertEqual(tags.estimator_type, "classifier")
        self.assertTrue(tags.target_tags.required)
        self.assertTrue(base.is_classifier(quick()))


# ---- classes ----------------------------------------------------------------

class Classes(unittest.TestCase):
    def test_come_back_as_they_were(self):
        for good, bad, kind in (
                (1, 0, np.integer), (-1, 300, np.integer),
                (True, False, np.bool_), ("yes", "no", str),
                (2.0, 1.0, np.floating), ("a,b", "a\tb", str),
                ("\u00e9", "e\u0301", str), ("", " ", str),
                ("1", "01", str), ("x" * 500, "x" * 501, str)):
            c = fitted([good] * 20 + [bad] * 20)
            self.assertEqual(c.classes_.tolist(), sorted([good, bad]))
            found = c.predict(["lovely day", "ugly night"])
            self.assertEqual(found.tolist(), [good, bad])
            self.assertIsInstance(found[0], kind)
            self.assertEqual(c.score(TEXTS, [good] * 20 + [bad] * 20), 1)

    def test_objects_stay_objects(self):
        c = quick().fit(TEXTS, np.array(["yes"] * 20 + ["no"] * 20, object))
        self.assertIs(type(c.predict(["lovely day"])[0]), str)

    def test_three_in_an_order(self):
        texts = TEXTS + [f"an ordinary, usual time {i}" for i in range(20)]
        y = [5] * 20 + [1] * 20 + [3] * 20
        for ordered in (True, [1, 3, 5]):
            c = quick(ordered=ordered).fit(texts, y)
            self.assertTrue(c.model_.card["axes"][0]["ordered"])
            found = c.predict(["lovely day", "ugly night", "usual time"])
            self.assertEqual(found.tolist(), [5, 1, 3])
        c = quick(ordered=["low", "mid", "high"]).fit(
            texts, ["high"] * 20 + ["low"] * 20 + ["mid"] * 20)
        self.assertEqual(c.model_.axes[0].labels, ("low", "mid", "high"))
        self.assertEqual(c.classes_.tolist(), ["high", "low", "mid"])
        self.assertEqual(c.predict(["lovely day"]).tolist(), ["high"])
        self.assertRaises(ValueError, quick(ordered=[1, 2]).fit, texts, y)

    def test_probabilities(self):
        c = fitted()
        p = c.predict_proba(["lovely day", "ugly night", "zzz", ""])
        self.assertEqual(p.shape, (4, 2))
        np.testing.assert_allclose(p.sum(1), 1)
        np.testing.assert_allclose(p[2:], 0.5)
        self.assertGreater(p[0, 1], 0.6)
        label, = c.model_.label(["lovely day"])
        self.assertEqual(label.probabilities("label")["1"], p[0, 1])


# ---- training ---------------------------------------------------------------

class Training(unittest.TestCase):
    def test_the_model_is_that_of_the_program(self):
        texts = support.odd_texts(60)
        texts = [f"{'good' if i % 2 else 'bad'} {text}"
                 for i, text in enumerate(texts)]
        y = ["ab"[i % 2] for i in range(60)]
        with tempfile.TemporaryDirectory() as folder:
            corpus, model = (os.path.join(folder, name) for name in
                             ("texts.jsonl", "m"))
            with open(corpus, "w", encoding="utf-8") as file:
                for text, label in zip(texts, y):
                    file.write(json.dumps({"text": text, "label": label}))
                    file.write("\n")
            support.run("train", "-q", "--no-search", "--axis", "label",
                        "--metric", "accuracy", "--ngrams", "2", "-o", model,
                        corpus)
            theirs = tenor.Model.open(model)
            ours = quick(metric="accuracy", options={"ngrams": 2}).fit(
                texts, y).model_
            for model in (theirs, ours):
                card = model.card["axes"][0]
                for corpus in card["corpora"]:
                    corpus.pop("sha256")  # of the file, whose blanks differ
                self.assertEqual(card["documents"], 60)
            found = [[label.probabilities("label") for label in
                      model.label(TEXTS + texts)] for model in (ours, theirs)]
            self.assertEqual(*found)

    def test_any_text(self):
        texts = TEXTS + support.odd_texts(100) + ["\ud800 lone", b"\xff\xfe"]
        y = [0, 1] * (len(texts) // 2)
        self.assertEqual(quick().fit(texts, y).model_.card["axes"][0]
                         ["documents"], len(texts))

    def test_kinds_of_x(self):
        pandas, pyarrow = support.need("pandas", "pyarrow")
        y = [1] * 20 + [0] * 20
        wanted = fitted().predict_proba(TEXTS)
        for X in (tuple(TEXTS), np.array(TEXTS), np.array(TEXTS, object),
                  pandas.Series(TEXTS, index=range(100, 140)),
                  pandas.Series(TEXTS, dtype="string"),
                  [text.encode() for text in TEXTS],
                  pandas.Series(pyarrow.array(TEXTS),
                                dtype=pandas.ArrowDtype(pyarrow.string()))):
            c = quick().fit(X, pandas.Series(y))
            np.testing.assert_array_equal(c.predict_proba(X), wanted)

    def test_what_is_no_text(self):
        y = [0, 1] * 20
        for X in ("a text", np.zeros((40, 2)), np.array([TEXTS]).T,
                  list(range(40)), [None] * 40, [float("nan")] * 40, []):
            self.assertRaises(ValueError, quick().fit, X, y)
            self.assertRaises(ValueError, fitted().predict, X)
        self.assertRaises(ValueError, quick().fit, TEXTS, y[1:])
        self.assertRaises(ValueError, quick().fit, TEXTS, [1] * 40)
        self.assertRaises(ValueError, quick().fit, TEXTS, None)
        self.assertRaises(ValueError, quick().fit, TEXTS, [0] + [1] * 39)
        self.assertRaises(ValueError, quick().fit, TEXTS,
                          np.linspace(0, 1, 40))

    def test_not_fitted(self):
        for ask in (quick().predict, quick().predict_proba):
            with self.assertRaises(sklearn.exceptions.NotFittedError):
                ask(["a"])

    def test_weights(self):
        texts = TEXTS + ["odd one"] * 6
        y = [1] * 20 + [0] * 20 + [1, 0] * 3
        p = [quick().fit(texts, y, sample_weight=[1] * 40 + weights)
             .predict_proba(["odd one"])[0, 1]
             for weights in ([9, 0.1] * 3, [1] * 6, [0.1, 9] * 3)]
        self.assertGreater(p[0], p[1])
        self.assertGreater(p[1], p[2])
        with_none = quick().fit(TEXTS, y[:40]).predict_proba(TEXTS)
        without = quick().fit(texts, y, sample_weight=[1] * 40 + [0] * 6)
        np.testing.assert_array_equal(without.predict_proba(TEXTS), with_none)
        for bad in ([-1] * 46, [float("nan")] * 46, [1] * 45,
                    [[1, 2]] * 46):
            self.assertRaises(ValueError, quick().fit, texts, y, bad)

    def test_groups(self):
        y = [1] * 20 + [0] * 20
        quick().fit(TEXTS, y, groups=list(range(10)) * 4)
        with self.assertRaisesRegex(ValueError, "group"):
            quick().fit(TEXTS, y, groups=["one"] * 40)

    def test_options(self):
        c = fitted(options={"kernel": "rbf", "gamma": 0.03, "style": "off"},
                   language="de", balance=1.0, random_state=7)
        axis = c.model_.card["axes"][0]
        self.assertEqual(axis["seed"], 7)
        self.assertEqual(c.predict(["lovely day"]).tolist(), [1])
        for options in ({"output": "x"}, {"nonsense": 1}, {"ngrams": "x"},
                        {"multi_label": True}):
            self.assertRaises(ValueError, quick(options=options).fit, TEXTS,
                              [0, 1] * 20)
        self.assertRaises(ValueError, fitted, metric="nonsense")

    def test_threads_and_search_change_nothing_but_the_time(self):
        y = [1] * 20 + [0] * 20
        one, two = (TenorClassifier(n_jobs=n, options={"folds": 2}).fit(
            TEXTS, y) for n in (1, -1))
        self.assertEqual(one.model_.checksum, two.model_.checksum)
        self.assertIn("search", one.model_.card["axes"][0])
        none = TenorClassifier(budget=0.000001).fit(TEXTS, y)
        self.assertEqual(none.predict(["lovely day"]).tolist(), [1])

    def test_random_states(self):
        for state in (None, np.random.RandomState(3), np.int64(3)):
            fitted(random_state=state)


# ---- with the rest of scikit-learn ------------------------------------------

class Together(unittest.TestCase):
    def test_copies(self):
        c = fitted()
        for copy in (pickle.loads(pickle.dumps(c)), c.__copy__()
                     if hasattr(c, "__copy__") else c):
            np.testing.assert_array_equal(copy.predict_proba(TEXTS),
                                          c.predict_proba(TEXTS))
        new = base.clone(c)
        self.assertFalse(hasattr(new, "model_"))
        self.assertEqual(new.get_params(), c.get_params())
        self.assertIn("search=False", repr(c))

    def test_pipeline_and_validation(self):
        from sklearn.preprocessing import FunctionTransformer
        y = np.array([1] * 20 + [0] * 20)
        lower = FunctionTransformer(lambda X: [x.lower() for x in X])
        p = pipeline.make_pipeline(lower, quick())
        self.assertEqual(p.fit(TEXTS, y).score(TEXTS, y), 1)
        scores = model_selection.cross_val_score(quick(), TEXTS, y, cv=3)
        self.assertEqual(scores.tolist(), [1, 1, 1])
        scores = model_selection.cross_val_score(
            quick(), TEXTS, y, cv=3, n_jobs=2, scoring="neg_log_loss")
        self.assertGreater(scores.min(), -0.6)

    def test_grid_search(self):
        y = [1] * 20 + [0] * 20
        search = model_selection.GridSearchCV(
            quick(), {"options": [{"ngrams": 1}, {"cost": 2}],
                      "balance": [None, 1.0]}, cv=2).fit(TEXTS, y)
        self.assertEqual(search.best_score_, 1)
        self.assertEqual(search.predict(["lovely day"]).tolist(), [1])


if __name__ == "__main__":
    unittest.main()
