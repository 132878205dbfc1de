package io.orderflow.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Keeps documents in the file as BSON. Serialized as Java objects, they are larger and take several times as long. */
final class BsonDocumentType extends BasicDataType<Document> {

    private static final int OBJECT_BYTES = 40;

    @Override
    public int getMemory(Document document) {
        return memoryOf(document);
    }

    /** An estimate in bytes, which only decides how many values share a page, and how many pages are kept in memory. */
    static int memoryOf(Object value) {
        if (value instanceof Document document) {
            int bytes = OBJECT_BYTES;
            for (Map.Entry<String, Object> field : document.entrySet()) {
                bytes += OBJECT_BYTES + field.getKey().length() + memoryOf(field.getValue());
            }
            return bytes;
        }
        return value instanceof String text ? OBJECT_BYTES + text.length() : OBJECT_BYTES;
    }

    @Override
    public void write(WriteBuffer buffer, Document document) {
        ByteBuf bson = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bson);
        buffer.put(bson.nioBuffer());
    }

    @Override
    public Document read(ByteBuffer buffer) {
        ByteBuf bson = Unpooled.wrappedBuffer(buffer);
        Document document = BsonDecoder.decodeBson(bson);
        buffer.position(buffer.position() + bson.readerIndex());
        return document;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
