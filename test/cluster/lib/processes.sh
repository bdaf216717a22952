# The cluster's processes live in namespaces of their own, and carry a mark in their environment that nothing else on the
# machine has. They are looked up by it each time: there are no pid files, so none that point at a stranger after a crash.
mark=ITER8_CLUSTER_STATE=$state

marked() { # mark: the processes that carry it
  { grep -lzFx -- "$1" /proc/[0-9]*/environ 2>/dev/null || true; } | cut -d/ -f3
}

# The addresses are the same for each: two at once would take them from each other.
refuse_second() {
  local other
  other=$({ grep -hzE '^ITER8_CLUSTER_STATE=' /proc/[0-9]*/environ 2>/dev/null || true; } | tr '\0' '\n' | grep -vFx -m1 -- "$mark" || true)
  [ -z "$other" ] || die "another cluster is up on this machine, and there can be one: ITER8_CLUSTER_DIR=${other#*=} $here/cluster.sh down"
}

# Outside of the namespaces: the process with which all others end.
holder_pid() {
  local pid
  for pid in $(marked "ITER8_CLUSTER_PROGRAM=$state/namespaces"); do
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = unshare ] && echo "$pid" && return
  done
  return 1
}

# Their process 1, as the machine numbers it.
init_pid() {
  local holder child
  holder=$(holder_pid) || return 1
  child=$(cat "/proc/$holder/task/$holder/children" 2>/dev/null) || return 1
  child=${child%% *}
  [ -n "$child" ] && echo "$child"
}

make_namespaces() {
  spawn namespaces unshare --mount --net --pid --fork --kill-child --mount-proc bash "$here/lib/namespaces.sh" "$state"
  wait_for 20 namespaces test -e "$state/namespaces-are-made"
}

inside() { # command...
  local init
  init=$(init_pid) || die "the cluster has ended; its logs: $state/log"
  nsenter --target "$init" --mount --net --pid -- "$@"
}

start() { start_as "${1##*/}" "$@"; } # program arguments...

start_as() { # name command...
  local name=$1 init
  shift
  init=$(init_pid) || die "the cluster has ended; its logs: $state/log"
  spawn "$name" nsenter --target "$init" --mount --net --pid -- setsid --fork "$@"
}

# Nothing of the caller's environment, and none of its open files: a lock would never be free again.
spawn() { # program command...
  local program=$1
  shift
  env -i "$mark" "ITER8_CLUSTER_PROGRAM=$state/$program" PATH="$(kube_folder):$tools:$PATH" HOME="$state/home" TMPDIR="$state/tmp" \
    setsid --fork "$@" >>"$state/log/$program.log" 2>&1 </dev/null 7>&- 8>&- 9>&-
}

# Children carry the mark of their parent, under another name.
program_pid() { # program
  local pid
  for pid in $(marked "ITER8_CLUSTER_PROGRAM=$state/$1"); do
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "${1:0:15}" ] && echo "$pid" && return
  done
  return 1
}

wait_for() { # seconds program command...: until the command succeeds; not longer than the program lives
  local most=$1 program=$2 deadline=$((SECONDS + $1))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ -n "$(marked "ITER8_CLUSTER_PROGRAM=$state/$program")" ] || failed "$program" "has ended"
    ((SECONDS < deadline)) || failed "$program" "is not ready after $most s ($*)"
    sleep 0.1
  done
}

failed() { # program what
  say "$1 $2; the last lines of $state/log/$1.log:"
  tail -n 25 "$state/log/$1.log" >&2 || true
  die "not up. down clears what is there, up tries again."
}

# One command of this script at a time on this machine.
locked() { # function...
  exec 9>>"$run/command.lock"
  flock --nonblock 9 || {
    say "another cluster.sh is at work; waiting for it"
    flock --wait 1800 9 || die "another cluster.sh was at work for half an hour: see 'fuser $run/command.lock'"
  }
  "$@"
  exec 9>&-
}
