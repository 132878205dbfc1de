# syntax=docker/dockerfile:1
# One file for the three services: docker build --build-arg MODULE=order-command .

# Knows nothing of MODULE, so the three images share one build of all the jars.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
COPY . .
# The tests are compiled: modules try things with what others have among their tests.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    sh ./mvnw -B -ntp -DskipTests -Dspotless.check.skip \
        -pl order-command,inventory-command,notification-projection -am package

FROM eclipse-temurin:25-jre AS layers
ARG MODULE
WORKDIR /layers
COPY --from=build /src/${MODULE}/target/${MODULE}.jar app.jar
RUN java -Djarmode=tools -jar app.jar extract --layers --launcher --destination extracted

FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin orderflow
WORKDIR /app
# From what changes least to what changes most; root owns the files, so the service cannot change its own code.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "org.springframework.boot.loader.launch.JarLauncher"]
