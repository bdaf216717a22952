{{/*
The names under which RBAC may have to know a resource: as it was given, and its plural, last. Which of them the cluster
has is for the controller to find out.
*/}}
{{- define "autox.resources" -}}
{{- $known := dict "deploy" "deployments" "sts" "statefulsets" "ds" "daemonsets" "svc" "services" -}}
{{- $known = merge $known (dict "ksvc" "services" "isvc" "inferenceservices" "sdep" "seldondeployments") -}}
{{- $plural := printf "%ss" . -}}
{{- if hasKey $known . }}{{ $plural = get $known . -}}
{{- else if regexMatch "(ss|sh|ch|x|z)$" . }}{{ $plural = printf "%ses" . -}}
{{- else if hasSuffix "s" . }}{{ $plural = . -}}
{{- else if regexMatch "[^aeiou]y$" . }}{{ $plural = printf "%sies" (trimSuffix "y" .) -}}
{{- end -}}
{{- list . $plural | uniq | toJson -}}
{{- end -}}

{{/* What the controller may do, into .made.rules: namespace, then rules. After autox.makeConfig. */}}
{{- define "autox.makeRules" -}}
{{- $rules := dict -}}
{{- $_ := set .made "rules" $rules -}}
{{- $types := dict -}}
{{- range .made.triggers -}}
  {{- $resources := include "autox.resources" .trigger.resource | fromJsonArray -}}
  {{- $of := get $types .trigger.namespace | default dict -}}
  {{- $type := printf "%s.%s" (last $resources) .trigger.group -}}
  {{- $all := concat (get $of $type | default list) $resources | uniq | sortAlpha -}}
  {{- $_ := set $types .trigger.namespace (set $of $type $all) -}}
{{- end -}}
{{- range $namespace, $of := $types -}}
  {{- $all := list -}}
  {{- range $type, $resources := $of -}}
    {{- $groups := list (splitn "." 2 $type)._1 -}}
    {{- $all = append $all (dict "apiGroups" $groups "resources" $resources "verbs" (list "get" "list" "watch")) -}}
  {{- end -}}
  {{- $_ := set $rules $namespace $all -}}
{{- end -}}
{{- $events := dict "apiGroups" (list "") "resources" (list "events") "verbs" (list "create") -}}
{{- range append (keys $types) .root.Release.Namespace | uniq -}}
  {{- include "autox.addRules" (dict "rules" $rules "namespace" . "more" (list $events)) -}}
{{- end -}}
{{- if eq .made.config.installer "helm" }}{{ include "autox.makeHelmRules" . }}{{ else }}{{ include "autox.makeArgoRules" . }}{{ end -}}
{{- $name := include "autox.name" .root -}}
{{- $lease := dict "apiGroups" (list "coordination.k8s.io") "resources" (list "leases") -}}
{{- $named := merge (dict "resourceNames" (list $name) "verbs" (list "get" "patch")) $lease -}}
{{- $own := list (merge (dict "verbs" (list "create")) $lease) $named -}}
{{- include "autox.addRules" (dict "rules" $rules "namespace" .root.Release.Namespace "more" $own) -}}
{{- end -}}

{{- define "autox.makeArgoRules" -}}
{{- $verbs := list "get" "list" "watch" "create" "delete" -}}
{{- $applications := dict "apiGroups" (list "argoproj.io") "resources" (list "applications") "verbs" $verbs -}}
{{- range include "autox.ownerNamespaces" . | fromJsonArray -}}
  {{- $owner := dict "apiGroups" (list "") "resources" (list "secrets") "resourceNames" (list (include "autox.ownerName" $.root)) -}}
  {{- $more := list $applications (merge (dict "verbs" (list "get")) $owner) -}}
  {{- include "autox.addRules" (dict "rules" $.made.rules "namespace" . "more" $more) -}}
{{- end -}}
{{- end -}}

