"""Peers of the benchmarks, each measured inside its own process. Prints one JSON line.

peers.py typst FOLDER   compiles FOLDER/tickets.typ (data and photos beside it) to FOLDER/typst.pdf
peers.py openpyxl FILE  reads every cell of the first sheet
"""

import json
import resource
import sys
import time


def typst(folder):
    import typst as compiler

    fonts = sys.argv[3]
    start = time.perf_counter()
    compiler.compile(
        f"{folder}/tickets.typ",
        output=f"{folder}/typst.pdf",
        root=folder,
        font_paths=[fonts],
        ignore_system_fonts=True,
    )
    return time.perf_counter() - start, getattr(compiler, "__version__", "")


def openpyxl(file):
    import openpyxl as library

    start = time.perf_counter()
    book = library.load_workbook(file, read_only=True)
    cells = sum(1 for row in book.worksheets[0].iter_rows(values_only=True) for _ in row)
    seconds = time.perf_counter() - start
    assert cells > 0
    return seconds, library.__version__


seconds, version = {"typst": typst, "openpyxl": openpyxl}[sys.argv[1]](sys.argv[2])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak_mb": peak, "version": version}))
