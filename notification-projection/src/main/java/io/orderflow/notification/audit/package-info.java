/** Keeps what operators did to this service, in MongoDB. */
package io.orderflow.notification.audit;
