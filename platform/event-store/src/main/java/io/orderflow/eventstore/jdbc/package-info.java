/** Many rows as the parameters of one statement, which is planned for them each time. */
package io.orderflow.eventstore.jdbc;
