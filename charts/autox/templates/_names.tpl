{{/* Not the release's alone: that may be the name of the app that is watched, and so of a Deployment. */}}
{{- define "autox.name" -}}
{{ contains "autox" .Release.Name | ternary .Release.Name (printf "%s-autox" .Release.Name) }}
{{- end -}}

{{/* The name of what is made in .namespace, where releases of other namespaces make theirs. */}}
{{- define "autox.nameIn" -}}
{{- $name := include "autox.name" .root -}}
{{ eq .namespace .root.Release.Namespace | ternary $name (printf "%s-%s" $name .root.Release.Namespace) }}
{{- end -}}

{{- define "autox.ownerName" -}}
{{ include "autox.name" . }}-{{ .Release.Namespace }}-owner
{{- end -}}

{{- define "autox.serviceAccountName" -}}
{{ .Values.serviceAccountName | default (include "autox.name" .) }}
{{- end -}}

{{- define "autox.installerAccountName" -}}
{{ (.Values.helm | default dict).serviceAccountName | default (printf "%s-installer" (include "autox.name" .)) }}
{{- end -}}

{{- define "autox.image" -}}
{{- $image := .Values.image | default dict -}}
{{- $tag := include "autox.text" $image.tag | default .Chart.AppVersion -}}
{{- .Values.iter8Image | default (printf "%s:%s" ($image.repository | default "iter8/iter8") $tag) -}}
{{- end -}}

{{- define "autox.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "autox.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "autox.selector" -}}
app.kubernetes.io/name: autox
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}
