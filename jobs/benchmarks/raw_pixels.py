"""Linear discriminant analysis on raw pixels: what a backbone of pictures has to beat.

    engram data quickdraw --lake LAKE
    python3 jobs/benchmarks/raw_pixels.py LAKE/tasks quickdraw-

Of every task whose folder begins so: shrinkage by validation rows, accuracy on test rows; then the mean over the tasks. Needs
numpy, pillow, pyarrow and scikit-learn.
"""

import io
import pathlib
import sys

import numpy
import pyarrow.parquet
from PIL import Image
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

SHRINKAGES = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


def pixels(content):
    return numpy.asarray(Image.open(io.BytesIO(content)), dtype=numpy.float64).ravel() / 255


def accuracy(folder):
    table = pyarrow.parquet.read_table(folder).to_pydict()
    inputs = numpy.stack([pixels(content) for content in table["image"]])
    labels = numpy.array(table["label"])
    split = {name: numpy.array(table["split"]) == name for name in ("train", "validation", "test")}

    def right(shrinkage, rows):
        model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)
        model.fit(inputs[split["train"]], labels[split["train"]])
        return model.score(inputs[split[rows]], labels[split[rows]])

    best = max(SHRINKAGES, key=lambda shrinkage: right(shrinkage, "validation"))
    return right(best, "test"), best


def main(tasks, prefix):
    folders = sorted(folder for folder in pathlib.Path(tasks).iterdir() if folder.name.startswith(prefix))
    found = []
    for folder in folders:
        score, shrinkage = accuracy(folder)
        found.append(score)
        print(f"{folder.name:30} {100 * score:5.1f} %  shrinkage {shrinkage}")
    print(f"{'mean':30} {100 * numpy.mean(found):5.1f} %")


if __name__ == "__main__":
    main(*sys.argv[1:])
