{{/*
What the controller reads, into .made.config; every spec with its path and the name of its release, into .made.specs;
every trigger with the path of its group, into .made.triggers. Into a dict that is handed in, because large numbers do
not survive the way through JSON.
*/}}
{{- define "autox.makeConfig" -}}
{{- $values := .root.Values -}}
{{- $installer := $values.installer | default "argocd" -}}
{{- $config := dict "requireLabel" (eq (include "autox.isTrue" $values.requireLabel) "true") "installer" $installer -}}
{{- $_ := set $config "argocd" (include "autox.argocd" (dict "given" $values.argocd) | fromJson) -}}
{{- $_ := set $config "owner" (dict "name" (include "autox.ownerName" .root)) -}}
{{- $repository := index (.root.Chart.Annotations | default dict) "iter8.tools/repository" -}}
{{- $_ := set $config "defaultRepoURL" ($values.defaultRepoURL | default $repository | default "") -}}
{{- if eq $installer "helm" -}}
  {{- $image := ($values.helm | default dict).image | default "alpine/helm:3.16.4" -}}
  {{- $helm := dict "image" $image "serviceAccountName" (include "autox.installerAccountName" .root) -}}
  {{- $_ := set $helm "imagePullSecrets" ($values.imagePullSecrets | default list) -}}
  {{- $_ := set $helm "nodeSelector" (include "autox.texts" ($values.nodeSelector | default dict) | fromYaml) -}}
  {{- $_ := set $config "helm" $helm -}}
{{- end -}}
{{- $_ := set .made "config" $config -}}
{{- $_ := set .made "specs" list -}}
{{- $_ := set .made "triggers" list -}}
{{- range $form := list "groups" "chartGroups" -}}
  {{- $groups := dict -}}
  {{- $_ := set $config $form $groups -}}
  {{- range $name, $group := index $values $form -}}
    {{- if $group -}}
      {{- $path := printf "%s.%s" $form $name -}}
      {{- $made := dict -}}
      {{- include "autox.makeGroup" (dict "root" $.root "made" $.made "name" $name "group" $group "path" $path "into" $made) -}}
      {{- $_ := set $groups $name $made -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "autox.makeGroup" -}}
{{- $trigger := dict "namespace" .root.Release.Namespace "group" "" -}}
{{- range $field, $value := .group.trigger -}}
  {{- with include "autox.text" $value }}{{ $_ := set $trigger $field . }}{{ end -}}
{{- end -}}
{{- $_ := set .into "trigger" $trigger -}}
{{- $argocd := include "autox.argocd" (dict "given" .group.argocd "else" .made.config.argocd) | fromJson -}}
{{- if .group.argocd }}{{ $_ := set .into "argocd" $argocd }}{{ end -}}
{{- $watched := dict "path" .path "trigger" $trigger "argocd" $argocd -}}
{{- $_ := set .made "triggers" (append .made.triggers $watched) -}}
{{- if .group.specs -}}
  {{- $specs := dict -}}
  {{- range $key, $spec := .group.specs -}}
    {{- if $spec -}}
      {{- $made := dict -}}
      {{- $where := dict "path" (printf "%s.specs.%s" $.path $key) "release" (printf "autox-%s-%s" $.name $key) -}}
      {{- include "autox.makeSpec" (dict "given" $spec "trigger" $trigger "made" $.made "into" $made "where" $where) -}}
      {{- $_ := set $specs $key $made -}}
    {{- end -}}
  {{- end -}}
  {{- $_ := set .into "specs" $specs -}}
{{- else -}}
  {{- $specs := list -}}
  {{- range $i, $spec := .group.releaseSpec -}}
    {{- $made := dict -}}
    {{- $release := printf "autox-%s-%s" $.name (include "autox.text" $spec.name) -}}
    {{- $where := dict "path" (printf "%s.releaseSpec[%d]" $.path $i) "release" $release -}}
    {{- include "autox.makeSpec" (dict "given" $spec "trigger" $trigger "made" $.made "into" $made "where" $where) -}}
    {{- $specs = append $specs $made -}}
  {{- end -}}
  {{- $_ := set .into "releaseSpec" $specs -}}
{{- end -}}
{{- end -}}

{{- define "autox.makeSpec" -}}
{{- $spec := .into -}}
{{- $_ := set $spec "name" (include "autox.text" .given.name) -}}
{{- $_ := set $spec "version" (include "autox.text" .given.version | default "*") -}}
{{- $_ := set $spec "namespace" (include "autox.text" .given.namespace | default .trigger.namespace) -}}
{{- with .given.repoURL }}{{ $_ := set $spec "repoURL" . }}{{ end -}}
{{- $values := .given.values | default dict -}}
{{- if kindIs "string" $values -}}
  {{- /* The mark at the end of a document is no value, and alone is not taken for YAML. */ -}}
  {{- $text := regexReplaceAll "(?m)^\\.\\.\\.\\s*\\z" $values "" | fromYaml | default dict -}}
  {{- if and (eq (len $text) 1) (hasPrefix "error " (toString $text.Error)) -}}
    {{- fail (printf "%s.values: this text is not a map of values in YAML" .where.path) -}}
  {{- end -}}
  {{- $values = $text -}}
{{- end -}}
{{- $_ := set $spec "values" (deepCopy $values) -}}
{{- include "autox.keepDigits" (dict "holder" $spec "key" "values") -}}
{{- $_ := set .made "specs" (append .made.specs (merge (dict "spec" $spec) .where)) -}}
{{- end -}}

{{/* Argo CD as .given says, then as .else says. */}}
{{- define "autox.argocd" -}}
{{- $usual := dict "namespace" "argocd" "project" "default" "server" "https://kubernetes.default.svc" -}}
{{- $argocd := dict -}}
{{- range $field, $value := merge (dict) (.else | default dict) $usual -}}
  {{- $_ := set $argocd $field (include "autox.text" (get ($.given | default dict) $field) | default $value) -}}
{{- end -}}
{{- toJson $argocd -}}
{{- end -}}
