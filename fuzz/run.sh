#!/usr/bin/env bash
# Any bytes into the readers: fuzz/run.sh [MINUTES [TARGET...]], one target after the other.
#
# Everything it makes lies under $FUZZ_OUT, else under fuzz/target: what it found interesting in
# corpus/TARGET, what broke in found/TARGET, and a line a target in report.txt. It begins with seeds/TARGET
# and, where the shared data is at hand, with beginnings of real files, which stay in $FUZZ_OUT.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes="${1:-10}"
shift || true
out="${FUZZ_OUT:-fuzz/target}"
data="${MAATSTAF_SHARED:-../shared/data}"
sanitizer="${SANITIZER:-address}"
host="$(rustc -vV | sed -n 's/^host: //p')"
if (($#)); then
    targets=("$@")
else
    mapfile -t targets < <(cargo +nightly fuzz list)
fi

# The real files that a target may begin with.
real() {
    case "$1" in
        live_timing_recordings) find "$data/f1-live-timing/recordings" -type f ;;
        openf1) find "$data/f1-api-replies/openf1" -size -12 -name '*.json*' ;;
        ergast) find "$data/f1-api-replies" -path '*jolpica*' -size -12 -name '*.json*' ;;
        fastf1) find "$data/f1-telemetry/lap-tables" -name '*.csv*' ;;
        racechrono) find "$data/loggers/racechrono" -name '*.csv*' ;;
        openf1_laps) find "$data/f1-telemetry/openf1-laps" -name '*.csv*' ;;
        mapped_csv) find "$data/loggers/generic-csv" -name '*.csv*' ;;
        rcz) find "$data/loggers/racechrono" -name '*.rcz' ;;
        motec_ld) find "$data/loggers" -name '*.ld' ;;
        ldx) find "$data/loggers" -name '*.ldx' ;;
        ibt) find "$data/loggers" -name '*.ibt' ;;
        motec_csv) find "$data/loggers/motec-csv" -type f ;;
        al_kamel) echo "$data"/wec/*/*.csv* "$data"/imsa/*/*/*-laps.csv* ;;
    esac
}

# A beginning of a file, unpacked.
beginning() {
    case "$1" in
        *.gz) gzip --decompress --stdout "$1" 2>/dev/null | head --bytes 6000 || true ;;
        *) head --bytes 6000 "$1" ;;
    esac
}

for target in "${targets[@]}"; do
    cargo +nightly fuzz build --sanitizer "$sanitizer" "$target"
    program="${CARGO_TARGET_DIR:-fuzz/target}/$host/release/$target"
    corpus="$out/corpus/$target" found="$out/found/$target"
    mkdir -p "$corpus" "$found"
    for file in $(real "$target"); do
        [[ -f "$file" ]] && beginning "$file" >"$corpus/real-$(echo "$file" | sha1sum | head --bytes 12)"
    done
    seeds=("$corpus")
    [[ -d "fuzz/seeds/$target" ]] && seeds+=("fuzz/seeds/$target")
    options=(-max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=1500 -malloc_limit_mb=400
        -max_len=8192 -artifact_prefix="$found/" -print_final_stats=1)
    [[ -f "fuzz/dictionaries/$target.dict" ]] && options+=(-dict="fuzz/dictionaries/$target.dict")
    log="$out/$target.log" status=0
    "$program" "${options[@]}" "${seeds[@]}" >"$log" 2>&1 || status=$?
    executions="$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)"
    echo "$target: ${executions:-no} executions in $minutes minutes, status $status" | tee -a "$out/report.txt"
done
