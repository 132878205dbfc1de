{{/* What differs between the services and their gateway. "grace" is longer than what a stop may take: docs/decisions/0092. */}}
{{- define "orderflow.components" -}}
order-command: {port: 8001, postgresql: orders, grace: 120}
inventory-command: {port: 8002, postgresql: inventory, grace: 120}
notification-projection: {port: 8003, grace: 120}
gateway: {port: 8000, grace: 30}
{{- end }}

{{/* Liveness and metrics have a port and threads of their own: however many requests hang, they are answered. */}}
{{- define "orderflow.managementPort" -}}8081{{- end }}

{{- define "orderflow.name" -}}
{{ printf "%s-%s" (.root.Release.Name | trunc 36 | trimSuffix "-") .name }}
{{- end }}

{{- define "orderflow.selector" -}}
app.kubernetes.io/name: orderflow
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "orderflow.labels" -}}
{{ include "orderflow.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "orderflow.image" -}}
{{ printf "%s/%s:%s" .root.Values.image.repository .name (.root.Values.image.tag | default .root.Chart.AppVersion) }}
{{- end }}

{{/* No rights beyond answering: no token of the cluster, no root, no files of its own but /tmp. */}}
{{- define "orderflow.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "orderflow.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{- define "orderflow.fromSecret" -}}
valueFrom: {secretKeyRef: {name: {{ .secret | quote }}, key: {{ .key | quote }}}}
{{- end }}

{{/* The port of an address, as network policies want it. */}}
{{- define "orderflow.portOf" -}}
{{- $url := urlParse . -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "https" | ternary "443" "80") -}}
{{- end }}

{{- define "orderflow.environment" -}}
{{- $values := .root.Values -}}
- {name: SERVER_ADDRESS, value: 0.0.0.0}
- {name: SERVER_PORT, value: {{ .component.port | quote }}}
- {name: MANAGEMENT_SERVER_PORT, value: {{ include "orderflow.managementPort" . | quote }}}
{{- include "orderflow.security" . }}
{{- if eq .name "gateway" }}
{{- range $name, $component := include "orderflow.components" .root | fromYaml }}
{{- if ne $name "gateway" }}
- name: ORDERFLOW_GATEWAY_{{ $name | upper | replace "-" "_" }}
  value: http://{{ include "orderflow.name" (dict "root" $.root "name" $name) }}:{{ $component.port }}
{{- end }}
{{- end }}
{{- if or $values.ingress.enabled $values.httpRoute.enabled }}
- {name: SERVER_FORWARD_HEADERS_STRATEGY, value: native}
{{- end }}
{{- else }}
- {name: SPRING_RABBITMQ_HOST, value: {{ $values.rabbitmq.host | quote }}}
- {name: SPRING_RABBITMQ_PORT, value: {{ $values.rabbitmq.port | quote }}}
- name: SPRING_RABBITMQ_USERNAME
  {{- include "orderflow.fromSecret" (dict "secret" $values.rabbitmq.existingSecret "key" "username") | nindent 2 }}
- name: SPRING_RABBITMQ_PASSWORD
  {{- include "orderflow.fromSecret" (dict "secret" $values.rabbitmq.existingSecret "key" "password") | nindent 2 }}
- {name: ORDERFLOW_RELAY_QUEUE_TYPE, value: {{ $values.rabbitmq.queueType }}}
{{- with $values.tracing }}
- {name: MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- if .component.postgresql }}
{{- with index $values.postgresql .component.postgresql }}
- name: SPRING_DATASOURCE_URL
  value: jdbc:postgresql://{{ .host }}:{{ .port }}/{{ .database }}{{ with .parameters }}?{{ . }}{{ end }}
- name: SPRING_DATASOURCE_USERNAME
  {{- include "orderflow.fromSecret" (dict "secret" .existingSecret "key" "username") | nindent 2 }}
- name: SPRING_DATASOURCE_PASSWORD
  {{- include "orderflow.fromSecret" (dict "secret" .existingSecret "key" "password") | nindent 2 }}
{{- end }}
{{- else }}
- name: SPRING_MONGODB_URI
  {{- include "orderflow.fromSecret" (dict "secret" $values.mongodb.existingSecret "key" $values.mongodb.key) | nindent 2 }}
{{- end }}
{{- end }}
{{- range $name, $value := (index $values.services .name).environment }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}

{{- define "orderflow.security" -}}
{{- $security := .root.Values.security -}}
{{- if not $security }}
{{- fail "Who may call? Name the OpenID provider whose tokens are asked for (security.issuer), or say that something else guards all of it (security: open)." }}
{{- end }}
{{- if kindIs "string" $security }}
- {name: ORDERFLOW_SECURITY, value: open}
{{- else }}
- {name: SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI, value: {{ $security.issuer | quote }}}
{{- with $security.keys }}
- {name: SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_JWK_SET_URI, value: {{ . | quote }}}
{{- end }}
{{- with $security.audiences }}
- {name: SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES, value: {{ join "," . | quote }}}
{{- end }}
{{- with $security.rolesClaim }}
- {name: ORDERFLOW_SECURITY_ROLES_CLAIM, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- end }}
