# The Debian packages that a cluster needs. Only what is missing is installed, so that another packaging of the same
# programs (docker's own containerd, say) stays as it is.
packages() {
  local pair missing=()
  for pair in ctr=containerd runc=runc iptables=iptables conntrack=conntrack ip=iproute2 \
    ethtool=ethtool socat=socat openssl=openssl curl=curl gcc=gcc nsenter=util-linux mount=mount; do
    command -v "${pair%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  cni_plugins >/dev/null || missing+=(containernetworking-plugins)
  { command -v gcc >/dev/null && [ -e "$(gcc -print-file-name=libc.a)" ]; } || missing+=(libc6-dev)
  install_packages "${missing[@]}"
}

install_packages() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "these are missing, and there is no apt-get here to install them: $*"
  say "installing $*"
  mkdir -p "$cache"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$cache/apt-get.log" 2>&1 </dev/null 7>&- 8>&- 9>&- \
    || { tail -n 10 "$cache/apt-get.log" >&2; die "apt-get could not install $*"; }
}

cni_plugins() {
  local folder
  for folder in /usr/lib/cni /opt/cni/bin /usr/libexec/cni; do
    [ -x "$folder/ptp" ] && [ -x "$folder/loopback" ] && echo "$folder" && return
  done
  return 1
}
