{{/* A scalar as the text that it was: --set has made a number of 5 and a boolean of true. */}}
{{- define "autox.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else if not (kindIs "invalid" .) }}{{ toJson . }}{{ end -}}
{{- end -}}

{{- define "autox.isTrue" -}}
{{- if eq (toString . | trim | lower) "true" }}true{{ end -}}
{{- end -}}

{{/* A map of texts, as YAML. */}}
{{- define "autox.texts" -}}
{{- $texts := dict -}}
{{- range $name, $value := . -}}
{{- if not (kindIs "invalid" $value) }}{{ $_ := set $texts $name (include "autox.text" $value) }}{{ end -}}
{{- end -}}
{{- toYaml $texts -}}
{{- end -}}

{{/* A whole number that floating point would round is kept as text. */}}
{{- define "autox.keepDigits" -}}
{{- $holder := .holder -}}
{{- $key := .key -}}
{{- $value := index $holder $key -}}
{{- if kindIs "map" $value -}}
  {{- range $name, $_ := $value }}{{ include "autox.keepDigits" (dict "holder" $value "key" $name) }}{{ end -}}
{{- else if kindIs "slice" $value -}}
  {{- $items := list -}}
  {{- range $item := $value -}}
    {{- $box := dict "item" $item -}}
    {{- include "autox.keepDigits" (dict "holder" $box "key" "item") -}}
    {{- $items = append $items $box.item -}}
  {{- end -}}
  {{- $_ := set $holder $key $items -}}
{{- else if kindIs "int64" $value -}}
  {{- if or (gt $value 9007199254740992) (lt $value -9007199254740992) -}}
    {{- $_ := set $holder $key (toString $value) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/*
As YAML; as JSON where there is much of it, and where a text holds a character that YAML takes for the end of a line, or
does not take at all.
*/}}
{{- define "autox.configText" -}}
{{- $json := toJson . -}}
{{- if or (gt (len $json) 200000) (regexMatch "[\\x{7f}-\\x{9f}\\x{feff}\\x{fffe}\\x{ffff}]|\\\\u202[89]" $json) -}}
  {{- range $code := concat (untilStep 127 160 1) (list 65279 65534 65535) -}}
    {{- $json = replace (printf "%c" $code) (printf "\\u%04x" $code) $json -}}
  {{- end -}}
  {{- $json -}}
{{- else -}}
  {{- toYaml . -}}
{{- end -}}
{{- end -}}
