/** Which path leads to which service. */
package io.orderflow.gateway.routing;
