/**
 * JSON over HTTP: a request means what it says or is refused, and answers are JSON whatever a client accepts. An address with
 * a slash too many leads to the one without.
 */
package io.orderflow.rest.json;
