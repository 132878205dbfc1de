package io.orderflow.asyncapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the sources of a package say of its types and their members, so that it is said once. */
final class Javadocs {

    private final Map<String, DocCommentTree> comments = new HashMap<>();

    private Javadocs() {}

    /** The comments of the sources in a folder. */
    static Javadocs in(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
                Stream<Path> sources = Files.list(folder)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources.toList()));
            DocTrees trees = DocTrees.instance(task);
            Javadocs javadocs = new Javadocs();
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    javadocs.comments.put(
                            ((ClassTree) type).getSimpleName().toString(),
                            trees.getDocCommentTree(TreePath.getPath(unit, type)));
                }
            }
            return javadocs;
        }
    }

    /** What is said of the type; null for one that is none of these. */
    String ofType(Class<?> type) {
        DocCommentTree comment = comments.get(type.getSimpleName());
        return comment == null ? null : text(comment.getFullBody());
    }

    /** What is said of a record's component; null if nothing is. */
    String ofComponent(Class<?> type, String component) {
        DocCommentTree comment = comments.get(type.getSimpleName());
        return comment == null
                ? null
                : comment.getBlockTags().stream()
                        .filter(tag -> tag instanceof ParamTree parameter
                                && parameter.getName().getName().contentEquals(component))
                        .map(tag -> text(((ParamTree) tag).getDescription()))
                        .findFirst()
                        .orElse(null);
    }

    private static String text(List<? extends DocTree> parts) {
        return parts.stream()
                .map(part ->
                        part instanceof LiteralTree literal ? literal.getBody().getBody() : part.toString())
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ");
    }
}
