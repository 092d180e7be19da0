"""Spark with two workers on this machine, in processes of their own as on a
cluster: they reach nothing of Tenor but what a job brings with it."""
import contextlib
import glob
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile

import pyspark
from pyspark.sql import SparkSession

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # up sooner, and smaller
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
}


def make_home(folder):
    """What SPARK_HOME is, but that workers write into folder."""
    home = os.path.join(folder, "home")
    os.mkdir(home)
    for name in ("bin", "jars", "python"):
        os.symlink(os.path.join(os.path.dirname(pyspark.__file__), name),
                   os.path.join(home, name))
    return home


def make_python(folder):
    """The Python of the workers: all packages of this one, but not tenor."""
    python = os.path.join(folder, "python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", python],
                   check=True)
    to = sysconfig.get_path("purelib", vars={"base": python})
    for path in glob.glob(os.path.join(sysconfig.get_path("purelib"), "*")):
        name = os.path.basename(path)
        if not name.startswith(("tenor", "__editable__")):
            with contextlib.suppress(FileExistsError):
                os.symlink(path, os.path.join(to, name))
    return os.path.join(python, "bin", "python")


@contextlib.contextmanager
def environment(**names):
    """Processes that are started inside have these, and nothing that would lead
    them to this tree."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("TENOR", "PYTHONPATH", "LD_", "SPARK_", "PYSPARK")):
            del os.environ[name]
    os.environ.update(names)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def session(folder, master="local-cluster[2,1,1024]", **settings):
    """A session whose files are all in folder."""
    python = make_python(folder)
    os.mkdir(os.path.join(folder, "local"))
    builder = SparkSession.builder.master(master).appName("tenor")
    for name, value in {**SETTINGS, **settings}.items():
        builder = builder.config(name, value)
    with environment(SPARK_HOME=make_home(folder), SPARK_LOCAL_IP="127.0.0.1",
                     SPARK_LOCAL_DIRS=os.path.join(folder, "local"),
                     PYSPARK_PYTHON=python, PYSPARK_DRIVER_PYTHON=sys.executable,
                     SPARK_CONF_DIR=HERE):
        spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        gateway = spark.sparkContext._gateway
        spark.stop()
        gateway.shutdown()
        gateway.proc.stdin.close()  # at which Java ends
        gateway.proc.wait(60)


@contextlib.contextmanager
def scratch():
    folder = tempfile.mkdtemp(prefix="tenor-spark-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
