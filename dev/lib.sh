# Shared by the scripts in this folder; sourced, never run. They run on bash 3.2 and on the tools of Linux and macOS.
# shellcheck shell=bash
set -euo pipefail

HOME_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LOCAL_DIR=$HOME_DIR/dev/local
SERVICES=(webhook commission multiplier budget)
# A service has one core and a small heap: what it works on is batches, not data sets.
: "${JAVA_OPTS:=-XX:+UseSerialGC -Xms64m -Xmx128m -Xss512k -XX:TieredStopAtLevel=4 -XX:-UsePerfData}"

# In a variable, since versions of bash differ on quoted quotes in replacements.
QUOTE="'"

upper() { printf %s "$1" | tr '[:lower:]' '[:upper:]'; }

say() { printf '==> %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# The text between the first comment line and the first code line of a script is its help.
print_help() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p;}' "$0"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

install_packages() {
  if ! command -v apt-get >/dev/null || ! may_install; then die "please install: $*"; fi
  say "installing $* with apt-get"
  # The packages would start servers of their own, on the usual ports and every address; policy-rc.d forbids it meanwhile.
  # shellcheck disable=SC2016
  as_root env DEBIAN_FRONTEND=noninteractive sh -ec '
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
      trap "rm -f $policy" EXIT
      printf "#!/bin/sh\nexit 101\n" >"$policy"
      chmod 755 "$policy"
    fi
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null' sh "$@" ||
    die "apt-get could not install: $*"
}

java_version() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p'; }

# Finds a JDK of 21 or newer, or installs one where the machine's packages have it, and exports JAVA_HOME.
find_jdk() {
  if search_jdk; then return; fi
  if command -v apt-get >/dev/null && may_install && as_root apt-get update -qq >/dev/null 2>&1 &&
    apt-cache show openjdk-21-jdk-headless >/dev/null 2>&1; then
    install_packages openjdk-21-jdk-headless
    if search_jdk; then return; fi
  fi
  die "needs a JDK of version 21 or newer; install one (for example Temurin 21) or point JAVA_HOME at it"
}

search_jdk() {
  local candidate path_java version
  path_java=$(command -v javac || true)
  for candidate in "${JAVA_HOME:-}" "${path_java:+$(dirname "$(dirname "$(readlink -f "$path_java")")")}" \
    /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    # In /usr/bin macOS has no JDK, but programs that look for one.
    { [ -n "$candidate" ] && [ "$candidate" != /usr ] && [ -x "$candidate/bin/javac" ]; } || continue
    version=$(java_version "$candidate")
    if [ "${version%%.*}" -ge 21 ] 2>/dev/null; then
      export JAVA_HOME=$candidate
      # Maven's own libraries use what newer JDKs warn of, four lines at each call.
      if [ "${version%%.*}" -ge 24 ]; then export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"; fi
      return
    fi
  done
  return 1
}

check_disk() {
  local free_mb
  free_mb=$(df -Pm "$HOME_DIR" | awk 'NR == 2 { print $4 }')
  [ "$free_mb" -ge 2048 ] || die "only $free_mb MB of disk are free under $HOME_DIR; 2048 are needed"
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Whether the process lives and has exactly this argument: a pid alone may have passed to somebody else's process.
is_process() {
  [ -n "$1" ] || return 1
  if [ -d /proc/self ]; then
    grep -qzxF -e "$2" "/proc/$1/cmdline" 2>/dev/null
  else
    case " $(ps -ww -o args= -p "$1" 2>/dev/null) " in *" $2 "*) ;; *) return 1 ;; esac
  fi
}

# detached COMMAND...: becomes the command, out of reach of this terminal and its Ctrl-C. For subshells.
detached() {
  if command -v setsid >/dev/null; then exec setsid nohup "$@"; fi
  exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' nohup "$@"
}

# wait_gone PID ARGUMENT: up to 20 s.
wait_gone() {
  for _ in $(seq 200); do is_process "$1" "$2" || return 0; sleep 0.1; done
  return 1
}

# The project's version, which pom.xml says.
project_version() { sed -n 's|.*<revision>\(.*\)</revision>.*|\1|p' "$HOME_DIR/pom.xml"; }

service_jar() { echo "$HOME_DIR/$1-service/target/quarkus-app/quarkus-run.jar"; }
service_port() { local name; name=$(upper "$1")_PORT; echo "${!name}"; }
service_pid() {
  local pid
  pid=$(cat "$LOCAL_DIR/run/$1.pid" 2>/dev/null) && is_process "$pid" "$(service_jar "$1")" && echo "$pid"
}

# stop_services [SERVICE...]: all at once in good order, and by force what is still there after 20 s.
stop_services() {
  local service pid
  for service in "$@"; do
    if pid=$(service_pid "$service"); then
      say "stopping $service-service"
      kill "$pid" 2>/dev/null || true
    fi
  done
  for service in "$@"; do
    if pid=$(service_pid "$service"); then
      wait_gone "$pid" "$(service_jar "$service")" || kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$LOCAL_DIR/run/$service.pid"
  done
}

