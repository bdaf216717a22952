#!/bin/sh
# Programs that some checks compare with: what is there is used, the rest is installed where that can be done.
# What cannot be had is named; on CI that is an error. usage: tools.sh [helm] [fortio] [wrk] [nginx] [zsh]
set -u
bin="${ITER8_TOOLS:-$HOME/.cache/iter8-tools/bin}"
PATH="$bin:$PATH:/usr/sbin:/usr/local/go/bin"
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

apt_install() {
  command -v "$1" >/dev/null 2>&1 && return
  command -v apt-get >/dev/null 2>&1 || { left_out "$1" "no apt-get here: install it by hand"; return; }
  [ "$(id -u)" = 0 ] || { left_out "$1" "apt-get needs root: sudo apt-get install $1"; return; }
  echo "installing $1 (apt-get)"
  { apt-get update && apt-get install -y --no-install-recommends "$1"; } >"$bin/$1.log" 2>&1 </dev/null \
    || { left_out "$1" "apt-get install failed: $(tail -n 1 "$bin/$1.log")"; return; }
  rm -f "$bin/$1.log"
}

for tool in "$@"; do
  case "$tool" in
    helm) go_install helm helm.sh/helm/v3/cmd/helm@v3.19.5 ;;
    fortio) go_install fortio fortio.org/fortio@v1.66.5 ;;
    wrk | nginx | zsh) apt_install "$tool" ;;
    *) echo "tools.sh: unknown tool $tool" >&2; exit 2 ;;
  esac
done
[ "${CI:-}" = true ] && exit "$missing"
exit 0
