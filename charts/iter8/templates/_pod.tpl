{{/* What a Job and a CronJob have in common: .root, and .made of iter8.makeExperiment. */}}
{{- define "iter8.jobSpec" -}}
{{- $values := .root.Values -}}
backoffLimit: 0
{{- with include "iter8.number" $values.activeDeadlineSeconds }}
activeDeadlineSeconds: {{ . }}
{{- end }}
{{- with include "iter8.number" $values.ttlSecondsAfterFinished }}
ttlSecondsAfterFinished: {{ . }}
{{- end }}
template:
  metadata:
    labels:
      {{- $off := dict "sidecar.istio.io/inject" "false" "kuma.io/sidecar-injection" "disabled" }}
      {{- $labels := include "iter8.texts" $values.podLabels | fromYaml }}
      {{- mergeOverwrite $off $labels (include "iter8.labels" .root | fromYaml) | toYaml | nindent 6 }}
    annotations:
      {{- $off := dict "sidecar.istio.io/inject" "false" "linkerd.io/inject" "disabled" }}
      {{- $annotations := include "iter8.texts" $values.podAnnotations | fromYaml }}
      {{- $checksum := dict "checksum/experiment" (include "iter8.checksum" .made) }}
      {{- $ours := merge $checksum (include "iter8.annotations" .root | fromYaml) }}
      {{- mergeOverwrite $off $annotations $ours | toYaml | nindent 6 }}
  spec:
    {{- include "iter8.podSpec" . | nindent 4 }}
{{- end -}}

{{- define "iter8.podSpec" -}}
{{- $values := .root.Values -}}
restartPolicy: Never
serviceAccountName: {{ include "iter8.serviceAccountName" .root | quote }}
automountServiceAccountToken: true
enableServiceLinks: false
{{- /* The first process of a namespace ignores SIGTERM until it listens: a pod that has only just started would not end. */}}
shareProcessNamespace: true
{{- /* Enough to save what was measured so far, with retries. */}}
terminationGracePeriodSeconds: 60
securityContext:
  runAsNonRoot: true
  {{- with include "iter8.number" $values.runAsUser }}
  runAsUser: {{ . }}
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
{{- with include "iter8.list" $values.imagePullSecrets | fromJsonArray }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- include "iter8.texts" . | nindent 2 }}
{{- end }}
{{- with include "iter8.list" $values.tolerations | fromJsonArray }}
tolerations:
  {{- range . }}
  -
    {{- include "iter8.toleration" . | nindent 4 }}
  {{- end }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: iter8
    {{- include "iter8.container" . | nindent 4 }}
volumes:
  - name: experiment
    configMap:
      name: {{ .root.Release.Name | quote }}
      defaultMode: 0444
  {{- if .made.secrets }}
  - name: inputs
    secret:
      secretName: {{ include "iter8.inputsName" .root | quote }}
      defaultMode: 0444
  {{- end }}
  {{- with $values.secretRef }}
  - name: secrets
    secret:
      secretName: {{ . | quote }}
      defaultMode: 0444
  {{- end }}
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- end -}}

{{- define "iter8.toleration" -}}
{{- $texts := include "iter8.texts" (omit . "tolerationSeconds") | fromYaml -}}
{{- $seconds := include "iter8.number" .tolerationSeconds -}}
{{- if $seconds }}{{ $_ := set $texts "tolerationSeconds" (int64 $seconds) }}{{ end -}}
{{- toYaml $texts -}}
{{- end -}}
