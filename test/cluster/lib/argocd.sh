# Argo CD without its user interface: redis, repo server and application controller, as programs beside the node's own.
argocd() {
  local folder source file
  command -v redis-server >/dev/null || install_packages redis-server
  command -v git >/dev/null || install_packages git
  exec 7>>"$cache/build.lock"
  flock 7
  folder=$cache/argocd-$(hash_of "$here"/argocd/*)
  build_into "$folder" build_argocd "Argo CD (once; about 4 minutes on two cores)"
  source=$(cd "$here/argocd" && go mod download github.com/argoproj/argo-cd/v3 && go list -m -f '{{.Dir}}' github.com/argoproj/argo-cd/v3)
  exec 7>&-
  if program_pid argocd-application-controller >/dev/null; then
    say "Argo CD is up already"
    return
  fi
  export KUBECONFIG=$state/admin.kubeconfig KUBECACHEDIR=$state/home/kubectl NO_PROXY='*'
  PATH=$(kube_folder):$PATH
  kubectl create namespace argocd --dry-run=client -o yaml | kubectl apply --server-side -f -
  for file in application appproject applicationset; do kubectl apply --server-side -f "$source/manifests/crds/$file-crd.yaml"; done
  for file in argocd-cm argocd-secret argocd-rbac-cm argocd-cmd-params-cm argocd-gpg-keys-cm argocd-ssh-known-hosts-cm argocd-tls-certs-cm; do
    kubectl apply -n argocd -f "$source/manifests/base/config/$file.yaml"
  done
  kubectl -n argocd patch secret argocd-secret -p "{\"stringData\": {\"server.secretkey\": \"$(openssl rand -hex 16)\"}}"
  kubectl wait --for=condition=Established --timeout=60s crd/appprojects.argoproj.io crd/applications.argoproj.io
  kubectl apply -f - <<'Y'
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: default, namespace: argocd}
spec: {sourceRepos: ['*'], destinations: [{namespace: '*', server: '*'}], clusterResourceWhitelist: [{group: '*', kind: '*'}]}
Y
  start_argocd
  say "Argo CD is up; charts that the machine serves are at http://$host_ip:PORT"
}

# Its programs alone; what they know is in the cluster.
start_argocd() {
  local folder
  folder=$cache/argocd-$(hash_of "$here"/argocd/*)
  # They think that they run in a pod; what they know of it comes from these.
  local settings=(env ARGOCD_FAKE_IN_CLUSTER=true ARGOCD_GPG_ENABLED=false "ARGOCD_GNUPGHOME=$state/home/gpg" "KUBECONFIG=$state/admin.kubeconfig")
  program_pid redis-server >/dev/null || start redis-server --port 6379 --save ''
  program_pid argocd-repo-server >/dev/null || start_as argocd-repo-server "${settings[@]}" "$folder/argocd-repo-server" --redis 127.0.0.1:6379 --disable-tls --port 8081
  program_pid argocd-application-controller >/dev/null || start_as argocd-application-controller "${settings[@]}" "$folder/argocd-application-controller" --redis 127.0.0.1:6379 \
    --repo-server 127.0.0.1:8081 --repo-server-plaintext --namespace argocd --kubeconfig "$state/admin.kubeconfig"
  wait_for 60 argocd-repo-server get "http://$node_ip:8084/healthz"
  wait_for 60 argocd-application-controller get "http://$node_ip:8082/healthz"
}

# As in a crash.
stop_argocd() {
  local program pid
  for program in argocd-application-controller argocd-repo-server; do
    pid=$(program_pid "$program") || continue
    kill -KILL "$pid"
    for _ in {1..100}; do
      program_pid "$program" >/dev/null || break
      sleep 0.1
    done
  done
}

build_argocd() {
  (cd "$here/argocd" && go_build "$1/argocd" -ldflags "-s -w" .)
  ln -s argocd "$1/argocd-repo-server"
  ln -s argocd "$1/argocd-application-controller"
}
