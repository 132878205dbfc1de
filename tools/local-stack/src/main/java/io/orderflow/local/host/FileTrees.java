package io.orderflow.local.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whole folders at once. */
public final class FileTrees {

    private FileTrees() {}

    /** Deletes the folder with all that is in it; does nothing where there is none. */
    public static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies a folder with all that is in it, permissions and owners too, while somebody may write to it: what is gone by the time that
     * it would be copied is left out.
     *
     * @param without the names of files and folders in it that are not copied
     */
    public static void copy(Path root, Path target, Collection<String> without) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return without.contains(root.relativize(folder).toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Path relative = root.relativize(path);
                if (!without.contains(relative.toString())) {
                    try {
                        Files.copy(path, target.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException e) {
                        return visitFileFailed(path, e);
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (Files.exists(path)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
