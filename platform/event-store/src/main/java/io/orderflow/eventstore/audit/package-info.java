/** What people did to the system: who, what, to what, and when. It is kept, and logged. */
package io.orderflow.eventstore.audit;
