#!/usr/bin/env bash
# Process 1 of the cluster's own namespaces. When it ends the kernel ends every process in them, and with these go all
# mounts, links, routes and iptables rules: nothing that a crash could leave behind.
set -euo pipefail
state=$1

# Places outside of $state that programs insist on.
mount -t tmpfs tmpfs /run
mkdir -p /run/lock
mount --bind "$state/log" /var/log
mount --bind "$state/cni/lib" /var/lib/cni
mount --bind "$state/kubelet" /var/lib/kubelet

# The kubelet sets these for the whole machine; here it finds them set, in files of its own.
while read -r key value; do
  [ -e "/proc/sys/$key" ] || continue
  copy=$state/sysctl/${key//\//.}
  echo "$value" >"$copy"
  mount --bind "$copy" "/proc/sys/$key"
done <<'S'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
S

ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
touch "$state/namespaces-are-made"
# Bash also reaps the processes that lose their parent.
while :; do
  sleep infinity &
  wait "$!" || true
done
