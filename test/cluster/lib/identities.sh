# Certificates and kubeconfigs. One authority signs the servers' certificates and those of users; admin has a token as well.
make_identities() {
  local pki=$state/pki token
  new_key "$pki/ca.key"
  openssl req -x509 -new -key "$pki/ca.key" -days 365 -subj /CN=iter8-test-cluster -out "$pki/ca.crt" \
    -addext keyUsage=critical,keyCertSign,digitalSignature
  certificate kube-apiserver /CN=kube-apiserver "subjectAltName=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$first_service,IP:$node_ip"
  certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  certificate node /O=system:nodes/CN=system:node:node1
  new_key "$pki/service-accounts.key"

  token=$(openssl rand -hex 16)
  printf '%s,admin,admin,"system:masters"\n' "$token" >"$pki/tokens.csv"
  printf 'Authorization: Bearer %s\n' "$token" >"$pki/admin.header"
  kubeconfig "$state/admin.kubeconfig" "token: $token"
  kubeconfig "$state/node.kubeconfig" "$(certificate_user node)"
}

user_kubeconfig() { # user groups...
  local user=${1:-} subject='' group
  [[ "$user" =~ ^[a-zA-Z0-9][a-zA-Z0-9.:_-]*$ ]] || die "usage: cluster.sh kubeconfig USER [GROUP...]"
  for group in "${@:2}"; do subject+=/O=$group; done
  certificate "user-$user" "$subject/CN=$user"
  kubeconfig "$state/user-$user.kubeconfig" "$(certificate_user "user-$user")"
  echo "$state/user-$user.kubeconfig"
}

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

certificate() { # name subject [extension]
  local pki=$state/pki
  new_key "$pki/$1.key"
  openssl req -new -key "$pki/$1.key" -subj "$2" \
    | openssl x509 -req -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -set_serial "0x$(openssl rand -hex 8)" -days 365 -out "$pki/$1.crt" \
      -extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s\n' "${3:-}") 2>"$state/log/openssl.log"
}

certificate_user() { # name
  echo "client-certificate-data: $(base64 -w0 "$state/pki/$1.crt"), client-key-data: $(base64 -w0 "$state/pki/$1.key")"
}

kubeconfig() { # file user
  (umask 077 && cat >"$1") <<Y
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "https://$node_ip:6443", certificate-authority-data: $(base64 -w0 "$state/pki/ca.crt")}}]
users: [{name: user, user: {$2}}]
contexts: [{name: local, context: {cluster: local, user: user}}]
current-context: local
Y
}
