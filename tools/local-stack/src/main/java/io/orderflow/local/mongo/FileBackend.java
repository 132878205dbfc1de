package io.orderflow.local.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Keeps documents as BSON, and a collection that was renamed under its new name in the file too. The backend itself writes
 * serialized Java objects, and looks for the old name when it has changed it already, so that after a restart a renamed
 * collection would be empty.
 */
final class FileBackend extends H2Backend {

    private static final String DOCUMENTS = "databases.";
    private static final String META = "meta.";
    private static final String INDEX = "._index_";

    FileBackend(MVStore store) {
        super(store);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new Database(name);
    }

    private final class Database extends H2Database {

        Database(String name) {
            super(name, getMvStore(), getCursorRegistry());
        }

        // What is opened here first, the backend then finds open, and takes as it is.

        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            getMvStore()
                    .openMap(
                            DOCUMENTS + getFullCollectionNamespace(name),
                            new MVMap.Builder<Object, Document>().valueType(new BsonDocumentType()));
            return super.openOrCreateCollection(name, options);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            getMvStore()
                    .openMap(
                            getFullCollectionNamespace(collection) + INDEX + name,
                            new MVMap.Builder<KeyValue, Object>().keyType(new BsonKeyType()));
            return super.openOrCreateUniqueIndex(collection, name, keys, sparse);
        }

        @Override
        public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
            String before = collection.getFullName();
            super.moveCollection(from, collection, newName);
            String after = collection.getFullName();
            for (String map : List.copyOf(getMvStore().getMapNames())) {
                if (map.equals(DOCUMENTS + before) || map.equals(META + before) || map.startsWith(before + INDEX)) {
                    rename(map, map.replace(before, after));
                }
            }
            getMvStore().commit();
        }

        private void rename(String map, String to) {
            if (getMvStore().hasMap(to)) {
                getMvStore().removeMap(to);
            }
            getMvStore().renameMap(getMvStore().openMap(map), to);
        }
    }
}
