//! What `quorate inspect` remarks upon, in files and of servers, where no lesson says more: the code, what
//! it means, and what to do.

/// What to do where a certificate must be made again.
const ANEW: &str = "issue it anew with a current openssl, cfssl or quorate";
/// What to do where an edit went wrong.
const FETCH: &str = "fetch the file anew from where it was made, byte by byte";
/// What to do where the server's log knows more.
const LOG: &str = "journalctl -u etcd | grep 'rejected connection' names the reason";

/// Code, meaning, fix.
pub(super) const REMARKS: &[(&str, &str, &str)] = &[
    (
        "almost-pem",
        "A line looks like a PEM marker to people, and not to Go: dashes of another kind or number, blanks before it, or a word misspelt.",
        "fix the line as the remark says, or write the file anew",
    ),
    (
        "bad-date",
        "A date is none: a month 13, a missing Z, or a form that DER doesn't have. Go refuses the certificate.",
        ANEW,
    ),
    (
        "bad-path-length",
        "The path length of the basic constraints is negative or no number. Go refuses the certificate.",
        ANEW,
    ),
    (
        "bad-signature",
        "The certificate, request or list names an issuer that is here, and the signature isn't by that one's key; or it names itself, and didn't sign itself. The CA was made anew under its old name, or a byte was changed.",
        "openssl verify -partial_chain -CAfile ISSUER FILE; then find the issuer whose key identifier it names",
    ),
    (
        "bare-der",
        "The file is DER. etcd reads PEM only.",
        "openssl x509 -inform der -in FILE -out NEW (pkey for keys, crl for revocation lists)",
    ),
    (
        "block-limit",
        "The file has more blocks than are read; those behind the limit weren't looked at.",
        "split the file",
    ),
    (
        "broken-block",
        "A PEM block can't be decoded: its base64 is damaged, or its end is missing. Go passes over it as if it weren't there.",
        FETCH,
    ),
    (
        "carriage-returns",
        "Lines end in CR alone, as on old Macs, so that etcd sees one long line and no block.",
        "tr '\\r' '\\n' <FILE >NEW",
    ),
    (
        "challenge-password",
        "The request holds a challenge password, which anybody who has the request can read.",
        "make the request without challengePassword; the CA of a cluster has no use for it",
    ),
    (
        "client-certificate-demanded",
        "The server turns away who shows no certificate. So it should.",
        "nothing; --cert and --key show it one",
    ),
    (
        "client-certificate-optional",
        "The server asks for a client certificate and goes on without one, which etcd doesn't do by itself.",
        "set client-cert-auth and trusted-ca-file; see that it is etcd that listens there, and no proxy",
    ),
    ("closed", "The server closed the connection in the middle of the handshake.", LOG),
    (
        "closed-after-handshake",
        "The server closed the connection right behind the handshake, as etcd does where a certificate is revoked or not among the allowed names, or where a peer calls from an address that its certificate doesn't hold.",
        LOG,
    ),
    (
        "duplicate-extension",
        "An extension stands there twice. RFC 5280 forbids it, and Go refuses it from 1.19 on.",
        ANEW,
    ),
    (
        "encrypted-key",
        "The private key is encrypted. etcd asks nobody for a password and ends with `tls: failed to parse private key`.",
        "(umask 077; openssl pkey -in KEY -out NEW)",
    ),
    (
        "escaped-line-ends",
        "Line ends are written as a backslash and an n, as from a JSON or YAML string, so that etcd sees one long line.",
        "printf '%b' \"$(cat FILE)\" >NEW",
    ),
    (
        "foreign-label",
        "The label is TRUSTED CERTIFICATE, X509 CERTIFICATE or another that Go doesn't take for a certificate.",
        "openssl x509 -in FILE -out NEW",
    ),
    (
        "gateway-purpose",
        "The server certificate lacks clientAuth, and etcd's own gRPC gateway shows it as a client: /v3/ over HTTP fails. See quorate explain gateway-trap.",
        "issue it with serverAuth and clientAuth, or give etcd --client-cert-file (from 3.5)",
    ),
    (
        "handshake-failed",
        "No TLS handshake came about: the port may speak plain HTTP, or no version or cipher suite is common to both.",
        "openssl s_client -connect HOST:PORT; curl http://HOST:PORT/version",
    ),
    (
        "header-lines",
        "Header lines stand between BEGIN and the base64. Go's certificate pools pass over such a block, so that this authority isn't trusted.",
        "delete the lines, and the empty line behind them",
    ),
    (
        "malformed-name",
        "A name among the SANs isn't what its type says, such as an IP address of three bytes. Go refuses the certificate.",
        ANEW,
    ),
    (
        "negative-serial",
        "The serial number is negative. Go refuses it from 1.23 on, so that an upgrade of etcd ends a member.",
        ANEW,
    ),
    (
        "no-authorities",
        "The server names no authorities whose client certificates it accepts. Its trusted CA file may be empty, in which case it refuses everyone.",
        "openssl storeutl -noout -certs CA-FILE on the server; restart etcd after a change",
    ),
    (
        "no-client-certificate",
        "The server asks for no client certificate: whoever reaches the port reads and writes everything. See quorate explain open-door.",
        "set client-cert-auth: true and trusted-ca-file (peer-… for peers), and restart",
    ),
    ("no-signature", "The certificate holds no signature that can be read.", FETCH),
    (
        "no-verdict",
        "The server hasn't said what it makes of the client certificate. In TLS 1.3 it says so only with the first answer.",
        "etcdctl endpoint health with the same --cert and --key",
    ),
    (
        "not-strict-der",
        "A strict reader refuses what a forgiving one takes. Go is strict.",
        "openssl asn1parse -in FILE shows the place; issue it anew",
    ),
    (
        "nothing-found",
        "The file is empty, or holds nothing that is PEM or DER of a known kind.",
        "see that it is the right file: head -c 64 FILE | od -c",
    ),
    (
        "odd-serial",
        "The serial number is 0 or longer than 20 bytes, which RFC 5280, 4.1.2.2, doesn't allow. etcd takes it today.",
        ANEW,
    ),
    (
        "off-curve",
        "The public key is no point of its curve: the bytes were changed. Go refuses it.",
        "make a key pair and certificate anew",
    ),
    (
        "old-version",
        "The certificate is of X.509 version 1 or 2, which has no extensions, so no SANs and no CA:TRUE. openssl x509 -req without -extfile made such.",
        "openssl x509 -req … -extfile FILE, or quorate",
    ),
    (
        "openssh-key",
        "The key is in OpenSSH's own form, which etcd can't load.",
        "ssh-keygen -p -m PEM -f COPY for a private key, ssh-keygen -e -m PKCS8 -f FILE for a public one",
    ),
    (
        "parameters",
        "The block names the curve of the key that follows, as openssl ecparam writes it. etcd passes over it.",
        "nothing",
    ),
    (
        "pkcs12",
        "The file is PKCS #12, as Windows and Java keep keys and certificates. etcd reads PEM only.",
        "(umask 077; openssl pkcs12 -in FILE -nodes -out NEW)",
    ),
    (
        "pkcs7",
        "The file is PKCS #7, as some CAs hand out chains. etcd reads PEM certificates only.",
        "openssl pkcs7 -in FILE -print_certs -out NEW; then put the leaf first",
    ),
    (
        "pkcs7-unread",
        "What the PKCS #7 file holds can't be listed: it isn't signed data in DER.",
        "openssl pkcs7 -in FILE -print_certs -out NEW",
    ),
    (
        "refused",
        "The server refused the client certificate, and its alert says how. `bad_certificate`, for one, stands for an unknown authority, a missing clientAuth, or the wrong time.",
        LOG,
    ),
    (
        "request-attribute",
        "The request holds an attribute that most CAs pass over.",
        "nothing, unless the CA asks for it",
    ),
    (
        "reversed-validity",
        "The certificate ends before it starts, and so is never valid.",
        "issue it anew with the dates in order; compare the machines' clocks",
    ),
    (
        "signature-not-proven",
        "The server's signature over the handshake doesn't fit its certificate's key: something between may be changing what is said, or the server is broken.",
        "compare the certificate with that on the server: openssl x509 -in FILE -noout -fingerprint -sha256",
    ),
    (
        "size-limit",
        "The file is larger than what is read; the rest wasn't looked at.",
        "split the file",
    ),
    (
        "stale-list",
        "The revocation list's next issue is overdue. etcd takes it all the same, and misses what was revoked since.",
        "fetch the next one from its authority; etcd reads the file at each handshake",
    ),
    (
        "superfluous-root",
        "The server sends a root with its chain, which clients either have or don't trust. It does no harm.",
        "leave it out of the certificate file, if you like",
    ),
    (
        "trailing-data",
        "Bytes follow behind the end of the DER. Go refuses the certificate; openssl passes over them.",
        "openssl x509 -in FILE -out NEW writes it without them",
    ),
    (
        "trust-not-checked",
        "Whether the server's chain is trusted can't be said here: its signature is of a kind that quorate doesn't verify.",
        "openssl s_client -connect HOST:PORT -CAfile CA",
    ),
    (
        "two-algorithms",
        "The certificate names one signature algorithm inside and another one outside of what is signed. Go refuses it.",
        ANEW,
    ),
    (
        "unknown-critical",
        "A critical extension isn't known to Go. Who doesn't know it must refuse. See quorate explain unknown-critical-extension.",
        "issue it anew without it, or with it not critical",
    ),
    ("unreadable-extension", "An extension isn't what its type says.", ANEW),
    (
        "unreadable-extensions",
        "The list of extensions can't be read, so that the certificate has no SANs and no usages for quorate.",
        ANEW,
    ),
    (
        "unreadable-key",
        "The key can't be read: it is damaged, or of a kind that isn't known.",
        "make a key pair anew: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
    ),
    ("unreadable-name", "The name of subject or issuer can't be read.", ANEW),
    ("unreadable-version", "The version of the certificate is no number of 1 to 3.", ANEW),
    (
        "untrusted",
        "The server's chain ends at no trusted authority, for the reason that stands in the remark.",
        "openssl s_client -connect HOST:PORT -showcerts -CAfile CA shows what it sends",
    ),
    (
        "wide-encoding",
        "The file is UTF-16 or UTF-32, as PowerShell's > writes it. etcd finds nothing in it.",
        "iconv -f UTF-16 -t UTF-8 FILE >NEW",
    ),
    (
        "wrong-marker",
        "The markers of the block aren't as PEM wants them: BEGIN and END with other labels, or something else on their lines.",
        "put -----BEGIN LABEL----- and -----END LABEL----- with the same label on lines of their own",
    ),
    (
        "wrong-purpose",
        "The server certificate lacks serverAuth. Whoever dials refuses it: `x509: certificate specifies an incompatible key usage`.",
        "issue it with serverAuth and clientAuth",
    ),
];
