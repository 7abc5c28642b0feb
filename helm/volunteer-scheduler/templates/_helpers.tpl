{{/*
Names: short enough that with "-" and a run's name (at most 20 characters) a CronJob's name has at most 52.
*/}}
{{- define "volunteer-scheduler.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 31 | trimSuffix "-" }}
{{- end }}

{{- define "volunteer-scheduler.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 31 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 31 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Labels that select; they must never change, because a Deployment's selector can't. Arguments: root, component. */}}
{{- define "volunteer-scheduler.selector" -}}
app.kubernetes.io/name: {{ include "volunteer-scheduler.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "volunteer-scheduler.labels" -}}
{{ include "volunteer-scheduler.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: volunteer-scheduler
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* The services and what tells them apart. */}}
{{- define "volunteer-scheduler.services" -}}
webhook: {port: 8080, domain: false, shared: [queueType, retryDelays, retryCheck], queues: []}
commission:
  port: 8081
  domain: true
  shared: [queueType, retryDelays, retryCheck, maxMultiplier]
  queues: [volunteer_scheduler_commissions, volunteer_scheduler_facts.commissions]
multiplier:
  port: 8082
  domain: true
  shared: [queueType, retryDelays, retryCheck, maxMultiplier, schedule, timeZone, runPatience, runCheck]
  queues: [volunteer_scheduler_multipliers, volunteer_scheduler_facts.multipliers]
budget:
  port: 8083
  domain: true
  shared: [queueType, retryDelays, retryCheck, schedule, timeZone, scheduledBudgets, runPatience, runCheck]
  queues: [volunteer_scheduler_budgets, volunteer_scheduler_facts.budgets]
{{- end }}

{{- define "volunteer-scheduler.image" -}}
{{ .root.Values.image.repository }}/{{ .service }}-service:{{ default .root.Chart.AppVersion .root.Values.image.tag }}
{{- end }}

{{/* A value as a variable's text: lists with commas, numbers never in scientific notation. */}}
{{- define "volunteer-scheduler.text" -}}
{{- if kindIs "slice" . }}{{ join "," . }}
{{- else if kindIs "float64" . }}{{ if eq (floor .) . }}{{ int64 . }}{{ else }}{{ regexReplaceAll "0+$" (printf "%.8f" .) "" }}{{ end }}
{{- else }}{{ toString . }}
{{- end }}
{{- end }}

{{/* The shared settings, with what follows from other values. */}}
{{- define "volunteer-scheduler.sharedSettings" -}}
{{- $queueType := default (ternary "quorum" "classic" .Values.rabbitmq.cluster.create) .Values.settings.queueType }}
{{- $budgets := list }}
{{- range list "daily" "weekly" "monthly" }}
{{- if (get $.Values.runs (printf "%sBudget" .)).enabled }}{{ $budgets = append $budgets . }}{{ end }}
{{- end }}
{{- $following := dict "queueType" $queueType "timeZone" .Values.timeZone "schedule" .Values.schedule "scheduledBudgets" $budgets }}
{{- merge $following .Values.settings | toYaml }}
{{- end }}

{{/* All that is no secret of one service's environment, as VARIABLE: text. Arguments: root, service. */}}
{{- define "volunteer-scheduler.environment" -}}
{{- $values := .root.Values }}
{{- $own := index $values .service }}
{{- $facts := get (include "volunteer-scheduler.services" .root | fromYaml) .service }}
{{- $settings := deepCopy $own.settings }}
{{- $shared := include "volunteer-scheduler.sharedSettings" .root | fromYaml }}
{{- range $facts.shared }}{{ $settings = set $settings . (get $shared .) }}{{ end }}
{{- $environment := dict }}
{{- range $name, $value := $settings }}
{{- if not (or (kindIs "invalid" $value) (eq (toString $value) "")) }}
{{- $environment = set $environment (printf "VOLUNTEER_SCHEDULER_%s" (snakecase $name | upper)) (include "volunteer-scheduler.text" $value) }}
{{- end }}
{{- end }}
{{- with $values.rabbitmq }}
{{- $environment = merge $environment (dict
  "RABBITMQ_HOST" (include "volunteer-scheduler.rabbitmqHost" $.root)
  "RABBITMQ_PORT" (include "volunteer-scheduler.rabbitmqPort" $.root)
  "RABBITMQ_VIRTUAL_HOST" .virtualHost
  "RABBITMQ_TLS" (toString .tls)
  "RABBITMQ_CONFIRM_TIMEOUT" .confirmTimeout
  "RABBITMQ_HEARTBEAT" .heartbeat) }}
{{- if .caSecret }}{{ $environment = set $environment "RABBITMQ_CA_FILE" "/etc/volunteer-scheduler/rabbitmq/ca.crt" }}{{ end }}
{{- end }}
{{- if $facts.domain }}
{{- $environment = merge $environment (dict
  "POSTGRES_HOST" (include "volunteer-scheduler.postgresqlHost" .)
  "POSTGRES_PORT" (include "volunteer-scheduler.postgresqlPort" .)
  "POSTGRES_DATABASE" $own.database.name
  "POSTGRES_SSL_MODE" $values.postgresql.sslMode
  "POSTGRES_ANSWER_TIMEOUT" $values.postgresql.answerTimeout) }}
{{- if $values.postgresql.caSecret }}{{ $environment = set $environment "POSTGRES_CA_FILE" "/etc/volunteer-scheduler/postgresql/ca.crt" }}{{ end }}
{{- with $values.oidc.authServerUrl }}{{ $environment = set $environment "QUARKUS_OIDC_AUTH_SERVER_URL" . }}{{ end }}
{{- with $values.oidc.audience }}{{ $environment = set $environment "QUARKUS_OIDC_TOKEN_AUDIENCE" . }}{{ end }}
{{- with $values.oidc.rolesClaim }}{{ $environment = set $environment "QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH" . }}{{ end }}
{{- else }}
{{- with $own.scicentTolerance }}{{ $environment = set $environment "SCICENT_WEBHOOK_TOLERANCE" . }}{{ end }}
{{- end }}
{{- with $values.tracing.endpoint }}{{ $environment = set $environment "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT" . }}{{ end }}
{{- $environment = set $environment "QUARKUS_SHUTDOWN_DELAY" (printf "PT%sS" (include "volunteer-scheduler.text" $values.shutdown.delaySeconds)) }}
{{- $environment = set $environment "QUARKUS_SHUTDOWN_TIMEOUT" (printf "PT%sS" (include "volunteer-scheduler.text" $values.shutdown.requestSeconds)) }}
{{- merge (dict) $own.extraEnv $environment | toYaml }}
{{- end }}

{{/* What a service knows of secrets: VARIABLE: {secret, key}. Arguments: root, service. */}}
{{- define "volunteer-scheduler.secretEnvironment" -}}
{{- $rabbitmq := include "volunteer-scheduler.secretName" (dict "root" .root "secret" "rabbitmq") }}
RABBITMQ_USERNAME: {secret: {{ $rabbitmq }}, key: username}
RABBITMQ_PASSWORD: {secret: {{ $rabbitmq }}, key: password}
{{- if eq .service "webhook" }}
{{- $webhook := include "volunteer-scheduler.secretName" (dict "root" .root "secret" "webhook") }}
SCICENT_WEBHOOK_SECRET: {secret: {{ $webhook }}, key: scicent-webhook-secret}
DECIDIM_WEBHOOK_SECRET: {secret: {{ $webhook }}, key: decidim-webhook-secret}
{{- else }}
{{- $database := include "volunteer-scheduler.secretName" (dict "root" .root "secret" (printf "%sDatabase" .service)) }}
{{- $users := include "volunteer-scheduler.secretName" (dict "root" .root "secret" "users") }}
POSTGRES_USERNAME: {secret: {{ $database }}, key: username}
POSTGRES_PASSWORD: {secret: {{ $database }}, key: password}
VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD: {secret: {{ $users }}, key: operator-password}
VOLUNTEER_SCHEDULER_VIEWER_PASSWORD: {secret: {{ $users }}, key: viewer-password}
VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD: {secret: {{ $users }}, key: scheduler-password}
{{- end }}
{{- end }}

{{/* <fullname>-webhook, -users, -rabbitmq, -commission-database …, unless another is named. Arguments: root, secret. */}}
{{- define "volunteer-scheduler.secretName" -}}
{{- $fullname := include "volunteer-scheduler.fullname" .root }}
{{- $own := get .root.Values.secrets .secret }}
{{- if $own.existingSecret }}{{ $own.existingSecret }}
{{- else if and (eq .secret "rabbitmq") .root.Values.rabbitmq.cluster.create }}{{ $fullname }}-rabbitmq-default-user
{{- else }}{{ $fullname }}-{{ kebabcase .secret }}
{{- end }}
{{- end }}

{{- define "volunteer-scheduler.rabbitmqHost" -}}
{{- if or .Values.rabbitmq.cluster.create .Values.tryServers.create }}{{ include "volunteer-scheduler.fullname" . }}-rabbitmq
{{- else }}{{ .Values.rabbitmq.host }}
{{- end }}
{{- end }}

{{- define "volunteer-scheduler.rabbitmqPort" -}}
{{- include "volunteer-scheduler.text" (default (ternary 5671 5672 .Values.rabbitmq.tls) .Values.rabbitmq.port) }}
{{- end }}

{{/* Arguments: root, service. */}}
{{- define "volunteer-scheduler.postgresqlHost" -}}
{{- $own := (index .root.Values .service).database }}
{{- $fullname := include "volunteer-scheduler.fullname" .root }}
{{- if $own.host }}{{ $own.host }}
{{- else if .root.Values.postgresql.cloudNativePG.create }}{{ $fullname }}-postgresql-rw
{{- else if .root.Values.tryServers.create }}{{ $fullname }}-postgresql
{{- else }}{{ .root.Values.postgresql.host }}
{{- end }}
{{- end }}

{{- define "volunteer-scheduler.postgresqlPort" -}}
{{- include "volunteer-scheduler.text" (default .root.Values.postgresql.port (index .root.Values .service).database.port) }}
{{- end }}

{{/* The port of a URL, or what is usual for its scheme. */}}
{{- define "volunteer-scheduler.urlPort" -}}
{{- $url := urlParse . }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" }}
{{- default (ternary "443" "80" (eq $url.scheme "https")) $port }}
{{- end }}

{{/* What the "restricted" Pod Security Standard asks for. */}}
{{- define "volunteer-scheduler.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- end }}

{{- define "volunteer-scheduler.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "volunteer-scheduler.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
