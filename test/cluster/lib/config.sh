# The files that the programs are configured with.
write_config() { # snapshotter
  cat >"$state/containerd.toml" <<T
version = 2
root = "$state/containerd/root"
state = "$state/containerd/state"
[grpc]
  address = "$state/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  restrict_oom_score_adj = true
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(cni_plugins)"
    conf_dir = "$state/cni/conf"
T
  # Each pod has a link of its own and is routed: unlike a bridge this needs no br_netfilter for services to work.
  cat >"$state/cni/conf/10-pods.conflist" <<J
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipam": {"type": "host-local", "dataDir": "$state/cni/addresses", "ranges": [[{"subnet": "$pods"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}
]}
J
  cat >"$state/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: AlwaysAllow}
containerRuntimeEndpoint: unix://$state/containerd.sock
podLogsDir: $state/pod-logs
cgroupDriver: cgroupfs
cgroupRoot: /iter8-cluster
enforceNodeAllocatable: []
clusterDNS: ["$node_ip"]
clusterDomain: cluster.local
resolvConf: $state/resolv.conf
failSwapOn: false
oomScoreAdj: 0
evictionHard: {imagefs.available: "0%", nodefs.available: "0%", memory.available: 100Mi}
imageGCHighThresholdPercent: 100
serializeImagePulls: false
Y
  echo "nameserver $node_ip" >"$state/resolv.conf"
  # Nothing outside of the cluster has a name, and that is said at once.
  cat >"$state/Corefile" <<C
cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
  bind $node_ip
  errors
  ready $node_ip:8181
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig $state/admin.kubeconfig local
    ttl 5
  }
}
.:53 {
  bind $node_ip
  errors
  template ANY ANY {
    rcode NXDOMAIN
  }
}
C
}
