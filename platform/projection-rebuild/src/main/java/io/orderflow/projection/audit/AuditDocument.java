package io.orderflow.projection.audit;

import io.orderflow.eventstore.audit.AuditEntry;
import io.orderflow.eventstore.audit.AuditedAction;
import java.time.Instant;
import org.bson.types.ObjectId;
import org.springframework.data.mongodb.core.mapping.Document;

/** An entry as MongoDB has it. Ids ascend with time. */
@Document("audit_entries")
record AuditDocument(ObjectId id, Instant at, String who, AuditedAction action, String target, String detail) {

    AuditEntry toEntry() {
        return new AuditEntry(id.toHexString(), at, who, action, target, detail);
    }
}
