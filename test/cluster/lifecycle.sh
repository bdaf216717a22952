#!/usr/bin/env bash
# Tests of the cluster itself: what up, down and sessions promise, with crashes at many moments. Takes about two minutes.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
# shellcheck disable=SC2034
here=$PWD
# shellcheck disable=SC1091
source lib/settings.sh
# shellcheck disable=SC1091
source lib/processes.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
broken=0

expect() { # what command...
  local what=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    echo "ok      $what"
  else
    echo "BROKEN  $what"
    sed 's/^/        /' "$work/output"
    broken=1
  fi
}

machine() { # all of the machine that a cluster could leave something in
  ip -o link | awk '{ print $2 }' | cut -d@ -f1
  ip route
  iptables-save 2>/dev/null | grep -v '^#'
  awk '{ print $1, $2, $3 }' /proc/mounts
  find /sys/fs/cgroup -name '*iter8-cluster*'
  find /run/netns /var/lib/cni /var/lib/kubelet "$state" 2>/dev/null
  sysctl vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes net.ipv4.ip_forward
  grep -lzE '^ITER8_CLUSTER_STATE=' /proc/[0-9]*/environ
}

untouched() { diff "$work/before" <(machine 2>/dev/null); }
says() { [[ "$(./cluster.sh status)" == "$1"* ]]; }

killed_after() { # seconds command...: it and its children, not the cluster
  local seconds=$1 pid
  shift
  setsid "$@" >/dev/null 2>&1 </dev/null &
  pid=$!
  sleep "$seconds"
  kill -KILL -- "-$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null
}

until_it_says() { # seconds word
  local deadline=$((SECONDS + $1))
  until says "$2"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

says down || { echo "a cluster is up: cluster.sh down first"; exit 1; }
./cluster.sh build || exit 1
machine >"$work/before" 2>/dev/null

expect 'up brings it up' ./cluster.sh up
expect 'which the comparison with the machine before sees' eval '! untouched'
expect 'up is content with a cluster that is up' ./cluster.sh up
expect 'a second cluster is refused' eval '! ITER8_CLUSTER_DIR=$state-2 ./cluster.sh up'
expect 'the API server stops' ./cluster.sh stop-apiserver
expect 'status says so' says broken
expect 'the API server comes back' ./cluster.sh start-apiserver
expect 'all is well again' until_it_says 30 up
kill -KILL "$(program_pid containerd)"
expect 'a component that was killed is seen' says broken
expect 'up repairs' ./cluster.sh up
expect 'down takes it down' ./cluster.sh down
expect 'down leaves nothing' untouched
expect 'down is content without a cluster' ./cluster.sh down

for seconds in 0.1 0.2 0.4 0.7 1.2 2 3; do
  killed_after "$seconds" ./cluster.sh up
  expect "down leaves nothing of an up that was killed after $seconds s" eval './cluster.sh down && sleep 0.3 && untouched'
done
killed_after 1.5 ./cluster.sh up
expect 'up starts anew after one that was killed' ./cluster.sh up
killed_after 0.05 ./cluster.sh down
expect 'down finishes what one that was killed began' eval './cluster.sh down && sleep 0.3 && untouched'

mkfifo "$work/stdin"
hold() { # a session that this script holds open
  ./cluster.sh session <"$work/stdin" >/dev/null 2>&1 3>&- &
  session=$!
  exec 3>"$work/stdin"
}
hold
expect 'a session brings the cluster up' until_it_says 60 up
expect 'the run that holds it may change it' ./cluster.sh up
expect 'a stranger may not' eval 'setsid --fork bash -c "sleep 0.2; ./cluster.sh down; echo \$? >$work/code" 2>/dev/null; sleep 1.5; [ "$(cat "$work/code")" = 1 ]'
exec 3>&-
wait "$session"
expect 'it takes the cluster down when its stdin ends' eval 'says down && untouched'

hold
until [ -e "$state/of-session" ]; do sleep 0.1; done
kill -KILL "$session"
exec 3>&-
expect 'a session that was killed leaves the cluster up' says up
expect 'the next one starts anew, and takes it down' eval './cluster.sh session </dev/null && says down && untouched'
exit "$broken"
