#!/bin/sh
# helm test: is everything connected? A wrongly signed sale must be refused, a rightly signed one accepted, settled, and
# read back. The buyer is a volunteer of the test's own, whom nobody has brought, so that nobody earns anything.
#
#   WEBHOOK_URL, COMMISSION_URL, SCICENT_WEBHOOK_SECRET, DECIDIM_WEBHOOK_SECRET, VIEWER_PASSWORD
#   VOLUNTEER_ID        the buyer, alone in the organization of the same number
#   TIMEOUT_SECONDS     until the services answer, and until the sale is settled (60)
#
# POSIX sh with curl, od and sha256sum. Exit code 0 only if all of it was so.
set -eu
# Bytes are bytes, and only ASCII is white space, as in the services.
LC_ALL=C
export LC_ALL

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
answer=$folder/answer body=$folder/body
seconds=${TIMEOUT_SECONDS:-60}

fail() { printf '✗ %s\n' "$*"; exit 1; }
expect() { # WHAT STATUS
  [ "$status" = "$2" ] || fail "$1: $status instead of $2: $(head -c 500 "$answer" 2>/dev/null)"
  printf '✓ %s: %s\n' "$1" "$2"
}

# escapes MASK BYTE...: the bytes, each xor the mask, as printf understands them.
escapes() { mask=$1; shift; for byte in "$@"; do printf '\\%03o' $((byte ^ mask)); done; }
# digest: of standard input, as the numbers of its bytes.
digest() { sha256sum | cut -c 1-64 | sed 's/../0x& /g'; }
# signature SECRET FILE: HMAC-SHA256 (RFC 2104) as hexadecimal digits. No small image has both curl and openssl.
signature() {
  secret=$1 file=$2
  # Word splitting is what makes the bytes arguments.
  # shellcheck disable=SC2046
  set -- $(printf %s "$secret" | od -An -v -tu1)
  # shellcheck disable=SC2046
  if [ $# -gt 64 ]; then set -- $(printf %s "$secret" | digest); fi
  while [ $# -lt 64 ]; do set -- "$@" 0; done
  # shellcheck disable=SC2059,SC2046
  { printf "$(escapes 92 "$@")"
    printf "$(escapes 0 $({ printf "$(escapes 54 "$@")"; cat "$file"; } | digest))"
  } | sha256sum | cut -c 1-64
}
# cut_space TEXT: sets $text, without the white space around it.
cut_space() { text=${1#"${1%%[![:space:]]*}"}; text=${text%"${text##*[![:space:]]}"}; }
# first NAME: prints the first of the secrets that a variable has, separated by commas while they are rotated.
first() {
  eval "rest=\$$1,"
  while [ -n "$rest" ]; do
    cut_space "${rest%%,*}"
    if [ -n "$text" ]; then printf %s "$text"; return; fi
    rest=${rest#*,}
  done
}

# post PATH HEADER SIGNATURE: sets $status, 000 if nobody answered.
post() {
  status=$(curl --silent --output "$answer" --write-out '%{http_code}' --max-time 15 \
    --header 'Content-Type: application/json' --header "$2: sha256=$3" --data-binary "@$body" \
    "$WEBHOOK_URL/volunteer_scheduler/webhooks/$1") || status=000
}
look() {
  cut_space "$VIEWER_PASSWORD"
  escaped=$(printf %s "$text" | sed 's/[\\"]/\\&/g')
  status=$(printf 'user = "viewer:%s"\n' "$escaped" | curl --config - --silent --output "$answer" \
    --write-out '%{http_code}' --max-time 15 "$COMMISSION_URL/volunteer_scheduler/sales/$1") || status=000
}

# With two arguments it only signs: SECRET FILE.
[ "$#" = 0 ] || { signature "$1" "$2"; exit; }

sale=helm_test_$(date +%s)_$$
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
printf '{"user_id":%s,"amount":1.00,"transaction_id":"%s","timestamp":"%s"}' "$VOLUNTEER_ID" "$sale" "$now" >"$body"

post scicent_sale X-Scicent-Signature "$(signature "not the secret" "$body")"
waited=0
while [ "$status" = 000 ] && [ "$waited" -lt "$seconds" ]; do
  sleep 1; waited=$((waited + 1))
  post scicent_sale X-Scicent-Signature "$(signature "not the secret" "$body")"
done
expect "a wrongly signed sale is refused" 401
post scicent_sale X-Scicent-Signature "$(signature "$(first SCICENT_WEBHOOK_SECRET)" "$body")"
expect "a rightly signed sale is accepted" 202

printf '{"user_id":%s,"organization_id":%s,"level":1,"registered_at":"%s","updated_at":"%s"}' \
  "$VOLUNTEER_ID" "$VOLUNTEER_ID" "$now" "$now" >"$body"
post volunteers X-Decidim-Signature "$(signature "$(first DECIDIM_WEBHOOK_SECRET)" "$body")"
expect "its buyer is accepted" 202

waited=0
look "$sale"
while ! { [ "$status" = 200 ] && grep -q '"status":"settled"' "$answer"; } && [ "$waited" -lt "$seconds" ]; do
  case $status in 401 | 403) break ;; esac
  sleep 1; waited=$((waited + 1))
  look "$sale"
done
expect "the sale is read back" 200
grep -q '"status":"settled"' "$answer" || fail "the sale is not settled after $seconds s: $(head -c 500 "$answer")"
grep -q '"commissions":\[\]' "$answer" || fail "somebody earned from it: $(head -c 500 "$answer")"
printf '✓ it is settled, and nobody earned from it\n'
