{{- define "autox.container" -}}
{{- $values := .Values -}}
image: {{ include "autox.image" . | quote }}
imagePullPolicy: {{ ($values.image | default dict).pullPolicy | default "IfNotPresent" }}
args:
  - autox
  - run
  - --config
  - /etc/iter8/autox/config.yaml
  - --namespace
  - $(POD_NAMESPACE)
  - --lease
  - {{ include "autox.name" . | quote }}
  - --port
  - "8080"
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
