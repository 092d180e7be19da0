"""DataFrames of Spark get columns of labels, scored where the rows are.

    labelled = tenor.spark.label(df, "text")

Each Python process of the workers opens the model once and scores batches of
Arrow in place. The library and the model travel with the job; docs/SPARK.md
says how, and what a cluster needs."""
import atexit
import functools
import gc
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from array import array
from typing import (Any, Callable, Iterable, Iterator, List, NamedTuple,
                    Optional, Sequence, Set, Tuple, Union)

from . import _find, _library
from .errors import InvalidError, LibraryError, ModelError
from .model import Model, Names, Path

Source = Union[None, Path, Model]


class Plan(NamedTuple):
    """What the workers have to know; plain values, which travel."""

    text: int              # number of the column of the text
    names: Tuple[str, ...]  # of the columns that are added
    axes: Tuple[int, ...]  # numbers of the axes that are shown
    exact: bool
    archive: Optional[str]  # name of the file with the package
    model: Optional[str]   # name of the file of the model, or with no archive
                           # its path; None is the embedded model
    checksum: str
    version: str


# ---- on the driver ----------------------------------------------------------

def label(df: Any, text_col: str, model: Source = None, *,
          axes: Optional[Names] = None, prefix: str = "tone",
          separator: str = "_", exact: bool = False, ship: bool = True) -> Any:
    """The DataFrame with the columns of `tenor label` behind its own.

    tone_status       "ok", or why there are no labels: "empty", also where
                      the text is NULL; "error" for a text above 64 MiB
    tone_AXIS         for each axis the label, NULL where it has none
    tone_AXIS_p       its probability with four decimals, as `tenor label` has
                      it, or with `exact` as it is
    tone_error        why a text could not be scored, else NULL

    text_col          a column of strings, or of bytes in UTF-8
    model             a path on the driver, a Model, or None for the embedded one
    axes              only these, in the order of the model
    prefix, separator of the names that are added: with "." for a separator
                      they are those of `tenor label`
    ship              False: package and model file are on every node already,
                      the file at this path

    Errors in what is asked for are InvalidError, before a job begins."""
    from pyspark.sql import types as t
    text = _find_text(df, text_col)
    opened = _open_source(model)
    known = opened.axes
    shown = _find_axes(opened, axes)
    columns = [(separator.join([prefix, *parts]), kind) for parts, kind in (
        (("status",), t.StringType()),
        *((part, kind) for a in shown for part, kind in (
            ((known[a].name,), t.StringType()),
            ((known[a].name, "p"), t.DoubleType()))),
        (("error",), t.StringType()))]
    names = tuple(name for name, _ in columns)
    _check_names(df.columns, names)
    plan = _plan(df.sparkSession, opened, ship, text=text, names=names,
                 axes=shown, exact=exact)
    schema = t.StructType(df.schema.fields + [
        t.StructField(name, kind) for name, kind in columns])
    if len(set(df.columns)) < len(df.columns) or any(
            mark in name for name in df.columns for mark in ".`"):
        df = df.toDF(*map(str, range(len(df.columns))))  # it wants plain names
    return df.mapInArrow(_travel(plan, "label_batches"), schema)


def udf(axis: str, model: Source = None, *, ship: bool = True) -> Any:
    """A function of one column of text, for SQL: the label on an axis.

        spark.udf.register("sentiment", tenor.spark.udf("sentiment"))

    It is slower than label(), and there has to be a session."""
    import pandas as pd
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import pandas_udf
    spark = SparkSession.getActiveSession()
    if spark is None:
        raise InvalidError("there is no active session of Spark")
    opened = _open_source(model)
    plan = _plan(spark, opened, ship, text=0, names=(), exact=False,
                 axes=_find_axes(opened, axis))
    run = _travel(plan, "label_series")
    run.__annotations__ = {"argument": pd.Series, "return": pd.Series}
    return pandas_udf(run, "string")


def _find_text(df: Any, name: str) -> int:
    from pyspark.sql import types as t
    if not hasattr(df, "mapInArrow"):
        raise InvalidError("this needs Spark 3.3 or newer")
    found = [i for i, column in enumerate(df.columns) if column == name]
    if len(found) != 1:
        raise InvalidError(
            f"there are several columns '{name}'" if found else
            f"there is no column '{name}'; there are {', '.join(df.columns)}")
    kind = df.schema.fields[found[0]].dataType
    if not isinstance(kind, (t.StringType, t.BinaryType)):
        raise InvalidError(f"column '{name}' has no texts: it is of the type "
                           f"{kind.simpleString()}, not string or binary")
    return found[0]


