{{/*
Replaces what is sensitive in .holder[.key] by references, and puts it into .secrets under the name of its path.
.node says where in the value that is, as files/sensitive.yaml has it. The engine does the same for local runs.
*/}}
{{- define "iter8.move" -}}
{{- $value := index .holder .key -}}
{{- $kind := .node.kind -}}
{{- if kindIs "invalid" $value -}}
{{- else if eq $kind "url" }}{{ include "iter8.moveCredentials" . -}}
{{- else if and (eq $kind "list") (not (kindIs "slice" $value)) (ne (toString $value) "") -}}
  {{- $_ := set .holder .key (list $value) -}}
  {{- include "iter8.move" . -}}
{{- else if and (kindIs "slice" $value) (has $kind (list "list" "any")) }}{{ include "iter8.moveItems" . -}}
{{- else if and (kindIs "map" $value) (ne $kind "text") }}{{ include "iter8.moveMembers" . -}}
{{- else if or (eq $kind "text") (and (or (eq $kind "any") .node.orText) (kindIs "string" $value)) -}}
  {{- $text := include "iter8.text" $value -}}
  {{- if and (ne $text "") (not (contains "${secret:" $text)) -}}
    {{- $_ := set .holder .key (include "iter8.keep" (dict "path" .path "value" $text "secrets" .secrets)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "iter8.moveItems" -}}
{{- $items := list -}}
{{- $of := .node.of | default .node -}}
{{- range $i, $item := index .holder .key -}}
  {{- $box := dict "item" $item -}}
  {{- $path := printf "%s.%d" $.path $i -}}
  {{- include "iter8.move" (dict "holder" $box "key" "item" "node" $of "path" $path "secrets" $.secrets) -}}
  {{- $items = append $items $box.item -}}
{{- end -}}
{{- $_ := set .holder .key $items -}}
{{- end -}}

{{/* A name with dots, which --set tears apart into nested maps, has the same path either way. */}}
{{- define "iter8.moveMembers" -}}
{{- $value := index .holder .key -}}
{{- range $name, $inner := $value -}}
  {{- $node := $.node.of | default $.node -}}
  {{- if eq $.node.kind "object" -}}
    {{- $node = get $.node.fields $name -}}
    {{- if and (not $node) $.node.known (kindIs "map" $inner) (not (has $name ($.node.known | default list))) -}}
      {{- $node = $.node -}}
    {{- end -}}
  {{- else if and $.node.dotted (kindIs "map" $inner) -}}
    {{- $node = $.node -}}
  {{- end -}}
  {{- if $node -}}
    {{- $path := printf "%s.%s" $.path $name -}}
    {{- include "iter8.move" (dict "holder" $value "key" $name "node" $node "path" $path "secrets" $.secrets) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "iter8.moveCredentials" -}}
{{- $value := index .holder .key -}}
{{- $url := "(?s)^([hH][tT][tT][pP][sS]?://)([^/?#]+)(@.*)$" -}}
{{- if kindIs "string" $value -}}
{{- $secret := regexMatch $url $value | ternary (regexReplaceAll $url $value "${2}") "" -}}
{{- if and $secret (not (contains "${secret:" $secret)) -}}
  {{- $reference := include "iter8.keep" (dict "path" .path "value" $secret "secrets" .secrets) -}}
  {{- $before := regexReplaceAll $url $value "${1}" -}}
  {{- $after := regexReplaceAll $url $value "${3}" -}}
  {{- $_ := set .holder .key (print $before $reference $after) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Puts .value into .secrets and gives the reference to it: one key for one value, a second value gets a number. */}}
{{- define "iter8.keep" -}}
{{- $plain := regexReplaceAll "[^-._a-zA-Z0-9]" .path "_" -}}
{{- $kept := "" -}}
{{- range $n := untilStep 1 1000 1 -}}
  {{- $key := eq $n 1 | ternary $plain (printf "%s-%d" $plain $n) -}}
  {{- if eq (get $.secrets $key | default $.value) $.value -}}
    {{- $_ := set $.secrets $key $.value -}}
    {{- $kept = $key -}}
    {{- break -}}
  {{- end -}}
{{- end -}}
{{- printf "${secret:%s}" $kept -}}
{{- end -}}
