#!/bin/sh
# Programs that some checks compare with: what is there is used, the rest is installed where that can be done.
# What cannot be had is named; on CI that is an error. usage: tools.sh NAME…
#   programs: helm fortio ghz wrk nginx h2load zsh chromium · servers of gRPC to test with: rgserver grpc-python grpc-java
set -u
bin="${ITER8_TOOLS:-$HOME/.cache/iter8-tools/bin}"
PATH="$bin:$PATH:/usr/sbin:/usr/local/go/bin"
root="$(cd "$(dirname "$0")/.." && pwd)"
mkdir -p "$bin"
missing=0

left_out() {
  echo "left out: $1 ($2)"
  missing=1
}

go_install() {
  [ -x "$bin/$1" ] && return
  command -v go >/dev/null 2>&1 || { left_out "$1" "needs Go to be installed"; return; }
  echo "installing $1 ($2)"
  GOBIN="$bin" GOFLAGS=-mod=mod go install "$2" >"$bin/$1.log" 2>&1 || { left_out "$1" "go install $2 failed: $(tail -n 1 "$bin/$1.log")"; return; }
  rm -f "$bin/$1.log"
}

apt_install() { # program package
  command -v "$1" >/dev/null 2>&1 && return
  command -v apt-get >/dev/null 2>&1 || { left_out "$1" "no apt-get here: install it by hand"; return 1; }
  [ "$(id -u)" = 0 ] || { left_out "$1" "apt-get needs root: sudo apt-get install $2"; return 1; }
  echo "installing $1 (apt-get)"
  { apt-get update && apt-get install -y --no-install-recommends "$2"; } >"$bin/$1.log" 2>&1 </dev/null \
    || { left_out "$1" "apt-get install failed: $(tail -n 1 "$bin/$1.log")"; return 1; }
  rm -f "$bin/$1.log"
}

# What is built anew where its sources are others: name, their sum, how.
build_once() {
  name="$1"
  sum="$2"
  shift 2
  [ "$(cat "$bin/$name.sum" 2>/dev/null)" = "$sum" ] && return
  echo "building $name"
  rm -rf "$bin/$name.sum" "$bin/$name.new"
  "$@" >"$bin/$name.log" 2>&1 </dev/null || { left_out "$name" "$(grep -v '^$' "$bin/$name.log" | tail -n 1)"; return; }
  rm -rf "${bin:?}/$name"
  mv "$bin/$name.new" "$bin/$name" && echo "$sum" >"$bin/$name.sum" && rm -f "$bin/$name.log"
}

rgserver() {
  command -v go >/dev/null 2>&1 || { left_out rgserver "needs Go to be installed"; return; }
  sources="$root/test/bench/rgserver"
  build_once rgserver "$(cat "$sources/main.go" "$sources/go.sum" | cksum)" \
    go build -C "$sources" -buildvcs=false -o "$bin/rgserver.new" .
}

# A folder for PYTHONPATH: a venv would know its place, and this one is moved.
grpc_python() {
  command -v python3 >/dev/null 2>&1 || { left_out grpc-python "needs Python 3 to be installed"; return; }
  packages="grpcio==1.76.0 grpcio-tools==1.76.0 grpcio-reflection==1.76.0"
  # shellcheck disable=SC2086
  build_once grpc-python "$packages $(python3 --version)" \
    python3 -m pip install --quiet --target "$bin/grpc-python.new" $packages
}

grpc_java() {
  apt_install javac default-jdk-headless || return
  apt_install mvn maven || return
  pom="$root/test/interop/servers/pom.xml"
  build_once grpc-java "$(cksum <"$pom")" \
    mvn -B -q -f "$pom" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$bin/grpc-java.new"
}

for tool in "$@"; do
  case "$tool" in
    helm) go_install helm helm.sh/helm/v3/cmd/helm@v3.19.5 ;;
    fortio) go_install fortio fortio.org/fortio@v1.66.5 ;;
    ghz) go_install ghz github.com/bojand/ghz/cmd/ghz@v0.93.0 ;;
    wrk | nginx | zsh | chromium) apt_install "$tool" "$tool" ;;
    h2load) apt_install h2load nghttp2-client ;;
    rgserver) rgserver ;;
    grpc-python) grpc_python ;;
    grpc-java) grpc_java ;;
    *) echo "tools.sh: unknown tool $tool" >&2; exit 2 ;;
  esac
done
[ "${CI:-}" = true ] && exit "$missing"
exit 0
