package io.orderflow.local;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * Keeps a collection that was renamed under its new name in the file too. The backend itself looks for the old name when it
 * has changed it already, so that after a restart a renamed collection would be empty.
 */
final class RenamingH2Backend extends H2Backend {

    RenamingH2Backend(MVStore store) {
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

        @Override
        public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
            String before = collection.getFullName();
            super.moveCollection(from, collection, newName);
            String after = collection.getFullName();
            for (String map : List.copyOf(getMvStore().getMapNames())) {
                if (map.equals("databases." + before)
                        || map.equals("meta." + before)
                        || map.startsWith(before + "._index_")) {
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
