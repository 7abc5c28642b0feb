#!/bin/sh
# Starts one run of multipliers or of a budget, waits for its end and says how it goes. POSIX sh and curl, nothing else.
#
#   RUN                 multipliers, daily, weekly or monthly
#   SERVICE_URL         of multiplier-service or budget-service
#   SCHEDULER_PASSWORD  of the user "scheduler"; white space around it is cut, as the service does
#   ORGANIZATION_ID     one organization only (all)
#   POOL_AMOUNT         another pool than the configured one, for a budget
#   AS_OF               an instant in UTC, as 2024-12-15T02:00:00Z; one that the service's clock has not reached is waited for
#   JOB_NAME            of a CronJob's job; its end is the time it was due at, which is AS_OF unless that is set
#   TIMEOUT_SECONDS     of all together (3600)
#   POLL_SECONDS        between two looks (5)
#
# Exit code 0: the run is completed. 1: it failed or took too long, or nobody answered; trying again is of use.
# 2: it was refused (credentials, another pool, nonsense); trying again is of none.
#
# Harmless to start twice: the same scope and instant are one run, which is then waited for; a failed one is taken up.
set -eu
# Bytes are bytes, and only ASCII is white space, as in the services.
LC_ALL=C
export LC_ALL

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"; }

timeout_seconds=${TIMEOUT_SECONDS:-3600}
poll_seconds=${POLL_SECONDS:-5}
deadline=$(($(date +%s) + timeout_seconds))
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
# The shell would wait for a sleep to end before it heard that the pod is to go.
trap 'say "interrupted; the run goes on by itself, and starting again finds it"; exit 1' INT TERM

# The control characters beyond ASCII, U+0080 to U+009F, as bytes of UTF-8.
c1=$(printf '\302[\200-\237]')
# need NAME: cuts the white space around a variable; what can't be used then ends the script.
need() {
  eval "text=\${$1:-}"
  text=${text#"${text%%[![:space:]]*}"}
  text=${text%"${text##*[![:space:]]}"}
  case $text in
    '') say "$1 is not set"; exit 2 ;;
    *[[:cntrl:]]* | *$c1*) say "$1 must not contain control characters, such as a line end within it"; exit 2 ;;
  esac
  eval "$1=\$text"
}
need RUN
need SERVICE_URL
need SCHEDULER_PASSWORD
case $RUN in
  multipliers) runs_url=$SERVICE_URL/volunteer_scheduler/multipliers/runs fields='' ;;
  daily | weekly | monthly) runs_url=$SERVICE_URL/volunteer_scheduler/budgets/runs fields="\"period\":\"$RUN\"" ;;
  *) say "RUN is multipliers, daily, weekly or monthly, not '$RUN'"; exit 2 ;;
esac

# A CronJob's jobs are named <cronjob>-<minutes since 1970>. A name without such an end, of a job that a person made, says
# nothing. One whose minute is nowhere near now is an error: whatever is due now would be another run than was meant.
if [ -z "${AS_OF:-}" ] && [ -n "${JOB_NAME:-}" ]; then
  minutes=${JOB_NAME##*-}
  case $minutes in
    [1-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9])
      ahead=$((minutes - $(date +%s) / 60))
      if [ "$ahead" -gt 60 ] || [ "$ahead" -lt $((-60 * 24 * 40)) ]; then
        say "JOB_NAME ends with $minutes, which is no minute near now by this clock; set AS_OF"
        exit 2
      fi
      AS_OF=$(date -u -d "@$((minutes * 60))" +%Y-%m-%dT%H:%M:00Z) || AS_OF="the minute $minutes" ;;
  esac
fi
case ${AS_OF:-} in
  '' | [0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z) ;;
  *) say "AS_OF must be an instant in UTC like 2024-12-15T02:00:00Z, not '$AS_OF'"; exit 2 ;;
esac
add() { fields="$fields${fields:+,}$1"; }
[ -z "${ORGANIZATION_ID:-}" ] || add "\"organization_id\":$ORGANIZATION_ID"
[ -z "${POOL_AMOUNT:-}" ] || add "\"pool_amount\":$POOL_AMOUNT"
[ -z "${AS_OF:-}" ] || add "\"as_of\":\"$AS_OF\""

