# Ends all of it. Needs nothing to be in order: also after a crash, a reboot, or an up that was stopped half way.
down() {
  [ "${1:-}" = --force ] || refuse_bystanders
  refuse_second
  leftovers || { say "no cluster is up"; return; }
  remove
  say "the cluster is down"
}

leftovers() { [ -e "$state" ] || [ -n "$(marked "$mark")" ] || [ -n "$(cgroups)" ] || [ -e "/sys/class/net/$link" ]; }

remove() {
  end_processes
  remove_cgroups
  # The kernel takes the link away with the namespace, a little later.
  for _ in {1..100}; do
    [ -e "/sys/class/net/$link" ] || break
    ip link del "$link" 2>/dev/null || sleep 0.1
  done
  mounts | sort -r | while read -r at; do umount -l "$at"; done
  if [ -e "$state/made-folders" ]; then xargs rmdir --ignore-fail-on-non-empty <"$state/made-folders" || true; fi
  rm -rf --one-file-system -- "$state"
}

end_processes() {
  local holder pid
  if holder=$(holder_pid); then kill -KILL "$holder" 2>/dev/null || true; fi
  for _ in {1..200}; do
    [ -n "$(marked "$mark")" ] || return 0
    sleep 0.1
    for pid in $(marked "$mark"); do kill -KILL "$pid" 2>/dev/null || true; done
  done
  die "these processes of the cluster do not end: $(marked "$mark" | tr '\n' ' ')"
}

cgroups() { find /sys/fs/cgroup -maxdepth 2 -type d -name iter8-cluster 2>/dev/null || true; }

remove_cgroups() {
  local folder
  for _ in {1..100}; do
    for folder in $(cgroups); do find "$folder" -depth -type d -exec rmdir {} \; 2>/dev/null || true; done
    [ -n "$(cgroups)" ] || return 0
    sleep 0.1
  done
  die "these cgroups still hold processes: $(cgroups | tr '\n' ' ')"
}

mounts() { awk -v state="$state/" 'index($2, state) == 1 { print $2 }' /proc/mounts; }
