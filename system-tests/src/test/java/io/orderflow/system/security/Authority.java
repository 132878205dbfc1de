package io.orderflow.system.security;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** A certificate authority that is made for one test, and known to nobody but who is told. */
final class Authority {

    private static final CertificateBuilder CERTIFICATE = new CertificateBuilder().ecp256();

    private final X509Bundle root;

    Authority() throws Exception {
        root = CERTIFICATE
                .copy()
                .subject("CN=Authority of a test")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    String pem() {
        return root.getCertificatePEM();
    }

    /** A new certificate for {@code localhost}, and for no other name or address. */
    X509Bundle localhost() throws Exception {
        return CERTIFICATE
                .copy()
                .subject("CN=Service of a test")
                .addSanDnsName("localhost")
                .buildIssuedBy(root);
    }
}
