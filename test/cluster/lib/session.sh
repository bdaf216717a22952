# One run of tests at a time. It holds the cluster as long as its end of our stdin is open, so that the cluster is taken
# down again also where that run was killed.
session() {
  local wait=${ITER8_CLUSTER_WAIT:-3600}
  exec 8>>"$run/session.lock"
  if ! flock --nonblock 8; then
    say "another run of tests uses the cluster of this machine ($(cat "$run/session")); waiting for it, $wait s at most"
    flock --wait "$wait" 8 || die "another run of tests still uses the cluster after $wait s ($(cat "$run/session"))"
  fi
  echo "process $PPID, in $PWD, since $(date '+%F %T')" >"$run/session"
  trap : INT TERM HUP
  trap 'locked end_session' EXIT
  locked begin_session
  printf '{"kubeconfig": "%s", "path": "%s:%s"}\n' "$state/admin.kubeconfig" "$(kube_folder)" "$tools"
  cat >/dev/null || true
}

# A cluster that was up before stays up. One that the session of a killed process left is made anew.
begin_session() {
  if [ -e "$state/of-session" ]; then remove; fi
  if healthy; then return; fi
  started_by_session=yes
  up
  touch "$state/of-session"
}

end_session() {
  [ "${started_by_session:-}" = yes ] || return 0
  if [ -n "${E2E_KEEP:-}" ]; then
    rm -f "$state/of-session"
    say "left up, as E2E_KEEP says: $here/cluster.sh down"
  else
    remove
  fi
}

# Only the run itself, and what it started, may change the cluster meanwhile.
refuse_bystanders() {
  local owner pid=$$
  session_is_held || return 0
  owner=$(sed -n 's/^process \([0-9]*\).*/\1/p' "$run/session")
  while [ "${pid:-0}" -gt 1 ]; do
    [ "$pid" != "$owner" ] || return 0
    pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
  done
  die "a run of tests uses the cluster ($(cat "$run/session")): wait for it, or end it with down --force"
}

session_is_held() {
  [ -e "$run/session.lock" ] && ! flock --nonblock "$run/session.lock" true
}
