{{/* The objects that the ready task reads, into .made.objects: namespace, then resource.group, then names. */}}
{{- define "iter8.makeReady" -}}
{{- $objects := dict -}}
{{- $_ := set .made "objects" $objects -}}
{{- if has "ready" (include "iter8.list" .root.Values.tasks | fromJsonArray) -}}
  {{- $ready := .root.Values.ready | default dict -}}
  {{- $namespace := include "iter8.text" $ready.namespace | default .root.Release.Namespace -}}
  {{- $types := dict "service" "services." "deploy" "deployments.apps" "ksvc" "services.serving.knative.dev" -}}
  {{- $types = merge $types (dict "isvc" "inferenceservices.serving.kserve.io") -}}
  {{- $types = merge $types (dict "chaosengine" "chaosengines.litmuschaos.io") -}}
  {{- range $input, $type := $types -}}
    {{- $name := include "iter8.text" (get $ready $input) -}}
    {{- include "iter8.addObject" (dict "objects" $objects "namespace" $namespace "type" $type "name" $name) -}}
  {{- end -}}
  {{- range concat (include "iter8.list" $ready.objects | fromJsonArray) (list (omit $ready "objects" "namespace")) -}}
    {{- $type := printf "%s.%s" (include "iter8.text" .resource) (include "iter8.text" .group) -}}
    {{- $in := include "iter8.text" .namespace | default $namespace -}}
    {{- $name := include "iter8.text" .name -}}
    {{- include "iter8.addObject" (dict "objects" $objects "namespace" $in "type" $type "name" $name) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "iter8.addObject" -}}
{{- if .name -}}
  {{- $types := get .objects .namespace | default dict -}}
  {{- $names := append (get $types .type | default list) .name | uniq | sortAlpha -}}
  {{- $_ := set .objects .namespace (set $types .type $names) -}}
{{- end -}}
{{- end -}}

{{/* Rules to read objects, and nothing else of their kinds. */}}
{{- define "iter8.readyRules" -}}
{{- range $type, $names := . }}
{{- $parts := splitn "." 2 $type }}
- apiGroups: [{{ $parts._1 | quote }}]
  resources: [{{ $parts._0 | quote }}]
  resourceNames: {{ toJson $names }}
  verbs: ["get"]
{{- end }}
{{- end -}}

{{/* A binding of the role .name in .namespace to the service account. */}}
{{- define "iter8.roleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .name }}
  namespace: {{ .namespace | quote }}
  labels:
    {{- include "iter8.labels" .root | nindent 4 }}
  annotations:
    {{- include "iter8.annotations" .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ include "iter8.serviceAccountName" .root | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
{{- end -}}
