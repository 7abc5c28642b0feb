# Shared by the scripts in this folder; sourced, never run.
# shellcheck shell=bash
set -euo pipefail

HOME_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LOCAL_DIR=$HOME_DIR/dev/local
SERVICES=(webhook commission multiplier budget)
# A service has one core and a small heap: what it works on is batches, not data sets.
: "${JAVA_OPTS:=-XX:+UseSerialGC -Xms64m -Xmx128m -Xss512k -XX:TieredStopAtLevel=4 -XX:-UsePerfData}"

say() { printf '==> %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# The text between the first comment line and the first code line of a script is its help.
print_help() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

install_packages() {
  command -v apt-get >/dev/null && may_install || die "please install: $*"
  say "installing $* with apt-get"
  as_root env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' sh "$@" ||
    die "apt-get could not install: $*"
}

java_version() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p'; }

# Finds a JDK of 21 or newer and exports JAVA_HOME.
find_jdk() {
  local candidate path_java version
  path_java=$(command -v javac || true)
  for candidate in "${JAVA_HOME:-}" "${path_java:+$(dirname "$(dirname "$(readlink -f "$path_java")")")}" \
    /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$(java_version "$candidate")
    if [ "${version%%.*}" -ge 21 ] 2>/dev/null; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  die "needs a JDK of version 21 or newer; install one (for example Temurin 21) or point JAVA_HOME at it"
}

check_disk() {
  local free_mb
  free_mb=$(df -Pm "$HOME_DIR" | awk 'NR == 2 { print $4 }')
  [ "$free_mb" -ge 2048 ] || die "only $free_mb MB of disk are free under $HOME_DIR; 2048 are needed"
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

generate_secret() { LC_ALL=C tr -dc 'a-zA-Z0-9' </dev/urandom | head -c 32 || true; }

# load_env dev|test: exports the addresses and secrets of an instance. What the caller's environment says wins, then
# what was written before, then a default or a fresh secret; the result is written down.
load_env() {
  local instance=$1 offset=0 file key value
  [ "$instance" = test ] && offset=1000
  file=$HOME_DIR/dev/local.env
  [ "$instance" = test ] && file=$LOCAL_DIR/test.env
  mkdir -p "$LOCAL_DIR"
  ENV_KEYS=()
  setting WEBHOOK_PORT $((8080 + offset)) "$file"
  setting COMMISSION_PORT $((8081 + offset)) "$file"
  setting MULTIPLIER_PORT $((8082 + offset)) "$file"
  setting BUDGET_PORT $((8083 + offset)) "$file"
  setting WEBHOOK_URL "http://localhost:$WEBHOOK_PORT" /dev/null
  setting COMMISSION_URL "http://localhost:$COMMISSION_PORT" /dev/null
  setting MULTIPLIER_URL "http://localhost:$MULTIPLIER_PORT" /dev/null
  setting BUDGET_URL "http://localhost:$BUDGET_PORT" /dev/null
  setting POSTGRES_HOST 127.0.0.1 "$file"
  setting POSTGRES_PORT $((35432 + offset)) "$file"
  setting POSTGRES_ADMIN_USERNAME postgres_admin "$file"
  setting RABBITMQ_HOST 127.0.0.1 "$file"
  setting RABBITMQ_PORT $((35672 + offset)) "$file"
  setting RABBITMQ_MANAGEMENT_PORT $((35673 + offset)) "$file"
  setting RABBITMQ_PROMETHEUS_PORT $((35674 + offset)) "$file"
  setting RABBITMQ_MANAGEMENT_URL "http://localhost:$RABBITMQ_MANAGEMENT_PORT" /dev/null
  setting RABBITMQ_USERNAME volunteer_scheduler "$file"
  for key in POSTGRES_ADMIN_PASSWORD COMMISSION_DB_PASSWORD MULTIPLIER_DB_PASSWORD BUDGET_DB_PASSWORD RABBITMQ_PASSWORD \
    SCICENT_WEBHOOK_SECRET DECIDIM_WEBHOOK_SECRET VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD \
    VOLUNTEER_SCHEDULER_VIEWER_PASSWORD VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD; do
    setting "$key" "" "$file"
  done
  (
    umask 077
    for key in "${ENV_KEYS[@]}"; do
      value=${!key}
      printf "export %s='%s'\n" "$key" "${value//\'/\'\\\'\'}"
    done >"$file.new"
    mv "$file.new" "$file"
  )
}

# setting KEY DEFAULT FILE: an empty default means a generated secret; what follows from other settings has no file.
setting() {
  local key=$1 default=$2 file=$3 value
  value=${!key:-}
  if [ -z "$value" ] && [ -f "$file" ]; then
    # A subshell, so that the file's other lines don't reach us.
    # shellcheck disable=SC1090
    value=$(unset "$key"; . "$file"; printf '%s' "${!key:-}")
  fi
  [ -n "$value" ] || value=${default:-$(generate_secret)}
  printf -v "$key" '%s' "$value"
  export "${key?}"
  ENV_KEYS+=("$key")
}

# build: only when something is newer than what was built.
build() {
  local newest started=$SECONDS marker=$LOCAL_DIR/built
  newest=$(find "$HOME_DIR/pom.xml" "$HOME_DIR"/{contracts,platform,*-service,dev/tools} -newer "$marker" \
    \( -name '*.java' -o -name '*.properties' -o -name '*.sql' -o -name '*.xml' -o -name '*.yaml' \) \
    -not -path '*/target/*' -print -quit 2>/dev/null || true)
  for service in "${SERVICES[@]}"; do
    [ -f "$HOME_DIR/$service-service/target/quarkus-app/quarkus-run.jar" ] || newest=missing
  done
  if [ -f "$marker" ] && [ -z "$newest" ]; then return; fi
  say "building (the first time this fetches libraries and takes some minutes)"
  touch "$marker.new"
  (cd "$HOME_DIR" && ./mvnw -B -ntp -q -DskipTests -Dspotless.check.skip=true package) || die "the build failed"
  mv "$marker.new" "$marker"
  say "built in $((SECONDS - started)) s"
}
