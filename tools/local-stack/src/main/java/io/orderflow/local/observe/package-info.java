/** To see what a stack does: a viewer of its traces and, where it is installed, Prometheus. */
package io.orderflow.local.observe;
