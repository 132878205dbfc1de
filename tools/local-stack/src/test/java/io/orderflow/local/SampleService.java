package io.orderflow.local;

import com.sun.net.httpserver.HttpServer;
import io.orderflow.local.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Stands in for a packaged service: it is healthy as soon as it listens, and does nothing else. As Spring Boot's packages do, it
 * lays itself out in a folder when it is asked to.
 */
public final class SampleService {

    private SampleService() {}

    public static void main(String[] arguments) throws IOException {
        if ("tools".equals(System.getProperty("jarmode"))) {
            Path self = Path.of(System.getProperty("java.class.path"));
            Files.copy(self, Path.of(arguments[arguments.length - 1]).resolve(self.getFileName()));
            return;
        }
        int port = Integer.parseInt(System.getenv("SERVER_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health", exchange -> {
            byte[] answer = "{\"status\":\"healthy\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
    }

    /** A project in which all services are built. */
    static void packageAll(Path projectRoot) throws IOException {
        for (Service service : Service.values()) {
            Path jar = service.jar(projectRoot);
            Files.createDirectories(jar.getParent());
            writeJar(jar, "1");
        }
    }

    /** A service that ends as soon as it is started. */
    static void breakPackage(Path projectRoot, Service service) throws IOException {
        Files.writeString(service.jar(projectRoot), "This is no jar");
    }

    /** A package whose contents differ from those of another version. */
    public static void writeJar(Path jar, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SampleService.class.getName());
        String classFile = SampleService.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = SampleService.class.getClassLoader().getResourceAsStream(classFile)) {
            out.putNextEntry(new JarEntry(classFile));
            code.transferTo(out);
            out.putNextEntry(new JarEntry("version"));
            out.write(version.getBytes(StandardCharsets.UTF_8));
        }
    }
}
