# What is built from source, once for each state of its sources, outside of the clone.
build() {
  mkdir -p "$cache"
  exec 7>>"$cache/build.lock"
  flock 7
  build_into "$(kube_folder)" build_kube "Kubernetes $kubernetes (once; about 7 minutes on two cores)"
  build_into "$(coredns_folder)" build_coredns "CoreDNS $coredns (once; about 3 minutes)"
  build_into "$(pause_folder)" build_pause "the pause image"
  find "$cache" -mindepth 1 -maxdepth 1 -type d -mtime +30 \( -name 'kube-*' -o -name 'coredns-*' -o -name 'argocd-*' -o -name 'pause-*' \) -exec rm -rf {} +
  exec 7>&-
}

kube_folder() { echo "$cache/kube-$kubernetes-$(hash_of "$here"/kube/*)"; }
coredns_folder() { echo "$cache/coredns-$coredns"; }
pause_folder() { echo "$cache/pause-$(hash_of "$here"/pause/*)"; }

hash_of() { cat -- "$@" | sha256sum | cut -c1-12; }

# All of it or nothing: a build that is stopped half way leaves nothing that looks finished.
build_into() { # folder function what
  if [ -d "$1" ]; then
    touch "$1"
    return
  fi
  say "building $3"
  rm -rf "$1.new"
  mkdir -p "$1.new"
  "$2" "$1.new"
  mv -T "$1.new" "$1"
}

go_build() { # output arguments...
  command -v go >/dev/null || die "needs Go >= 1.25 to build Kubernetes: https://go.dev/dl"
  local output=$1
  shift
  go build -trimpath -o "$output" "$@"
}

build_kube() {
  local version=k8s.io/component-base/version name
  (cd "$here/kube" && go_build "$1/kube" -ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=34" .)
  for name in etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl; do ln -s kube "$1/$name"; done
}

build_coredns() {
  command -v go >/dev/null || die "needs Go >= 1.25 to build CoreDNS: https://go.dev/dl"
  GOBIN="$1" go install -trimpath -ldflags "-s -w" "github.com/coredns/coredns@v$coredns"
}

# A docker archive by hand: one layer with one static program.
build_pause() {
  local layer
  gcc -Os -static -s -o "$1/pause" "$here/pause/pause.c"
  tar --owner=0 --group=0 --numeric-owner -C "$1" -cf "$1/layer.tar" pause
  layer=$(sha256sum "$1/layer.tar" | cut -d' ' -f1)
  printf '{"architecture":"%s","os":"linux","config":{"User":"65535:65535","Entrypoint":["/pause"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(go env GOARCH)" "$layer" >"$1/config.json"
  printf '[{"Config":"config.json","RepoTags":["localhost/pause:1"],"Layers":["layer.tar"]}]' >"$1/manifest.json"
  tar -C "$1" -cf "$1/pause.tar" manifest.json config.json layer.tar
}
