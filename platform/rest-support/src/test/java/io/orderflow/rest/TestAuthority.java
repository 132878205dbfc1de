package io.orderflow.rest;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A certificate authority that is made for one test, and known to nobody but who is told. */
public final class TestAuthority {

    private static final CertificateBuilder CERTIFICATE = new CertificateBuilder().ecp256();

    private final X509Bundle authority;

    public TestAuthority() {
        try {
            authority = CERTIFICATE
                    .copy()
                    .subject("CN=Authority of a test")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own certificate, for whoever is to trust it. */
    public String pem() {
        return authority.getCertificatePEM();
    }

    /** A new certificate for {@code localhost}, and for no other name or address. */
    public X509Bundle localhost() {
        try {
            return CERTIFICATE
                    .copy()
                    .subject("CN=Service of a test")
                    .addSanDnsName("localhost")
                    .buildIssuedBy(authority);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server that is {@code localhost}. */
    public SSLContext ofServer() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(localhost().toKeyManagerFactory().getKeyManagers(), null, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that trusts this authority, and no other. */
    public SSLContext ofClient() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authority.toTrustManagerFactory().getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The settings, {@code name=value}, of a bundle that trusts this authority, and no other. */
    public String trustedBy(String bundle) {
        return "spring.ssl.bundle.pem." + bundle + ".truststore.certificate=" + pem();
    }

    /** The settings, {@code name=value}, of a bundle by which a server is {@code localhost}. */
    public List<String> shownBy(String bundle) {
        X509Bundle shown = localhost();
        String store = "spring.ssl.bundle.pem." + bundle + ".keystore.";
        return List.of(
                store + "certificate=" + shown.getCertificatePathPEM(),
                store + "private-key=" + shown.getPrivateKeyPEM());
    }
}
