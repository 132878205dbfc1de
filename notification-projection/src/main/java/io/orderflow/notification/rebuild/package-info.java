/**
 * Builds the notifications anew from the other services' history, over RabbitMQ, while the live ones are read and written.
 */
package io.orderflow.notification.rebuild;