# request METHOD URL [BODY]: sets $status (000 if nobody answered); the answer's body is in the file. The password goes
# through standard input, for arguments can be seen by all on a machine.
request() {
  escaped=$(printf %s "$SCHEDULER_PASSWORD" | sed 's/[\\"]/\\&/g')
  status=$(printf 'user = "scheduler:%s"\n' "$escaped" | curl --config - --silent --output "$answer" \
    --write-out '%{http_code}' --max-time 30 --request "$1" --header 'Content-Type: application/json' \
    --header 'Accept: application/json' ${3:+--data "$3"} "$2") || status=000
}
# A number's value in the answer, or null. A quote within a text is escaped there, so it is not taken for a key's.
value_of() { sed -nE "s/.*[{,]\"$1\":\"?([^,\"}]*).*/\1/p" "$answer" | head -n 1; }
# A text's, as it was before it became JSON.
text_of() { sed -nE "s/.*[{,]\"$1\":\"(([^\"\\\\]|\\\\.)*)\".*/\1/p" "$answer" | sed 's/\\n/ /g; s/\\\(.\)/\1/g' | head -n 1; }
why() {
  case $status in 401 | 403) echo "is SCHEDULER_PASSWORD that of the user scheduler?" ;; *) text_of detail ;; esac
}

# day_of INSTANT: a number that grows by one a day (of the Julian calendar's count, but for a constant).
day_of() {
  y=${1%%-*} m=${1#*-} d=${1#*-*-}
  m=${m%%-*} d=${d%%T*}
  m=${m#0} d=${d#0}
  a=$(((14 - m) / 12))
  y=$((y + 4800 - a)) m=$((m + 12 * a - 3))
  echo $((d + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400))
}
# Whether the answer is of the run that was asked for: success is said of no other.
is_asked() {
  [ "$(value_of organization_id)" = "${ORGANIZATION_ID:-null}" ] || return 1
  if [ "$RUN" = multipliers ]; then
    [ -z "${AS_OF:-}" ] || [ "$(value_of as_of)" = "$AS_OF" ]
    return
  fi
  [ "$(value_of period)" = "$RUN" ] || return 1
  [ -n "${AS_OF:-}" ] || return 0
  # The last period that had ended by then: its end is no later, and no further away than the period is long.
  end=$(value_of window_end)
  expr "$end" : '....-..-..T' >/dev/null && expr "x$end" \<= "x$AS_OF" >/dev/null || return 1
  case $RUN in daily) longest=2 ;; weekly) longest=8 ;; *) longest=32 ;; esac
  [ $(($(day_of "$AS_OF") - $(day_of "$end"))) -le "$longest" ]
}

pause=1
# again WHAT: waits, longer each time up to 30 s, or gives up.
again() {
  if [ $(($(date +%s) + pause)) -ge "$deadline" ]; then say "$1; gave up after $timeout_seconds s"; exit 1; fi
  say "$1; trying again in $pause s"
  sleep "$pause"
  pause=$((pause * 2 > 30 ? 30 : pause * 2))
}

say "asking $runs_url for {$fields}"
while :; do
  request POST "$runs_url" "{$fields}"
  case $status in
    202) say "run $(value_of id) is started"; break ;;
    200) say "run $(value_of id) was there already"; break ;;
    000) again "nobody answers" ;;
    429 | 5??) again "answered $status: $(why)" ;;
    *) say "refused with $status: $(why)"; exit 2 ;;
  esac
done
id=$(value_of id)
case $id in '' | *[!0-9a-f-]*) say "an answer without an id: $(head -c 300 "$answer")"; exit 1 ;; esac

shown='' pause=1
while :; do
  case $status in
    200 | 202)
      if ! is_asked; then
        say "run $id is another one than was asked for: $(head -c 300 "$answer")"
        exit 1
      fi
      pause=1
      now=$(value_of status)
      line=$now
      done=$(value_of volunteers_done) total=$(value_of volunteers_total)
      [ -z "$total" ] || line="$line, $done of $total volunteers"
      for key in as_of window_start window_end eligible distributed undistributed changed; do
        value=$(value_of $key)
        case $value in '' | null) ;; *) line="$line, $key $value" ;; esac
      done
      if [ "$line" != "$shown" ]; then say "run $id: $line"; shown=$line; fi
      case $now in
        completed) exit 0 ;;
        failed) say "run $id failed: $(text_of failure)"; exit 1 ;;
      esac
      if [ $(($(date +%s) + poll_seconds)) -ge "$deadline" ]; then
        say "run $id is not done after $timeout_seconds s; it goes on by itself, and starting again finds it"
        exit 1
      fi
      sleep "$poll_seconds" ;;
    000) again "nobody answers" ;;
    429 | 5??) again "answered $status" ;;
    *) say "the look at run $id was refused with $status: $(why)"; exit 2 ;;
  esac
  request GET "$runs_url/$id"
done