# secret_text KEY VALUE: prints a secret without the white space around it, as the services read it.
secret_text() {
  local LC_ALL=C text=$2
  text=${text#"${text%%[![:space:]]*}"}
  text=${text%"${text##*[![:space:]]}"}
  [[ $text != *[[:cntrl:]]* ]] || die "$1 must not contain control characters, such as a line end within it"
  printf %s "$text"
}

generate_secret() { LC_ALL=C tr -dc 'a-zA-Z0-9' </dev/urandom | head -c 32 || true; }

# load_env dev|test|chaos: exports the addresses and secrets of an instance. What the caller's environment says wins, then
# what was written before, then a default or a fresh secret; the result is written down.
load_env() {
  local instance=$1 offset=0 file key value
  case $instance in
    dev) file=$HOME_DIR/dev/local.env ;;
    test) offset=1000 file=$LOCAL_DIR/test.env ;;
    chaos) offset=2000 file=$LOCAL_DIR/chaos.env ;;
  esac
  mkdir -p "$LOCAL_DIR"
  # Whoever sourced dev/local.env and starts the tests means the tests' own servers, not those of dev.
  if [ "${DEV_INSTANCE:-$instance}" != "$instance" ]; then
    for key in ${DEV_INSTANCE_KEYS:-}; do unset "$key"; done
    unset DEV_INSTANCE
  fi
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
  # All below 32768: from there on Linux gives ports to outgoing connections, and one of those may be just this one.
  setting POSTGRES_PORT $((21432 + offset)) "$file"
  setting POSTGRES_ADMIN_USERNAME postgres_admin "$file"
  setting RABBITMQ_HOST 127.0.0.1 "$file"
  setting RABBITMQ_PORT $((21672 + offset)) "$file"
  setting RABBITMQ_MANAGEMENT_PORT $((21673 + offset)) "$file"
  setting RABBITMQ_PROMETHEUS_PORT $((21674 + offset)) "$file"
  setting RABBITMQ_DIST_PORT $((21675 + offset)) "$file"
  setting RABBITMQ_EPMD_PORT $((21676 + offset)) "$file"
  setting RABBITMQ_MANAGEMENT_URL "http://localhost:$RABBITMQ_MANAGEMENT_PORT" /dev/null
  setting RABBITMQ_USERNAME volunteer_scheduler "$file"
  for key in POSTGRES_ADMIN_PASSWORD COMMISSION_DB_PASSWORD MULTIPLIER_DB_PASSWORD BUDGET_DB_PASSWORD RABBITMQ_PASSWORD \
    SCICENT_WEBHOOK_SECRET DECIDIM_WEBHOOK_SECRET VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD \
    VOLUNTEER_SCHEDULER_VIEWER_PASSWORD VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD; do
    setting "$key" "" "$file"
  done
  setting DEV_INSTANCE "$instance" /dev/null
  export DEV_INSTANCE_KEYS="${ENV_KEYS[*]}"
  ENV_KEYS+=(DEV_INSTANCE_KEYS)
  (
    umask 077
    for key in "${ENV_KEYS[@]}"; do
      value=${!key}
      printf "export %s='%s'\n" "$key" "${value//$QUOTE/$QUOTE\\$QUOTE$QUOTE}"
    done >"$file.new"
    mv "$file.new" "$file"
  )
}

# setting KEY DEFAULT FILE: an empty default means a generated secret; what follows from other settings has no file.
setting() {
  local key=$1 default=$2 file=$3 value
  value=${!key:-}
  [ -n "$default" ] || value=$(secret_text "$key" "$value")
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
  local newest service started=$SECONDS marker=$LOCAL_DIR/built
  newest=$(find "$HOME_DIR/pom.xml" "$HOME_DIR"/{contracts,rabbitmq-connector,platform,*-service,test-support,dev/local-servers,dev/tools} -newer "$marker" \
    -type f \( -name pom.xml -o -path '*/src/main/*' \) \
    -not -path '*/target/*' -print 2>/dev/null | head -n 1 || true)
  for service in "${SERVICES[@]}"; do
    [ -f "$(service_jar "$service")" ] || newest=missing
  done
  [ -f "$HOME_DIR/dev/tools/target/dev-tools.jar" ] || newest=missing
  if [ -f "$marker" ] && [ -z "$newest" ]; then return; fi
  say "building (the first time this fetches libraries and takes some minutes)"
  touch "$marker.new"
  (cd "$HOME_DIR" && ./mvnw -B -ntp -q -DskipTests -Dspotless.check.skip=true package) || die "the build failed"
  mv "$marker.new" "$marker"
  say "built in $((SECONDS - started)) s"
}
