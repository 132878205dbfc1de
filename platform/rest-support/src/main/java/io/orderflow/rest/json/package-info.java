/** JSON over HTTP: a request means what it says or is refused, and answers are JSON whatever a client accepts. */
package io.orderflow.rest.json;
