#!/usr/bin/env bash
# Puts the RabbitMQ of an official image onto this machine, for the tests to start a private instance of it.
set -euo pipefail
docker create --name rabbitmq "rabbitmq:$1"
for part in erlang openssl rabbitmq; do sudo docker cp "rabbitmq:/opt/$part" /opt/; done
docker rm rabbitmq
echo /opt/erlang/bin >> "$GITHUB_PATH"
echo RABBITMQ_HOME=/opt/rabbitmq >> "$GITHUB_ENV"
