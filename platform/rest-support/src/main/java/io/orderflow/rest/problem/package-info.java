/** Answers every error, in a controller, before it or in Tomcat itself, by a problem detail. */
package io.orderflow.rest.problem;
