/**
 * What the services have in common to speak HTTP: errors as RFC 9457 problem details, strict JSON, health, and the API's
 * documents. A service has it by being a web application that imports {@code rest-support.yml}.
 */
package io.orderflow.rest;
