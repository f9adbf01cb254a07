"""Opens what `maatstaf data import` and `maatstaf lap --out` wrote with DuckDB, Polars and pandas, as they come.

    python .ci/library.py PATH-OF-MAATSTAF RELEASE

imports the release into a library of its own, and checks rows, types and a few known answers.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas
import polars


def main():
    maatstaf, release = sys.argv[1:]
    with tempfile.TemporaryDirectory() as home:
        os.environ["MAATSTAF_HOME"] = home
        os.environ.pop("MAATSTAF_F1DB", None)
        ask = lambda *words: subprocess.check_output([maatstaf, "data", *words], text=True)
        ask("import", "f1db", release)
        folder = Path(ask("path", "f1db").strip())
        (listed,) = json.loads(ask("list", "--json"))["datasets"]
        check_rows(folder, {table["name"]: table["rows"] for table in listed["tables"]})
        check_types(folder)
        if 1950 in listed["seasons"]:
            check_known_answers(folder)
            print("known answers of 1950 to 2023 agree")
        else:
            print("skipped: known answers, which need F1DB")
        check_lap(maatstaf, Path(home) / "lap.parquet")
        check_sweep(maatstaf, Path(home) / "sweep.parquet")


def files(folder, table):
    return f"{folder}/{table}/*.parquet" if (folder / table).is_dir() else f"{folder}/{table}.parquet"


def check_rows(folder, tables):
    for table, rows in tables.items():
        path = files(folder, table)
        whole = folder / table if (folder / table).is_dir() else path
        got = {
            "DuckDB": duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0],
            "Polars": polars.scan_parquet(path).select(polars.len()).collect().item(),
            "pandas": len(pandas.read_parquet(whole)),
        }
        assert set(got.values()) == {rows}, (table, rows, got)
        print(f"{table}: {rows} rows in {', '.join(got)}")


def check_types(folder):
    described = duckdb.sql(f"describe from '{files(folder, 'results')}'").fetchall()
    types = {name: kind for name, kind, *_ in described}
    assert types["driver"] == "VARCHAR" and types["place"] == "INTEGER", types
    assert types["time_us"] == "BIGINT" and types["fastest_lap"] == "BOOLEAN", types
    rounds = polars.read_parquet(files(folder, "rounds"))
    assert rounds.schema["date"] == polars.Date, rounds.schema
    assert rounds.schema["also"] == polars.List(polars.String), rounds.schema
    standings = pandas.read_parquet(folder / "standings")
    assert standings["points"].dtype == "float64", standings.dtypes
    query = f"select key, value from parquet_kv_metadata('{folder}/drivers.parquet')"
    about = {bytes(key).decode(): bytes(value).decode() for key, value in duckdb.sql(query).fetchall()}
    assert about["maatstaf.licence"] == "CC BY 4.0", about
    assert about["maatstaf.column.born"] == "day of birth", about


def check_known_answers(folder):
    """From championship.md: the last table of 2023; the first race, on 13 May 1950."""
    champion = duckdb.sql(
        f"select driver, points from '{files(folder, 'standings')}' "
        "where year = 2023 and title = 'drivers' and after_round is null and place = 1"
    ).fetchall()
    assert champion == [("max-verstappen", 575.0)], champion
    rounds = polars.read_parquet(files(folder, "rounds")).filter(year=1950, round=1)
    assert rounds["date"].to_list() == [datetime.date(1950, 5, 13)], rounds
    results = pandas.read_parquet(folder / "results")
    wins = results.query("year == 2023 and session == 'race' and place == 1 and driver == 'max-verstappen'")
    assert len(wins) == 19, wins


def check_lap(maatstaf, path):
    words = [maatstaf, "lap", "--car", "gt3", "--course", "monaco", "--nodes", "120", "--out", path, "--json"]
    told = json.loads(subprocess.check_output(words, text=True))
    assert told["status"] == "solved" and told["nodes"] == 120, told
    time, top, gear = duckdb.sql(
        f"select max(time_s), max(speed_kmh), max(gear) from '{path}'"
    ).fetchall()[0]
    assert abs(time - told["lap_time"]) < 1e-9 and abs(top - told["top_speed_kmh"]) < 1e-9, told
    assert isinstance(gear, int), gear
    lap = polars.read_parquet(path)
    assert lap.height == 121 and lap["distance_m"].is_sorted(), lap
    assert len(pandas.read_parquet(path).columns) == lap.width
    query = f"select key, value from parquet_kv_metadata('{path}')"
    about = {bytes(key).decode(): bytes(value).decode() for key, value in duckdb.sql(query).fetchall()}
    assert about["maatstaf.origin"] == "simulated" and about["maatstaf.car"] == "gt3", about
    print(f"lap: {lap.height} samples of {lap.width} columns in DuckDB, Polars, pandas")


def check_sweep(maatstaf, path):
    words = [maatstaf, "sweep", "--car", "f1-2014", "--course", "monaco", "--nodes", "120", "--vary", "chassis.mass=640:680:3"]
    told = json.loads(subprocess.check_output([*words, "--out", path, "--json"], text=True))
    best, kilograms = duckdb.sql(f"select min(lap_time_s), arg_min(chassis_mass_kg, lap_time_s) from '{path}'").fetchall()[0]
    assert [best, kilograms] == [told["best"][0]["lap_time"], told["best"][0]["values"][0]], told
    sweep = polars.read_parquet(path)
    assert sweep.height == 3 and sweep["chassis_mass_kg"].to_list() == [640.0, 660.0, 680.0], sweep
    table = pandas.read_parquet(path)
    assert table["reason"].isna().all() and (table["status"] == "solved").all(), table
    assert table["iterations"].dtype == "int64" and table["lap_time_s"].is_monotonic_increasing, table
    print(f"sweep: {sweep.height} runs of {sweep.width} columns in DuckDB, Polars, pandas")


main()
