# One image for each service, of what ./mvnw package has built, so that it holds what was tested. dev/images makes all
# four; one of them:
#
#   docker build --build-arg SERVICE=webhook --tag localhost/volunteer-scheduler/webhook-service .
#
# The digest is that of all platforms, and decides; the tag is for people. Both are in pom.xml's profile jib, too.
ARG BASE=docker.io/library/eclipse-temurin:25.0.3_9-jre-noble@sha256:27c709cb3fa02dfc60f022155e36a9c80012692787241c9632ca4f0200aac929
FROM ${BASE} AS service
ARG SERVICE
WORKDIR /app
# A number, so that Kubernetes can see that it is not root; all files are root's, and the service changes none.
USER 10001:10001
# What changes least comes first: libraries, then the framework's generated code, then ours.
COPY ${SERVICE}-service/target/quarkus-app/lib/ lib/
COPY ${SERVICE}-service/target/quarkus-app/quarkus-run.jar ./
COPY ${SERVICE}-service/target/quarkus-app/quarkus/ quarkus/
COPY ${SERVICE}-service/target/quarkus-app/app/ app/
# One small collector for a small heap, 40 % of the container's memory (the rest is for buffers, threads and code); an
# end rather than a service half dead; nothing written outside /tmp. The environment can say otherwise.
ENV JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:MaxRAMPercentage=40 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -Xss512k -Djava.io.tmpdir=/tmp"

# Starts the service once as far as it comes without its servers, and keeps the classes it needed for that, loaded and
# linked: the AOT cache of JEP 514. It holds for these very files and this very JVM, so it is made of this very image. The
# service listens where nobody else hears it, on a port that it finds itself, and its log says which.
FROM service AS training
ARG SERVICE
RUN set -eu; \
  export QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 QUARKUS_FLYWAY_MIGRATE_AT_START=false RABBITMQ_HOST=127.0.0.1 RABBITMQ_PORT=9 \
    RABBITMQ_USERNAME=training RABBITMQ_PASSWORD=training-of-the-image POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=9 \
    POSTGRES_PASSWORD=training-of-the-image SCICENT_WEBHOOK_SECRET=training-of-the-image \
    DECIDIM_WEBHOOK_SECRET=training-of-the-image VOLUNTEER_SCHEDULER_OPERATOR_PASSWORD=training-of-the-image-1 \
    VOLUNTEER_SCHEDULER_VIEWER_PASSWORD=training-of-the-image-2 VOLUNTEER_SCHEDULER_SCHEDULER_PASSWORD=training-of-the-image-3; \
  java -XX:AOTCacheOutput=/tmp/app.aot -jar quarkus-run.jar >/tmp/training.log 2>&1 & \
  service=$!; \
  port=''; \
  for second in $(seq 60); do \
    port=$(sed -n 's|.*Listening on: http://127[.]0[.]0[.]1:\([0-9]*\).*|\1|p' /tmp/training.log); \
    if [ -n "$port" ]; then break; fi; \
    sleep 1; \
  done; \
  for path in live ready well; do \
    bash -c "exec 3<>/dev/tcp/127.0.0.1/$port && printf 'GET /q/health/$path HTTP/1.0\r\n\r\n' >&3 && cat <&3" >>/tmp/training.log || true; \
  done; \
  kill -TERM "$service"; \
  wait "$service" || true; \
  test -n "$port" && test -s /tmp/app.aot || { cat /tmp/training.log; exit 1; }

FROM service
ARG BASE
ARG SERVICE
ARG VERSION=unknown
ARG REVISION=unknown
COPY --from=training --chown=0:0 --chmod=444 /tmp/app.aot app.aot
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-jar", "/app/quarkus-run.jar"]
# Last, because they change with every build.
LABEL org.opencontainers.image.title="${SERVICE}-service" \
  org.opencontainers.image.description="The ${SERVICE}-service of the volunteer scheduler's reward engine" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.url="https://volunteerscheduler.org" \
  org.opencontainers.image.source="https://volunteerscheduler.org/source" \
  org.opencontainers.image.documentation="https://volunteerscheduler.org/docs/operations.html" \
  org.opencontainers.image.vendor="Volunteer scheduler" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.base.name="${BASE}"
