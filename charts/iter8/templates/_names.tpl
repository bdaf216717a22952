{{/* The name of the Job or CronJob of this revision. */}}
{{- define "iter8.workload" -}}
{{ .Release.Name }}-{{ .Release.Revision }}-{{ include "iter8.runner" . }}
{{- end -}}

{{- define "iter8.runner" -}}
{{ .Values.runner | default "none" }}
{{- end -}}

{{- define "iter8.inputsName" -}}
{{ .Release.Name }}-inputs
{{- end -}}

{{- define "iter8.roleName" -}}
{{ .Release.Name }}-iter8
{{- end -}}

{{- define "iter8.serviceAccountName" -}}
{{ .Values.serviceAccountName | default (printf "%s-iter8-sa" .Release.Name) }}
{{- end -}}

{{- define "iter8.image" -}}
{{- $image := .Values.image | default dict -}}
{{- $tag := include "iter8.text" $image.tag | default .Chart.AppVersion -}}
{{- .Values.iter8Image | default (printf "%s:%s" ($image.repository | default "iter8/iter8") $tag) -}}
{{- end -}}

{{- define "iter8.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: iter8
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
iter8.tools/group: {{ .Release.Name | quote }}
{{- end -}}

{{- define "iter8.annotations" -}}
iter8.tools/group: {{ .Release.Name | quote }}
iter8.tools/revision: {{ .Release.Revision | quote }}
{{- end -}}
