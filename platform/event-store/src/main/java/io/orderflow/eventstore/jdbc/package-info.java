/** Many rows as the parameters of one statement, which is planned for them each time; and how many connections there are. */
package io.orderflow.eventstore.jdbc;
