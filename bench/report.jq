# The figures of all rounds and the targets in; a table out: for a terminal ($form "lines") or docs/performance.md ("page").

def median: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor] else (.[length / 2] + .[length / 2 - 1]) / 2 end;

# Three digits that mean something.
def short:
    if . == null then "" elif . == 0 then "0"
    else fabs as $size
        | (if $size >= 100 then 1 elif $size >= 10 then 10 elif $size >= 1 then 100 else 1000 end) as $scale
        | (. * $scale | round) / $scale | tostring
    end;

def with_unit($unit): short | if . == "" or $unit == "" then . else "\(.) \($unit)" end;

def spread: if length < 2 then "" else "\(min | short) to \(max | short)" end;

. as $run
| [ $targets[0][] | . as $target | [ $run.figures[] | select(.row == $target.row and .figure == $target.figure) ] as $figures
    | select($figures | length > 0)
    | ($figures | map(.ours)) as $ours
    | [ $figures[] | select(.reference != null) ] as $paired
    | [ $paired[] | .ours / .reference ] as $ratios
    | (if .of == "ratio" then $ratios else $ours end) as $judged
    | ($judged | median) as $result
    | [ .what, ($ours | median | with_unit($target.unit)), ([ $paired[].reference ] | median | with_unit($target.unit)),
        (if .of == "ratio" then $ratios | median | short else "" end), ($judged | spread), (if .target then "\(.bound) \(.target)" else "" end),
        (if .target == null then "" elif (if .bound == "at least" then $result >= .target else $result <= .target end) then "met" else "missed" end) ] ]
| [ "What", "Adit", "Reference", "Ratio", "Spread", "Target", "" ] as $head
| if $form == "lines" then ([ $head ] + . | .[] | map(if . == "" then "-" else . end) | @tsv)
  else
    "# Performance",
    "",
    "Made by `bench/report --page` from what `bench/run\(if $run.quick then " --quick" else "" end)` has measured; do not edit it. What is measured, and how, is in [bench](../bench/README.md).",
    "",
    "Measured \($run.at[:10]) at \($run.commit), \($run.rounds) rounds of \($run.seconds) s, on \($run.machine.processors), Linux \($run.machine.kernel), \($run.machine.openssl), .NET \($run.machine.runtime)."
      + (if $run.loadBefore > 1 then " **The machine was busy with other work** (a load of \($run.loadBefore) before the start): read only the ratios, and those with caution." else "" end),
    "",
    "Each figure is a median. A ratio is of a figure and its reference in the same round; the spread is that of the rounds, of the ratio where there is one.",
    "",
    "| \($head | join(" | ")) |",
    "|---|---|---|---|---|---|---|",
    (.[] | "| \(join(" | ")) |")
  end
