{{- define "iter8.container" -}}
{{- $values := .root.Values -}}
image: {{ include "iter8.image" .root | quote }}
imagePullPolicy: {{ ($values.image | default dict).pullPolicy | default "IfNotPresent" }}
args:
  - k
  - run
  - -g
  - {{ .root.Release.Name | quote }}
  - --namespace
  - $(POD_NAMESPACE)
  - --values
  - /etc/iter8/experiment/values.yaml
  - --owner
  - {{ include "iter8.runner" .root }}/{{ include "iter8.workload" .root }}
  - --revision
  - {{ .root.Release.Revision | quote }}
  - --failJobOn
  - {{ $values.failJobOn | default "failure" }}
  {{- if .made.secrets }}
  - --secrets
  - /etc/iter8/inputs
  {{- end }}
  {{- if $values.secretRef }}
  - --secrets
  - /etc/iter8/secrets
  {{- end }}
  - -l
  - {{ $values.logLevel | default "info" }}
env:
  - name: POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: POD_UID
    valueFrom:
      fieldRef:
        fieldPath: metadata.uid
  - name: POD_NAMESPACE
    valueFrom:
      fieldRef:
        fieldPath: metadata.namespace
  - name: JOB_UID
    valueFrom:
      fieldRef:
        fieldPath: metadata.labels['batch.kubernetes.io/controller-uid']
  {{- range include "iter8.list" $values.env | fromJsonArray }}
  - name: {{ include "iter8.text" .name | quote }}
    {{- with .valueFrom }}
    valueFrom:
      {{- toYaml . | nindent 6 }}
    {{- else }}
    value: {{ include "iter8.text" .value | quote }}
    {{- end }}
  {{- end }}
terminationMessagePolicy: FallbackToLogsOnError
{{- with $values.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: experiment
    mountPath: /etc/iter8/experiment
    readOnly: true
  {{- if .made.secrets }}
  - name: inputs
    mountPath: /etc/iter8/inputs
    readOnly: true
  {{- end }}
  {{- if $values.secretRef }}
  - name: secrets
    mountPath: /etc/iter8/secrets
    readOnly: true
  {{- end }}
  - name: tmp
    mountPath: /tmp
{{- end -}}
