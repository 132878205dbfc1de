package io.orderflow.local.process;

import io.orderflow.local.host.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a {@link ManagedProcess} needs of a stack, and what was said on its console. */
final class Stack {

    private final DataFolder data;
    private final List<String> console = new CopyOnWriteArrayList<>();

    Stack(Path folder) {
        data = new DataFolder(folder);
        data.startNewLogs();
    }

    StackContext supervised() {
        return new StackContext(data, new ProcessRecords(data.pids()), console::add, true);
    }

    StackContext unsupervised() {
        return supervised().unsupervised();
    }

    Path records() {
        return data.pids();
    }

    List<String> console() {
        return console;
    }
}
