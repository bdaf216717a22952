{{/* Tutorials say ready.chaosengine=litmuschaos-httpbin of the release httpbin. */}}
{{- define "litmuschaos.name" -}}
litmuschaos-{{ .Release.Name }}
{{- end -}}

{{- define "litmuschaos.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: litmuschaos
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "litmuschaos.appkind" -}}
{{ .Values.appkind | default "deployment" }}
{{- end -}}

{{/* Large numbers as well, which a file of values makes 1e+06 of. */}}
{{- define "litmuschaos.seconds" -}}
{{- kindIs "string" . | ternary (toString . | trim) (toJson .) -}}
{{- end -}}

{{- define "litmuschaos.env" -}}
- name: TOTAL_CHAOS_DURATION
  value: {{ include "litmuschaos.seconds" (.Values.totalChaosDuration | default "3600") | quote }}
- name: CHAOS_INTERVAL
  value: {{ include "litmuschaos.seconds" (.Values.chaosInterval | default "10") | quote }}
- name: FORCE
  value: "false"
{{- end -}}

{{/* What pod-delete needs of what Litmus documents: to find pods and what they belong to, delete them, and say so. */}}
{{- define "litmuschaos.rules" -}}
- apiGroups: [""]
  resources: ["pods"]
  verbs: ["get", "list", "delete"]
- apiGroups: [""]
  resources: ["pods/log"]
  verbs: ["get", "list", "watch"]
- apiGroups: [""]
  resources: ["events"]
  verbs: ["create", "get", "list", "patch", "update"]
{{- $kind := include "litmuschaos.appkind" . }}
{{- if eq $kind "deploymentconfig" }}
- apiGroups: ["apps.openshift.io"]
  resources: ["deploymentconfigs"]
  verbs: ["get", "list"]
- apiGroups: [""]
  resources: ["replicationcontrollers"]
  verbs: ["get", "list"]
{{- else if eq $kind "rollout" }}
- apiGroups: ["argoproj.io"]
  resources: ["rollouts"]
  verbs: ["get", "list"]
- apiGroups: ["apps"]
  resources: ["replicasets"]
  verbs: ["get", "list"]
{{- else }}
- apiGroups: ["apps"]
  resources: {{ eq $kind "deployment" | ternary (list "deployments" "replicasets") (list (printf "%ss" $kind)) | toJson }}
  verbs: ["get", "list"]
{{- end }}
- apiGroups: ["batch"]
  resources: ["jobs"]
  verbs: ["create", "get", "list", "delete", "deletecollection"]
- apiGroups: ["litmuschaos.io"]
  resources: ["chaosengines"]
  verbs: ["get", "list", "patch", "update"]
- apiGroups: ["litmuschaos.io"]
  resources: ["chaosexperiments"]
  verbs: ["get", "list"]
- apiGroups: ["litmuschaos.io"]
  resources: ["chaosresults"]
  verbs: ["create", "get", "list", "patch", "update", "delete"]
{{- end -}}
