{{/* What the schema cannot say, of .made by autox.makeConfig. */}}
{{- define "autox.check" -}}
{{- $triggers := dict -}}
{{- range .made.triggers -}}
  {{- $plural := include "autox.resources" .trigger.resource | fromJsonArray | last -}}
  {{- $object := printf "%s.%s %s/%s" $plural .trigger.group .trigger.namespace .trigger.name -}}
  {{- if hasKey $triggers $object -}}
    {{- $what := printf "the trigger %s %s in namespace %s" $plural .trigger.name .trigger.namespace -}}
    {{- fail (printf "%s: %s has a group already, %s: give that group the specs of both" .path $what (get $triggers $object)) -}}
  {{- end -}}
  {{- $_ := set $triggers $object .path -}}
{{- end -}}
{{- $releases := dict -}}
{{- $sensitive := .root.Files.Get "files/sensitive.yaml" | fromYaml -}}
{{- range .made.specs -}}
  {{- if hasKey $releases .release -}}
    {{- fail (printf "%s: its release would be %s, and so would that of %s: rename one of them" .path .release (get $releases .release)) -}}
  {{- end -}}
  {{- $_ := set $releases .release .path -}}
  {{- if gt (len .release) 53 -}}
    {{- fail (printf "%s: its release would be %s: a release's name may have 53 characters, shorten that of the group or of the spec" .path .release) -}}
  {{- end -}}
  {{- if not (or .spec.repoURL $.made.config.defaultRepoURL) -}}
    {{- fail (printf "%s.repoURL: missing: give the repository of the chart %s here, or as defaultRepoURL for all specs" .path .spec.name) -}}
  {{- end -}}
  {{- if eq (base .spec.name) "iter8" -}}
    {{- include "autox.refuseLiterals" (dict "values" .spec.values "path" .path "namespace" .spec.namespace "sensitive" $sensitive) -}}
    {{- if and .spec.values.ttlSecondsAfterFinished (ne $.made.config.installer "helm") -}}
      {{- fail (printf "%s.values.ttlSecondsAfterFinished: Argo CD would make a Job again that was removed after a while: leave it out" .path) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $size := include "autox.configText" .made.config | len -}}
{{- if gt $size 1000000 -}}
  {{- fail (printf "the groups take %d bytes, and a ConfigMap holds 1000000: spread them over several releases" $size) -}}
{{- end -}}
{{- /* A byte that is no text stands in JSON as this very word; the character of that number stands for itself. */ -}}
{{- if regexMatch "(^|[^\\\\])(\\\\\\\\)*\\\\ufffd" (toJson .root.Values) -}}
  {{- fail "a value is not text in UTF-8: --set-file would spoil the bytes of such a file, use an input that takes a file" -}}
{{- end -}}
{{- if regexMatch "^(docker\\.io/)?iter8/(iter8|autox):0\\." (toString .root.Values.iter8Image) -}}
  {{- fail (printf "iter8Image: %s is of the 0.13 line and does not know this chart: take it out (with --reuse-values it comes from the release before)" .root.Values.iter8Image) -}}
{{- end -}}
{{- end -}}

{{/* Literals of sensitive inputs of the iter8 chart: they would be copied to where others may read them. */}}
{{- define "autox.refuseLiterals" -}}
{{- $found := dict "paths" list -}}
{{- range $task, $node := .sensitive -}}
  {{- include "autox.findLiterals" (dict "value" (get $.values $task) "node" $node "path" $task "found" $found) -}}
{{- end -}}
{{- if $found.paths -}}
  {{- $inputs := $found.paths | join ", " -}}
  {{- $why := printf "%s.values: %s: a literal would be copied to where others may read it." .path $inputs -}}
  {{- $fix := printf "Put it into a Secret in namespace %s, name that Secret as %s.values.secretRef, and give ${secret:KEY} in place of it" .namespace .path -}}
  {{- fail (printf "%s %s" $why $fix) -}}
{{- end -}}
{{- end -}}

{{/* .node says where in .value something sensitive may stand, as files/sensitive.yaml has it. */}}
{{- define "autox.findLiterals" -}}
{{- $value := .value -}}
{{- $kind := .node.kind -}}
{{- $of := .node.of | default .node -}}
{{- if kindIs "slice" $value -}}
  {{- range $i, $item := $value -}}
    {{- $path := printf "%s.%d" $.path $i -}}
    {{- include "autox.findLiterals" (dict "value" $item "node" $of "path" $path "found" $.found) -}}
  {{- end -}}
{{- else if kindIs "map" $value -}}
  {{- range $name, $inner := $value -}}
    {{- $node := $of -}}
    {{- if eq $kind "object" -}}
      {{- $node = get $.node.fields $name -}}
      {{- if and (not $node) $.node.known (kindIs "map" $inner) (not (has $name ($.node.known | default list))) -}}
        {{- $node = $.node -}}
      {{- end -}}
    {{- else if and $.node.dotted (kindIs "map" $inner) -}}
      {{- $node = $.node -}}
    {{- end -}}
    {{- if $node -}}
      {{- $path := printf "%s.%s" $.path $name -}}
      {{- include "autox.findLiterals" (dict "value" $inner "node" $node "path" $path "found" $.found) -}}
    {{- end -}}
  {{- end -}}
{{- else if eq $kind "list" -}}
  {{- include "autox.findLiterals" (dict "value" $value "node" $of "path" .path "found" .found) -}}
{{- else -}}
  {{- $secret := "" -}}
  {{- if eq $kind "url" -}}
    {{- $url := "(?s)^[hH][tT][tT][pP][sS]?://([^/?#]+)@.*$" -}}
    {{- $text := toString $value -}}
    {{- if regexMatch $url $text }}{{ $secret = regexReplaceAll $url $text "${1}" }}{{ end -}}
  {{- else if or (eq $kind "text") (and (or (eq $kind "any") .node.orText) (kindIs "string" $value)) -}}
    {{- $secret = include "autox.text" $value -}}
  {{- end -}}
  {{- if and $secret (not (contains "${secret:" $secret)) -}}
    {{- $_ := set .found "paths" (append .found.paths .path) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
