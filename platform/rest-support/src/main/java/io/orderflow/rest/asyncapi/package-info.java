/** {@code GET /asyncapi.json} and {@code GET /asyncapi}: the events, for programs and for people. */
package io.orderflow.rest.asyncapi;
