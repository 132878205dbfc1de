package io.orderflow.local.issuer;

import io.orderflow.local.process.JavaProgram;
import io.orderflow.local.process.ManagedProcess;
import io.orderflow.local.process.ProcessServer;
import io.orderflow.local.process.StackContext;
import io.orderflow.local.process.StopSignal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The OpenID provider for development: gives {@code customer}, {@code customer2}, {@code stock} and {@code operator} tokens. */
public final class DevelopmentIssuer extends ProcessServer {

    /** Where people find it. */
    public static final int STANDARD_PORT = 9000;

    private final Path jar;
    private final int port;

    /** @param projectRoot where the build has made it */
    public DevelopmentIssuer(Path projectRoot, int port, StackContext context) {
        this(port, context, projectRoot.resolve("tools/development-issuer/target/development-issuer.jar"));
    }

    private DevelopmentIssuer(int port, StackContext context, Path jar) {
        super(new ManagedProcess(
                "development-issuer",
                new ManagedProcess.Launch(JavaProgram.developmentIssuer(jar, port), Map.of(), StopSignal.TERM),
                () -> new Tokens(uriOf(port)).areGiven(),
                context));
        this.jar = jar;
        this.port = port;
    }

    /** What tells a service whose tokens to accept. */
    public Map<String, String> environment() {
        return Map.of(
                "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI",
                uriOf(port).toString());
    }

    /** The tokens that it gives. */
    public Tokens tokens() {
        return new Tokens(uriOf(port));
    }

    /** The issuer on this port, as its tokens name it. */
    public static URI uriOf(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String title() {
        return "Development issuer";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public void start() {
        JavaProgram.requireBuilt(jar);
        super.start();
    }
}
