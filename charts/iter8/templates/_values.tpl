{{/* A scalar as the text that the engine makes of it: --set has made a number of 5 and a boolean of true. */}}
{{- define "iter8.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else if not (kindIs "invalid" .) }}{{ toJson . }}{{ end -}}
{{- end -}}

{{/* A number, which may be a text such as 1e3, as a whole number; nothing where it is not given. */}}
{{- define "iter8.number" -}}
{{- if not (kindIs "invalid" .) }}{{ toString . | trim | float64 | int64 }}{{ end -}}
{{- end -}}

{{- define "iter8.isTrue" -}}
{{- if eq (toString . | trim | lower) "true" }}true{{ end -}}
{{- end -}}

{{/* A list as JSON: one item stands for a list of it, and --set makes a list of one empty text of {}. */}}
{{- define "iter8.list" -}}
{{- if kindIs "slice" . -}}
{{- if and (eq (len .) 1) (eq (toString (first .)) "") }}[]{{ else }}{{ toJson . }}{{ end -}}
{{- else if or (kindIs "invalid" .) (eq (toString .) "") }}[]
{{- else }}{{ list . | toJson }}{{ end -}}
{{- end -}}

{{/* A map of texts, as YAML. */}}
{{- define "iter8.texts" -}}
{{- $texts := dict -}}
{{- range $name, $value := . -}}
{{- if not (kindIs "invalid" $value) }}{{ $_ := set $texts $name (include "iter8.text" $value) }}{{ end -}}
{{- end -}}
{{- toYaml $texts -}}
{{- end -}}
