/**
 * Runs Orderflow's three packaged services and their infrastructure on one machine, without Docker and without root.
 *
 * <p>{@link io.orderflow.local.LocalStack} is the whole. {@code postgres}, {@code broker} and {@code mongo} are the servers
 * that the services need, {@code service} is the services themselves, and {@code process} keeps whatever is a process of its
 * own. {@code http} asks the services, {@code host} is what all of these take of the machine: a folder, ports, time.
 * {@code command} is what {@code ./run} runs.
 */
package io.orderflow.local;
