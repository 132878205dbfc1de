package io.orderflow.local.mongo;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Keeps the keys of an index as BSON, in the order of their values. H2 itself would serialize two keys to compare them. */
final class BsonKeyType extends BasicDataType<KeyValue> {

    private final BsonDocumentType documents = new BsonDocumentType();

    @Override
    public int compare(KeyValue one, KeyValue other) {
        for (int index = 0; index < Math.min(one.size(), other.size()); index++) {
            int order = ValueComparator.ascWithoutListHandling().compare(one.get(index), other.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    @Override
    public int getMemory(KeyValue key) {
        return key.stream().mapToInt(BsonDocumentType::memoryOf).sum();
    }

    @Override
    public void write(WriteBuffer buffer, KeyValue key) {
        documents.write(buffer, asDocument(key));
    }

    @Override
    public KeyValue read(ByteBuffer buffer) {
        return new KeyValue(documents.read(buffer).values());
    }

    @Override
    public KeyValue[] createStorage(int size) {
        return new KeyValue[size];
    }

    private static Document asDocument(KeyValue key) {
        Document values = new Document();
        for (Object value : key) {
            values.put(String.valueOf(values.size()), value);
        }
        return values;
    }
}
