# Where things lie, and the addresses. What a cluster writes is under $state, what is built under $cache.
# shellcheck disable=SC2034
kubernetes=1.34.4
coredns=1.12.4

state=${ITER8_CLUSTER_DIR:-/tmp/iter8-cluster}
cache=${ITER8_CLUSTER_CACHE:-$HOME/.cache/iter8-cluster}
tools=${ITER8_TOOLS:-$HOME/.cache/iter8-tools/bin}
run=/run/iter8-cluster # locks: one cluster a machine

network=10.200.0.0/16
host_ip=10.200.0.1 # the machine, as pods see it
node_ip=10.200.0.2 # API server, kubelet and DNS
pods=10.200.1.0/24
services=10.200.128.0/17
first_service=10.200.128.1
blackhole=10.200.254.0/24 # takes packets and never answers
link=iter8

umask 022
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/go/bin

say() { echo "cluster: $*" >&2; }

die() {
  echo "cluster: $*" >&2
  exit 1
}

require_root() {
  [ "$(id -u)" = 0 ] || die "needs root (namespaces, containerd): sudo $here/cluster.sh …; or name a cluster of your own with E2E_KUBECONFIG, or take kind with E2E_CLUSTER=kind"
  case "$state" in
    /run/* | /var/log/* | /var/lib/cni/* | /var/lib/kubelet/*) die "ITER8_CLUSTER_DIR=$state: the cluster hides /run, /var/log and these folders of /var/lib from itself; take another" ;;
    /?*) ;;
    *) die "ITER8_CLUSTER_DIR=$state is no absolute path" ;;
  esac
  [ ! -e "$state" ] || { [ -d "$state" ] && [ ! -L "$state" ] && [ -O "$state" ]; } || die "$state is no folder of this user's: remove it, or name another with ITER8_CLUSTER_DIR"
  install -d -m 700 "$run"
}

require_up() {
  require_root
  init_pid >/dev/null || die "no cluster is up: $here/cluster.sh up"
}