{{/* Jobs run beside the controller. A release is gone when helm's own Secrets of it are, in the namespace it was in. */}}
{{- define "autox.makeHelmRules" -}}
{{- $verbs := list "get" "list" "watch" "create" "delete" -}}
{{- $jobs := dict "apiGroups" (list "batch") "resources" (list "jobs") "verbs" $verbs -}}
{{- $pods := dict "apiGroups" (list "") "resources" (list "pods") "verbs" (list "list") -}}
{{- include "autox.addRules" (dict "rules" .made.rules "namespace" .root.Release.Namespace "more" (list $jobs $pods)) -}}
{{- $secrets := dict "apiGroups" (list "") "resources" (list "secrets") "verbs" (list "list") -}}
{{- range include "autox.targetNamespaces" . | fromJsonArray -}}
  {{- include "autox.addRules" (dict "rules" $.made.rules "namespace" . "more" (list $secrets)) -}}
{{- end -}}
{{- end -}}

{{- define "autox.addRules" -}}
{{- $_ := set .rules .namespace (concat (get .rules .namespace | default list) .more) -}}
{{- end -}}

{{/* The namespaces of Argo CD. */}}
{{- define "autox.ownerNamespaces" -}}
{{- $namespaces := list -}}
{{- if ne .made.config.installer "helm" -}}
  {{- $namespaces = append $namespaces .made.config.argocd.namespace -}}
  {{- range .made.triggers }}{{ $namespaces = append $namespaces .argocd.namespace }}{{ end -}}
{{- end -}}
{{- $namespaces | uniq | sortAlpha | toJson -}}
{{- end -}}

{{/* Where releases are installed: those of the specs, and those that are there and have to go, as their Jobs say. */}}
{{- define "autox.targetNamespaces" -}}
{{- $namespaces := list -}}
{{- range .made.specs }}{{ $namespaces = append $namespaces .spec.namespace }}{{ end -}}
{{- range (lookup "batch/v1" "Job" .root.Release.Namespace "").items -}}
  {{- $said := .metadata.annotations | default dict -}}
  {{- $namespace := get $said "iter8.tools/autox-namespace" -}}
  {{- if and $namespace (not (has $namespace $namespaces)) (eq (get $said "iter8.tools/autox-owner") (include "autox.ownerName" $.root)) -}}
    {{- if lookup "v1" "Namespace" "" $namespace }}{{ $namespaces = append $namespaces $namespace }}{{ end -}}
  {{- end -}}
{{- end -}}
{{- $namespaces | uniq | sortAlpha | toJson -}}
{{- end -}}

{{/* What installing the iter8 chart takes, including what its Role allows: nobody can allow what they may not do. */}}
{{- define "autox.installerRules" -}}
- apiGroups: [""]
  resources: ["secrets", "configmaps", "serviceaccounts"]
  verbs: ["get", "list", "create", "patch", "update", "delete"]
- apiGroups: ["batch"]
  resources: ["jobs", "cronjobs"]
  verbs: ["get", "list", "create", "patch", "update", "delete"]
- apiGroups: ["rbac.authorization.k8s.io"]
  resources: ["roles", "rolebindings"]
  verbs: ["get", "list", "create", "patch", "update", "delete"]
- apiGroups: [""]
  resources: ["services"]
  verbs: ["get"]
- apiGroups: ["apps"]
  resources: ["deployments"]
  verbs: ["get"]
- apiGroups: ["serving.knative.dev"]
  resources: ["services"]
  verbs: ["get"]
- apiGroups: ["serving.kserve.io"]
  resources: ["inferenceservices"]
  verbs: ["get"]
- apiGroups: ["litmuschaos.io"]
  resources: ["chaosengines"]
  verbs: ["get"]
{{- end -}}

{{/* A Role .name in .namespace with .rules, as YAML, bound to the service account .account. */}}
{{- define "autox.boundRole" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ .name | quote }}
  namespace: {{ .namespace | quote }}
  labels:
    {{- include "autox.labels" .root | nindent 4 }}
rules:
  {{- .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .name | quote }}
  namespace: {{ .namespace | quote }}
  labels:
    {{- include "autox.labels" .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ .account | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
{{- end -}}
