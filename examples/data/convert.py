#!/usr/bin/env python3
"""Writes the data sets of this folder from the CSV files that scikit-learn bundles.

Usage: convert.py FOLDER   (sklearn/datasets/data, as in Debian's package python3-sklearn)
"""
import csv
import gzip
import io
import pathlib
import sys


def rows(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="") as lines:
        return list(csv.reader(lines))


def write(name, text):
    data = text.encode()
    if name.endswith(".gz"):
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as out:
            out.write(data)
        data = buffer.getvalue()
    (pathlib.Path(__file__).parent / name).write_bytes(data)


def libsvm(label, features):
    entries = (f"{i}:{value}" for i, value in enumerate(features, 1) if float(value) != 0)
    return " ".join([label, *entries])


def table(lines, columns, classes):
    named = [",".join([*row[:-1], classes[int(row[-1])]]) for row in lines]
    return "\n".join([",".join([*columns, "label"]), *named]) + "\n"


def main(source):
    # First line: number of rows, number of features, names of the classes.
    header, *lines = rows(source / "iris.csv")
    columns = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
    write("iris.csv", table(lines, columns, header[2:]))

    _, *lines = rows(source / "breast_cancer.csv")
    measures = (
        "radius texture perimeter area smoothness compactness concavity concave_points "
        "symmetry fractal_dimension"
    ).split()
    columns = [f"{kind}_{measure}" for kind in ("mean", "error", "worst") for measure in measures]
    write("breast_cancer.csv.gz", table(lines, columns, ["malignant", "benign"]))

    # 64 pixels from 0 to 16, then the digit.
    digits = rows(source / "digits.csv.gz")
    write("digits.libsvm.gz", "".join(libsvm(row[-1], row[:-1]) + "\n" for row in digits))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
