/** Runs Orderflow's three packaged services and their infrastructure on one machine, without Docker and without root. */
package io.orderflow.local;
