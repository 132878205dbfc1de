/** Keeps what people did to an application whose data are in MongoDB. */
package io.orderflow.projection.audit;
