{{/*
Names: 31 characters at most, so that with "-" and a run's name (20 at most) a CronJob's name has 52 at most. A longer one
is cut and ends in a hash of the whole: two that begin alike stay two.
*/}}
{{- define "volunteer-scheduler.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "volunteer-scheduler.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- $whole := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- $whole = default $whole .Values.fullnameOverride }}
{{- if gt (len $whole) 31 }}{{ $whole = printf "%s-%s" (trunc 22 $whole | trimSuffix "-") (sha256sum $whole | trunc 8) }}{{ end }}
{{- $whole }}
{{- end }}

{{/* Labels that select. They never change, because a Deployment's selector can't, and no others stand in pods, because
     each change there starts them anew. Arguments: root, component. */}}
{{- define "volunteer-scheduler.selector" -}}
app.kubernetes.io/name: {{ include "volunteer-scheduler.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* An object's name, labels and annotations. Arguments: root, component, name without the release's (none: the release's
     alone), and perhaps labels and annotations. */}}
{{- define "volunteer-scheduler.metadata" -}}
name: {{ include "volunteer-scheduler.fullname" .root }}{{ with .name }}-{{ . }}{{ end }}
labels:
  {{- include "volunteer-scheduler.selector" . | nindent 2 }}
  app.kubernetes.io/version: {{ include "volunteer-scheduler.label" (default .root.Chart.AppVersion .root.Values.image.tag) }}
  app.kubernetes.io/part-of: volunteer-scheduler
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
  helm.sh/chart: {{ include "volunteer-scheduler.label" (printf "%s-%s" .root.Chart.Name .root.Chart.Version) }}
  {{- with merge (dict) (default (dict) .labels) .root.Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) (default (dict) .annotations) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* An object of this release as it is in the cluster, when the release is upgraded. Empty else: an installation has none, and
     a rendering without a cluster could ask nobody. Arguments: root, apiVersion, kind, name without the release's. */}}
{{- define "volunteer-scheduler.live" -}}
{{- if .root.Release.IsUpgrade }}
{{- $name := printf "%s-%s" (include "volunteer-scheduler.fullname" .root) .name }}
{{- toYaml (lookup .apiVersion .kind .root.Release.Namespace $name) }}
{{- end }}
{{- end }}

{{/* A text as a label's value: 1.0.0+build5 is none. */}}
{{- define "volunteer-scheduler.label" -}}
{{- regexReplaceAll "[^A-Za-z0-9_.-]" . "_" | trunc 63 | trimAll "_.-" | quote }}
{{- end }}

{{/* The services and what tells them apart. */}}
{{- define "volunteer-scheduler.services" -}}
webhook: {port: 8080, domain: false, shared: [queueType, headerTimeout, bodyTimeout, retryDelays, retryCheck, deadLettersWaitTimeout, deadLettersWorkTimeout], queues: []}
commission:
  port: 8081
  domain: true
  shared: [queueType, headerTimeout, bodyTimeout, retryDelays, retryCheck, deadLettersWaitTimeout, deadLettersWorkTimeout, maxMultiplier]
  queues: [volunteer_scheduler_commissions, volunteer_scheduler_facts.commissions]
multiplier:
  port: 8082
  domain: true
  shared: [queueType, headerTimeout, bodyTimeout, retryDelays, retryCheck, deadLettersWaitTimeout, deadLettersWorkTimeout, maxMultiplier, schedule, timeZone, runStallTimeout, runCheck]
  queues: [volunteer_scheduler_multipliers, volunteer_scheduler_facts.multipliers]
budget:
  port: 8083
  domain: true
  shared: [queueType, headerTimeout, bodyTimeout, retryDelays, retryCheck, deadLettersWaitTimeout, deadLettersWorkTimeout, schedule, timeZone, scheduledBudgets, runStallTimeout, runCheck]
  queues: [volunteer_scheduler_budgets, volunteer_scheduler_facts.budgets]
{{- end }}

{{/* <registry>/<repository>:<tag>@<digest>. Arguments: root, image: its registry, repository, tag and digest. */}}
{{- define "volunteer-scheduler.image" -}}
{{- with coalesce .root.Values.global.imageRegistry .image.registry }}{{ . }}/{{ end }}{{ .image.repository }}:{{ .image.tag }}
{{- with .image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* Arguments: root, service. */}}
{{- define "volunteer-scheduler.serviceImage" -}}
{{- $image := merge (dict) (dig "image" (dict) (index .root.Values .service)) .root.Values.image }}
{{- $repository := printf "%s/%s-service" $image.repository .service }}
{{- $tag := default (replace "+" "_" .root.Chart.AppVersion) $image.tag }}
{{- include "volunteer-scheduler.image" (dict "root" .root "image" (merge (dict "repository" $repository "tag" $tag) $image)) }}
{{- end }}

{{/* The settings of one sort of pods: whatever its values say, else the defaults. Arguments: root, own: its values. */}}
{{- define "volunteer-scheduler.podSettings" -}}
{{- $settings := deepCopy .root.Values.defaults }}
{{- range $name := keys $settings }}
{{- if hasKey $.own $name }}
{{- $own := get $.own $name }}
{{- if kindIs "map" $own }}{{ $own = mergeOverwrite (default (dict) (get $settings $name)) (deepCopy $own) }}{{ end }}
{{- $settings = set $settings $name $own }}
{{- end }}
{{- end }}
{{- toYaml $settings }}
{{- end }}

{{/* Labels and annotations of a pod. Arguments: root, component, pod: its settings, and perhaps annotations. */}}
{{- define "volunteer-scheduler.podMetadata" -}}
labels:
  {{- include "volunteer-scheduler.selector" . | nindent 2 }}
  {{- with .pod.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) .pod.podAnnotations (default (dict) .annotations) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What every pod's spec begins with: who it is and where it may run. Arguments: root, pod: its settings, account. */}}
{{- define "volunteer-scheduler.podSpec" -}}
serviceAccountName: {{ include "volunteer-scheduler.serviceAccountName" . }}
automountServiceAccountToken: {{ .pod.serviceAccount.automount }}
enableServiceLinks: false
securityContext:
  {{- toYaml .pod.podSecurityContext | nindent 2 }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .pod.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .pod.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .pod.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Arguments: root, pod: its settings, account: whose. */}}
{{- define "volunteer-scheduler.serviceAccountName" -}}
{{- $made := printf "%s-%s" (include "volunteer-scheduler.fullname" .root) .account }}
{{- default (ternary $made "default" .pod.serviceAccount.create) .pod.serviceAccount.name }}
{{- end }}

{{/* How many replicas a Deployment begins with. Where an autoscaler decides it is as many as there are, or the fewest: left
     out, it would be one until the autoscaler comes. Arguments: root, service. */}}
{{- define "volunteer-scheduler.replicas" -}}
{{- $own := index .root.Values .service }}
{{- if eq (include "volunteer-scheduler.isScaled" .) "true" }}
{{- $live := include "volunteer-scheduler.live" (dict "root" .root "apiVersion" "apps/v1" "kind" "Deployment" "name" .service) | fromYaml }}
{{- dig "spec" "replicas" $own.autoscaling.minReplicas $live | int }}
{{- else }}
{{- $own.replicas }}
{{- end }}
{{- end }}

{{- define "volunteer-scheduler.isScaled" -}}
{{- or .root.Values.autoscaling.enabled (and .root.Values.keda.enabled (ne .service "webhook")) }}
{{- end }}

{{/* How many connections to the shared PostgreSQL the services may have open together: every replica's pool, one replica
     more while a rollout goes on, and the migration of each. */}}
{{- define "volunteer-scheduler.connections" -}}
{{- $sum := 0 }}
{{- range list "commission" "multiplier" "budget" }}
{{- $own := index $.Values . }}
{{- if not $own.database.host }}
{{- $isScaled := eq (include "volunteer-scheduler.isScaled" (dict "root" $ "service" .)) "true" }}
{{- $most := ternary $own.autoscaling.maxReplicas $own.replicas $isScaled }}
{{- $sum = add $sum (mul (add $most 1) (add $.Values.postgresql.poolSize 1)) }}
{{- end }}
{{- end }}
{{- $sum }}
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
  "POSTGRES_SSL_MODE" (include "volunteer-scheduler.sslMode" .)
  "POSTGRES_ANSWER_TIMEOUT" $values.postgresql.answerTimeout
  "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE" (include "volunteer-scheduler.text" $values.postgresql.poolSize)) }}
{{- if include "volunteer-scheduler.postgresqlCaSecret" . }}{{ $environment = set $environment "POSTGRES_CA_FILE" "/etc/volunteer-scheduler/postgresql/ca.crt" }}{{ end }}
{{- with $values.oidc.authServerUrl }}{{ $environment = set $environment "QUARKUS_OIDC_AUTH_SERVER_URL" . }}{{ end }}
{{- with $values.oidc.audience }}{{ $environment = set $environment "QUARKUS_OIDC_TOKEN_AUDIENCE" . }}{{ end }}
{{- with $values.oidc.rolesClaim }}{{ $environment = set $environment "QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH" . }}{{ end }}
{{- else }}
{{- with $own.scicentTolerance }}{{ $environment = set $environment "SCICENT_WEBHOOK_TOLERANCE" . }}{{ end }}
{{- end }}
{{- with $values.tracing.endpoint }}{{ $environment = set $environment "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT" . }}{{ end }}
{{- $environment = set $environment "QUARKUS_SHUTDOWN_DELAY" (printf "PT%sS" (include "volunteer-scheduler.text" $values.shutdown.delaySeconds)) }}
{{- $environment = set $environment "QUARKUS_SHUTDOWN_TIMEOUT" (printf "PT%sS" (include "volunteer-scheduler.text" $values.shutdown.requestSeconds)) }}
{{- range $name, $value := (include "volunteer-scheduler.podSettings" (dict "root" .root "own" $own) | fromYaml).extraEnv }}
{{- if kindIs "map" $value }}{{ $environment = unset $environment $name }}{{ else }}{{ $environment = set $environment $name $value }}{{ end }}
{{- end }}
{{- toYaml $environment }}
{{- end }}

