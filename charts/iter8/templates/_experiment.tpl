{{/*
The values of the experiment alone, into .made.values, with what is sensitive taken out, into .made.secrets. Into dicts
that are handed in, because large numbers do not survive the way through JSON.
*/}}
{{- define "iter8.makeExperiment" -}}
{{- $tasks := include "iter8.list" .root.Values.tasks | fromJsonArray -}}
{{- $values := dict "tasks" $tasks -}}
{{- range $task := $tasks -}}
  {{- if hasKey $.root.Values (toString $task) }}{{ $_ := set $values $task (index $.root.Values $task) }}{{ end -}}
{{- end -}}
{{- $values = deepCopy $values -}}
{{- $secrets := dict -}}
{{- range $task, $node := .root.Files.Get "files/sensitive.yaml" | fromYaml -}}
  {{- if hasKey $values $task -}}
    {{- include "iter8.move" (dict "holder" $values "key" $task "node" $node "path" $task "secrets" $secrets) -}}
  {{- end -}}
{{- end -}}
{{- include "iter8.keepDigits" (dict "holder" (dict "values" $values) "key" "values") -}}
{{- $_ := set .made "values" $values -}}
{{- $_ := set .made "secrets" $secrets -}}
{{- end -}}

{{/* A whole number that floating point would round is kept as text, which every input takes for the number it is. */}}
{{- define "iter8.keepDigits" -}}
{{- $holder := .holder -}}
{{- $key := .key -}}
{{- $value := index $holder $key -}}
{{- if kindIs "map" $value -}}
  {{- range $name, $_ := $value }}{{ include "iter8.keepDigits" (dict "holder" $value "key" $name) }}{{ end -}}
{{- else if kindIs "slice" $value -}}
  {{- $items := list -}}
  {{- range $item := $value -}}
    {{- $box := dict "item" $item -}}
    {{- include "iter8.keepDigits" (dict "holder" $box "key" "item") -}}
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
The values as YAML; as JSON where a text holds a character that YAML takes for the end of a line, or does not take at all.
JSON says such a character by its number.
*/}}
{{- define "iter8.experimentText" -}}
{{- $json := toPrettyJson . -}}
{{- if regexMatch "[\\x{7f}-\\x{9f}\\x{feff}\\x{fffe}\\x{ffff}]|\\\\u202[89]" $json -}}
  {{- range $code := concat (untilStep 127 160 1) (list 65279 65534 65535) -}}
    {{- $json = replace (printf "%c" $code) (printf "\\u%04x" $code) $json -}}
  {{- end -}}
  {{- $json -}}
{{- else -}}
  {{- toYaml . -}}
{{- end -}}
{{- end -}}

{{/*
Changes with the experiment, so that Argo CD, for which every revision is the first, runs it again. Secrets come in by a
slow hash: what is easily guessed is not to be guessed from here.
*/}}
{{- define "iter8.checksum" -}}
{{- $secrets := .secrets | empty | ternary "" (toJson .secrets) -}}
{{- if $secrets }}{{ $secrets = derivePassword 1 "maximum" $secrets "iter8" "inputs" }}{{ end -}}
{{- print (toYaml .values) $secrets | sha256sum -}}
{{- end -}}

{{/* What the schema cannot say. */}}
{{- define "iter8.check" -}}
{{- $runner := include "iter8.runner" . -}}
{{- if not (include "iter8.list" .Values.tasks | fromJsonArray) -}}
  {{- fail "tasks: missing: name the tasks to run, as in --set \"tasks={http,assess}\"" -}}
{{- end -}}
{{- if and (eq $runner "cronjob") (not .Values.cronjobSchedule) -}}
  {{- fail "cronjobSchedule: missing: runner=cronjob needs it, as in --set cronjobSchedule=\"*/5 * * * *\"" -}}
{{- end -}}
{{- $numbers := dict "activeDeadlineSeconds" 1 "runAsUser" 1 "startingDeadlineSeconds" 1 "ttlSecondsAfterFinished" 0 -}}
{{- $numbers = merge $numbers (dict "successfulJobsHistoryLimit" 0 "failedJobsHistoryLimit" 0) -}}
{{- range $name, $least := $numbers -}}
  {{- include "iter8.checkNumber" (dict "name" $name "value" (index $.Values $name) "least" $least) -}}
{{- end -}}
{{- /* A byte that is no text stands in JSON as this very word; the character of that number stands for itself. */ -}}
{{- if regexMatch "(^|[^\\\\])(\\\\\\\\)*\\\\ufffd" (toJson .Values) -}}
  {{- fail "a value is not text in UTF-8: --set-file would spoil the bytes of such a file, use an input that takes a file" -}}
{{- end -}}
{{- if regexMatch "^(docker\\.io/)?iter8/iter8:0\\." (toString .Values.iter8Image) -}}
  {{- fail (printf "iter8Image: %s is of the 0.13 line and does not know this chart: take it out (with --reuse-values it comes from the release before)" .Values.iter8Image) -}}
{{- end -}}
{{- $tasks := include "iter8.list" .Values.tasks | fromJsonArray -}}
{{- if and (has "assess" $tasks) (not (.Values.assess | default dict).SLOs) -}}
  {{- fail "assess.SLOs: missing: give the objectives to judge by, as in --set assess.SLOs.upper.http/latency-mean=50" -}}
{{- end -}}
{{- $http := .Values.http | default dict -}}
{{- if and (has "http" $tasks) (not $http.url) (not $http.endpoints) -}}
  {{- fail "http.url: missing: give the address to send requests to, here or in each endpoint" -}}
{{- end -}}
{{- $most := eq $runner "cronjob" | ternary 52 63 -}}
{{- if and (ne $runner "none") (gt (len (include "iter8.workload" .)) $most) -}}
  {{- fail (printf "the name of the release is too long: %s may have %d characters" (include "iter8.workload" .) $most) -}}
{{- end -}}
{{- end -}}

{{/* A number that is given as text passes the schema, whatever its size. */}}
{{- define "iter8.checkNumber" -}}
{{- if not (kindIs "invalid" .value) -}}
  {{- $number := toString .value | trim | float64 -}}
  {{- if or (ne $number (floor $number)) (lt $number (float64 .least)) (gt $number 2147483647.0) -}}
    {{- $allowed := printf "a whole number, at least %d and at most 2147483647" .least -}}
    {{- fail (printf "%s: %v is not allowed; give %s" .name .value $allowed) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