def _find_axes(model: Model, names: Optional[Names]) -> Tuple[int, ...]:
    shown = model._shown(names)
    return tuple(range(len(model.axes)) if shown is None else shown)


def _check_names(there: Sequence[str], added: Sequence[str]) -> None:
    taken = {name.lower() for name in there}  # as Spark compares them
    for name in added:
        if name.lower() in taken:
            raise InvalidError(f"there is a column '{name}' already; rename "
                               "it, or choose another prefix")
        taken.add(name.lower())


def _open_source(model: Source) -> Model:
    return model if isinstance(model, Model) else Model.open(model)


def _plan(spark: Any, model: Model, ship: bool, **parts: Any) -> Plan:
    plan = Plan(archive=None, model=model.path, checksum=model.checksum,
                version=_library.version(), **parts)
    if not ship:
        if model._bytes is not None:
            raise InvalidError("a model from bytes is on no node: it has to "
                               "travel")
        return plan
    archive, file = _pack(), _copy_model(model)
    _send(spark, archive, archive=True)
    if file is not None:
        _send(spark, file, archive=False)
        file = os.path.basename(file)
    return plan._replace(archive=os.path.basename(archive), model=file)


# ---- what travels -----------------------------------------------------------

@functools.lru_cache(maxsize=None)
def _folder() -> str:
    """Files for the workers, which fetch them from here as they come up."""
    folder = tempfile.mkdtemp(prefix="tenor-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_sent: Set[Tuple[str, str]] = set()  # to add one again is a warning, or worse


def _send(spark: Any, path: str, archive: bool) -> None:
    """Have the workers fetch a file, once in an application, or in a session
    of Spark Connect."""
    connect = type(spark).__module__.startswith("pyspark.sql.connect")
    context: Any = None if connect else spark.sparkContext
    key = (spark.session_id if connect else context.applicationId, path)
    if key in _sent:
        return
    if connect:
        spark.addArtifacts(path, archive=archive, file=not archive)
    elif archive:
        context.addArchive(path)
    else:
        context.addFile(path)
    _sent.add(key)


@functools.lru_cache(maxsize=None)
def _pack() -> str:
    """The package and its C library as one file, named by what is in it."""
    library = _find.libtenor()
    if not os.path.isfile(library):
        raise LibraryError(
            f"'{library}' of the system cannot travel: use the wheel, name a "
            "file by TENOR_LIBRARY, or install tenor on the nodes and say "
            "ship=False")
    files = [(os.path.join(_find.HERE, name), name)
             for name in sorted(os.listdir(_find.HERE)) if name.endswith(".py")]
    files.append((library, _find.SONAME))
    digest = hashlib.sha256()
    path = os.path.join(_folder(), "new.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, name in files:
            archive.write(file, "tenor/" + name)
            digest.update(archive.read("tenor/" + name))
    named = os.path.join(_folder(), f"tenor-{digest.hexdigest()[:16]}.zip")
    os.rename(path, named)
    return named


def _copy_model(model: Model) -> Optional[str]:
    """Its file under a name of its own, as Spark knows files by their names;
    None for the embedded model, which is in the library."""
    data = model._bytes
    if model.path is None and data is None:
        return None
    named = os.path.join(_folder(), f"{model.checksum}.tenor")
    if not os.path.exists(named):
        if model.path is not None:
            shutil.copyfile(model.path, named)
        elif data is not None:
            with open(named, "wb") as file:
                file.write(data)
        if Model.open(named).checksum != model.checksum:
            os.remove(named)
            raise ModelError(f"'{model.path}' has become another model since "
                             "it was opened")
    return named


def _travel(plan: Plan, name: str) -> Callable[[Any], Any]:
    """A function of this file, for the workers. They have no tenor before it
    begins: so it travels as code, which a function inside of another does, and
    what it knows as plain values."""
    archive, values = plan.archive, tuple(plan)

    def run(argument: Any) -> Any:
        if archive is not None:
            from pyspark import SparkFiles
            folder = SparkFiles.get(archive)
            if folder not in sys.path:
                sys.path.insert(0, folder)
        from tenor import spark
        return getattr(spark, name)(spark.Plan._make(values), argument)
    return run


# ---- on the workers ---------------------------------------------------------

class Opened(NamedTuple):
    """A model in a worker, and where the labels of its axes begin."""

    scorer: _library.Scorer
    axes: Tuple[_library.Axis, ...]
    first: Tuple[int, ...]


@functools.lru_cache(maxsize=None)
def open_model(archive: Optional[str], model: Optional[str], checksum: str,
               version: str) -> Opened:
    """Once in a process, which has one task at a time.

    Spark collects garbage after each task, and so would look at what its
    modules consist of, 50 ms long; that is put aside here."""
    if _library.version() != version:
        raise LibraryError(f"the driver has tenor {version}, and the worker "
                           f"{_library.version()} in {_find.HERE}")
    if model is not None and archive is not None:
        from pyspark import SparkFiles
        model = SparkFiles.get(model)
    opened = Model.open(model)
    if opened.checksum != checksum:
        raise ModelError(f"{opened} on the worker is another model than that "
                         "on the driver")
    gc.freeze()
    return Opened(_library.Scorer(opened._open_native()), opened.axes,
                  opened._layout.first)


def label_batches(plan: Plan, batches: Iterable[Any]) -> Iterator[Any]:
    """Record batches with the columns of the plan behind their own."""
    import pyarrow as pa
    opened = open_model(plan.archive, plan.model, plan.checksum, plan.version)
    for batch in batches:
        status, shown, error = score(opened, plan, batch.column(plan.text))
        added = [status, *(column for pair in shown for column in pair), error]
        yield pa.RecordBatch.from_arrays(
            [*batch.columns, *added], names=[*batch.schema.names, *plan.names])


def label_series(plan: Plan, texts: Any) -> Any:
    """A pandas Series of the labels on the axis of the plan."""
    import pyarrow as pa
    opened = open_model(plan.archive, plan.model, plan.checksum, plan.version)
    _, shown, _ = score(opened, plan, pa.array(texts, from_pandas=True))
    return shown[0][0].to_pandas()


def score(opened: Opened, plan: Plan,
          texts: Any) -> Tuple[Any, List[Tuple[Any, Any]], Any]:
    """Arrow arrays: status, (label, probability) for each axis shown, error."""
    import numpy as np
    import pyarrow as pa
    n, scorer = len(texts), opened.scorer
    address, offset, owner = lay_out(texts)
    columns = scorer.batch(address, offset)
    failed = np.asarray(columns.code) != 0
    axis_status = np.asarray(columns.axis_status).reshape(n, scorer.axes)
    labels = np.asarray(columns.label).reshape(n, scorer.axes)
    probability = np.asarray(columns.probability).reshape(n, scorer.labels)

    def show(a: int) -> Tuple[Any, Any]:
        none = failed | (axis_status[:, a] != 0)
        p = probability[np.arange(n), opened.first[a] + labels[:, a]]
        return (pa.array(opened.axes[a].labels, pa.string()).take(
                    pa.array(labels[:, a], mask=none)),
                pa.array(p if plan.exact else round_four(p), mask=none))

    status = np.asarray(columns.status)
    names = [_library.status_name(s) for s in range(max(columns.status) + 1
                                                    if n else 0)]
    return (pa.array([*names, "error"], pa.string()).take(
                pa.array(np.where(failed, len(names), status))),
            [show(a) for a in plan.axes],
            explain_failures(scorer, owner, np.flatnonzero(failed)))


def lay_out(texts: Any) -> Tuple[Any, "array[int]", Any]:
    """The address of the bytes of an Arrow array of texts, which are not copied,
    their offsets, and the array that owns them. NULL is an empty text."""
    import pyarrow as pa
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    texts = texts.cast(pa.large_binary())
    if texts.null_count:
        texts = texts.fill_null(b"")
    _, offsets, data = texts.buffers()
    offset = array("q")
    if len(texts):
        begin = 8 * texts.offset
        offset.frombytes(memoryview(offsets)[begin:begin + 8 * len(texts) + 8])
    else:
        offset.append(0)
    return data.address if data else 0, offset, texts


def round_four(p: Any) -> Any:
    """To four decimals; halves of p * 10000 are rounded up: the rule of
    cli/label/decimal.h."""
    import numpy as np
    scaled = p * 10000
    whole = np.floor(scaled)
    return (whole + (scaled - whole >= 0.5)) / 10000


def explain_failures(scorer: _library.Scorer, texts: Any, where: Any) -> Any:
    """An Arrow array of what is said of the texts that could not be scored."""
    import pyarrow as pa
    if not len(where):
        return pa.nulls(len(texts), pa.string())
    said: List[Optional[str]] = [None] * len(texts)
    for i in where:
        said[i] = scorer.complaint(texts[int(i)].as_py())
    return pa.array(said, pa.string())
