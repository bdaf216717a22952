# Starts the components in their order, each when what it needs is ready.
start_cluster() {
  install -d -m 700 "$state"
  mkdir -p "$state"/{log,home,tmp,pki,etcd,kubelet,pod-logs,sysctl,containerd,cni/conf,cni/lib}
  local folder
  for folder in /var/lib/cni /var/lib/kubelet; do # places to mount at
    [ -d "$folder" ] || { echo "$folder" >>"$state/made-folders" && mkdir -p "$folder"; }
  done
  make_namespaces
  connect
  make_cgroups
  snapshotter >"$state/snapshotter"
  start etcd --data-dir "$state/etcd" --unsafe-no-fsync --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --log-level warn
  make_identities
  write_config "$(cat "$state/snapshotter")"
  start containerd -c "$state/containerd.toml"
  start_apiserver
  start kube-controller-manager --kubeconfig="$state/admin.kubeconfig" --service-account-private-key-file="$state/pki/service-accounts.key" \
    --root-ca-file="$state/pki/ca.crt" --leader-elect=false --node-monitor-grace-period=300s
  start kube-scheduler --kubeconfig="$state/admin.kubeconfig" --leader-elect=false
  wait_for 60 containerd containerctl version
  load "$(pause_folder)/pause.tar" >/dev/null
  start kubelet --config="$state/kubelet.yaml" --kubeconfig="$state/node.kubeconfig" --hostname-override=node1 --node-ip="$node_ip"
  start kube-proxy --kubeconfig="$state/admin.kubeconfig" --hostname-override=node1 --proxy-mode=iptables --cluster-cidr="$pods" \
    --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0
  start "$(coredns_folder)/coredns" -conf "$state/Corefile"
  wait_for 90 kube-controller-manager api /api/v1/namespaces/default/serviceaccounts/default
  wait_for 90 kube-proxy get "http://$node_ip:10256/healthz"
  wait_for 90 coredns get "http://$node_ip:8181/ready"
  wait_for 120 kubelet node_is_ready
}

programs=(etcd containerd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy coredns)

healthy() {
  local program
  for program in "${programs[@]}"; do program_pid "$program" >/dev/null || return 1; done
  get "https://$node_ip:6443/readyz" >/dev/null 2>&1 && node_is_ready 2>/dev/null
}

start_apiserver() {
  local pki=$state/pki
  if program_pid kube-apiserver >/dev/null; then return; fi
  start kube-apiserver --etcd-servers=http://127.0.0.1:2379 --advertise-address="$node_ip" --secure-port=6443 --service-cluster-ip-range="$services" \
    --tls-cert-file="$pki/kube-apiserver.crt" --tls-private-key-file="$pki/kube-apiserver.key" --client-ca-file="$pki/ca.crt" --token-auth-file="$pki/tokens.csv" \
    --kubelet-client-certificate="$pki/kubelet-client.crt" --kubelet-client-key="$pki/kubelet-client.key" --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file="$pki/service-accounts.key" --service-account-signing-key-file="$pki/service-accounts.key" \
    --service-account-issuer=https://kubernetes.default.svc --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true
  wait_for 90 kube-apiserver get "https://$node_ip:6443/readyz"
}

# Without a word to its clients, as in a crash.
stop_apiserver() {
  local pid
  pid=$(program_pid kube-apiserver) || { say "the API server is not running"; return; }
  kill -KILL "$pid"
  for _ in {1..100}; do
    program_pid kube-apiserver >/dev/null || return 0
    sleep 0.1
  done
  die "the API server (process $pid) does not end"
}

# A link from the machine into the namespaces. There is no way further: whatever lies outside is unreachable at once.
connect() {
  ip link add "$link" type veth peer name eth0 netns "$(init_pid)"
  ip addr add "$host_ip/30" dev "$link"
  ip link set "$link" up
  inside ip addr add "$node_ip/30" dev eth0
  inside ip link set eth0 up
  inside ip route add blackhole "$blackhole"
  ip route add "$network" via "$node_ip"
}

# Pods have a root of their own among the cgroups, so that none is taken for, or left to, somebody else's.
make_cgroups() {
  local folder
  awk '$3 == "cgroup" { print $2 }' /proc/mounts | while read -r folder; do
    mkdir -p "$folder/iter8-cluster" || say "no cgroup in $folder"
    if [ -e "$folder/cpuset.cpus" ]; then
      cat "$folder/cpuset.cpus" >"$folder/iter8-cluster/cpuset.cpus"
      cat "$folder/cpuset.mems" >"$folder/iter8-cluster/cpuset.mems"
    fi
  done
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    for folder in cpu cpuset io memory pids; do echo "+$folder" >/sys/fs/cgroup/cgroup.subtree_control || true; done
    mkdir -p /sys/fs/cgroup/iter8-cluster
  fi 2>/dev/null
}

# Overlays do not lie on every file system.
snapshotter() {
  local at=$state/tmp/overlay
  mkdir -p "$at"/{lower,upper,work,merged}
  if inside mount -t overlay overlay -o "lowerdir=$at/lower,upperdir=$at/upper,workdir=$at/work" "$at/merged" 2>/dev/null; then
    inside umount "$at/merged"
    echo overlayfs
  else
    echo native
  fi
}

load() { # archives...
  local archive
  [ $# -gt 0 ] || die "usage: cluster.sh load ARCHIVE..."
  for archive; do
    [ -r "$archive" ] || die "$archive cannot be read"
    containerctl images import --snapshotter "$(cat "$state/snapshotter")" "$archive"
  done
}

containerctl() { ctr --address "$state/containerd.sock" --namespace k8s.io "$@"; }

get() { curl --silent --fail --show-error --max-time 5 --noproxy '*' --cacert "$state/pki/ca.crt" "$@"; }

api() { get --header "@$state/pki/admin.header" "https://$node_ip:6443$1"; }

node_is_ready() {
  local node
  node=$(api /api/v1/nodes/node1 | tr -d ' \n')
  [[ "$node" == *'"type":"Ready","status":"True"'* && "$node" != *'"key":"node.kubernetes.io/not-ready"'* ]]
}
