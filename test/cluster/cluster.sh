#!/usr/bin/env bash
# A real one-node Kubernetes in about ten seconds, on a machine that can pull no images. README.md tells how it works.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in settings processes packages build identities config components teardown session argocd; do
  # shellcheck source=/dev/null
  source "$here/lib/$part.sh"
done

usage() {
  cat <<'U'
usage: cluster.sh COMMAND
  up                        start it; where it is up already, say so; what a crash left is cleared first
  down [--force]            end it and leave nothing; --force also where a run of tests uses it
  status                    is it up, and who uses it
  env                       lines for a shell: eval "$(cluster.sh env)"
  load ARCHIVE...           images (docker or OCI archives) into the node
  kubeconfig USER [GROUP…]  make a user without any rights yet; prints the path of its kubeconfig
  stop-apiserver            end the API server as a crash would; start-apiserver brings it back
  logs [PROGRAM]            which logs there are; the log of one
  session                   for tests: one run at a time; up, a line of JSON, down again when stdin ends
  build                     build and install what up needs, and start nothing
  argocd                    Argo CD into the cluster that is up
  stop-argocd               end its programs as a crash would; start-argocd brings them back
U
}

main() {
  local command=${1:-}
  shift || true
  case "$command" in
    build) require_root; packages; build ;;
    up) require_root; refuse_bystanders; locked up ;;
    down) require_root; locked down "$@" ;;
    status) require_root; status ;;
    env) print_env ;;
    load) require_up; refuse_bystanders; load "$@" ;;
    kubeconfig) require_up; user_kubeconfig "$@" ;;
    stop-apiserver) require_root; refuse_bystanders; locked stop_apiserver ;;
    start-apiserver) require_root; refuse_bystanders; locked start_apiserver ;;
    logs) logs "$@" ;;
    session) require_root; session ;;
    argocd) require_up; refuse_bystanders; locked argocd ;;
    stop-argocd) require_up; refuse_bystanders; locked stop_argocd ;;
    start-argocd) require_up; refuse_bystanders; locked start_argocd ;;
    *) usage >&2; exit 2 ;;
  esac
  exit # bash reads no further: this file may have changed meanwhile
}

up() {
  refuse_second
  packages
  build
  if healthy; then
    say "the cluster is up already: $state"
    return
  fi
  if leftovers; then
    say "clearing what an earlier cluster left in $state"
    remove
  fi
  local began=$EPOCHREALTIME
  start_cluster
  say "Kubernetes $kubernetes is up after $(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s: eval \"\$($here/cluster.sh env)\""
}

status() {
  if healthy; then echo "up: $state"; elif leftovers; then echo "broken: $state (up and down both clear it)"; else echo "down"; fi
  if session_is_held; then echo "used by a run of tests: $(cat "$run/session")"; fi
}

print_env() {
  [ -f "$state/admin.kubeconfig" ] || die "no cluster is up: $here/cluster.sh up"
  printf 'export KUBECONFIG=%q\n' "$state/admin.kubeconfig"
  printf 'export PATH=%q:%q:"$PATH"\n' "$(kube_folder)" "$tools"
  printf 'export NO_PROXY="${NO_PROXY:+$NO_PROXY,}%s,%s"\n' "$node_ip" "$network"
}

logs() {
  if [ $# = 0 ]; then ls "$state/log"; else cat "$state/log/$1.log"; fi
}

main "$@"