{{/* What a service knows of secrets: VARIABLE: {secret, key}, secret as in the values. Arguments: service. */}}
{{- define "volunteer-scheduler.secretEnvironment" -}}
RABBITMQ_USERNAME: {secret: rabbitmq, key: username}
RABBITMQ_PASSWORD: {secret: rabbitmq, key: password}
{{- if eq .service "webhook" }}
SCICENT_WEBHOOK_SECRET: {secret: webhook, key: scicent-webhook-secret}
DECIDIM_WEBHOOK_SECRET: {secret: webhook, key: decidim-webhook-secret}
{{- else }}
POSTGRES_USERNAME: {secret: {{ .service }}Database, key: username}
POSTGRES_PASSWORD: {secret: {{ .service }}Database, key: password}
VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD: {secret: users, key: operator-password}
VOLUNTEER_SCHEDULER_VIEWER_PASSWORD: {secret: users, key: viewer-password}
VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD: {secret: users, key: scheduler-password}
{{- end }}
{{- end }}

{{/* A variable of a container that comes from a Secret. Arguments: root, variable, secret, key. */}}
{{- define "volunteer-scheduler.secretVariable" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef: {name: {{ include "volunteer-scheduler.secretName" . }}, key: {{ .key }}}
{{- end }}

{{/* The Secrets that the chart makes, and what is in each: secret: {key: text}. */}}
{{- define "volunteer-scheduler.madeSecrets" -}}
{{- $keys := dict
  "webhook" (dict "scicent" "scicent-webhook-secret" "decidim" "decidim-webhook-secret")
  "users" (dict "operator" "operator-password" "viewer" "viewer-password" "scheduler" "scheduler-password")
  "rabbitmq" (dict "username" "username" "password" "password")
  "commissionDatabase" (dict "username" "username" "password" "password")
  "multiplierDatabase" (dict "username" "username" "password" "password")
  "budgetDatabase" (dict "username" "username" "password" "password") }}
{{- $made := dict }}
{{- range $secret, $keyByValue := $keys }}
{{- $own := get $.Values.secrets $secret }}
{{- $byOperator := and (eq $secret "rabbitmq") $.Values.rabbitmq.cluster.create }}
{{- if and $.Values.secrets.create (not $own.existingSecret) (not $byOperator) }}
{{- $data := dict }}
{{- range $value, $key := $keyByValue }}
{{- $data = set $data $key (include "volunteer-scheduler.secretText" (dict "name" (printf "secrets.%s.%s" $secret $value) "text" (get $own $value) "rotated" (eq $secret "webhook"))) }}
{{- end }}
{{- $made = set $made $secret $data }}
{{- end }}
{{- end }}
{{- toYaml $made }}
{{- end }}

{{/* Whether a Secret that the chart makes is in the cluster as it is to be. Arguments: root, secret, data. */}}
{{- define "volunteer-scheduler.isUnchanged" -}}
{{- $live := dig "data" (dict) (include "volunteer-scheduler.live" (dict "root" .root "apiVersion" "v1" "kind" "Secret" "name" (kebabcase .secret)) | fromYaml) }}
{{- $unchanged := true }}
{{- range $key, $text := .data }}
{{- if ne (b64enc $text) (default "" (get $live $key)) }}{{ $unchanged = false }}{{ end }}
{{- end }}
{{- $unchanged }}
{{- end }}

{{/* The revision of the release in which a Secret of the service's was last changed: pods start anew when it changes, and it
     gives nothing away, as a hash of passwords would. Empty, if the chart makes none. Arguments: root, service. */}}
{{- define "volunteer-scheduler.secretsRevision" -}}
{{- $made := include "volunteer-scheduler.madeSecrets" .root | fromYaml }}
{{- $live := include "volunteer-scheduler.live" (dict "root" .root "apiVersion" "apps/v1" "kind" "Deployment" "name" .service) | fromYaml }}
{{- $before := dig "spec" "template" "metadata" "annotations" "volunteerscheduler.org/secrets-revision" "" $live }}
{{- $revision := "" }}
{{- range $variable, $from := include "volunteer-scheduler.secretEnvironment" . | fromYaml }}
{{- if hasKey $made $from.secret }}
{{- $revision = default $before $revision }}
{{- if or (not $before) (ne "true" (include "volunteer-scheduler.isUnchanged" (dict "root" $.root "secret" $from.secret "data" (get $made $from.secret)))) }}
{{- $revision = toString $.root.Release.Revision }}
{{- end }}
{{- end }}
{{- end }}
{{- $revision }}
{{- end }}

{{/* A secret of the values as services and scripts read it, without white space around it; rotated ones are separated by commas. Arguments: name, text, rotated. */}}
{{- define "volunteer-scheduler.secretText" -}}
{{- $texts := list }}
{{- range ternary (splitList "," .text) (list .text) .rotated }}
{{- with regexReplaceAll "^[ \\t\\n\\v\\f\\r]+|[ \\t\\n\\v\\f\\r]+$" . "" }}{{ $texts = append $texts . }}{{ end }}
{{- end }}
{{- if not $texts }}{{ fail (printf "%s is needed where secrets.create, unless an existingSecret beside it is named" .name) }}{{ end }}
{{- $text := join "," $texts }}
{{- if regexMatch "\\p{Cc}" $text }}{{ fail (printf "%s must not contain control characters, such as a line end within it" .name) }}{{ end }}
{{- $text }}
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

{{/* A server of a service's own is not the operator's. Arguments: root, service. */}}
{{- define "volunteer-scheduler.sslMode" -}}
{{- $own := (index .root.Values .service).database }}
{{- $byOperator := and .root.Values.postgresql.cloudNativePG.create (not $own.host) }}
{{- coalesce $own.sslMode .root.Values.postgresql.sslMode (ternary "verify-full" "disable" $byOperator) }}
{{- end }}

{{/* Empty, if nothing is to be verified. Arguments: root, service. */}}
{{- define "volunteer-scheduler.postgresqlCaSecret" -}}
{{- $own := (index .root.Values .service).database }}
{{- $byOperator := and .root.Values.postgresql.cloudNativePG.create (not $own.host) }}
{{- if hasPrefix "verify" (include "volunteer-scheduler.sslMode" .) }}
{{- $operators := ternary (printf "%s-postgresql-ca" (include "volunteer-scheduler.fullname" .root)) "" $byOperator }}
{{- coalesce $own.caSecret .root.Values.postgresql.caSecret $operators | required (printf "postgresql.caSecret or %s.database.caSecret is needed to verify the server" .service) }}
{{- end }}
{{- end }}
