# One file for the services and their gateway: docker build --build-arg MODULE=order-command .
# Only the last stage knows MODULE, so the images share all work.

FROM eclipse-temurin:25-jdk AS jre
RUN jlink --add-modules java.se,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported \
        --no-header-files --no-man-pages --compress zip-6 --output /opt/jre

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
# What the build's JVM is to know of a proxy, e.g. -Dhttps.proxyHost=proxy -Dhttps.proxyPort=3128
ARG MAVEN_OPTS
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    sh ./mvnw -B -ntp -Dmaven.test.skip -Dspotless.check.skip \
        -pl order-command,inventory-command,notification-projection,gateway,tools/local-stack -am package
# Jars beside each other, as the JVM keeps nothing of a jar in a jar; what changes with each release apart from what does not.
RUN for service in order-command inventory-command notification-projection gateway; do \
        cp $service/target/$service.jar app.jar && \
        java -Djarmode=tools -jar app.jar extract --layers --destination /layers/$service && \
        mkdir -p /training/$service && \
        cp -a /layers/$service/dependencies/. /layers/$service/application/. /training/$service/ || exit 1; \
    done && \
    chown -R nobody /training

FROM build AS training
COPY --from=jre /opt/jre /opt/jre
# PostgreSQL refuses root.
USER nobody
RUN java -cp 'tools/local-stack/target/local-stack.jar:tools/local-stack/target/lib/*' \
        io.orderflow.local.TrainingRun /training /opt/jre/bin/java

FROM gcr.io/distroless/base-nossl-debian13:nonroot
ARG MODULE
WORKDIR /app
# For the health check: there is no shell.
COPY --from=busybox:1.37-musl /bin/busybox /bin/wget
COPY --from=jre /opt/jre /opt/jre
ENV PATH=/opt/jre/bin:$PATH
# A line of JSON for each of the log, in Elastic's Common Schema, as collectors of logs want it.
ENV LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs
# From what changes least to what changes most; root owns the files, so the service cannot change its own code.
COPY --from=build /layers/${MODULE}/dependencies/ ./
COPY --from=build /layers/${MODULE}/application/ ./
COPY --from=training /training/${MODULE}/app.aot ./
# A cache that does not fit is left aside.
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "app.jar"]
