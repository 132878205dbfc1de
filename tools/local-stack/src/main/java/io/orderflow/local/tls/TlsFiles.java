package io.orderflow.local.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the servers and services of a stack prove themselves by, in files that exist already. The first three are PEM.
 *
 * @param authority whom all of them trust, and nobody else
 * @param certificate signed by the authority, for {@code localhost}
 * @param key the private key of the certificate (PKCS 8)
 * @param password what PostgreSQL and the broker ask for
 */
public record TlsFiles(Path authority, Path certificate, Path key, Path password) {

    /** What has a service speak TLS with everybody but PostgreSQL, of which that server's address says it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("SPRING_SSL_BUNDLE_PEM_OWN_KEYSTORE_CERTIFICATE", certificate.toString());
        environment.put("SPRING_SSL_BUNDLE_PEM_OWN_KEYSTORE_PRIVATEKEY", key.toString());
        environment.put("SPRING_SSL_BUNDLE_PEM_TRUSTED_TRUSTSTORE_CERTIFICATE", authority.toString());
        environment.put("SERVER_SSL_BUNDLE", "own");
        environment.put("SPRING_HTTP_CLIENTS_SSL_BUNDLE", "trusted");
        environment.put("SPRING_MONGODB_SSL_BUNDLE", "trusted");
        environment.put("SPRING_RABBITMQ_SSL_BUNDLE", "trusted");
        return environment;
    }

    public String readPassword() {
        try {
            return Files.readString(password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a client of the servers and services. */
    public SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", readCertificate(authority));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public X509Certificate readCertificate() {
        try {
            return readCertificate(certificate);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PrivateKey readKey() {
        try {
            String encoded = Files.readString(key).replaceAll("-----[A-Z ]+-----", "");
            return KeyFactory.getInstance(readCertificate().getPublicKey().getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509Certificate readCertificate(Path file) throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
