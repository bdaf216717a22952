{{/* What all our pods have in common, with the container that follows it. */}}
{{- define "autox.pod" -}}
{{- $values := .Values -}}
serviceAccountName: {{ include "autox.serviceAccountName" . | quote }}
automountServiceAccountToken: true
enableServiceLinks: false
{{- /* The first process of a namespace ignores SIGTERM until it listens: a pod that has only just started would not end. */}}
shareProcessNamespace: true
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- with $values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- include "autox.texts" . | nindent 2 }}
{{- end }}
volumes:
  - name: config
    configMap:
      name: {{ include "autox.name" . | quote }}
      defaultMode: 0444
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- end -}}

{{- define "autox.container" -}}
{{- $values := .Values -}}
{{ include "autox.commonContainer" . }}
args:
  - autox
  - run
  {{- include "autox.arguments" . | nindent 2 }}
  - --port
  - "8080"
  - -l
  - {{ $values.logLevel | default "info" }}
ports:
  - name: http
    containerPort: 8080
livenessProbe:
  httpGet:
    path: /healthz
    port: http
  initialDelaySeconds: 5
  periodSeconds: 10
  timeoutSeconds: 3
readinessProbe:
  httpGet:
    path: /readyz
    port: http
  periodSeconds: 5
  timeoutSeconds: 3
{{- end -}}

{{- define "autox.arguments" -}}
- --config
- /etc/iter8/autox/config.yaml
- --namespace
- $(POD_NAMESPACE)
- --lease
- {{ include "autox.name" . | quote }}
{{- end -}}

{{- define "autox.commonContainer" -}}
{{- $values := .Values -}}
image: {{ include "autox.image" . | quote }}
imagePullPolicy: {{ ($values.image | default dict).pullPolicy | default "IfNotPresent" }}
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
  - name: config
    mountPath: /etc/iter8/autox
    readOnly: true
  - name: tmp
    mountPath: /tmp
{{- end -}}
