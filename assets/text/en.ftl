### Every sentence that a person reads, in English. A message is named by its place; the sentences that belong
### to one (its help, its fix, its source) are its attributes.

## finding

finding-byte-order-mark = the file starts with a byte order mark, so Go doesn't see its first block
    .source = Go's encoding/pem finds a block only where its `-----BEGIN` starts a line; measured on 3.4 and 3.5
    .fix = save it without the mark: sed '1s/^\xEF\xBB\xBF//' FILE
finding-no-certificate-block = the certificate file holds { $found } and no block `CERTIFICATE`
    .source = crypto/tls X509KeyPair reads PEM only, by its labels; measured on 3.4 and 3.5
    .fix = convert DER with openssl x509 -inform der; check that certificate and key are not swapped
finding-encoded-pem = the PEM in this file is base64-encoded once more, as in a Kubernetes Secret
    .source = Go's encoding/pem finds a block only where its `-----BEGIN` starts a line
    .fix = decode it: base64 -d FILE > NEW; of a Secret: kubectl get secret NAME -o jsonpath='{"{"}.data.tls\.crt{"}"}' | base64 -d > NEW
finding-extra-fields = { $bytes ->
        [one] there is 1 byte after its last field, where nothing belongs
       *[other] there are { $bytes } bytes after its last field, where nothing belongs
    }
    .source = RFC 5280 §4.1; Go's parser ignores them, and openssl refuses the certificate
    .fix = have it issued again with a current openssl, cfssl or quorate
finding-refused-by-parser = Go's parser refuses `{ $subject }`: { $why }
    .source = crypto/x509 ParseCertificate is stricter than openssl; Go release notes name the version of each refusal
    .fix = reissue it with a current openssl, cfssl or quorate
finding-refused-by-newer-parser = a newer Go will refuse `{ $subject }`: { $why }
    .source = Go release notes: duplicate extensions from 1.19, negative serial numbers from 1.23
    .fix = reissue it before etcd is upgraded
finding-anchors-hold-key = the file of trusted authorities holds a block `{ $label }`, and etcd reads every block as a certificate
    .source = etcd NewCertPool; measured on 3.4 and 3.5: etcd exits
    .fix = keep the key elsewhere, and treat it as compromised: it was handed out with the CA
finding-anchors-hold-other = the file of trusted authorities holds a block `{ $label }` that isn't a certificate, and etcd reads every block as one
    .source = etcd NewCertPool; measured on 3.4 and 3.5: etcd exits
    .fix = leave nothing but certificates in it
finding-anchors-der = the file of trusted authorities is DER: etcd finds no block in it and trusts no one
    .source = etcd NewCertPool reads PEM; measured on 3.4 and 3.5: an empty pool starts and rejects everyone
    .fix = openssl x509 -inform der -in FILE -out NEW; for PKCS #12 openssl pkcs12 -in FILE -nokeys -out NEW
finding-key-mismatch = the private key doesn't belong to `{ $subject }`
    .source = crypto/tls X509KeyPair; measured on 3.4 and 3.5: a member exits
    .fix = install the key and the certificate that were made together
finding-no-key-fits = none of the given keys belongs to `{ $subject }`, and one is left over: if it is meant for it, etcd exits at startup
    .source = crypto/tls X509KeyPair; measured on 3.4 and 3.5: a member with another's or an encrypted key exits
    .fix = give the key that was made with it; --key NAME=FILE says whose a key is meant to be
finding-chain-order = the leaf must come first in the file, but `{ $subject }` does
    .source = RFC 8446 §4.4.2; crypto/tls X509KeyPair takes the first block for the leaf; measured on 3.4 and 3.5
    .fix = cat LEAF INTERMEDIATE > FILE
finding-no-key-block = the key file holds no private key as PEM
    .source = crypto/tls X509KeyPair wants a block whose label ends in `PRIVATE KEY`; measured on 3.4 and 3.5
    .fix = name the key's own file, as PEM
finding-key-encrypted = the private key is encrypted, and etcd can't ask for a password
    .source = crypto/tls X509KeyPair; measured on 3.4 and 3.5, PKCS #8 and DEK-Info alike
    .fix = openssl pkey -in KEY -out NEW, mode 0600 from the start
finding-key-form = the private key of `{ $subject }` is in a form that Go can't load: { $why }
    .source = crypto/tls reads PKCS #8, PKCS #1 and SEC 1; measured on 3.4 and 3.5
    .fix = openssl pkey -in KEY -out NEW; for OpenSSH's form first ssh-keygen -p -m PEM -f COPY
finding-key-not-judged = quorate can't tell whether the private key belongs to `{ $subject }`
    .source = crypto/tls X509KeyPair compares the public keys; one on P-224 that doesn't hold its public half, or RSA with more than two primes, isn't read here
    .fix = compare openssl pkey -in KEY -pubout with openssl x509 -in CERTIFICATE -noout -pubkey
finding-block-skipped = Go skips the certificate that starts in line { $line }: { $why }
    .source = Go's encoding/pem silently skips a block that it can't read, and continues with the next; measured on 3.6
    .fix = restore the block, or remove it
finding-leaf-hidden = the key belongs to `{ $hidden }`, which is in the certificate file where Go doesn't see it: etcd takes `{ $subject }` for the leaf
    .source = Go's encoding/pem finds a block only where its `-----BEGIN` starts a line, and silently skips one that it can't read; crypto/tls X509KeyPair takes the first that is left; measured on 3.6
    .fix = remove a byte order mark with sed -i '1s/^\xEF\xBB\xBF//' FILE, or restore the block that can't be read
finding-pkcs12-file = the file is PKCS #12, and etcd reads only PEM
    .source = crypto/tls X509KeyPair; measured on 3.6
    .fix = openssl pkcs12 -in FILE -nodes -nokeys -out CERTIFICATE; openssl pkcs12 -in FILE -nodes -nocerts -out KEY
finding-request-file = the file holds a certificate request, not a certificate
    .source = crypto/tls X509KeyPair takes only blocks labelled CERTIFICATE
    .fix = have the CA sign it: openssl x509 -req -in FILE -CA CA -CAkey CA-KEY -copy_extensions copy -out NEW
finding-not-judged = could not be judged here: { $why }
    .source = quorate verifies what aws-lc supports
    .fix = openssl verify -CAfile CA CERTIFICATE
finding-authority-not-ca = `{ $issuer }` isn't an authority: its basic constraints don't say CA:TRUE
    .source = RFC 5280 §4.2.1.9; crypto/x509 CheckSignatureFrom; measured on 3.4 and 3.5
    .fix = reissue the CA with basicConstraints=critical,CA:TRUE, and its leaves with it
finding-authority-cannot-sign = the key of `{ $issuer }` may not sign certificates: keyCertSign is missing
    .source = RFC 5280 §4.2.1.3; crypto/x509 CheckSignatureFrom; measured on 3.4 and 3.5
    .fix = reissue the CA with keyUsage=critical,keyCertSign,cRLSign
finding-other-authority-key = `{ $subject }` names `{ $issuer }` as its issuer, but was signed with another key
    .source = the CA was made again under its old name; measured on 3.4 and 3.5
    .fix = trust the CA that signed it, or issue the leaf with the one that is trusted
finding-insecure-signature = `{ $subject }` is signed with { $signature }, which Go doesn't verify
    .source = Go 1.18 release notes: SHA-1; 1.24: RSA below 1024 bits; MD5 since 1.7; never SHA-224. Debian's 3.4.23 is built with Go 1.19, PyPI's 3.5.1 with 1.16
    .fix = reissue it with SHA-256 or better
finding-name-not-permitted = the name constraints of `{ $issuer }` forbid a name of `{ $subject }`: { $why }
    .source = RFC 5280 §4.2.1.10; crypto/x509 checks every SAN of a leaf against them; measured on 3.4 and 3.5
    .fix = leave the name out, or have it signed by a CA that allows it
finding-path-length = there are more authorities below `{ $subject }` than its path length allows
    .source = RFC 5280 §4.2.1.9; crypto/x509 isValid; measured on 3.4 and 3.5
    .fix = sign with the authority itself, or reissue it with a longer path length
finding-unknown-critical-extension = `{ $subject }` holds the critical extension { $extension }, which Go doesn't know
    .source = RFC 5280 §4.2: software that doesn't know a critical extension must refuse the certificate; crypto/x509 isValid
    .fix = reissue it without it, or with it not critical
finding-critical-for-newer-go = `{ $subject }` holds the critical extension { $extension }: etcd built with a Go before { $since } refuses it as unknown
    .source = Go 1.24 release notes, crypto/x509; measured with Go 1.16, 1.19, 1.23, 1.24 and 1.26; upstream builds with 1.24 since etcd 3.4.38, 3.5.23, 3.6.5
    .fix = upgrade etcd and etcdctl on all sides first, or reissue it without the extension, or with it not critical
finding-revoked = `{ $subject }` is revoked: the list holds its serial number { $serial }
    .source = etcd's listener_tls.go compares serial numbers only, no matter who issued the list; measured on 3.4 to 3.7
    .fix = issue a new certificate
finding-revoked-by-ocsp = `{ $subject }` is revoked: an OCSP response from its issuer, or from a responder that the issuer authorized, revokes its serial number { $serial }
    .source = RFC 6960 §4.2.2.2; etcd neither asks by OCSP nor reads a response: it accepts the certificate unless its serial number is also in the list of --client-crl-file or --peer-crl-file
    .fix = issue a new certificate; to keep the old one out, put its serial number on the list that etcd reads
finding-crl-unreadable = etcd can't read the list of revoked certificates and refuses everyone
    .source = etcd reads the list at each handshake: PEM or DER up to 3.5, only DER since 3.6; measured on 3.4 to 3.7
    .fix = openssl crl -in FILE -outform DER -out NEW
finding-no-valid-policy = a certificate above `{ $subject }` requires a certificate policy, but the chain has none
    .source = RFC 5280 §6.1; crypto/x509 follows policies since Go 1.24 (measured with Go 1.23, 1.24 and 1.26)
    .fix = reissue it without policyConstraints, or with the policies that its authorities have
finding-authority-not-yet-valid = the authority `{ $subject }` is valid from { $limit }, and it is { $now }
    .source = RFC 5280 §4.1.2.5; crypto/x509 isValid checks the dates of every certificate in the chain
    .fix = compare the machines' clocks; backdate certificates by 5 minutes
finding-not-yet-valid = `{ $subject }` is valid from { $limit }, and it is { $now }
    .source = RFC 5280 §4.1.2.5; measured on 3.4 and 3.5
    .fix = compare the machines' clocks; backdate certificates by 5 minutes
finding-authority-expired = the authority `{ $subject }` expired at { $limit }, and it is { $now }
    .source = crypto/x509 isValid checks the dates of every certificate in the chain; measured on 3.4 and 3.5
    .fix = make a new CA and let members trust both while leaves are replaced
finding-expired = `{ $subject }` expired at { $limit }, and it is { $now }
    .source = RFC 5280 §4.1.2.5; measured on 3.4 and 3.5
    .fix = reissue it; etcd reads leaves at each handshake, without a restart
finding-no-anchors = the file of trusted authorities holds no certificate, so `{ $subject }` and all others are refused
    .source = measured on 3.4 and 3.5: etcd starts and rejects everyone
    .fix = put the CA's certificate into it, as PEM, and restart: CA files are not reloaded
finding-self-signed = `{ $subject }` signed itself and isn't trusted
    .source = crypto/x509 Verify
    .fix = trust it, or use a certificate from the CA
finding-unknown-authority = no trusted authority signed `{ $subject }`
    .source = crypto/x509 Verify; measured on 3.4 and 3.5
    .fix = trust its CA, or add the intermediate between them after the leaf
finding-broken-chain-file = no chain from `{ $subject }` to a trusted authority
    .source = crypto/x509 Verify; measured on 3.4 and 3.5
    .fix = add what signed it to the file, or trust it; compare issuers and subjects
finding-anchor-hidden = the authority of `{ $subject }`, `{ $issuer }`, is in the file of trusted authorities, but Go doesn't see it: there is a byte order mark before its block, or the block can't be read
    .source = Go's encoding/pem finds a block only where its `-----BEGIN` starts a line, and silently skips one that it can't read; measured on 3.6
    .fix = remove the mark with sed -i '1s/^\xEF\xBB\xBF//' FILE, or restore the block; restart etcd
finding-issuer-encoding = `{ $subject }` names `{ $issuer }` as its issuer in another encoding (string type, case or spaces), and Go compares names byte by byte
    .source = crypto/x509 looks issuers up by the DER of their names; openssl compares as RFC 5280 §7.1 does, and verifies it
    .fix = reissue it with an exact copy of the CA's encoded subject, as openssl x509 -req does
finding-authority-purpose = the authority `{ $subject }` itself can't be used for { $purpose }
    .source = Go checks extended key usages along the whole chain, roots included (crypto/x509 checkChainForKeyUsage); measured on 3.4 and 3.5
    .fix = a CA needs no extended key usage: make it again without one
finding-no-server-auth = `{ $subject }` can't be used by a server: its extended key usage lacks { $purpose }
    .source = RFC 5280 §4.2.1.12; measured on 3.4 and 3.5
    .fix = reissue it with extendedKeyUsage=serverAuth,clientAuth
finding-no-client-auth = `{ $subject }` can't be used by a client: its extended key usage lacks { $purpose }
    .source = RFC 5280 §4.2.1.12; a peer is a client too; measured on 3.4 and 3.5
    .fix = reissue it with extendedKeyUsage=clientAuth, for a peer serverAuth,clientAuth
finding-no-tls-usage = `{ $subject }` can be used neither by servers nor by clients: its extended key usage is { $usages }
    .source = crypto/x509 Verify asks for serverAuth or clientAuth
    .fix = reissue it with extendedKeyUsage=serverAuth,clientAuth
finding-curve-unsupported = Go's TLS can't sign with the key of `{ $subject }`, { $key }
    .source = crypto/tls; measured on 3.4 and 3.5: no handshake succeeds
    .fix = make a key on P-256 or P-384
finding-no-common-cipher = no cipher suite in the list fits the key of `{ $subject }`, { $key }, and TLS 1.3, which would need none, isn't available here: { $suites }
    .source = TLS 1.2 needs an ECDHE_ECDSA or an ECDHE_RSA suite to fit the key; etcd 3.5.0 to 3.5.7, and any with `tls-max-version=TLS1.2`, speak only 1.2; measured on 3.4 to 3.7
    .fix = add TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (for ECDSA and Ed25519) or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (for RSA), or leave cipher-suites out
finding-cipher-forbidden-by-http2 = the cipher suites that fit the key of `{ $subject }`, { $key }, are forbidden in HTTP/2, which etcd's clients speak: { $suites }
    .source = RFC 9113, appendix A; TLS 1.3, which would need none, isn't available in etcd 3.5.0 to 3.5.7 or with `tls-max-version=TLS1.2`; measured on 3.5.1 to 3.7
    .fix = add TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (for ECDSA and Ed25519) or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (for RSA), or leave cipher-suites out
finding-key-algorithm = Go's TLS can't use the key of `{ $subject }`, { $key }
    .source = crypto/tls takes RSA, ECDSA on P-256, P-384 and P-521, and Ed25519; measured on 3.4 and 3.5
    .fix = make an ECDSA key on P-256
finding-key-too-short = Go doesn't sign handshakes with the key of `{ $subject }`, { $key }
    .source = Go 1.24 refuses RSA keys of less than 1024 bits; 512 bits have no room for a TLS 1.3 signature (measured with Go 1.16 to 1.26)
    .fix = make a new key: ECDSA P-256, or RSA 3072
finding-key-too-long = Go refuses handshakes with the key of `{ $subject }`, { $key }
    .source = Go 1.20.7 and 1.19.12 refuse RSA keys of more than 8192 bits in handshakes (CVE-2023-29409)
    .fix = make a new key: ECDSA P-256, or RSA 3072
finding-unsupported-key = Go can't load a private key of this algorithm: { $key }
    .source = crypto/tls X509KeyPair loads RSA, ECDSA on P-224, P-256, P-384 and P-521, and Ed25519; with a DSA key etcd logs `tls: failed to parse private key` and exits (measured on 3.4 to 3.7)
    .fix = make a new key, ECDSA P-256 or RSA 3072, and have it certified
finding-weak-key = the key of `{ $subject }`, { $key }, is too short
    .source = etcd accepts RSA 1024 (measured on 3.4 and 3.5); NIST SP 800-131A requires 2048, and Go 1.24 refuses less than 1024
    .fix = make a new key: ECDSA P-256, or RSA 3072
finding-long-key = the key of `{ $subject }`, { $key }, is longer than newer Go accepts
    .source = Go 1.20.7 and 1.19.12 refuse RSA keys of more than 8192 bits in handshakes (CVE-2023-29409)
    .fix = make a new key: ECDSA P-256, or RSA 3072
finding-common-name-only = `{ $subject }` has no SANs, and its common name `{ $host }` is ignored
    .source = Go 1.15 release notes; RFC 6125 §6.4.4; measured on 3.4 and 3.5
    .fix = reissue it with subjectAltName
finding-address-as-dns-name = `{ $subject }` names the address `{ $host }` as a DNS name, which doesn't count
    .source = RFC 6125 appendix B.2; crypto/x509 VerifyHostname; measured on 3.4 and 3.5
    .fix = reissue it with subjectAltName=IP:{ $host }
finding-below-wildcard = the wildcard of `{ $subject }` covers only one label, and `{ $host }` has more
    .source = RFC 6125 §6.4.3; crypto/x509 matchHostnames
    .fix = add the name itself, or a wildcard one level below
finding-name-with-dot = `{ $subject }` names a host with a dot at its end, which Go matches only if the host is dialed with that dot
    .source = crypto/x509 validHostname accepts no such pattern
    .fix = reissue it without the dot
finding-host-not-covered = `{ $subject }` isn't valid for `{ $host }`, the host that is dialed
    .source = RFC 6125 §6.4; crypto/x509 VerifyHostname; measured on 3.4 and 3.5
    .fix = reissue it with this host among its SANs, an address as IP
finding-gateway-flag-unknown = etcd 3.4 has no gateway certificate: it doesn't know `--client-cert-file`
    .source = the flag came with 3.5.0; measured on 3.4.23: exit 2
    .fix = issue the server certificate with clientAuth as well, or run 3.5
finding-gateway-trap = the member's own gateway shows `{ $subject }` as a client, and it lacks clientAuth: `/v3/…` over HTTP fails
    .source = each member's gRPC gateway dials the member's own listener; measured on 3.4 and 3.5
    .fix = issue it with serverAuth and clientAuth; from 3.5 set --client-cert-file; or --enable-grpc-gateway=false
finding-loopback-not-covered = `{ $subject }` isn't valid for `{ $hosts }`: etcdctl on the member itself must name another endpoint
    .source = measured on 3.4 and 3.5: only connections to these are refused
    .fix = add DNS:localhost and IP:127.0.0.1
finding-caller-not-covered = a peer that dials from `{ $host }` is refused: `{ $subject }` doesn't have this address
    .source = etcd's peer listener checks the caller's address against its SANs (listener_tls.go); measured on 3.4 and 3.5
    .fix = add the address as an IP SAN, or set --experimental-peer-skip-client-san-verification
finding-caller-by-name = a peer that dials from `{ $host }` is let in only if a DNS name of `{ $subject }` resolves to this address
    .source = etcd's peer listener looks DNS SANs up if no IP SAN matches (listener_tls.go); measured on 3.4 and 3.5
    .fix = add the address as an IP SAN, and the listener needs no resolver
finding-caller-by-reverse-lookup = a peer that dials from `{ $host }` is let in only if a reverse lookup of this address yields a name under a wildcard of `{ $subject }`
    .source = etcd's peer listener never looks wildcards up; it looks for the names of the caller's address (listener_tls.go; measured on 3.5)
    .fix = add the address as an IP SAN, and the listener needs no resolver
finding-allowed-lists-both = allowed common names and allowed hostnames are both set, which etcd refuses
    .source = measured on 3.4 and 3.5: fatal at startup
    .fix = keep one of them
finding-common-name-not-allowed = the common name `{ $name }` isn't an allowed one: `{ $allowed }`
    .source = --peer-cert-allowed-cn matches exactly, on both sides of a connection; measured on 3.4 and 3.5
    .fix = add it to the list (lists from 3.5.15), or issue it with a name that is in it
finding-allowed-list-is-one-name = this etcd reads the allowed names as one name, `{ $allowed }`, and refuses everyone in the list
    .source = one name up to 3.5.14, a list from 3.5.15 on (`etcdmain/config.go`); measured on 3.4 to 3.7
    .fix = upgrade to 3.5.15 or later, or allow one name that all of them share
finding-srv-domain-not-covered = `{ $subject }` isn't valid for the discovery domain `{ $domain }`, which peers without a CA file expect instead of the host
    .source = `embed/config.go` sets the name that peers expect if `discovery-srv` is set and `peer-trusted-ca-file` isn't; measured on 3.4 to 3.7
    .fix = set peer-trusted-ca-file, or reissue it with the domain among its DNS SANs
finding-srv-domain-unknown-to-clients = `{ $subject }` isn't valid for the discovery domain `{ $domain }`: etcdctl refuses it with `--discovery-srv` and `--insecure-discovery=false`
    .source = measured on etcd 3.5
    .fix = reissue it with the domain among its DNS SANs, or give clients --endpoints
finding-gateway-hostname = the member's own gateway shows `{ $subject }` as a client, but it has none of the allowed names `{ $allowed }`
    .source = --client-cert-allowed-hostname counts for the gateway too; measured on 3.5
    .fix = add the name to its SANs, or give the gateway its own certificate
finding-hostname-not-allowed = `{ $subject }` has none of the allowed names `{ $allowed }`
    .source = --client-cert-allowed-hostname and --peer-cert-allowed-hostname; measured on 3.4 and 3.5
    .fix = issue it with one of the names as SAN
finding-no-digital-signature = the key usage of `{ $subject }` lacks digitalSignature
    .source = Go doesn't check key usage here; openssl and Java refuse it, RFC 8446 §4.4.2.2
    .fix = reissue it with keyUsage=critical,digitalSignature
finding-leaf-is-authority = `{ $subject }` is an authority's certificate: anyone who has its key can make more
    .source = etcd accepts it (measured on 3.4 and 3.5)
    .fix = issue a leaf for this, and lock the CA's key away
finding-hidden-characters = the { $place } contains characters that control a terminal or are invisible: { $characters }
    .source = Unicode's Cc and Cf: controls, bidirectional overrides, zero-width characters; Go and etcd accept most of them, and write them to logs
    .fix = reissue it with a plain name; find out where the name came from, because such characters can make two names look alike
finding-empty-name = one of the DNS names of `{ $subject }` is empty: perhaps a variable was misspelt
    .source = Go and etcd accept it (measured on 3.4 and 3.5)
    .fix = find out which name was meant, and reissue it
finding-no-sans = `{ $subject }` has no SANs: as a server's or a member's certificate it matches no host
    .source = Go 1.15 release notes: the common name is ignored; a client's certificate needs no SANs
    .fix = reissue it with subjectAltName, unless it is only for a client
finding-wide-wildcard = the wildcard `{ $name }` of `{ $subject }` covers a whole top-level domain
    .source = Go accepts it (crypto/x509 matchHostnames); browsers don't
    .fix = name the hosts, or use your own domain
finding-unusual-name = the DNS name `{ $name }` of `{ $subject }` isn't a valid host name for Go: it matches only a host that is dialed exactly as it is written, never an address, and a `*` in it isn't a wildcard
    .source = RFC 1123 §2.1; crypto/x509 validHostname
    .fix = reissue it with the bare host
finding-starts-just-now = `{ $subject }` became valid less than 5 minutes ago: a machine whose clock is behind refuses it
    .source = RFC 5280 §4.1.2.5; measured on 3.4 and 3.5
    .fix = wait 5 minutes, or backdate the next one
finding-expires-soon = { $days ->
        [0] `{ $subject }` expires in less than a day
        [one] `{ $subject }` expires in 1 day
       *[other] `{ $subject }` expires in { $days } days
    }
    .source = RFC 5280 §4.1.2.5; measured on 3.4 and 3.5: the first handshake afterwards fails
    .fix = reissue it in time; etcd reads leaves at each handshake
finding-outlives-authority = `{ $subject }` is valid longer than `{ $issuer }`, which signed it: it expires with the authority
    .source = crypto/x509 checks the dates of every certificate in the chain; measured on 3.4 and 3.5
    .fix = renew the CA before it expires, or give leaves a shorter lifetime
finding-first-block-hidden = a byte order mark hides the file's first block from Go, which continues with the next
    .source = Go's encoding/pem finds a block only where its `-----BEGIN` starts a line; measured on 3.4 and 3.5
    .fix = save it without the mark: sed '1s/^\xEF\xBB\xBF//' FILE
finding-curve-only-tls-1-2 = the key of `{ $subject }`, { $key }, works with TLS 1.2 only
    .source = TLS 1.3 lists the curves it signs with (RFC 8446 §4.2.3); measured: 3.5.1, which has only TLS 1.2, accepts it, newer releases don't
    .fix = make a key on P-256 or P-384 before etcd is upgraded
finding-empty-file = the file is empty
    .source = quorate reads the file
    .fix = check that it is the right file, and that whatever wrote it succeeded
finding-misnamed-file = the file is named like a certificate, key or the like, but holds none that can be read
    .source = quorate reads the file
    .fix = check that it is the right file: head -c 64 FILE | od -c
finding-nothing-found = { $looks_like ->
        [der] this looks like DER of a kind that isn't read here (an OCSP request, a time stamp), or cut short; etcd reads PEM only
        [binary] this is binary, but neither DER nor a key store
       *[text] no PEM block was found; one starts with a line such as `-----BEGIN CERTIFICATE-----`
    }
    .source = Go's encoding/pem
    .fix = check that it is the right file: head -c 64 FILE | od -c
finding-size-limit = the file has { $bytes } bytes; only the first { $limit } were read
    .source = a limit of quorate
    .fix = split the file
finding-certificate-too-large = the certificate has { $bytes } bytes; at most { $limit } are read
    .source = a limit of quorate
    .fix = check that it is the right file
finding-block-limit = only the first { $limit } blocks were read
    .source = a limit of quorate
    .fix = split the file
finding-wide-encoding = the file is { $encoding }; Go finds nothing in it
    .source = Go's encoding/pem reads ASCII
    .fix = save it as plain ASCII or UTF-8: iconv -f { $encoding } -t UTF-8 FILE
finding-carriage-returns = its lines end in CR alone, so Go sees one long line
    .source = Go's encoding/pem
    .fix = tr '\r' '\n' <FILE >NEW
finding-escaped-line-ends = its lines end in a literal `\n`, two characters, so Go sees one long line
    .source = Go's encoding/pem
    .fix = printf '%b' "$(cat FILE)" >NEW
finding-leading-mark = the file starts with a byte order mark
    .source = Go's encoding/pem: it would hide a block that starts in the first line
    .fix = remove it: sed -i '1s/^\xEF\xBB\xBF//' FILE
finding-almost-pem = Go doesn't read line { $line } as PEM: { $why }
    .source = Go's encoding/pem
    .fix = correct the line, or write the file again from where it was made
finding-broken-block = the block can't be read: { $why }
    .source = Go's encoding/pem skips what it can't decode
    .fix = copy the file again from where it was made
finding-wrong-marker = Go skips the block: { $why }
    .source = Go's encoding/pem
    .fix = put `-----BEGIN LABEL-----` and `-----END LABEL-----` with the same label on lines of their own
finding-header-lines = the block has header lines: etcd reads it, but programs that use Go's AppendCertsFromPEM skip it
    .source = crypto/x509 AppendCertsFromPEM; etcd's pkg/tlsutil NewCertPool and crypto/tls X509KeyPair don't look at headers (measured on 3.4 and 3.6)
    .fix = delete the lines between BEGIN and the base64
finding-foreign-label = as a certificate file, etcd finds no certificate here: Go skips the label `{ $label }`
    .source = crypto/tls X509KeyPair takes only the label CERTIFICATE; etcd's own pool of trusted authorities (pkg/tlsutil NewCertPool) takes any
    .fix = openssl x509 -in FILE -out NEW gives it the label CERTIFICATE
finding-authority-label = etcd accepts it as a trusted CA file, but not as a certificate file: there Go skips the label `{ $label }`, and so do other clients
    .source = etcd's pkg/tlsutil NewCertPool takes any label (measured on 3.4 and 3.6); crypto/tls X509KeyPair and crypto/x509 AppendCertsFromPEM take only CERTIFICATE
    .fix = openssl x509 -in FILE -out NEW gives it the label CERTIFICATE
finding-bare-der = the file is DER, and etcd reads PEM
    .source = crypto/tls X509KeyPair reads PEM only; measured on 3.4 and 3.5
    .fix = { $command }
finding-pkcs7 = the file is PKCS #7, and etcd reads PEM certificates
    .source = crypto/tls X509KeyPair
    .fix = { $command }
finding-pkcs7-unread = the contents of the PKCS #7 file can't be listed: it isn't signed data in DER
    .source = RFC 2315
    .fix = { $command }
finding-pkcs12 = the file is PKCS #12, and etcd reads PEM
    .source = crypto/tls X509KeyPair
    .fix = (umask 077; openssl pkcs12{ $options } -in FILE -nodes -out NEW)
finding-pkcs12-locked = the contents of the PKCS #12 file aren't shown: { $why }
    .source = RFC 7292 §4
    .fix = run it on a terminal, which asks for the passphrase, or add --passphrase-file FILE
finding-java-key-store = the file is a Java key store, and etcd reads PEM
    .source = crypto/tls X509KeyPair
    .fix = keytool -importkeystore -srckeystore FILE{ $options } -destkeystore NEW.p12 -deststoretype PKCS12, then openssl pkcs12 -in NEW.p12 -nodes -out NEW
finding-wrapped-pem = { $format ->
        [kubernetes-secret] this is a Kubernetes Secret: etcd reads the files that it is mounted as, not the manifest
        [kubernetes-object] this is a Kubernetes manifest: etcd reads the files that it is mounted as, not the manifest
        [kubeconfig] this is a kubeconfig: kubectl reads it, etcd doesn't
        [yaml] this is YAML with PEM in its values, which etcd doesn't read as PEM
        [json] this is JSON with PEM in its values, which etcd doesn't read as PEM
       *[other] this text holds certificates or keys as base64, which etcd doesn't read
    }
    .source = Go's encoding/pem finds a block only where its `-----BEGIN` starts a line
    .fix = { $format ->
        [kubernetes-secret] to get a file: kubectl get secret NAME -o jsonpath='{"{"}.data.tls\.crt{"}"}' | base64 -d > NEW
        [kubernetes-object] to get a file: kubectl get KIND NAME -o jsonpath='{"{"}.data.KEY{"}"}' > NEW
        [kubeconfig] to get a file: kubectl config view --raw -o jsonpath='{"{"}.clusters[0].cluster.certificate-authority-data{"}"}' | base64 -d > NEW
       *[other] to get the certificates as a file: quorate inspect --pem FILE > NEW
    }
finding-kubeconfig-data = { $why ->
        [pem] { $path } is base64, but not of PEM: kubectl and other Kubernetes clients don't accept it
       *[base64] { $path } is not base64: kubectl and other Kubernetes clients don't load the file
    }
    .source = client-go's tools/clientcmd reads the values as base64; crypto/tls X509KeyPair and crypto/x509 AppendCertsFromPEM read PEM
    .fix = put in the output of: base64 -w0 FILE.pem
finding-base64-der = this is DER in base64 without its BEGIN and END lines, in which etcd finds no PEM
    .source = Go's encoding/pem finds a block only between BEGIN and END
    .fix = { $command }
finding-openssh-key = the private key is in OpenSSH's own form, which etcd can't load
    .source = crypto/tls reads PKCS #8, PKCS #1 and SEC 1; measured on 3.4 and 3.5
    .fix = convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY
finding-openssh-public-key = this is a public key in OpenSSH's own form, which etcd can't use
    .source = crypto/tls
    .fix = ssh-keygen -e -m PKCS8 -f FILE converts it
finding-parameters = the block holds parameters of the key that follows, such as the name of its curve; Go skips it
    .source = crypto/tls X509KeyPair; measured on 3.4 and 3.5
    .fix = nothing to do
finding-unreadable-key = its bytes are not a private key in this form
    .source = RFC 5958, RFC 8017, RFC 5915
    .fix = copy the key again, or make a new pair
finding-unreadable-public-key = its public key is malformed
    .source = RFC 5280 §4.1.2.7
    .fix = make a new key pair and have it certified
finding-off-curve = its public key is not a point on its curve
    .source = Go's crypto/x509 refuses it
    .fix = make a new key pair and have it certified
finding-unreadable-name = its { $part } is malformed and shown as bytes
    .source = RFC 5280 §4.1.2.4
    .fix = reissue it
finding-bad-date = the { $part }, `{ $text }`, is malformed
    .source = RFC 5280 §4.1.2.5; Go's parser refuses it
    .fix = reissue it
finding-old-certificate-version = its version is { $version }; only version 3 has extensions, SANs among them
    .source = RFC 5280 §4.1.2.1
    .fix = reissue it with extensions: openssl x509 -req … -extfile FILE
finding-unreadable-version = its version is not a number from 1 to 3
    .source = RFC 5280 §4.1.2.1
    .fix = reissue it
finding-no-subject-key-id = this CA certificate has no subject key identifier
    .source = RFC 5280 §4.2.1.2 asks for it; Go and OpenSSL find issuers by their names without it
    .fix = nothing for etcd; openssl x509 -req adds it with subjectKeyIdentifier=hash
finding-no-authority-key-id = this certificate doesn't name the key that signed it
    .source = RFC 5280 §4.2.1.1 asks for an authority key identifier; Go and OpenSSL don't need it
    .fix = nothing for etcd; openssl x509 -req adds it with authorityKeyIdentifier=keyid
finding-constraints-not-critical = the basic constraints of this CA certificate are not critical
    .source = RFC 5280 §4.2.1.9; Go and OpenSSL accept it unless asked to be strict
    .fix = nothing for etcd; the next time: basicConstraints=critical,CA:TRUE
finding-no-cert-sign = { $usage ->
        [none] this CA certificate has no key usage
       *[other] the key usage of this CA certificate doesn't include Certificate Sign
    }
    .source = RFC 5280 §4.2.1.3 and §4.2.1.9
    .fix = { $usage ->
        [none] nothing for etcd; the next time: keyUsage=critical,keyCertSign,cRLSign
       *[other] issue the CA again with keyUsage=critical,keyCertSign,cRLSign: Go and OpenSSL refuse what it signs
    }
finding-sans-not-critical = the subject is empty, and the SANs are not critical
    .source = RFC 5280 §4.2.1.6; Go accepts it
    .fix = nothing for etcd; the next time: a common name, or subjectAltName=critical,…
finding-path-length-on-leaf = this certificate isn't a CA's, but has a path length constraint
    .source = RFC 5280 §4.2.1.9; Go ignores it
    .fix = nothing for etcd; the next time: basicConstraints=critical,CA:FALSE
finding-early-generalized-time = a date before 2050 is written as GeneralizedTime
    .source = RFC 5280 §4.1.2.5 asks for UTCTime until 2049; Go accepts both
    .fix = nothing for etcd; tell whoever makes these certificates
finding-odd-serial = { $octets ->
        [0] its serial number is zero
       *[other] its serial number has { $octets } octets; at most 20 are allowed
    }
    .source = RFC 5280 §4.1.2.2; Go accepts it
    .fix = reissue it with a positive serial number of 1 to 20 octets
finding-negative-serial = its serial number is negative
    .source = Go 1.23 release notes: the parser refuses it
    .fix = reissue it with a positive serial number
finding-two-algorithms = it names two different signature algorithms
    .source = RFC 5280 §4.1.1.2; Go's parser refuses it
    .fix = reissue it
finding-no-signature = it holds no signature
    .source = RFC 5280 §4.1.1.3
    .fix = copy the file again from where it was made
finding-reversed-validity = it expires before it becomes valid, so it is never valid
    .source = RFC 5280 §4.1.2.5
    .fix = reissue it with the dates in order
finding-trailing-data = { $bytes ->
        [one] 1 byte follows its end
       *[other] { $bytes } bytes follow its end
    }
    .source = Go's crypto/x509: `x509: trailing data`; measured on 3.4 and 3.5
    .fix = write it again without them: openssl x509 -in FILE -out NEW
finding-unreadable-extension = its extension { $extension } can't be read
    .source = RFC 5280 §4.2; Go's parser refuses those it knows
    .fix = reissue it
finding-unreadable-extensions = { $bytes } bytes of its extensions were not read
    .source = RFC 5280 §4.2
    .fix = reissue it
finding-duplicate-extension = it holds the extension { $extension } twice
    .source = RFC 5280 §4.2; Go refuses it from 1.19 on
    .fix = reissue it
finding-bad-path-length = its path length, { $value }, is negative or too large
    .source = RFC 5280 §4.2.1.9; Go's parser refuses it
    .fix = reissue it
finding-malformed-name = a name among its SANs is malformed: { $name }
    .source = RFC 5280 §4.2.1.6; Go's parser refuses it
    .fix = reissue it
finding-bad-signature = it names itself as its issuer, but its signature doesn't verify with its own key: another key signed it, or a byte was changed
    .source = RFC 5280 §6.1, RFC 2986 §3
    .fix = make it again; was a byte changed on the way?
finding-insecure-authority-signature = it is signed with `{ $signature }`, which Go no longer verifies: it works as a trust anchor, not as an intermediate
    .source = Go 1.18 release notes: SHA-1; MD5 since Go 1.7. Go doesn't verify the signatures of trust anchors
    .fix = reissue the CA's certificate with SHA-256 or better
finding-leaf-behind-authority = the CA's certificate `{ $subject }` comes first, before `{ $leaf }`: in a certificate file, etcd takes the CA for the leaf and exits, because the key is the leaf's
    .source = crypto/tls X509KeyPair takes the first block for the leaf; measured on 3.4 and 3.5
    .fix = put the leaf first: cat LEAF INTERMEDIATE > FILE
finding-crl-pem = the revocation list is PEM: etcd 3.6 and later read only DER, and refuse everyone with this file; 3.4 and 3.5 read it
    .source = measured: 3.4 and 3.5 read both; 3.6 and 3.7 refuse every client and peer, and log `x509: malformed crl`
    .fix = openssl crl -in FILE -outform der -out NEW, which all releases read
finding-stale-list = the next revocation list was due at { $limit }
    .source = measured on 3.4 to 3.7: etcd doesn't check the date, keeps using the old list, and misses what was revoked since
    .fix = fetch the next list from its CA; etcd reads the file at each handshake
finding-ocsp-not-applied = { $why ->
        [missing] this OCSP response revokes a certificate whose authority is not among these files: its signature wasn't checked, so it is ignored here
       *[foreign] this OCSP response revokes a certificate, but neither the certificate's issuer nor a responder of that issuer signed it, so it is ignored here
    }
    .source = RFC 6960 §4.2.2.2
    .fix = name the authority's certificate as well; or ask again: openssl ocsp -issuer CA -cert FILE -url URL -respout NEW
finding-challenge-password = the request holds a challenge password, which anybody who has the request can read
    .source = RFC 2985 §5.4.1
    .fix = make the request without challengePassword; the CA of a cluster has no use for it
finding-request-attribute = the request holds the attribute { $attribute }
    .source = RFC 2986 §4
    .fix = nothing to do, unless the CA asks for it
finding-signature-not-proven = its handshake signature can't be verified with its certificate's key: { $why }
    .source = RFC 8446 §4.4.3
    .fix = compare its certificate with the one on the server: is something in between?
finding-chain-unsorted = it doesn't send each certificate before its issuer; some clients refuse that
    .source = RFC 8446 §4.4.2; Go sorts them itself
    .fix = put the leaf first, then the certificate that signed it, and so on
finding-superfluous-root = it sends a root, which clients either have or don't trust
    .source = RFC 8446 §4.4.2
    .fix = leave the root out of the certificate file, if you like; it does no harm
finding-no-client-certificate = it doesn't ask for a client certificate: anyone who reaches it can try to read and write
    .source = measured on 3.4 to 3.7
    .fix = set client-cert-auth and trusted-ca-file; for peers, the settings with `peer-`
finding-no-authorities = it doesn't name the CAs whose client certificates it accepts
    .source = measured: an etcd with an empty CA file does so, and refuses everyone
    .fix = if it refuses all clients, check the server's trusted CA file
finding-client-certificate-optional = it asks for a client certificate but continues without one
    .source = measured: etcd with client-cert-auth refuses that
    .fix = set client-cert-auth; check that etcd listens there, and not a proxy
finding-client-certificate-demanded = it requires a client certificate, as it should
    .source = measured: `tls: client didn't provide a certificate`
    .fix = show one with --cert and --key
finding-no-verdict = it has not said yet whether it accepts the client certificate, or the lack of one
    .source = RFC 8446 §4.4.4: a server may say so only with its first answer
    .fix = send a request: etcdctl endpoint health with the same --cert and --key
finding-refused = { $alert ->
        [bad_certificate] it refused with `{ $alert }`: etcd logs `tls: failed to verify certificate: x509: …`, for an unknown authority, an incompatible key usage, or the wrong time
        [unknown_ca] it refused with `{ $alert }`: etcd logs `x509: certificate signed by unknown authority`
        [certificate_expired] it refused with `{ $alert }`: etcd logs `x509: certificate has expired or is not yet valid`
        [certificate_required] it refused with `{ $alert }`: etcd logs `tls: client didn't provide a certificate`
       *[other] it refused the handshake with `{ $alert }`
    }
    .source = crypto/tls; measured on 3.4 and 3.5
    .fix = look for `rejected connection` in etcd's log, which names the reason; the certificate needs clientAuth and a CA that etcd trusts
finding-closed-after-handshake = it closed the connection right after the handshake
    .source = measured: etcd does so if a certificate is revoked, its name isn't allowed, or a peer dials from an address that isn't in its certificate
    .fix = look for `rejected connection` in etcd's log, which names the reason
finding-closed = it closed the connection in the middle of the handshake
    .source = RFC 8446 §6
    .fix = look for `rejected connection` in etcd's log, which names the reason
finding-handshake-failed = the handshake failed: { $why }
    .source = rustls
    .fix = see what openssl s_client -connect HOST:PORT says; does the port speak plain HTTP?
## family

finding-key-readable = other users can read this private key: its mode is { $mode }
    .source = RFC 5280 §9: whoever has a key can pose as its owner; etcd doesn't check modes (measured on 3.4 and 3.5)
    .fix = chmod 600 it, and replace it if anyone else has had access to the machine
finding-open-door = { $setting } isn't `true` and no CA is named: anyone can connect without a certificate
    .source = etcd's configuration options; measured on 3.4 and 3.5
    .fix = set client-cert-auth=true and trusted-ca-file (peer-… for peers)
finding-auth-by-ca-alone = certificates are required only because { $authority } is set: { $setting } isn't `true`
    .source = measured on 3.4 and 3.5: trusted-ca-file alone makes etcd require certificates
    .fix = set client-cert-auth=true as well, so that the intent is visible
finding-unknown-key = etcd doesn't know the key `{ $key }` and ignores it{ $meant ->
    [none] {""}
   *[other] ; did you mean `{ $meant }`?
 }
    .source = measured on 3.4 and 3.5: nothing is logged
    .fix = correct its name, or remove it
finding-unknown-security-key = etcd doesn't know the key `{ $key }` and ignores it, so what it should secure may be open{ $meant ->
    [none] {""}
   *[other] ; did you mean `{ $meant }`?
 }
    .source = measured on 3.4 and 3.5: nothing is logged
    .fix = correct its name and its section: client-transport-security or peer-transport-security
finding-force-new-cluster = `{ $setting }` is on: each start removes all other members and makes a cluster of one
    .source = etcd's documentation of disaster recovery
    .fix = remove it as soon as the member has started once
finding-no-fsync = `{ $setting }` is on: confirmed writes are lost if the machine loses power, and the member may not start again
    .source = etcd's help: unsafe, may cause data loss
    .fix = remove it
finding-no-reconfig-check = `{ $setting }` is off: etcd lets you add or remove a member even if that costs the quorum
    .source = etcd's configuration options, strict-reconfig-check
    .fix = remove it: the check is on by default
finding-metrics-open = `{ $setting }` serves metrics at `{ $url }` to everyone without TLS, and /health with them
    .source = etcd's configuration options, listen-metrics-urls
    .fix = listen on the loopback or on an address of a management network
finding-pprof-open = `{ $setting }` is on: anyone who can connect can take profiles, which cost time and show what is in memory
    .source = etcd's configuration options, enable-pprof
    .fix = turn it on only while you need it
finding-public-discovery = `{ $setting }` names discovery.etcd.io: somebody else's service knows all members, and decides who may join
    .source = etcd's documentation of clustering; etcd 3.7 has no v2 discovery
    .fix = once the cluster runs, remove it; name the members in initial-cluster
finding-bad-url = { $setting } holds `{ $url }`, expected https://HOST:PORT
    .source = etcd's URL parser; measured on 3.4 and 3.5: `URL address does not have the form "host:port"`
    .fix = write https://HOST:PORT, IPv6 in brackets, nothing after the port
finding-plain-http = { $setting } holds `{ $url }`: anyone who reaches this port can read and write everything
    .source = measured on 3.4 and 3.5: an http client URL asks for no certificate
    .fix = write https
finding-plain-http-peer = { $setting } holds `{ $url }`: etcd silently drops TLS between members
    .source = measured on 3.4 and 3.5
    .fix = write https
finding-name-in-listen-url = { $setting } holds the name `{ $host }`, and etcd listens on addresses only
    .source = measured on 3.4 and 3.5: `expected IP in URL for binding`
    .fix = put the member's own address there, or `localhost`; advertised URLs can have names
finding-no-manifest = the manifest is missing, so nothing says what belongs here
    .source = quorate generate writes manifest.json into each bundle
    .fix = name the directory that quorate generate wrote
finding-manifest-format = the manifest has format { $found }, this quorate reads format { $known }
    .source = the field `format` of manifest.json
    .fix = use the quorate that wrote it, or a newer one
finding-manifest-unreadable = the manifest can't be read: { $why }
    .source = quorate generate writes manifest.json into each bundle
    .fix = copy it again from where the bundle was generated
finding-manifest-path = the manifest lists `{ $path }`, which is outside the bundle
    .source = quorate writes nothing outside a bundle
    .fix = somebody changed the manifest: copy the whole bundle again from where it was generated
finding-no-plan = the plan is missing, so certificates and settings can't be compared with it
    .source = quorate generate writes plan.json into each bundle
    .fix = copy it again from where the bundle was generated
finding-plan-unreadable = the plan can't be read: { $why }
    .source = quorate generate writes plan.json into each bundle
    .fix = copy it again from where the bundle was generated
finding-other-plan = the plan is for the cluster `{ $found }`, the manifest for `{ $expected }`
    .source = quorate generate writes one name into both
    .fix = one of them comes from another bundle: copy both again from where this one was generated
finding-missing-file = the manifest lists this file, and it is missing
    .source = manifest.json
    .fix = copy it again from where the bundle was generated
finding-authority-key-away = the CA's private key isn't here
    .source = manifest.json lists it; no member and no client needs it
    .fix = nothing, if it is in a safe place; no certificate can be renewed without it
finding-unexpected-file = the manifest doesn't list this file
    .source = manifest.json
    .fix = remove it, or keep it elsewhere
finding-wrong-mode = its mode is { $found }, expected { $expected }
    .source = manifest.json
    .fix = chmod { $expected } it
finding-changed = its content has changed since the manifest was written: it has { $found } bytes, expected { $expected } bytes with another SHA-256
    .source = manifest.json
    .fix = copy it again from where the bundle was generated, or generate a new bundle
finding-recipe-changed = its content has changed since the manifest was written
    .source = manifest.json; you may change the lifetimes in it if a CA expires too soon for them
    .fix = nothing, if you changed the lifetimes
finding-directory-writable = other users can replace files in this directory: its mode is { $mode }
    .source = path_resolution(7): whoever can write to a directory can replace what is in it
    .fix = chmod 700 it, and compare its files with where the bundle was generated
finding-directory-open = other users can list this directory: its mode is { $mode }
    .source = path_resolution(7)
    .fix = chmod 700 it
finding-not-a-file = this is { $kind }, expected a file
    .source = quorate writes regular files and directories only
    .fix = copy the bundle again from where it was generated
finding-unreadable = { $why }
    .source = the operating system
    .fix = { $hint }
finding-too-many-files = there are more than { $limit } files; the rest weren't checked
    .source = the largest plan makes less than a third of that
    .fix = name the directory that quorate generate wrote
finding-leftover = `{ $path }` was left by a run that was killed, and may hold private keys
    .source = sign and import stage the next generation of a bundle beside it, in a directory that only its owner can enter
    .fix = run the same sign or import again, which removes it; or remove it once no other run is busy
finding-no-certificate = the plan has this certificate, and it is missing
    .source = plan.json
    .fix = copy it again from where the bundle was generated, or generate a new bundle
finding-import-pending = the CA still has to sign this certificate, and it has to be imported
    .source = plan.json: the CA is elsewhere
    .fix = have its request signed (it is in requests/, or request.sh on the member makes it), then: quorate import DIR CERT… --ca-cert FILE
finding-signature-pending = this certificate still has to be signed
    .source = plan.json: members make their own keys
    .fix = run request.sh on the member, bring its request here, then: quorate sign DIR CSR…
finding-authority-pending = the CA's certificate still has to be imported
    .source = plan.json: the CA is elsewhere
    .fix = import it with the certificates that it signed: quorate import DIR CERT… --ca-cert FILE
finding-no-key = the plan has this private key, and it is missing
    .source = plan.json
    .fix = copy it again from where the bundle was generated, or generate a new bundle
finding-key-not-encrypted = the plan wants this private key encrypted, and it isn't
    .source = plan.json
    .fix = openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW
finding-no-authority = the CA's certificate is missing here, and without it no other certificate is trusted
    .source = plan.json
    .fix = copy { $original } there
finding-other-authority = this is the certificate of a different CA from { $original }
    .source = all members and clients of a cluster need the same CA; measured on 3.4 and 3.5
    .fix = copy { $original } there
finding-other-certificate = this isn't the certificate that the manifest describes
    .source = manifest.json has the fingerprint of each certificate
    .fix = copy it again from where the bundle was generated, or generate a new bundle
finding-authority-key-handed-out = this is the CA's private key: anyone who has it can make certificates that everyone here trusts
    .source = RFC 5280 §9: the security of all certificates depends on the CA's key
    .fix = remove it; if it has left this machine already, generate a new bundle
finding-member-key-handed-out = this is a member's private key: anyone who has it can pose as that member
    .source = RFC 5280 §9: whoever has a key can pose as its owner
    .fix = remove it; a client needs a certificate of its own: quorate plan --client NAME
finding-no-settings = the settings of a member of the plan are missing
    .source = plan.json
    .fix = copy the file again from where the bundle was generated, or generate a new bundle
finding-wrong-command = the unit takes settings from elsewhere, expected only { $expected }
    .source = etcd refuses a setting that is both variable and flag, and ignores both with a config file; measured on 3.4 and 3.5
    .fix = copy the file again from where the bundle was generated, or generate a new bundle
finding-wrong-name = { $setting } is `{ $found }`, expected `{ $expected }`
    .source = measured on 3.4 and 3.5: `couldn't find local name in the initial cluster configuration`, and etcd exits
    .fix = copy the file again from where the bundle was generated, or generate a new bundle
finding-wrong-token = { $setting } is `{ $found }`, expected `{ $expected }`
    .source = etcd clustering guide; measured on 3.4 and 3.5: `request cluster ID mismatch` between members whose tokens differ
    .fix = copy the file again from where the bundle was generated, or generate a new bundle
finding-wrong-file = { $setting } is `{ $found }`, expected a file `{ $expected }`
    .source = plan.json
    .fix = copy the file again from where the bundle was generated, or generate a new bundle
finding-wrong-setting = { $setting } is `{ $found }`, expected `{ $expected }`
    .source = plan.json
    .fix = copy the file again from where the bundle was generated; to keep the other value, change the plan's settings and generate again
finding-wrong-members = { $setting } lists `{ $found }`, expected `{ $expected }`
    .source = measured on 3.4 and 3.5: `request cluster ID mismatch` between members whose lists differ
    .fix = copy the file again from where the bundle was generated, or generate a new bundle
finding-other-user = the common name is `{ $found }`, expected `{ $expected }`: etcd uses it as the user name
    .source = etcd's authentication guide: the CN of a client certificate is the user's name; measured: a member's certificate is a client's too
    .fix = have it signed with the plan's subject, whatever the request asks for, as the scripts in requests/ do
finding-missing-names = it isn't valid for `{ $names }`, which the plan has
    .source = plan.json
    .fix = have it signed with the plan's names; the .ext file beside the request lists them
finding-further-names = it is also valid for `{ $names }`, which the plan doesn't have
    .source = RFC 6125 §6.4: whoever has its key can pose as each of these hosts
    .fix = have it signed with only the plan's names; the .ext file beside the request lists them
finding-other-subject = its subject is `{ $found }`, the plan's is `{ $expected }`
    .source = etcd looks at the CN only (measured on 3.4 and 3.5)
    .fix = nothing, unless something other than etcd reads the other fields
finding-ends-early = it expires at { $end }, the plan asks for { $days } days
    .source = plan.json
    .fix = renew it in time, or have it signed for longer
finding-key-in-certificate-file = the certificate's file also holds a private key, which was not imported
    .source = a key belongs only where it was made
    .fix = remove the key from that file, and make a new one if others could read it

## family

finding-cut-command = the command ends here; what follows is not part of it
    .source = measured on systemd 252
    .fix = make the backslash the last character of its line, with no empty line after it
finding-unknown-specifier = systemd does not know the specifier `{ $specifier }`, and refuses the command
    .source = measured on systemd 252
    .fix = write %% for a percent sign
finding-second-exec-start = the unit has { $count } commands in ExecStart=, and systemd refuses it
    .source = systemd.service(5): more than one only with Type=oneshot; measured on systemd 252
    .fix = in a drop-in, clear the first with an empty ExecStart= before the new one
finding-undefined-variable = nothing sets `{ $name }`, so it is empty here
    .source = measured on systemd 252
    .fix = set it in Environment= or EnvironmentFile=, or write the value itself
finding-settings-file-missing = the settings file `{ $file }` is missing
    .source = measured on systemd 252
    .fix = create the file, or remove the line; `-` before the path of EnvironmentFile= makes it optional
finding-not-notify = systemd considers etcd ready before it is: the type is not `notify`
    .source = etcd's own unit; systemd.service(5)
    .fix = set Type=notify, so that whatever needs etcd waits until it is ready
finding-start-timeout = the first member waits for the others, and systemd stops it when the start times out
    .source = etcd reports ready only once it has a quorum; measured on etcd 3.4 to 3.7
    .fix = set TimeoutStartSec=0, or start all members together
finding-restarts-removed-member = `Restart=always` starts a removed member again and again
    .source = a removed member exits with 0; measured on etcd 3.4 to 3.7
    .fix = set Restart=on-failure
finding-no-restart = nothing restarts etcd after a crash
    .source = systemd.service(5)
    .fix = set Restart=on-failure
finding-runs-as-root = etcd runs as root
    .source = systemd.exec(5)
    .fix = set User= to a user for etcd alone, who owns its data and may read its keys
finding-runs-in-container = the unit starts a container of `{ $image }`: its user, limits and sandbox don't apply to etcd
    .source = docker-run(1), podman-run(1)
    .fix = nothing, if the container is confined as you want it
finding-few-files = `LimitNOFILE=` is not set: connections may run out of file descriptors
    .source = etcd's own unit sets 40000; measured on 3.5.1: etcd built with Go before 1.19 keeps the soft limit of 1024
    .fix = set LimitNOFILE=65536
finding-no-sandbox = the unit has no sandboxing: anyone who breaks into etcd can change the machine
    .source = systemd-analyze security on systemd 252: 9.2 without, 1.2 with
    .fix = let quorate write a sandboxed unit: --write-plan, then quorate generate
finding-no-member-found = nothing here starts etcd
    .source = this audit
    .fix = name the unit, settings file or command line of an etcd member
finding-not-read = { $form ->
    [unit] this unit has to do with etcd, but its command isn't understood
    [drop-in] these settings are for a unit of etcd that isn't among the files
    [script] this script has to do with etcd, but no command in it that starts etcd can be read
    [nixos] this is a NixOS configuration that mentions etcd, and isn't read
    [nomad] this is a Nomad job that mentions etcd, and isn't read
    [terraform] this is a Terraform configuration that mentions etcd, and isn't read
    [template] this is a template that mentions etcd, and isn't read
    [ignition] this is an Ignition configuration that mentions etcd, and isn't read
    [client] this configures a client of etcd, which isn't judged
    [ansible] these are variables or tasks of a configuration manager that mention etcd, and aren't read
    [talos] this is a Talos machine configuration, and isn't read
    [cluster-tool] this is the configuration of a tool that sets etcd up, and isn't read
    [openrc] this is an OpenRC service, and isn't read
    [supervisord] this is a supervisord configuration without an etcd command that can be read
    [environ] these are the variables of a process, without its command line
    [notes] these notes mention etcd but don't start it
   *[other] this file mentions etcd, but its format isn't understood
 }
    .source = this audit
    .fix = { $form ->
        [unit] audit what runs: systemctl cat NAME, and /proc/PID/cmdline with /proc/PID/environ of its etcd
        [drop-in] audit the unit with them: systemctl cat NAME > NAME, or name the directory that has it, such as /usr/lib/systemd/system
        [script] audit what runs: copies of /proc/PID/cmdline and /proc/PID/environ of its etcd
        [nixos] audit the unit that it makes: systemctl cat etcd > etcd.service
        [nomad] audit what runs: docker inspect CONTAINER > etcd.json
        [terraform] audit the files that it makes, on the machine itself
        [template] fill it in first, as with helm template or ansible --check --diff, and audit the result
        [ignition] audit the files that it makes: systemctl cat NAME > etcd.service
        [client] check its certificate against the members: quorate judge --member NAME=HOST --client FILE --ca FILE
        [ansible] audit the files that it makes, on the machine itself
        [talos] audit what runs: talosctl read /proc/PID/cmdline > cmdline
        [cluster-tool] audit what it makes: the manifest in /etc/kubernetes/manifests, or the unit
        [openrc] audit what runs: copies of /proc/PID/cmdline and /proc/PID/environ of its etcd
        [supervisord] write the command in one line, or audit /proc/PID/cmdline
        [environ] put a copy of its /proc/PID/cmdline beside it, under that name
        [notes] nothing, if they only talk about it
       *[other] audit what runs: ps -ww -o args -C etcd > etcd.txt, docker inspect, crictl inspect, or systemctl cat
    }
finding-not-text = this file is not UTF-8 text, and was not read
    .source = measured on systemd 252
    .fix = save it as UTF-8
finding-not-yaml = etcd cannot read this as YAML: { $why }
    .source = measured on etcd 3.4 to 3.7
    .fix = correct the line: etcd exits with `error converting YAML to JSON`
finding-wrong-type = `{ $key }` is { $found }, but etcd expects { $expected } there
    .source = measured on etcd 3.4 to 3.7
    .fix = write it as { $expected }: etcd exits with `error unmarshaling JSON`
finding-dropped-line = systemd drops this line: `{ $text }` is not the name of a variable
    .source = measured on systemd 252
    .fix = write NAME=value alone: no export, no byte order mark before it
finding-joining-comment = a backslash ends this comment, so the next line belongs to it
    .source = measured on systemd 252
    .fix = remove the backslash at the end of the comment
finding-stray-quote = `{ $name }` keeps a quotation mark inside its value
    .source = measured on systemd 252
    .fix = quote the whole value or nothing: quotes count only at its start
finding-quotes-kept = the quotes around `{ $name }` become part of its value: docker doesn't remove them
    .source = docker/cli opts/file.go; etcd 3.5.16 exits with `invalid value "\"http://…`
    .fix = write the value without quotes
finding-not-expanded = `{ $name }` is taken literally, including `$`
    .source = measured on systemd 252
    .fix = write the value itself: systemd expands nothing in an environment file
finding-unknown-flag = etcd has no flag `{ $flag }`{ $meant -> 
    [none] {""}
   *[other] ; did you mean `{ $meant }`?
 }
    .source = measured on etcd 3.4 to 3.7
    .fix = correct or remove it: etcd exits
finding-removed-flag = `{ $shown }` was removed in etcd { $since }, and this is for { $release }
    .source = etcd's sources and release notes
    .fix = { $instead ->
    [none] remove it
   *[other] use `{ $instead }` instead
 }
finding-deprecated-flag = `{ $shown }` is deprecated, and etcd { $until } will not have it
    .source = etcd's sources: a warning at startup
    .fix = { $instead ->
    [none] remove it before you upgrade to that release
   *[other] use `{ $instead }` instead
 }
finding-flag-not-yet = `{ $shown }` comes with etcd { $since }, and this is for { $release }
    .source = etcd's sources and release notes
    .fix = { $instead ->
    [none] remove it, or run a release that has it
   *[other] use `{ $instead }`, which this release has, or run a release that has the new name
 }
finding-flag-from-release = `{ $shown }` needs etcd { $since } or newer
    .source = etcd's sources and release notes
    .fix = name the running release with --etcd-version
finding-retired-flag = `{ $shown }` no longer does anything
    .source = etcd's sources and release notes
    .fix = remove it: etcd reads it and does nothing
finding-unknown-variable = etcd has no variable `{ $name }`{ $meant -> 
    [none] {""}
   *[other] ; did you mean `{ $meant }`?
 }
    .source = measured on etcd 3.4 to 3.7
    .fix = correct its name, or remove it: etcd warns and ignores it
finding-unknown-security-variable = etcd has no variable `{ $name }`{ $meant -> 
    [none] {""}
   *[other] ; did you mean `{ $meant }`?
 }
    .source = measured on etcd 3.4 to 3.7
    .fix = correct its name: etcd warns and starts without it, and the port may be open
finding-set-twice = `{ $flag }` is also set as `{ $variable }` in `{ $file }`, line { $other }
    .source = measured on etcd 3.4 to 3.7
    .fix = set it in one place only: etcd exits
finding-repeated = `{ $shown }` is already set in line { $first }
    .source = measured on etcd 3.4 to 3.7
    .fix = keep one: the other has no effect
finding-ignored-beside-config-file = `{ $shown }` has no effect: a config file is in use
    .source = measured on etcd 3.4 to 3.7
    .fix = move it to the config file: with --config-file etcd ignores flags and variables
finding-security-ignored-beside-config-file = `{ $shown }` has no effect, though it is there to secure a port: a config file is in use
    .source = measured on etcd 3.4 to 3.7
    .fix = move it to the config file: with --config-file etcd ignores flags and variables
finding-stray-argument = `{ $word }` is not a flag, and etcd exits because of it
    .source = measured on etcd 3.4 to 3.7
    .fix = write flags with --; values with spaces need quotes
finding-boolean-with-space = etcd reads `{ $word }` after `{ $flag }` as a separate argument, and exits
    .source = measured on etcd 3.4 to 3.7
    .fix = write `{ $flag }={ $word }`, or `{ $flag }` alone for true
finding-not-a-boolean = `{ $shown }` is `{ $value }`; expected true or false
    .source = measured on etcd 3.4 to 3.7
    .fix = write true or false, without quotes
finding-not-a-number = `{ $shown }` is `{ $value }`; expected a whole number
    .source = measured on etcd 3.4 to 3.7
    .fix = write plain digits, without a unit
finding-not-a-duration = `{ $shown }` is `{ $value }`; expected a duration such as 5s or 1h30m
    .source = Go's time.ParseDuration; measured on etcd 3.4 to 3.7
    .fix = write a number with its unit: ns, us, ms, s, m or h
finding-bad-value = `{ $shown }` is `{ $value }`, and etcd exits: it accepts { $takes }
    .source = etcd's sources; measured on etcd 3.4 to 3.7
    .fix = write one of these
finding-compaction-off = `{ $shown }: { $value }` compacts nothing: without `auto-compaction-mode`, etcd before 3.6 leaves it off in a config file
    .source = etcd's sources, embed/config.go; measured on etcd 3.4 to 3.7
    .fix = add `auto-compaction-mode: periodic` for hours, or `revision` for a number of revisions
finding-no-compaction-mode = `{ $shown }` is `{ $value }` without `auto-compaction-mode`, and etcd exits: before 3.6 a config file has no default for the mode
    .source = etcd's sources, embed/config.go; measured on etcd 3.4 to 3.7
    .fix = add `auto-compaction-mode: periodic`
finding-gone-next = etcd { $next } no longer has `{ $shown }`
    .source = etcd's sources at its tags
    .fix = { $instead ->
        [none] remove it before the upgrade
       *[other] use `{ $instead }` from that release on
    }
finding-half-a-pair = `{ $there }` is set and `{ $missing }` is not
    .source = measured on etcd 3.4 to 3.7
    .fix = set both, the certificate and its key
finding-no-trusted-ca = `{ $setting }` is on without `{ $authority }`: every client is refused
    .source = measured on etcd 3.4 to 3.7
    .fix = set the CA file as well
finding-system-roots = `{ $setting }` isn't set: when the member dials its peers, it trusts every CA that the machine trusts, and refuses peers with any other CA
    .source = Go uses the system's roots if no CA is named; measured on 3.4 to 3.7
    .fix = set it to the CA that signs the peers' certificates
finding-https-without-certificate = `{ $setting }` holds `{ $url }`, and `{ $certificate }` is not set
    .source = measured on etcd 3.4 to 3.7
    .fix = set certificate and key, or etcd cannot serve https
finding-plain-http-loopback = `{ $setting }` holds `{ $url }`: anyone on this machine is let in
    .source = measured on etcd 3.4 to 3.7
    .fix = write https://127.0.0.1: over http every user and process of the machine can read and write everything
finding-default-listener = { $secured ->
    [yes] certificates are set, but etcd listens for clients at its default, http://localhost:2379
   *[other] etcd listens for clients at its default, http://localhost:2379: anyone on this machine is let in
 }
    .source = measured on etcd 3.4 to 3.7
    .fix = set listen-client-urls to https URLs
finding-auto-tls = `{ $setting }`: no authority signs the certificates
    .source = etcd security guide
    .fix = use certificates from a CA: those of auto-tls don't prove who is there
finding-tls-version = `{ $setting }` is `{ $value }`; etcd accepts TLS1.2 and TLS1.3, the minimum not above the maximum
    .source = measured on etcd 3.4 to 3.7
    .fix = use TLS1.2 or TLS1.3, the minimum not above the maximum
finding-cipher-suites = etcd does not serve with this list of cipher suites
    .source = measured on etcd 3.4 to 3.7
    .fix = add TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, or leave the list out; with a minimum of TLS 1.3 there must be none
finding-unknown-cipher-suite = `{ $setting }` names the cipher suite `{ $suite }`, which etcd doesn't know: it exits at startup
    .source = etcd knows suites by the names that Go gives them; measured on 3.4 to 3.7
    .fix = write the IANA name, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 for OpenSSL's ECDHE-RSA-AES128-GCM-SHA256, without spaces around the commas
finding-crl-bypassed = with etcd { $release } and `{ $setting }`, a client whose certificate was revoked can still read and write over gRPC
    .source = GHSA-3wh4-j44w-pg92; measured on 3.5.30
    .fix = run { $fixed } or newer, or remove listen-client-http-urls
finding-many-authorities = { $count } authorities are trusted: anyone with a client certificate from any of them has all rights
    .source = etcd trusts every authority of the file alike
    .fix = name a file with the one CA that signs etcd's clients
finding-kubernetes-authority = `{ $subject }` looks like the CA of Kubernetes: each kubelet and each user with a certificate from it gets in, with all rights
    .source = etcd asks for a certificate from its CA and, without auth, for nothing else
    .fix = have a CA for etcd alone sign its clients
finding-own-authority = the member shows `{ $subject }` and also trusts it as an authority: its key is enough to be server and client
    .source = Go trusts a leaf that is among its anchors; measured on 3.4.23, 3.5.16 and 3.5.30
    .fix = make a CA, and have it sign certificates for members and clients
finding-v2-api = the v2 API is on, which is gone in etcd 3.6
    .source = etcd's sources and release notes
    .fix = move to the v3 API before you upgrade
finding-retired-logger = the logger capnslog was removed in etcd 3.5, which does not start with it
    .source = measured on etcd 3.4 to 3.7
    .fix = set logger=zap
finding-superuser-member = a member shows `{ $subject }`, which passes as a client certificate of `root`: with authentication on, whoever has its key is etcd's superuser
    .source = etcd's authentication guide: the CN of a client certificate is the user's name; measured: a member `root` adds users
    .fix = give the member a certificate with another CN; its name in etcd can stay
finding-gateway-untrusted = the member's own gateway shows `{ $subject }` as a client, and the member refuses it: { $why }; `/v3/…` over HTTP fails
    .source = each member's gRPC gateway dials the member's own listener; measured on etcd 3.4 to 3.7
    .fix = add the CA of the server certificate to trusted-ca-file; from 3.5 set client-cert-file and client-key-file; or set enable-grpc-gateway=false
finding-space-in-list = `{ $setting }` contains a space
    .source = measured on etcd 3.4 to 3.7
    .fix = separate entries with commas only
finding-trailing-comma = `{ $setting }` holds an empty entry, and etcd exits
    .source = measured on etcd 3.4 to 3.7
    .fix = remove the extra comma
finding-unspecified-advertised = `{ $setting }` tells others to dial `{ $host }`, which is not an address of any machine
    .source = measured on etcd 3.4 to 3.7
    .fix = advertise the address that others dial
finding-loopback-advertised = `{ $setting }` tells other machines to dial `{ $host }`, which is their own loopback
    .source = etcd clustering guide; measured on etcd 3.4 to 3.7
    .fix = advertise the address that other machines dial
finding-no-advertised-urls = `{ $setting }` is missing, and etcd does not start without it
    .source = measured on etcd 3.4 to 3.7
    .fix = set advertise-client-urls: it is required with listen-client-urls
finding-default-peer-listener = `{ $setting }` is not set: etcd listens for peers at http://localhost:2380, where none of the others can dial
    .source = measured on etcd 3.4 to 3.7
    .fix = set it to an address of this member
finding-advertised-not-listened = `{ $setting }` advertises `{ $url }`, but the listeners are at `{ $listener }`: that works only if something forwards it
    .source = etcd's configuration options
    .fix = listen there, or advertise an address that etcd listens on
finding-same-port = etcd listens for clients and peers at the same port, { $port } of `{ $host }`
    .source = measured on etcd 3.4 to 3.7
    .fix = use a different port for each
finding-bad-member-list = `{ $setting }` holds `{ $entry }`, which is not NAME=https://HOST:PORT
    .source = etcd clustering guide; measured on etcd 3.4 to 3.7
    .fix = write NAME=https://HOST:PORT,…
finding-duplicate-url = `{ $setting }` holds `{ $url }` twice, and etcd does not start
    .source = measured on etcd 3.4 to 3.7
    .fix = give each member a URL of its own
finding-duplicate-name = `{ $name }` is the name of two members
    .source = measured on etcd 3.4 to 3.7
    .fix = give each member a name of its own
finding-not-in-list = `{ $name }` is not in `{ $setting }`, and etcd does not start
    .source = measured on etcd 3.4 to 3.7
    .fix = use one of the names in the list
finding-other-peer-url = `{ $setting }` is `{ $advertised }`, and the list of members has `{ $listed }` for this member: etcd does not start
    .source = measured on etcd 3.4 to 3.7
    .fix = use the same URLs in both
finding-peer-url-by-name = `{ $setting }` is `{ $advertised }`, and the list of members has `{ $listed }` for this member: etcd starts only if both resolve to the same addresses
    .source = etcd pkg/netutil; measured on 3.4.23, 3.5.16 and 3.5.30
    .fix = use the same URLs in both, or make sure that the name resolves before etcd starts
finding-bad-state = `{ $setting }` is `{ $value }`; etcd accepts new or existing
    .source = measured on etcd 3.4 to 3.7
    .fix = write new or existing
finding-common-token = `{ $token }` is a well-known token: clusters that share it can mix
    .source = etcd clustering guide, initial-cluster-token
    .fix = use a token that no other cluster has
finding-cluster-mismatch = the { $what } of `{ $own }` differs from that of `{ $other }` in `{ $file }`
    .source = measured on etcd 3.4 to 3.7
    .fix = give all members the same token and the same list
finding-timing-differs = `{ $setting }` is `{ $own }` here and `{ $other }` on `{ $name }`
    .source = etcd tuning guide
    .fix = give all members the same heartbeat interval and election timeout
finding-trust-differs = the peer certificate of `{ $name }` is refused by { $others }: { $why }
    .source = crypto/x509 Verify; measured on etcd 3.4 to 3.7
    .fix = issue the certificates of all members from one CA, and give all the same CA files; while a CA is replaced, all trust both
finding-trust-apart = { $one } trust one CA and { $other } another, and each shows certificates from its own CA: no client works with both
    .source = crypto/x509 Verify; measured on etcd 3.4 to 3.7
    .fix = issue the certificates of all members from one CA, and give all the same CA files; while a CA is replaced, all trust both
finding-election-too-short = an election timeout of { $election } ms is less than 5 heartbeats of { $heartbeat } ms, and etcd does not start
    .source = measured on etcd 3.4 to 3.7
    .fix = make the election timeout at least 5, better 10 heartbeats
finding-election-too-long = an election timeout of { $election } ms is above 50000 ms, and etcd does not start
    .source = measured on etcd 3.4 to 3.7
    .fix = make it 50000 ms at most
finding-zero-timer = `{ $setting }` must be above 0
    .source = measured on etcd 3.4 to 3.7
    .fix = use a number of milliseconds above 0
finding-large-quota = a quota of { $quota } bytes is above 8 GiB, and etcd warns at startup
    .source = etcd documentation, storage size limit; measured on etcd 3.4 to 3.7
    .fix = stay within 8 GiB (8589934592)
finding-no-quota = a negative quota turns the limit off
    .source = measured on etcd 3.4 to 3.7
    .fix = set a quota in bytes: without one the database grows until the disk is full
finding-not-here = { $count ->
    [one] `{ $first }` is not here, and was not checked
   *[other] `{ $first }` and other files that the settings name ({ $count } in all) are not here, and were not checked
 }
    .source = this audit
    .fix = run the audit on the member itself, or name a copy of its files with --root
finding-file-missing = `{ $setting }` names `{ $file }`, which is missing, although the files next to it are there
    .source = measured on etcd 3.4 to 3.7: `open …: no such file or directory`
    .fix = put the file there, or correct the path
finding-not-mounted = `{ $setting }` names `{ $file }`, but no volumeMount of the container covers that path, so it doesn't see the file
    .source = kubernetes.io/docs/concepts/storage/volumes; the container then exits with `open …: no such file or directory`
    .fix = mount the host directory that holds the file at that path, with a volume (hostPath) and a volumeMount
finding-mounted-elsewhere = `{ $setting }` names `{ $file }`, which the container looks for in `{ $place }` on the host: there it is at its own path, not where the volume points
    .source = kubernetes.io/docs/concepts/storage/volumes; the container then exits with `open …: no such file or directory`
    .fix = make the volume's hostPath and the mountPath name the same directory
finding-file-unreadable = `{ $user }`, who runs etcd, cannot read this file: its mode is { $mode }
    .source = measured on 3.4 and 3.5: `open …: permission denied`
    .fix = let the user own it, or the group read it; certificates may be 0644
finding-directory-closed = `{ $user }`, who runs etcd, cannot enter `{ $directory }` on the path to this file: its mode is { $mode }
    .source = path_resolution(7); measured on 3.4 and 3.5: `open …: permission denied`
    .fix = chmod g+x or o+x the directory, or move the file
finding-runs-otherwise = `{ $setting }` is `{ $stands }` here, and `{ $runs }` in process { $process }, which was started before the change, or in another way
    .source = /proc of the process
    .fix = systemctl daemon-reload, then restart the members one by one
finding-key-unreadable = `{ $user }`, who runs etcd, cannot read this key: its mode is { $mode }
    .source = measured: permission denied
    .fix = let the user own it, or the group read it (root:etcd, 0640)
finding-client-refuses-member = { $client } refuses the certificate of { $members } at { $urls }: { $why }
    .source = crypto/x509 Verify; measured on etcd 3.4 to 3.7
    .fix = { $cause ->
        [host] reissue the members' certificates with this host among their SANs, or let the client dial a host that is in them
        [ended] renew the members' certificates
        [early] set the clocks of both machines, or wait
        [authority-time] renew the CA, then what it signed
        [usage] issue the members' certificates with serverAuth
        [authority] give the client the CA that signed the members' certificates
       *[other] reissue the members' certificates, without what is refused
     }
finding-member-refuses-client = the certificate of { $client } is refused by { $members }: { $why }
    .source = crypto/x509 Verify; measured on etcd 3.4 to 3.7
    .fix = { $cause ->
        [allowed] issue the client a certificate with a SAN that --client-cert-allowed-hostname names, or add the client to that list
        [revoked] issue the client a new certificate: this one's serial number is on --client-crl-file
        [list] put a revocation list in place that etcd can read, or remove --client-crl-file
        [ended] renew the client's certificate: its CA is the right one
        [early] set the clocks of both machines, or wait: the certificate is fine
        [authority-time] renew the CA, then the client's certificate
        [usage] issue the client's certificate with clientAuth among its extended key usages
        [authority] issue the client a certificate from a CA that the members' --trusted-ca-file holds
       *[other] reissue the client's certificate, without what is refused
     }
finding-client-system-roots = { $client } has no `{ $setting }`, so it trusts only its system's CAs, and none of them signed the certificate of { $members }
    .source = crypto/x509 SystemCertPool; measured on etcd 3.4 to 3.7: `certificate signed by unknown authority`
    .fix = name the CA of the members' certificates with { $setting }
finding-client-system-roots-unread = { $client } has no `{ $setting }`, so it trusts only its system's CAs: it refuses { $members }, whose CA is the cluster's own, unless that is one of them
    .source = crypto/x509 SystemCertPool; measured on etcd 3.4 to 3.7: `certificate signed by unknown authority`
    .fix = name the CA of the members' certificates with { $setting }
finding-client-without-certificate = { $client } has no certificate to show, but one is required by { $members }
    .source = crypto/tls; measured on etcd 3.4 to 3.7
    .fix = give the client a certificate and key from a CA that the members' --trusted-ca-file holds
finding-endpoint-scheme = { $client } dials `{ $url }`, and `{ $member }` speaks { $speaks ->
    [https] TLS there
   *[other] plain HTTP there
 }
    .source = measured on etcd 3.4 to 3.7
    .fix = write the endpoint with the scheme of the member's --listen-client-urls
finding-no-v2-api = { $client } asks for etcd's v2 API (`{ $setting }`), which { $state ->
    [gone] is gone since etcd 3.6: { $members } answers with 404
   *[other] is off unless --enable-v2 is set: { $members } answers with 404
 }
    .source = measured on etcd 3.4 to 3.7, and on Patroni 4.0.4: `Bad response : 404 page not found`
    .fix = Patroni: write etcd3 instead of etcd, and PATRONI_ETCD3_ instead of PATRONI_ETCD_; Stolon: --store-backend=etcdv3; etcdctl: set ETCDCTL_API=3
finding-peer-port-dialed = { $client } dials { $urls }, where { $members } speaks to other members: clients aren't served there
    .source = measured on etcd 3.4 to 3.7 with etcdctl of each, and on Patroni 4.0.4
    .fix = name the members' --advertise-client-urls, whose port is 2379 unless told otherwise
finding-peer-port-serves = { $client } dials { $urls }, where { $members } speaks to other members: clients are served there without TLS up to etcd 3.5, and no longer by 3.6
    .source = measured on etcd 3.4 to 3.7 with etcdctl of each
    .fix = name the members' --advertise-client-urls, whose port is 2379 unless told otherwise
finding-url-in-hosts = `{ $setting }` holds `{ $url }`, but Patroni expects a host and a port there: it dials a host that doesn't exist
    .source = patroni/utils.py split_host_port and uri; tried with Patroni 4.0.4
    .fix = write HOST:PORT, and the scheme once as `protocol: https`
finding-dialed-in-vain = { $client } dials { $urls }, where { $members } can't start: { $why }
    .source = crypto/tls X509KeyPair and etcd's NewCertPool; measured on etcd 3.4 to 3.7
    .fix = fix what makes the member exit: another finding says where it is
finding-nothing-listens = { $client } dials { $urls } on its own machine, and nothing listens there: { $members } listens at { $listeners }
    .source = etcd listens at --listen-client-urls and nowhere else; the dialer gets `connection refused`
    .fix = name an address that the member listens at, or add the loopback address to its --listen-client-urls; nothing, if a proxy listens there
finding-endpoint-unknown = no member here serves clients at { $urls }, where { $client } dials
    .source = this audit
    .fix = nothing, if that is a load balancer or another name of a member; otherwise name a member's --advertise-client-urls
family-files = Certificate and key files
family-chain = The chain to a trust anchor
family-times = Validity
family-usages = Key usage, extended key usage and the gateway
family-keys = Keys
family-names = Names and addresses
family-releases = Releases of etcd
family-plan = What is unwise in a plan
family-reading = What files contain
family-profile = What else RFC 5280 asks for
family-server = What a running server shows
family-settings = Settings of etcd
family-bundle = Bundles
family-units = systemd units
family-given = How settings are given
family-tls = TLS settings
family-members = URLs and members
family-tuning = Timing and quota
family-machine = Files of a machine
family-clients = Clients of etcd

## findings

findings-listener-logs = etcd logs
findings-dialer-says = the dialing side says
findings-ends-with = it exits with
findings-source = why
findings-fix = fix
findings-also = also
findings-more-places = { $count ->
    [one] and at 1 more place
   *[other] and at { $count } more places
 }

## audit

audit-members = { $count ->
    [one] 1 member:
   *[other] { $count } members of one cluster:
 }
audit-members-differ = { $count } members of one cluster; `!` marks what differs:
audit-members-same = same for all { $count }:
audit-list-common = { $count ->
    [one] the 1 in common
   *[other] the { $count } in common
 }
audit-no-quota = without limit
audit-property =
    .version = version
    .list = members
    .state = state
    .token = token
    .client-ca = client CA
    .peer-ca = peer CA
    .heartbeat = heartbeat
    .election = election
    .quota = quota
    .data-directory = data directory
    .next-expiry = first expiry
    .file = file
audit-nothing-found = nothing found
audit-calendar-event = etcd certificate { $subject } expires
audit-metric =
    .not-after = When a certificate that etcd uses expires, in seconds since 1970; the earliest of those with the same labels.
    .findings = Findings of quorate audit by severity, without those of its baseline.
    .members = Members of etcd that quorate audit found.
    .time = When quorate audit ran, in seconds since 1970.
audit-host = can't audit `{ $host }`: { $why }
    .hint = try it: ssh -o BatchMode=yes { $host } true
    .ssh = install OpenSSH's client, or name copies of the machine's files
    .key = compare its fingerprint with the one that ssh-keygen -lf prints there, then accept it: ssh { $host } true
    .denied = put your public key on it: ssh-copy-id { $host }; or name its user: --host USER@HOST
    .unreachable = check name, address and port, which ~/.ssh/config may set: ssh -v { $host } true
    .none = is it the right machine? The ssh user may not be able to see others' processes: --host root@HOST
    .name = name it as ssh knows it: HOST or USER@HOST
audit-host-cut = its output is incomplete
audit-host-no-ssh = this machine has no ssh
audit-host-name = that isn't a host name
audit-host-unread = `{ $path }` can't be read there
    .hint = log in as root, or as the user of etcd
audit-diff = the diff fixes { $fixed } of { $all } findings
audit-upgrade = Upgrade to etcd { $to }, one series at a time:
audit-upgrade-none = Upgrade to etcd { $to }: nothing to do, all members run it or a later series
audit-upgrade-step = etcd { $from } to { $to }:
audit-upgrade-least-before = first run { $release } or newer on every member, as etcd's upgrade guides ask of { $from }
audit-upgrade-least = go to { $release } or newer: it has no known fault
audit-upgrade-default = { $flag } isn't set, and its default changes from { $before } to { $since }: { $members }
audit-upgrade-nothing = no setting or certificate was found that { $to } treats differently
audit-upgrade-before = Before the upgrade, because etcd { $from } accepts it too:
audit-upgrade-with = Together with the upgrade:
audit-upgrade-note =
    .snapshot-written = wait until every member has written a snapshot with 3.6, after snapshot-count writes: right after an upgrade from 3.5, etcd 3.7 panics without one (measured on 3.7.1)
    .peer-port-without-grpc = point etcdctl at client ports: peer ports no longer serve gRPC
    .etcdctl-snapshot = restore snapshots with etcdutl: etcdctl no longer has `snapshot restore`
audit-upgrade-form = the steps of an upgrade are available only as text and as JSON
    .hint = leave --format out, or take --format json
audit-upgrade-from = quorate doesn't know which etcd runs now
    .hint = say it: --etcd-version 3.5.16
audit-baseline-hint = write one: --write-baseline FILE
audit-baseline-known = { $count ->
    [one] 1 finding is in the baseline
   *[other] { $count } findings are in the baseline
 }
audit-baseline-gone = { $count ->
    [one] 1 entry of the baseline is no longer found; write it again with --write-baseline:
   *[other] { $count } entries of the baseline are no longer found; write it again with --write-baseline:
 }
## finding: releases
finding-out-of-support = etcd { $version } has had no support since { $since }, and gets no more fixes
    .source = etcd's change log, 3.4.45
    .fix = plan the upgrade to a newer series
finding-release-loses-data = { $fault ->
    [data-corruption] etcd { $release } can corrupt data when a member is killed under load
   *[other] etcd { $release } has a known fault that can corrupt data
 }
    .source = etcd's announcement of data inconsistency in 3.5.0 to 3.5.2
    .fix = run { $fixed } or newer
finding-release-with-fault = { $fault ->
    [defragmentation-crash] with etcd { $release }, a member that crashes during defragmentation can have different data from the rest
    [defragmentation-snapshot] with etcd { $release }, defragmentation while a member receives a snapshot can corrupt its data
    [authorization-bypass] with etcd { $release }, some requests bypass the checks of users and roles (CVE-2026-33413, CVE-2026-33343)
    [learner-promoted] with etcd { $release }, changing the URLs of a learner makes it a voting member
    [revoked-clients] with etcd { $release } and listen-client-http-urls, a client whose certificate was revoked can still connect over gRPC (GHSA-3wh4-j44w-pg92)
    [watch-permission] with etcd { $release }, a user who can read one key can watch all keys after it (GHSA-xg4h-6gfc-h4m8)
    [handshake-timeout] etcd { $release } waits without limit for TLS handshakes that never finish, so anyone who reaches a port can exhaust the member (GHSA-6vch-q96h-7gc3)
   *[other] etcd { $release } has a known fault
 }
    .source = etcd's change logs, 3.4.45 to 3.7.1
    .fix = run { $fixed } or newer
finding-upgrade-first = before you upgrade from etcd { $release } to the next series, upgrade to { $fixed } or newer
    .source = etcd's upgrade guides
    .fix = upgrade within the series first
## finding: what is unwise in a plan
## advice

finding-single-member = one member tolerates no failure: while it is down, so is everything that needs it
    .source = etcd FAQ, failure tolerance
    .fix = use 3 members for anything that matters; one is fine for a lab
finding-two-members = two members tolerate no failure, and the loss of either stops all writes: twice the risk of a single member
    .source = etcd FAQ, failure tolerance; measured on 3.4 and 3.5
    .fix = use 3 members: of two, a dead one can't even be removed
finding-even-size = { $members } members tolerate { $tolerance ->
        [one] 1 failure
       *[other] { $tolerance } failures
    }, the same as { $fewer }, and have one more machine that can fail
    .source = etcd FAQ, why an odd number of cluster members
    .fix = use an odd number of members
finding-too-many-members = with { $members } members, every write waits for { $majority } of them
    .source = etcd FAQ, maximum cluster size
    .fix = use at most 7 members
finding-far-too-many-members = with { $members } members, every write waits for { $majority } of them, and etcd isn't tested at this size
    .source = etcd FAQ, maximum cluster size
    .fix = use at most 7 members
finding-loopback-members = { $count ->
        [one] 1 of the members has a loopback address
       *[other] { $count } of the members have a loopback address
    }: no other machine reaches it, and on this machine members need the placement shared-host, or they share ports, units and directories
    .source = measured: the peer listener checks the caller's address
    .fix = give each member the address that the other machines dial
finding-mixed-address-families = some members have an IPv4 address and others an IPv6 one: each must reach all others, and may dial from an address that isn't in its certificate
    .source = measured: the peer listener checks the caller's address
    .fix = give all members addresses of one family, or add the others to their SANs
finding-wildcard-san = the certificates of { $members } are valid for { $san }: anyone who gets one of their keys can pose as any host there
    .source = RFC 6125 section 7.2
    .fix = name the hosts
finding-localhost-name = { $member } lists localhost among its own names, so its peer certificate is valid for every machine's localhost
    .source = RFC 6761 section 6.3
    .fix = leave it out: server certificates hold it anyway
finding-no-clients = no client gets a certificate: the cluster will run, but nothing can talk to it
    .source = etcd security guide, client certificate authentication
    .fix = add a client for each thing that connects
finding-client-named-as-member = the client `{ $client }` has the CN `{ $name }`, the same as a member's certificate: for etcd both are one user
    .source = etcd's authentication guide: the CN is the user's name; measured: a member's certificate is a client's too
    .fix = give the client another CN
finding-shared-user = the clients `{ $clients }` have the same CN, `{ $name }`: for etcd they are one user
    .source = etcd's authentication guide: the CN of a client certificate is the user's name
    .fix = give each client its own CN, so that each can have its own rights and can be locked out separately
finding-client-without-name = the client `{ $client }` has no CN: with authentication on, its certificate names no user, and it has to send a name and a password
    .source = etcd server/etcdserver/v3_server.go AuthInfoFromCtx; measured on 3.4, 3.5 and 3.7
    .fix = keep it for a client of the HTTP gateway, which then refuses a certificate with a CN; give every other client a CN
finding-superuser-client = the client `{ $client }` has the CN `root`: with authentication on, it is etcd's superuser and can do everything
    .source = etcd's authentication guide: the user root has all rights
    .fix = keep it for administrators, and give programs users of their own
finding-user-with-purpose = etcd runs as `{ $user }`, an account for { $purpose }: whatever else runs as it can read etcd's keys and data
    .source = man 5 systemd.exec, User=; Debian policy 9.2: accounts of packages
    .fix = while a member is stopped, move etcd to its own user: useradd --system etcd, chown its directories, User=etcd
finding-mixed-scripts = the { $field } `{ $text }` mixes letters of { $scripts }, which can look the same
    .source = UTS #39 section 5.2; etcd compares names byte by byte
    .fix = type it again in one script, unless the mix is intended
finding-foreign-san = { $member } and { $other } share the name or address { $san }: either can pose as the other, so the check of the caller's address is worth less
    .source = measured: the peer listener checks the caller's address
    .fix = give each member names and addresses that no other has
finding-quota-over-8-gib = a quota of { $quota } is above 8 GiB, where etcd warns at startup
    .source = etcd documentation, storage size limit
    .fix = stay within 8 GiB
finding-quota-over-memory = a quota of { $quota } doesn't fit the { $memory } GB of memory: etcd maps its database into memory
    .source = etcd documentation, storage size limit
    .fix = lower the quota, or add memory
finding-slow-disk = { $iops } sequential IOPS are too few: a small cluster needs 50, a loaded one 500
    .source = etcd hardware recommendations, disks
    .fix = use a faster disk
finding-volatile-directory = { $path } is emptied at boot or cleaned by age: a member would lose its data or its certificates
    .source = file-hierarchy(7), tmpfiles.d(5)
    .fix = use a permanent directory, such as /var/lib/etcd
finding-election-below-10-round-trips = an election timeout of { $election } ms is less than 10 × the round trip of { $round_trip } ms: a slow moment can trigger a needless election
    .source = etcd tuning guide, time parameters
    .fix = make the election timeout at least 10 round trips
finding-heartbeat-below-round-trip = a heartbeat every { $heartbeat } ms is far below the round trip of { $round_trip } ms: it costs CPU and network and gains nothing
    .source = etcd tuning guide, time parameters
    .fix = make the heartbeat about one round trip
finding-slow-election = with an election timeout of { $election } ms, writes stop at least that long when a leader fails
    .source = etcd tuning guide, time parameters
    .fix = lower it, unless the round trip needs it
finding-long-lived-leaves = leaf certificates of { $days } days: a stolen key stays useful for years
    .source = measured: certificate files are read at each handshake
    .fix = use a year or less and renew in time: etcd reloads certificates without a restart
finding-short-lived-leaves = leaf certificates expire after { $days ->
        [one] 1 day
       *[other] { $days } days
    }, before anyone notices
    .source = an expired certificate stops the member's next handshake
    .fix = automate the renewal, or make them valid for longer
finding-leaves-end-with-authority = CA and leaves expire on the same day, in { $days } days: everything fails at once, and nothing can be renewed before the CA is
    .source = RFC 5280 section 6.1.3
    .fix = make the CA valid for longer than the leaves
finding-rsa-2048 = RSA 2048 is the least that NIST still accepts
    .source = NIST SP 800-57 part 1, table 2
    .fix = use ECDSA P-256, which is stronger and far cheaper for the members
finding-rsa-4096 = RSA 4096 makes every handshake expensive
    .source = NIST SP 800-57 part 1, table 2
    .fix = use ECDSA P-256, which is strong enough and far cheaper
finding-ed25519 = etcd supports Ed25519; older Java, .NET and browsers don't
    .source = measured on 3.4 and 3.5
    .fix = make sure that every client supports it
finding-config-file-passes-over = etcd silently ignores config file keys that it doesn't know, and all flags and ETCD_ variables as well: a misspelt TLS key leaves the port open
    .source = measured on 3.4 and 3.5
    .fix = after each change, check that a client without a certificate is refused
finding-shared-host = all { $members } members are on one machine and fail with it
    .source = etcd FAQ, failure tolerance
    .fix = use this as a lab; spread the members over machines for anything else
finding-shared-key = all members share one key for every use: whoever steals it from one can pose as any of them to clients and members, and it has to be replaced on all at once
    .source = etcd security guide: a key pair for every member is recommended
    .fix = keep it on members only; give workers and other clients certificates of their own
finding-shared-server-key = all members show clients one certificate: whoever steals its key from one can pose as any of them to every client
    .source = etcd security guide: a key pair for every member is recommended
    .fix = give each member a server certificate of its own
finding-gateway-off = server certificates can't be used by clients here, and etcd { $version } can't give its gRPC gateway another one: the gateway is off, and so is /v3/ over HTTP
    .source = measured on 3.4; --client-cert-file is there from 3.5.0
    .fix = use gRPC, or run 3.5 or later, which has a setting for the gateway's certificate
finding-imported-ca = any other client certificate from your CA can read and write everything here, and gets in at the peer port too: without SANs from anywhere, with SANs from the addresses in them
    .source = measured: listeners check the issuer; the peer listener checks the caller's address too
    .fix = use a CA for etcd alone; otherwise enable authentication
finding-ca-elsewhere = the bundle is complete only once the certificates are back from your CA
    .source = measured on 3.4 and 3.5: which usages each role needs
    .fix = make sure that the CA keeps the SANs of each request, and gives members serverAuth and clientAuth
finding-keys-on-members = members make their own keys, so a member can't be installed before its requests are signed: it takes two trips to each
    .source = RFC 2986, certification requests
    .fix = nothing to do: it is the price of keys that never leave their member

## field

field-size = Members
    .help = How many machines run etcd: 3 for most, 5 for large production. Use an odd number: an even one tolerates no more failures than the odd one below it.
    .why = 3 is the smallest size that survives a failure. 4 tolerates no more than 3, and writes wait for one more machine; with 2, either failure stops all writes.
    .source = etcd FAQ, why an odd number of cluster members
field-tier = Tier
    .help = The load on the cluster determines the machines, the database quota and how much history stays in memory.
    .why = small handles a Kubernetes cluster of 50 nodes; if you enter a load, it picks the tier for you. A quota that is too small leads to a NOSPACE alarm, a slow disk to needless elections.
    .source = etcd hardware recommendations; quotas, snapshot counts and the lab tier are quorate's
field-quota = Database quota (MiB)
    .help = quota-backend-bytes: beyond it etcd accepts no more writes and raises the NOSPACE alarm. It should fit in the members' memory; above 8192 etcd warns.
    .why = 2048 MiB is etcd's own default. Once the database is full, etcd accepts only reads and deletes, until somebody compacts it, defragments it and disarms the alarm.
    .source = measured on 3.4 and 3.5
field-snapshot-count = Snapshot count
    .help = Committed entries kept in memory between two snapshots: more cost memory; with fewer, slow followers load whole snapshots.
    .why = 10000 is etcd's default from 3.6 on; before, it was 100000, which costs memory if values are large. With too few, a member that was away for a moment loads the whole database.
    .source = etcd tuning guide, snapshots
field-memory = Memory (GB)
    .help = Memory of each member. etcd maps its database into memory, so the quota should fit.
    .why = 8 GB is what the hardware guide gives a small cluster. If the database doesn't fit, reads wait for the disk.
    .source = etcd hardware recommendations, memory
field-iops = Sequential IOPS
    .help = What each member's disk can do. 50 is enough for a small cluster, a loaded one needs 500; the p99 of a WAL fsync must stay below 10 ms.
    .why = Every write waits until a majority has it on disk. A disk that is too slow delays heartbeats too, and the cluster loses its leader.
    .source = etcd hardware recommendations, disks
field-workload-nodes = Kubernetes nodes
    .help = Don't know the tier? Enter the load, as far as you know it, and quorate shows the tier that can handle it.
    .why = Empty: you pick the tier. If you enter a load, it picks the tier until you do.
    .source = etcd hardware recommendations, example configurations
field-workload-clients = Clients
    .help = Clients connected at once. A Kubernetes API server counts as one.
    .why = Empty: you pick the tier. Each client holds a connection, and each watch costs memory.
    .source = etcd hardware recommendations, example configurations
field-workload-requests = Requests a second
    .help = Reads and writes a second, at the peak.
    .why = Empty: you pick the tier. Writes count most: each is an fsync on a majority of the members.
    .source = etcd hardware recommendations, example configurations
field-workload-data = Data (MB)
    .help = Size of the current keys and values in megabytes, without their history.
    .why = Empty: you pick the tier. History takes space too until it is compacted, so the quota is a multiple of this.
    .source = etcd hardware recommendations, example configurations
field-cluster-name = Cluster name
    .help = For people: it is used in the CA's subject, in unit descriptions and in the default token.
    .why = etcd itself has no name for a cluster: this one is for people who have more than one.
    .source = quorate's own choice
field-cluster-token = Cluster token
    .help = initial-cluster-token: two clusters bootstrapped with the same token and addresses can mix. The default is unique: keep it.
    .why = The name and random hexadecimal digits, so that no two clusters share one. etcd's own default, etcd-cluster, is the same everywhere: with equal tokens and addresses, members of two clusters accept one another. Members with different tokens log "request cluster ID mismatch" forever. Once a data directory exists, etcd ignores it.
    .source = etcd clustering guide, initial-cluster-token; measured
field-etcd-version = etcd version
    .help = The series that the members run: it determines which flags units can use. Install its newest release; 3.4 has had no support since June 2026.
    .why = 3.6 is maintained and well tested; 3.7 is the newest. etcd exits at startup if it doesn't know a flag, so the units are written for one series.
    .source = etcd releases; flags measured on 3.4 to 3.7
field-client-port = Client port
    .help = Where clients dial every member. 2379 is etcd's own. Members that share a machine count up from it, or have ports of their own in the table.
    .why = What clients, firewalls and tutorials expect. On one machine, it can't be the same as the peer port.
    .source = IANA, etcd-client 2379
field-peer-port = Peer port
    .help = Where the members dial each other. 2380 is etcd's own.
    .why = What firewalls and tutorials expect. Only members need to reach it.
    .source = IANA, etcd-server 2380
field-round-trip = Round trip (ms)
    .help = Between the two members farthest apart: the average that `ping` shows is good enough. Within a data centre it is below 2, between continents 100 or more.
    .why = 10 ms suits one data centre and its neighbours. Measure it between your sites: heartbeat and election timeout follow from it.
    .source = etcd tuning guide, time parameters
field-heartbeat = Heartbeat (ms)
    .help = How often the leader sends a heartbeat: about one round trip, 100 at least. Follows the round trip until you type here.
    .why = 100 ms is etcd's own default. Far below a round trip, followers miss heartbeats and call elections; far above, a dead leader is noticed late.
    .source = etcd tuning guide, time parameters
field-election = Election timeout (ms)
    .help = How long a follower waits before it starts an election: 10 heartbeats. etcd refuses less than 5, and more than 50000. The same on every member.
    .why = 10 heartbeats, so that one lost packet doesn't cause an election. etcd refuses to start with less than 5. A member with a shorter timeout than the others starts needless elections.
    .source = etcd tuning guide, time parameters; limits measured
field-data-directory = Data directory
    .help = On the members; mode 0700. A local SSD, never a network file system.
    .why = /var/lib is for the state of services. On a network file system an fsync waits for the network, and locks may not work. etcd makes it 0700: it contains every value in plain text.
    .source = etcd FAQ and hardware recommendations; mode measured
field-wal-directory = WAL directory
    .help = Leave it empty to keep the write-ahead log in the data directory; name a directory on a separate disk if fsync latency matters.
    .why = In the data directory. On a separate disk, nothing else delays the fsync that every write waits for. If you move it later without its files, every write hangs.
    .source = etcd hardware recommendations, disks; measured
field-configuration-directory = Configuration
    .help = On the members: the file of settings goes there, and the certificates into pki/ below it.
    .why = /etc is where operators look first. Its files belong to root, the keys to the service's user.
    .source = Filesystem Hierarchy Standard, /etc
field-certificate-directory = Certificates in
    .help = On the members: where certificates and keys go. Empty: pki/ in the configuration directory.
    .why = pki/ beside the settings, 0600 for keys. If the service's user can't enter a directory on the path, etcd exits with "permission denied".
    .source = measured on 3.4 and 3.5
field-etcd-binary = etcd program
    .help = Where etcd is on the members: /usr/local/bin/etcd from upstream's archive, /usr/bin/etcd from Debian's package.
    .why = Where upstream's archive is usually unpacked. With a wrong path, the unit fails with status 203/EXEC.
    .source = systemd.exec(5), process exit codes
field-service-user = Service user
    .help = The system user that runs etcd and owns its keys and data; install.sh makes it.
    .why = A separate user can read nothing else, and nobody else can read its keys. As root, a hole in etcd would be a hole in the machine.
    .source = systemd.exec(5), User=
field-ssh-user = Log in as
    .help = The user that ssh and scp log in as on the members, in README.txt and in the next commands. Any user but root uses sudo there.
    .why = root, which needs nothing else. Many systems forbid root logins (PermitRootLogin); any user with sudo works as well. Copies of the keys are then in that user's home until the last step removes them.
    .source = sshd_config(5), PermitRootLogin; sudo(8), --non-interactive
field-unit-form = Settings in
    .help = environment-file: easy drop-ins. flags: all in one place, seen in ps. config-file: etcd's YAML; misspelt keys and all flags are ignored.
    .why = environment-file keeps unit and settings readable, and a drop-in can change either. With a variable and a flag for the same thing, etcd exits at startup; with a config file it silently ignores both.
    .source = measured on 3.4 to 3.7
field-auto-compaction = Auto-compaction
    .help = Which old revisions etcd removes by itself: those older than 1h, for example, or all but 1000 revisions.
    .why = None: kube-apiserver compacts every five minutes itself. For anything else choose 1h or so, or history grows until the quota is reached and etcd accepts no more writes.
    .source = etcd maintenance guide, --auto-compaction-retention
field-corruption-check = Check data at start
    .help = Before it serves anyone, a member compares its data with the others'. It is a flag up to 3.5 and a feature gate since 3.6.
    .why = no, as in etcd itself. With yes, a member whose data differs exits instead of serving it; it asks all others first, so starts take a little longer.
    .source = etcd data corruption guide, --experimental-initial-corrupt-check, InitialCorruptCheck
field-metrics-urls = Metrics at
    .help = Extra URLs for /metrics and /health, such as http://127.0.0.1:2381: over http without a certificate, for anyone who can reach it.
    .why = None: metrics are at the client port, for clients with a certificate. A URL on 127.0.0.1 suits an agent on the machine and health checks; it shows no keys or values, but sizes, rates and addresses.
    .source = etcd monitoring guide, --listen-metrics-urls; measured on 3.4 to 3.7
field-log-level = Log level
    .help = What etcd logs: debug has a line for each request, warn only what is wrong.
    .why = info: startup, elections and slow requests, which is what people look for afterwards. systemd's journal keeps and rotates it.
    .source = etcd configuration options, --log-level
field-further-settings = Further settings
    .help = Other flags of etcd: auto-compaction-retention=1h etcd-1:log-level=debug. Separate them with spaces; MEMBER: sets one for that member only.
    .why = None: etcd's defaults suit most. Each is checked against the flags of the chosen series, because etcd exits at startup if it doesn't know a flag.
    .source = `etcd --help` of 3.4 to 3.7
field-preset = Layout
    .help = Sets certificates, file names and the defaults of later answers. recommended is quorate's own; the other layouts follow well-known tutorials, with their mistakes fixed.
    .why = recommended: server and peer certificates for each member from one CA. What you have already typed stays.
    .source = quorate's own choice
field-placement = Placement
    .help = shared-host: several members on one machine, for a lab; {"{"}name{"}"} in a directory stands for the member. They fail together.
    .why = one-per-host: machines then fail independently, which the fault-tolerance table assumes.
    .source = etcd FAQ, failure tolerance
field-peer-network = Separate peer network
    .help = yes: members reach each other at separate addresses, which clients never see. Each member then has a second address column.
    .why = no: one address serves both. A separate network keeps the members' traffic apart from the clients', so that neither delays the other, and no client can reach port 2380.
    .source = etcd clustering guide, --initial-advertise-peer-urls; measured on 3.4 to 3.7
field-plain-http = Plain local HTTP
    .help = DANGER: yes lets every user and process on a member read and write everything at http://127.0.0.1, without a certificate.
    .why = no: anyone on the machine could read and write everything, and no log would say who. `etcdctl` with a client certificate does the same and proves who it is.
    .source = etcd security guide, transport security
field-load-balancer = Load balancer
    .help = What is in front of API servers on these machines: its address goes into the server certificates, and quorate writes a HAProxy configuration.
    .why = None: etcd's clients know all members and switch to another one by themselves. Clients that dial a load balancer refuse the handshake if its address isn't in the certificates.
    .source = etcd client design, balancer; RFC 6125
field-load-balancer-name = Its name
    .help = The name at which clients reach the load balancer; it goes into the server certificates.
    .why = None. Clients check the name that they dial: it must be in the certificates as a DNS SAN.
    .source = RFC 6125
field-trials = Trial scripts
    .help = yes: scripts in each member's directory test network and certificates before the real start, and clean up after themselves.
    .why = no: only what the member needs. The scripts find a closed port or a wrong certificate before you have to look for it in etcd's log.
    .source = quorate's own choice
field-trust = Trust
    .help = one CA. peer-and-client: a client's certificate opens no peer port. separate: servers aren't clients. intermediate: the root can be locked away.
    .why = one: least to look after, though a client's certificate then opens the peer port too. Each additional CA is one more key to keep safe and to renew.
    .source = measured: listeners check the issuer
field-arrangement = Certificates
    .help = The fewer certificates, the more a stolen key opens: two for each member, one per-member, one shared-server, one shared for everything.
    .why = server-and-peer: a stolen key opens one door of one member. A certificate that serves both ends needs both serverAuth and clientAuth, or the handshake fails.
    .source = etcd security guide, a key pair for every member
field-ca-source = CA
    .help = encrypted is recommended: made here, its key protected by a passphrase. made: plain. imported from your organisation. elsewhere: requests go out, certificates come back.
    .why = encrypted: whoever copies the key can make members and clients until the CA expires, and nothing in etcd's log distinguishes them from real ones.
    .source = RFC 8018, PBES2
field-authority-name = CA name
    .help = Empty: the cluster's name and 8 random hexadecimal digits, drawn when the CA is made, so that no two CAs look the same. {"{"}ca{"}"} says which of several.
    .why = With random hexadecimal digits, because a CA that is made again under its old name looks the same everywhere but isn't trusted anywhere: "certificate signed by unknown authority".
    .source = measured; Go crypto/x509
field-name-constraints = Name constraints
    .help = yes: the CA can only ever sign for its members' domains and networks. A stolen CA key then can't make other servers; clients' names aren't limited.
    .why = no: a later member outside them needs a new CA. With yes, Go and OpenSSL refuse every name outside, even if its signature is right.
    .source = RFC 5280, 4.2.1.10; measured
field-permitted-names = Only for
    .help = Domains and networks, separated by commas; the proposal leaves room for more members. A member with names or addresses outside needs a new CA.
    .why = The networks and domains of your members, with room for more. They are fixed until the CA expires.
    .source = RFC 5280, 4.2.1.10
field-member-keys = Members' keys
    .help = here: they travel with the member's directory. member: made on the member, which they never leave; only its requests come here.
    .why = here: one trip to each member. A key made on its member has never been anywhere else, but costs a second trip.
    .source = RFC 2986, certification requests
field-server-sans = Extra SANs
    .help = What else every server certificate is valid for, separated by commas: kubernetes.default, a load balancer.
    .why = None. A client that dials a name or an address that isn't among the SANs refuses the certificate; the CN is ignored.
    .source = RFC 6125; Go 1.15 and later
field-cfssl-inputs = cfssl inputs
    .help = yes: also writes the JSON files from which cfssl makes the same certificates.
    .why = no: they are for people who already use cfssl. It makes the same certificates from them, field by field.
    .source = tests of quorate against cfssl
field-algorithm = Key algorithm
    .help = For every key. ECDSA P-256 is strong, fast and understood everywhere; RSA is for clients that support nothing else.
    .why = ecdsa-p256: supported by every TLS since 1.2, and made in an instant. RSA costs more at each handshake. etcd doesn't run with P-224; older Java and browsers don't support Ed25519.
    .source = measured on 3.4 to 3.7
field-authority-days = CA valid (days)
    .follows = It expires on { $end }; after { $last } it can't sign for { $days } days any more.
    .help = A new CA means two rolling restarts and new files for every client.
    .why = Ten years: etcd reads its CA only at startup, so replacing it means two restarts of every member and new files for every client. When it expires, so does everything it signed.
    .source = measured on 3.4 and 3.5
field-leaf-days = Leaves valid (days)
    .follows = { $renewals ->
        [0] Renew before { $end }, when the CA expires too.
        [one] Renew before { $end }: 1 renewal until the CA expires.
       *[other] Renew before { $end }: { $renewals } renewals until the CA expires.
    }
    .help = Renewing needs no restart, because etcd reads leaves at each handshake: use a year or less.
    .why = A year: long enough to renew without hurry, short enough that a leaked key is soon worthless. A leaf that is valid longer than its CA still expires with it.
    .source = measured on 3.4 and 3.5
    .foreign = Renew before { $end }.
field-organization = O  organization
    .help = Subject fields are for people; etcd uses only a client's CN. Leave empty what you don't need.
    .why = None. With authentication on, etcd uses a client's CN as its user; every other field is for people.
    .source = etcd security guide, role-based access control
field-organizational-unit = OU unit
    .help = Optional; a department or a purpose.
    .why = None. Public CAs no longer use it; in a private one it does no harm.
    .source = CA/Browser Forum, ballot SC47
field-country = C  country
    .help = Optional; the two letters of ISO 3166, such as DE.
    .why = None. Two letters and no more: some parsers refuse anything else.
    .source = RFC 5280, appendix A
field-state = ST state
    .help = Optional; state or province.
    .why = None. It is for people.
    .source = RFC 5280
field-locality = L  locality
    .help = Optional; a city.
    .why = None. It is for people.
    .source = RFC 5280
field-output = Write to
    .help = A directory that doesn't exist yet, or an empty one. It will hold private keys: choose a private place.
    .why = A free name in this directory. The bundle is written completely or not at all, and never over something that isn't a bundle.
    .source = quorate's own choice
field-authority-certificate = CA certificate
    .help = The file of your CA's certificate (PEM), with any chain below it. Tab completes the name. It is read for the review, and again when you generate.
    .why = None. Any other client certificate from this CA can read and write everything in the cluster: a CA for etcd alone is better.
    .source = measured: listeners check the issuer
field-authority-key = CA key
    .help = The file of your CA's private key (PEM). Tab completes the name. It is read for the review and when you generate, and not copied.
    .why = None. It is read once and stays where it is. A key that doesn't belong to the certificate is refused before anything is written.
    .source = RFC 5280

## role

role-authority = CA certificate
    .serves = signs the others; whoever trusts it trusts everything it signed
role-server = Server certificate
    .serves = the member shows it to clients. If it has both usages, the member's own gRPC gateway also dials with it
role-peer = Peer certificate
    .serves = this member dials the others and they dial it; both ends are checked
role-member = Member certificate
    .serves = clients and the other members dial it, it dials them: one key for every use
role-gateway = Gateway certificate
    .serves = the member's own HTTP gateway shows it when it dials the member
role-client = Client certificate
    .serves = this client dials every member; the CN is its user name in etcd

## report

report-serves = Serves
    .why = What the certificate is for, in this plan.
report-subject = Subject
    .why = Whose certificate it is. Of a client's, etcd takes the CN for the user name; of a member's, it looks at the SANs alone.
    .source = etcd docs, Role-based access control; measured on all series
report-issuer = Issuer
    .why = The CA that signs it. Whoever trusts that CA accepts this certificate.
    .source = RFC 5280 §4.1.2.4
report-self = itself
report-empty = (empty)
report-from = Valid from
    .why = Before this moment every handshake is refused: the clocks of all machines must be right.
    .source = RFC 5280 §4.1.2.5; measured on all series
report-until = Valid until
    .why = After this moment every new handshake is refused; connections that stand go on. Renew it before: etcd reads the file again at each handshake.
    .source = RFC 5280 §4.1.2.5; measured on all series
report-not-yet = (not yet valid)
report-reversed = (never valid: it expires before it starts)
report-unreadable = can't be read
report-days-left = { $days ->
        [0] (less than a day left)
        [one] (1 day left)
       *[other] ({ $days } days left)
    }
report-days = { $days ->
        [one] (1 day)
       *[other] ({ $days } days)
    }
report-expired = { $days ->
        [0] (expired less than a day ago)
        [one] (expired 1 day ago)
       *[other] (expired { $days } days ago)
    }
report-key = Key
    .why = The kind of its key. All kinds that quorate offers are accepted by every series of etcd.
    .source = measured on all series
report-sans = SANs
    .why = The names and addresses that it is valid for. Whoever dials a member by another one refuses it; a peer listener also checks the caller's address against these.
    .source = RFC 5280 §4.2.1.6; measured on all series
report-dns = DNS names
report-ip = IP addresses
report-other-names = Other names
report-none = none
report-no-address = none yet: etcd dials addresses, and needs them as IP SANs
report-key-usage = Key usage
    .why = What the key may do: sign handshakes, or for a CA sign certificates and lists.
    .source = RFC 5280 §4.2.1.3
report-extended = Extended usage
    .why = server auth: it may be dialed. client auth: it may dial. A peer needs both, and so does a server certificate whose member runs the HTTP gateway.
    .source = RFC 5280 §4.2.1.12; measured on all series
report-any-usage = absent: any use
report-no-usage = empty: Go accepts it for any use
report-usage-not-asked = not asked for
report-no-names = none: the extension is there, but empty
report-critical = Critical
report-constraints = Constraints
    .why = Whether it is a CA, and how many more CAs may follow below it. A leaf that were a CA could sign others.
    .source = RFC 5280 §4.2.1.9
report-serial = Serial
    .why = Its number, unique within its CA. A revocation list names it by this.
    .source = RFC 5280 §4.1.2.2
report-fingerprint = SHA-256
    .why = The SHA-256 of the whole certificate: compare it to be sure that two files hold the same one.
    .source = RFC 6234
authority-digits = [8 random hex digits]
report-at-issue = known once it is issued
report-signature = Signature
    .why = How the CA signs it. SHA-1 is refused by newer Go.
    .source = Go release notes; measured on all series
report-subject-key = Subject key
    .why = A name for its key. Certificates that this one signs point to it.
    .source = RFC 5280 §4.2.1.2
report-authority-key = Issuer key
    .why = The name of the key that signs it: it tells two CAs of one name apart.
    .source = RFC 5280 §4.2.1.1
report-extension = Extension
report-remark = Remark
report-warning = Warning
report-error = Error
report-backdated = (5 min back, for clock skew)
report-foreign = your own CA: known once it signs

## item

wrapping-place = { $path } of the { $document }
wrapping-secret = Kubernetes Secret { $name }
wrapping-object = Kubernetes { $name }
wrapping-kubeconfig = kubeconfig
wrapping-yaml = YAML
wrapping-json = JSON
wrapping-base64 = base64
item-kind = Kind
item-certificate = certificate
item-request = certificate signing request
item-list = certificate revocation list
item-public = public key
item-private = private key
item-parameters = key parameters
item-pkcs7 = PKCS #7
item-pkcs12 = PKCS #12
item-java = Java key store
item-ocsp = OCSP response
item-ocsp-status = Status
item-ocsp-responder = Responder
item-ocsp-answer = { $serial }: { $status }, issued { $since }, next update { $next }
item-ocsp-revoked = revoked since { $since }
item-ocsp-says = Says
item-other = nothing that quorate knows
item-broken = unreadable
item-form = Form
item-encryption = Encryption
item-plain-key = none: anyone who reads the file has the key
item-unknown-key = unknown
item-says = Says
item-holds = Holds
item-holds-count = { $count ->
        [one] 1 certificate or revocation list, which follows
       *[other] { $count } certificates and revocation lists, which follow
    }
item-holds-keys = { $count ->
        [one] 1 certificate or key, which follows
       *[other] { $count } certificates and keys, which follow
    }
item-this-update = Made
item-next-update = Next due
item-not-said = not said
item-revoked = Revokes
item-revoked-count = { $count ->
        [one] 1 certificate
       *[other] { $count } certificates
    }
item-revoked-more = {"."}.. and { $count } more
item-belongs = Belongs to
item-its-key = Its key
item-signed-by = Signed by
item-signed-itself = itself, signature checked
item-signed-itself-unchecked = itself, signature not checked
item-signed-checked = { $place }, signature checked
item-signed-unchecked = { $place }, signature not checked
item-signed-not = nobody here: { $place } has the issuer's name, but the signature doesn't verify with its key
item-signed-not-itself = not verified: it names itself as issuer, but the signature doesn't verify with its own key
item-signed-key-id = { $how } (other key identifier)
item-signed-missing = none of these files
item-place = { $path }, line { $line }
item-place-number = { $path }, item { $number }
item-place-line-number = { $path }, line { $line }, item { $number }
item-loads = etcd
item-trusts-only = loads it as a trusted CA file, not as a certificate file
item-loads-not = does not load it from this file

## inspect

diff-alone = {"  "}only here: { $subject }
diff-same = the same
diff-order = the order differs: the certificates of the old file, in its order, are number { $now } of the new
diff-equal = equal: { $labels }
inspect-chains = Chains:
inspect-handshakes = Who accepts whom:
inspect-handshakes-named = Who accepts whom, with owners taken from the file names (hosts are not known, and were not compared):
inspect-found = Findings:
inspect-more = To see everything in a certificate, name its file, or add --json
inspect-stdin = standard input
inspect-passphrase = Passphrase of { $path }:
inspect-summary = Files: { $files }, items: { $items }, errors: { $errors }, warnings: { $warnings }
inspect-skipped = Files skipped because they hold no certificate, key or the like: { $count }
inspect-unchecked = With more than 1000 certificates, signatures are checked only with --check: issuers are matched by name and key identifier
inspect-first = Expires first: { $date }, { $place }
inspect-same = The same certificate: { $places }
inspect-within = { $kind } in { $parent }
inspect-wrapped = { $heading } in { $place }
inspect-server-place = { $path }, certificate { $line }: { $heading }
inspect-connection = the connection
inspect-findings = What clients and peers of etcd would say:
inspect-signed-trusted = the trusted authority `{ $name }`
inspect-signed-beyond = an authority whose certificate the server didn't send
inspect-no-findings = Clients and peers of etcd would find nothing wrong.

## probe

probe-address = Address
probe-in-vain = Failed
probe-protocol = Protocol
probe-unknown = not known: the handshake ended too early
probe-sent = Chain
probe-certificates = { $count } sent, in this order
probe-trust = Trust
probe-trusted = leads to { $name }
probe-untrusted = leads to no trusted authority
probe-trust-open = could not be judged here
probe-trust-not-asked = not judged: --cacert names the authorities
probe-client = Client certificate
probe-not-asked = not asked for
probe-own-accepted = asked for; the one shown was accepted
probe-own-refused = asked for; the one shown was refused: { $alert }
probe-own-open = asked for; no answer to the one shown
probe-none-accepted = asked for, but not required
probe-none-refused = required; none was shown: { $alert }
probe-none-open = asked for; none was shown
probe-accepts = Accepts those of

## inspector

inspector-more = … { $count } more lines: PgDn
inspector-next = Certificate { $position } of { $count }; Ctrl-Y shows the next: { $next }

## screen

screen-too-small = The screen is too small: quorate needs { $width }x{ $height }, this is { $found_width }x{ $found_height }. Make it larger; nothing is lost. Ctrl-C leaves, no other key does anything.
header-missing = Still to answer: { $steps }
header-complete = Everything is answered

## panel

panel-quorum = What each size survives
panel-cluster = The cluster so far
panel-settings = Settings and unit of { $name }
panel-settings-example = Settings and unit (example: etcd-1 at 10.0.0.1)
panel-authority = CA
panel-leaves = Certificates
panel-until = until { $end }
panel-more = … { $count } more lines: the review shows all
panel-more-by-hand = … { $count } more lines: Alt-B
panel-more-lesson = … { $count } more lines: F1

## step

step-size = Size
step-hardware = Hardware
step-members = Members
step-network = Network
step-certificates = Certificates
step-review = Review
step-generate = Generate

## size

size-columns = {"  "}members  majority  tolerates
size-remark-1 = to try out
size-remark-3 = most
size-remark-5 = production
size-alive = { $members } up; each write needs { $majority }
size-tolerated = { $failed } failed, { $left } left: still works
size-lost = { $failed } failed: no quorum of { $majority }, no writes
size-why-odd = Why odd? With 4, as with 3, only one may fail: an even size adds a machine that can break, but tolerates no more.
size-why-not-2 = Why not 2? Both must be up: either failure stops all writes, twice the risk of one machine, and a dead member can't even be removed.
size-why-not-more = Why not more than 7? Every write waits for a majority: more members make it slower, and 5 already tolerate two failures.
size-start = Set up as: { $start }. Press s for Kubernetes, own CA, lab or tutorial.
size-take-3 = 2 members tolerate no failure. Use 3: one more machine, and any one of them may fail.

## hardware

hardware-columns = {"  "}tier       clients   requests/s      data  Kubernetes nodes
hardware-custom = your own figures
hardware-machine = { $provider }  { $kind }  { $vcpus } vCPU, { $memory } GB, { $iops } IOPS, { $bandwidth } MB/s
hardware-units = quota-backend-bytes { $quota }, snapshot-count { $snapshots }
    .label = Units
hardware-machines = { $memory } GB memory; WAL fsync p99 < 10 ms; { $iops } sequential IOPS
    .label = Machines
hardware-changes = Changes
hardware-changes-more = { $count ->
        [one] … { $count } line of the unit and its settings changes
       *[other] … { $count } lines of the unit and its settings change
 }
hardware-load = Don't know the tier? Enter the load, as far as you know it:
hardware-suggestion = {"  "}{ $tier } handles this load.
hardware-beyond = {"  "}More than { $tier }, the largest tier, can handle: measure before you rely on it.
hardware-too-small = { $tier } handles this load, { $chosen } does not.
hardware-unknown = The results are shown as soon as the figures below are right.

## members

members-earlier-certificates = { $summary }. That is with certificates for the old addresses; new ones will match.
members-intro = Type the members, press Ctrl-F to fill them from a pattern, or paste lines: `name address`, `name=address`, CSV, or an excerpt of /etc/hosts.

## member

member-name = Name
    .help = Short and plain, such as etcd-1: what etcd calls the member (--name), a directory of the bundle, and the CN of the member's certificates.
    .why = etcd-1 and so on. It must be the same here and in initial-cluster, or etcd exits with "couldn't find local name". Two members with the same name both start, and nothing distinguishes them.
    .source = measured on 3.4 and 3.5
member-address = Address
    .help = The IPv4 or IPv6 address at which members and clients reach it; both for a dual-stack machine, separated by a comma. etcd listens on addresses, not names.
    .why = None: only you know it. It becomes an IP SAN, because clients and peers check what they dial. A member that calls from a different address is refused by its peers: add that address to the extra SANs.
    .source = measured on 3.4 to 3.7
member-peer-address = Peer address
    .help = Where the other members dial it, and where it calls them from. If a machine has both families, one address of each, separated by a comma.
    .why = The same as its address. It becomes an IP SAN of the peer certificate, instead of the client address. A member that calls its peers from any other address is refused by them.
    .source = etcd's peer listener checks the caller's address against its SANs (listener_tls.go); measured on 3.4 to 3.7
member-dns-names = DNS names
    .help = The member's host names, separated by commas; each becomes a DNS SAN. Can stay empty if everybody uses the address.
    .why = The member's name, if you gave one that is a valid host name; a pasted line with nothing but an address gets none. If clients dial a name that isn't here, they fail with "certificate is valid for …, not …". The CN is ignored.
    .source = RFC 6125; Go 1.15 and later
member-extra-sans = Extra SANs
    .help = What else its certificates must be valid for: a second address it may dial from, a load balancer, *.example.com.
    .why = None. Peers look up the address that a member calls from: if a machine has two addresses, name both.
    .source = measured: "does not match any of DNSNames"
member-ports = Ports
    .help = Its own ports if members share a machine: the client port, a slash and the peer port, such as 2369/2370.
    .why = Counted up from 2379/2380, two for each member. If two members have the same port, the second can't start.
    .source = measured: "address already in use"

## client

client-name = Client
    .help = The directory that this client's files get in the bundle.
    .why = root for the person who runs etcdctl. One certificate for each thing that connects, so that you can withdraw one without the others.
    .source = etcd security guide
client-common-name = Common name
    .help = The CN: etcd uses it as the user name once authentication is enabled. root is etcd's superuser. Leave it empty for a client of the HTTP gateway.
    .why = The client's name. Once authentication is enabled, a certificate with the CN root can do everything. The HTTP gateway then refuses a certificate with a CN: leave it empty for a client that uses it.
    .source = etcd security guide, authentication; measured
client-add = + add a client { $name }
    .help = One certificate for each thing that connects: kube-apiserver-etcd-client for the API servers, root for yourself, one for backups.
    .why = root is there already. An API server needs its own; kubeadm calls it apiserver-etcd-client.
    .source = kubeadm, external etcd topology

## fill

fill-title = Fill the member table
fill-names = Names
fill-start = First address
fill-help = Names count up inside the braces, addresses from the first one: etcd-{"{"}1..3{"}"}.example.com and 10.0.0.1+ make three members. Tab moves between the two.
fill-replaces = { $count ->
        [one] This replaces one filled row.
       *[other] This replaces { $count } filled rows.
    }
fill-shrinks = The cluster has { $size } members, but this makes { $count }: its size becomes { $count }.
fill-again = Press Enter again to do it, Esc to leave everything as it is.

## form

form-empty = (none)
explanation-default = Default: { $text }
explanation-source = Source: { $source }
form-further = More ({ $count }): { $names }
    .help = Enter shows what most clusters leave at its default: { $names }.
    .fewer-help = Enter hides the questions that most clusters leave at their defaults. What you changed stays visible.
form-fewer = Show fewer questions
form-more = … { $count } more lines: Down
form-missing = missing
form-written-as = Written as { $text }.

## network

network-timing = For a round trip of { $round_trip } ms: heartbeat { $heartbeat } ms (about one round trip, at least 100), election { $election } ms (10 heartbeats; etcd refuses less than 5).
network-hardened = The unit runs etcd as its own user, hardened: it sees its data, its configuration and the network, and nothing else.

## notice

notice-first = { $problem }. Ctrl-N continues anyway; the review lists it.
notice-filled = Members filled in: { $count }. Check them, then press Ctrl-N.
notice-paste-too-long = the pasted text is { $count } characters long, at most { $limit } fit a field: nothing was changed
notice-no-paste = Nothing is typed here. Members can be pasted on steps 1 to 3.
notice-no-match = No match.
notice-mouse-on = The mouse is on: click steps, fields, choices and keys. Most terminals select text with Shift held. F10 turns it off.
notice-mouse-off = The mouse is off: the terminal selects text again.
search-found = Match { $number } of { $count }: n shows the next, N the one before.
search-label = Search:{" "}
search-count = { $count ->
        [0] no match
        [one] 1 match
       *[other] { $count } matches
    }
notice-fix-first = Something is still missing: fix what the list shows; Enter goes there.
notice-copied = Copied to the clipboard, if the terminal allows it.
notice-keys-stay = Private keys are never copied or shown.
notice-pasted = Members filled in: { $count }, from row { $from } on. The cluster's size is { $size }.
    .over = { $count ->
        [one] 1 filled row was replaced; Alt-U brings it back.
       *[other] { $count } filled rows were replaced; Alt-U brings them back.
    }
    .shared = They are all on this machine, so the placement is shared-host now.
notice-left-out = { $count ->
        [one] 1 filled row is left out: the cluster had { $size } members. Alt-U brings it back.
       *[other] { $count } filled rows are left out: the cluster had { $size } members. Alt-U brings them back.
    }
notice-no-such-file = No file name starts like this. Press Tab again to move on.
notice-started = The answers were set for: { $start }. Alt-U undoes it.
    .addresses = The members keep the addresses that you typed; Ctrl-F on step 3 replaces them.
notice-resumed = You are back where you left off: cluster { $cluster }, { $size ->
        [one] { $size } member
       *[other] { $size } members
    }. Ctrl-N goes on.
notice-no-drafts = There are no drafts and no bundles. The answers become a draft as soon as you change something.
notice-bundles-found = { $count ->
        [one] A bundle was made before: d lists it.
       *[other] { $count } bundles were made before: d lists them.
    }
notice-drafts-found = { $count ->
        [one] There is a draft
       *[other] There are { $count } drafts
    } of an earlier start: d on the first step lists them.
notice-draft-deleted = The draft of { $cluster } was deleted. Alt-U brings it back until you leave.
notice-draft-restored = The draft is back.
notice-undone = Undone: { $place }. Alt-E redoes it.
notice-redone = Redone: { $place }. Alt-U undoes it.
notice-rows = { $count ->
        [one] 1 row of members
       *[other] { $count } rows of members
    }
notice-nothing-undone = There is nothing to undo.
notice-nothing-redone = There is nothing to redo.
notice-row-removed = Row { $row } was removed ({ $name }); the size is { $size } now. Alt-U brings it back.
notice-client-removed = Client { $name } was removed. Alt-U brings it back.
notice-output-taken = { $taken } exists already: { $free } is proposed instead.
notice-candidates = It could be: { $names }

## quit

quit-title = Leave quorate?
quit-question = No bundle has been written. Your answers are kept, and you get them back next time. Enter leaves, Esc stays.
    .untouched = Nothing has been typed yet. Enter leaves, Esc stays.
    .running = Keys are being made: leaving cancels that and leaves nothing behind. Enter leaves, Esc stays.
    .unsaved = Your answers can't be saved ({ $why }): you lose them if you leave. Enter leaves, Esc stays.
quit-nowhere = they aren't kept in this session

## drafts

drafts-title = Drafts: Enter continues where you left off, n starts a new cluster
bundles-title = Bundles made before: Enter verifies one and says what you can do with it
drafts-filter = Filter:
drafts-help = Enter continues this draft at the step and field where you left off. Esc leaves all of them as they are.
    .elsewhere = Another wizard has this draft open. Close it there to continue it here, pick another draft, or start a new one with n.
    .here = This is the draft that you have open; Enter goes back to it.
    .unreadable = This file is damaged, or of another version. Ctrl-X deletes it; nothing else changes it.
    .none = Nothing is listed. n starts a new cluster; Esc in the filter clears it.
bundle-help = Enter verifies this bundle; then you can inspect it, read its findings and its next commands, or start a draft from its plan.
bundle-page-help = c copies this text; Esc goes back.
bundle-menu-help = Enter runs the selected action. Esc goes back to the list.
bundle-gone = gone:
bundle-gone-help = This bundle is no longer there: it was moved or deleted after it was made.
bundle-not-deleted = quorate doesn't delete bundles: their keys may be the only ones of a cluster
bundle-title = Bundle of { $cluster }
bundle-made = Made { $made } UTC
bundle-authority = CA: SHA-256 { $fingerprint }
bundle-verifying = Verifying…
bundle-sound = Nothing is wrong with it.
    .remarks = { $count ->
        [one] Nothing is wrong with it; there is a remark.
       *[other] Nothing is wrong with it; there are { $count } remarks.
    }
bundle-wrong = { $count ->
        [one] Something is wrong with it: read what was found.
       *[other] Something is wrong with it: { $count } findings.
    }
bundle-findings = Read what was found
bundle-inspect = Inspect its certificates and keys
bundle-commands = Read its next commands
bundle-plan = Start a draft from its plan
bundles-gone = (gone)
bundles-none = No bundle was made here yet, by the wizard or by quorate generate at a terminal.
bundle-no-plan = its plan.json can't be read: the findings say why
draft-elsewhere = open in another wizard
draft-here = open here
draft-not-read = can't be read
draft-members = { $named } of { $size } named: { $names }
    .none = { $size ->
        [one] { $size } member, not named yet
       *[other] { $size } members, none named yet
    }
draft-file = Changed { $changed }. File: { $path }
draft-delete-title = Delete this draft?
draft-delete-question = The draft of { $name }, last changed { $changed } UTC. Enter deletes it, Esc keeps it; Alt-U brings it back until you leave.
draft-not-deleted = the draft can't be deleted: { $why }
draft-not-restored = the draft can't be brought back
draft-open-here = you have this draft open: start another one before you delete it
draft-unreadable = the draft can't be read: { $why }
draft-open-elsewhere = the draft of { $cluster } is open in another wizard
    .hint = close it there, or continue another one

## help

help-title = { $step }: what this is about
help-step = This step
help-proposed = The highlighted text is a suggestion: what you type replaces it. To edit it instead, press Left, Right, Home or End first.
help-preview = In a file
help-keys = Keys
help-terms = Terms
term-member = - Member: one etcd process with its own data; a cluster has several.
term-quorum = - Quorum: more than half of the members. Only with a quorum can anything be written.
term-quota = - Quota: the largest size of the database. At the quota etcd stops taking writes.
term-wal = - WAL: the write-ahead log. etcd writes each change there, and waits for the disk, before it answers.
term-peer = - Peer: a member, as seen by the other members. Peers have a port of their own.
term-token = - Cluster token: a text that goes into the cluster's ID, so that members of two clusters don't mix.
term-san = - SAN: subject alternative name, a name or address that a certificate is valid for. Whoever dials compares it with what was dialed.
term-cn = - CN: common name. etcd takes a client's CN as its user name; for servers it isn't looked at.
term-ca = - CA: certificate authority. Its key signs certificates; whoever trusts its certificate accepts them. That certificate is then a trust anchor.
term-leaf = - Leaf: a certificate that signs nothing: that of a server, a peer or a client.
term-eku = - EKU: extended key usage: whether a certificate may serve (serverAuth), dial (clientAuth) or both.
term-gateway = - Gateway: each member's HTTP interface to etcd's API. It dials its own member as a client.
term-handshake = - Handshake: the start of a TLS connection, in which both sides show and check their certificates.
term-bundle = - Bundle: the directory that quorate writes, with a directory for each member and client.

## review

review-absolute = {"  "}will be written to { $path }
    .written = {"  "}was written to { $path }
review-no-advice = No problems found.
review-advice = Missing and advice ({ $count })
    .help = What is missing or unwise, most serious first, with the reason. Enter goes to the field that controls it, Tab to the handshakes.
review-start = {"["} Generate ]  makes the keys and writes these { $count } files
    .help = Makes the keys, signs the certificates and writes everything at once: you get the whole bundle or nothing.
    .plan = p saves the plan, b an openssl script.
review-no-output = Not ready yet: choose another output directory
review-not-ready = Not ready yet: fix what the list shows
    .help = Enter goes to the list of what is missing or wrong. Once that is empty, Generate stands here.
review-remark-help = What is missing or unwise, most serious first, with the reason. No field can fix this one: you decide. Tab goes to the handshakes.
review-more = … { $count } more: Down/PgDn
review-more-findings = … { $count } more: Tab to this list, then Down/PgDn
review-handshakes-help = Who can connect to whom, judged as etcd would, before anything is written. Enter opens it full screen, Tab goes to the files.
review-files-help = Every file that will be written, to read before it exists. Nothing is on disk yet. Enter opens it, Tab goes to Generate.
review-written-help = These files were written, and your answers haven't changed since. Ctrl-N goes back to the bundle.
review-no-files = There are no files to show until everything is answered. Tab goes on.
review-no-api-server = You named Kubernetes nodes, but no client is called kube-apiserver-etcd-client: the API servers need a certificate. Add one below the clients.
changes-title = What differs, host by host
changes-unknown = Differences: shown once nothing is missing
changes-of = { $what ->
        [plan] the plan you started from
        [bundle] the bundle that was written
       *[defaults] the defaults
    }
changes-none = Nothing differs from { $what }
changes-authority = Only the CA's files differ from { $what }
changes-hosts = { $count ->
        [one] The files of 1 member or client differ from { $what }
       *[other] The files of { $count } members and clients differ from { $what }
    }
    .authority = { $count ->
        [one] The files of 1 member or client, and of the CA, differ from { $what }
       *[other] The files of { $count } members and clients, and of the CA, differ from { $what }
    }
review-fixed = The tutorial's mistake, fixed
review-only-fixed = No problems found. Fixed compared with the tutorial ({ $fixed })
review-advice-and-fixed = Missing and advice ({ $count }), then what is fixed compared with the tutorial ({ $fixed })

## handshakes

handshakes-title = Handshakes
handshakes-pending = Handshakes: judged once nothing is missing
handshakes-all-accepted = Handshakes: all { $total } would be accepted
handshakes-some-refused = Handshakes: { $refused } of { $total } refused: { $first }
handshakes-some-open = Handshakes: { $open } of { $total } can't be judged before they happen
handshakes-gateway-off = ; the gateway is off
handshakes-no-hosts = ; hosts are not known, and were not compared
handshakes-refusal = { $count } refused, first { $first }: { $why }; { $fix }
handshakes-about = What happens when each one on the left dials each one at the top:
handshakes-head = dialer
handshakes-peer = peer { $name }
handshakes-client = client { $name }
handshakes-gateway = gateway
handshakes-pair = { $dialer } to { $listener }
handshakes-accepted = accepted
handshakes-not-judged = not judged
handshakes-refused = refused
handshakes-off = off
handshakes-self = itself
handshakes-why-off = The gateway is off: this etcd has no certificate for it that its own member would accept.
handshakes-refused-pairs = { $pairs }: refused
handshakes-listener-logs = etcd logs: { $text }
handshakes-dialer-says = the dialer says: { $text }
handshakes-ends-with = it exits with: { $text }
handshakes-why = why: { $text }
handshakes-fix = fix: { $text }

## files

files-mode = mode
files-private-key = A private key: made when you generate, readable by its owner only, and never shown.
files-request = A signing request: made when you generate, for your CA to sign. It contains no secret.
files-manifest = Made when you generate: every file with its mode and SHA-256, every certificate with its fingerprint and expiry.
files-no-certificate = no certificate could be read here
files-foreign-authority = Your own CA's certificate, read when you generate.

## generate

generate-title = Write the bundle?
generate-question = This writes { $files } files to { $path }. { $keys } of them are private keys, which are made now. Enter writes them, Esc goes back.
    .another = This makes another CA: the members and clients of an earlier bundle don't trust it.
generate-keys = Making keys: { $done } of { $total }
generate-running = RSA keys take a while, ECDSA keys don't. Esc cancels and leaves nothing behind.
generate-cancelling = Cancelling: keys already started are finished first.
generate-cancelled = Cancelled. Nothing was left behind; Esc goes back to the review.
generate-nothing-left = Nothing was left behind. Esc goes back to the review.
generate-done = { $count } files written to { $path }
generate-next = What to type next
    .help = The rollout, step by step; README.txt has it too. c copies it. Tab goes to the files, q leaves.
generate-files-help = Every file as it is on disk now. Enter opens it, Tab goes back to what to type next.
generate-ca-source-made = { $keys } signs every certificate of this cluster: keep it off the members, and don't lose it.
generate-ca-source-several = { $keys } sign the certificates of this cluster: keep them off the members, and don't lose them.
generate-ca-source-encrypted = It is encrypted: without the passphrase nothing can be renewed.
    .several = They are encrypted: without the passphrase nothing can be renewed.
generate-lifetimes = Renew the certificates before { $end }, as README.txt says: nothing renews them by itself.
    .authority = The CA expires on { $end }; in its last { $days } days it can't sign for that long any more. A new CA means new trust on every member and client, and two restarts of each member: start in time.
passphrase-file-readable = other users can read this passphrase
    .fix = chmod 600 it, and use another passphrase if anyone else has had access to the machine
generate-offer = Passphrase for the CA's key, at least 8 characters (recommended; empty for none):
    .again = Without one, anyone who reads or copies the key can make any member and any client. Type plain if you want that, or a passphrase:
generate-plain-ca = note: the CA's key is written without a passphrase; --encrypt-ca encrypts it, --plain-ca leaves it plain without this note
generate-ca-source-imported = The CA's key stayed where it was; nothing in this bundle can sign.
generate-ca-source-elsewhere = There are no certificates here yet: send requests/ to the CA, and import what it signs with quorate import.
generate-fault = quorate itself failed while it made the bundle
    .hint = please report it; nothing was left behind

## reason: why a line of a unit or of the settings is there, in the file's comments and in the preview

reason-name = This member's name; the same name is in the list of members below.
reason-data = Where its data is. Never copy one from another member, and never empty that of a member that has taken part: remove the member from the cluster, then add it again.
reason-wal = Every write waits for this log to be on disk: on a separate disk, nothing else delays it. A directory on that disk, because etcd replaces it at its first start and can't replace a mount.
    .kept = Where the write-ahead log of the running member is. Never change it: without its log a member doesn't know what it has agreed to.
reason-logger = Logs as one JSON object a line; 3.4 would still use its retired logger otherwise.
reason-peer-urls = Where it listens for the other members, and where they dial it. Listening needs addresses, not names. Every URL here is https: a single http would talk to anyone, without a certificate.
    .network = A network of its own, apart from that of the clients: a member that calls from another address than these is refused by its peers.
    .several = The same list stands in initial-cluster, or etcd doesn't start.
reason-client-urls = Where it listens for clients (on the machine itself too, also with a certificate), and what it tells clients to dial: that host must be in the server certificate.
    .plain = Where it listens for clients, and what it tells clients to dial: that host must be in the server certificate. DANGER: http on the machine itself answers every user and process there, without a certificate and without TLS; they read and write everything.
reason-gateway = JSON over HTTP, /v3/..., as with environment variables and flags; 3.4 turns it off if it reads a config file that doesn't say otherwise.
    .off = No JSON over HTTP (/v3/...): the gateway would dial this member with the server certificate, which no client CA has signed, and etcd before 3.5 has no setting for another one.
reason-bootstrap = The first start: all members with the same list and the same token find each other and become one cluster. Once the data directory has something in it, all three are ignored.
reason-server-certificate = What clients see. etcd reads certificate and key again at each handshake, so you can replace them while it runs.
reason-client-trust = Who can connect: only those with a certificate from this CA. The values are true and false, nothing else. A new CA needs a restart.
reason-gateway-certificate = What the member's own HTTP gateway shows when it dials the member: the server certificate comes from another CA than those of clients, and would be refused.
reason-peer-certificate = What the other members see: the same settings, with a separate certificate.
    .apart = What it shows to the other members, and whom it accepts: a certificate of its own, from a CA of its own.
    .dual = What it shows to the other members, and whom it accepts: the same certificate, which holds both usages.
reason-timing = In milliseconds, the same on every member (a round trip between them takes { $round_trip } ms): how often the leader sends a heartbeat, and after how much silence the others elect a new one.
reason-quota = In bytes ({ $quota }), plain digits only: when the database has grown to this, writes are refused until it is compacted and defragmented. This machine should have the memory to hold it ({ $memory } GB), and a disk that syncs the write-ahead log in under 10 ms, 99 times of 100 ({ $iops } sequential IOPS; the metric is etcd_disk_wal_fsync_duration_seconds).
reason-snapshots = Log entries kept in memory between two snapshots: more help a slow member catch up, fewer take less memory.
reason-compaction = Which old revisions etcd removes by itself: history that nobody reads fills the quota. The API server of Kubernetes compacts every five minutes, and needs nothing here.
reason-metrics = Where it also serves /metrics and /health: over http to everyone who can reach it, without a certificate. They show no keys or values.
reason-log-level = What it logs: at debug a line for each request, at warn only what is wrong.
reason-corruption-check = Before it serves anyone, a member compares its data with that of the others, and exits if they differ: no member is better than one with wrong answers.
reason-further = Extra settings from the plan; `etcd --help` says what each one does.
reason-unit-network = etcd binds to this machine's address, so the network must be up; and certificates are valid only between two dates, so the clock must be right.
reason-unit-mounts = Don't start if the disk below these isn't mounted: a member whose data is gone can't take part, and would write to the wrong disk.
reason-unit-ready = etcd itself reports when it is ready, which is once a majority of members have found each other. The first member waits for the second, so start them together; the wait has no time limit. At boot as well it stays `activating` until then, and multi-user.target with it; logins and other services don't wait for that target.
reason-unit-user = Not root: an attacker who breaks into etcd gets this user, which owns nothing else.
reason-unit-settings = Every setting is an ETCD_ variable in this file. Add no flags to the command: a setting given both ways is fatal (conflicting environment variable is shadowed).
    .flags = Every setting is a flag of the command. Set none of them as an ETCD_ variable too: a setting given both ways is fatal (conflicting environment variable is shadowed). A change needs systemctl daemon-reload and a restart of etcd, one member at a time.
    .below = Below, % is written %% and $ is written $$; no comment and no empty line may stand between the flags. The flags:
    .config-file = Every setting is in this file. Add no flags to the command and no ETCD_ variables: etcd passes over all of them without a word.
reason-unit-restart = Restart after a crash. Not Restart=always: a member that was removed from the cluster exits with 0, and would be started again and again.
reason-unit-open-files = Each connection and each database file uses one; the usual 1024 are soon used up.
reason-unit-read-only = The whole system is read-only to etcd, except for its own directories.
reason-unit-state = Created below /var/lib if missing, owned by the user above, closed to all others.
reason-unit-paths = Must exist before the start; install.sh creates them.
reason-unit-umask = Only etcd's user can read what etcd writes, backups included.
reason-unit-home = No home directories.
    .visible = Read-only, not hidden: one of etcd's own paths lies in a home directory.
reason-unit-temporary = A private /tmp.
    .shared = Not a private one: one of etcd's own paths lies below /tmp or /var/tmp.
reason-unit-devices = No devices except /dev/null and the like, no users except its own and root, no other processes.
reason-unit-capabilities = No capabilities, and no way to get any: ports above 1023 need none. (Both are set to nothing, which clears them.)
    .low-port = One capability, for the port below 1024, and no way to get another.
reason-unit-kernel = etcd can't change anything about the kernel or the machine.
reason-unit-sockets = TCP, and the socket for reporting readiness. 3.4 logs a missing AF_NETLINK: harmless.
reason-unit-attacks = Means that attacks use and etcd does not.
reason-unit-calls = The system calls of a service; any other fails with EPERM instead of killing etcd.
reason-unit-boot = Starts at boot, once it is enabled: systemctl enable { $service }

## directive: what the directives of a unit are

directive-unit-section = What systemd needs to know before it starts the service: what it is, and what must be there first.
    .source = systemd.unit(5)
directive-service-section = How systemd runs the service: the command, its user, restarts, and all that is kept from it.
    .source = systemd.service(5), systemd.exec(5)
directive-install-section = What `systemctl enable` does with the unit. systemd reads none of it while the service runs.
    .source = systemd.unit(5), [Install]
directive-description = The name that systemctl status and the journal show for the service. Nothing depends on it.
    .source = systemd.unit(5)
directive-documentation = Where systemctl status and systemctl help send whoever looks after the service: the documentation of its series of etcd.
    .source = systemd.unit(5)
directive-wants = What is started along with the service; if one of these fails, etcd starts all the same.
    .source = systemd.unit(5); upstream's own unit has the same targets
directive-after = The service starts once these are reached. Wants= alone would start them at the same time, and etcd would try to listen on an address that isn't there yet.
    .source = systemd.unit(5); upstream's own unit has the same targets
directive-requiresmountsfor = Adds Requires= and After= for every mount that these paths need.
    .source = systemd.unit(5)
directive-type = notify: the service counts as started when etcd says so, and systemctl start waits for that. With simple it would count as started at once, whether etcd works or not.
    .source = systemd.service(5); measured on systemd 252
directive-timeoutstartsec = How long systemd waits for etcd to be ready; 0 waits forever. At the default of 90 s systemd stops the first member of a cluster while it waits for the second.
    .source = systemd.service(5); measured on systemd 252
directive-user = The user that etcd runs as. install.sh makes it. Data and keys belong to it: a key that it can't read ends etcd with permission denied, and a user that doesn't exist with 217/USER.
    .source = systemd.exec(5); measured on systemd 252
directive-group = The group that etcd runs as: the one of its user.
    .source = systemd.exec(5)
directive-environmentfile = The file of variables that systemd reads and hands to etcd. A missing file fails the unit. systemd reads it, not a shell: no export, and nothing is expanded.
    .source = systemd.exec(5); measured on systemd 252
directive-execstart = The command that runs. systemd needs the absolute path of the program, and starts no shell: nothing is expanded but % and $.
    .source = systemd.service(5); measured on systemd 252
directive-restart = When systemd starts etcd again by itself: after a crash, a signal or an exit code other than 0, and never after systemctl stop.
    .source = systemd.service(5); the exit code measured on all series
directive-restartsec = How long systemd waits before that. The default of 100 ms uses up the allowed number of starts (5 in 10 s) at once, and systemd then gives up.
    .source = systemd.service(5), systemd.unit(5), StartLimitBurst=
directive-limitnofile = How many files and connections etcd may have open at once. When none is left it accepts no more clients or peers.
    .source = systemd.exec(5), etcd's own unit; etcd built with Go 1.19 or later raises the soft limit itself
directive-protectsystem = strict: every file system is read-only to the service but for /dev, /proc and /sys, and for what the lines below open.
    .source = systemd.exec(5); the whole set measured with running members on systemd 252
directive-statedirectory = A directory of the service below /var/lib, which stays writable under ProtectSystem=strict. A path elsewhere would need ReadWritePaths=, or etcd ends with read-only file system.
    .source = systemd.exec(5); measured on systemd 252
directive-statedirectorymode = The permissions of that directory: all values lie in it in plain text. etcd warns where others may read it.
    .source = systemd.exec(5); etcd measured on all series
directive-readwritepaths = Paths that stay writable under ProtectSystem=strict. If one of them is missing, the service fails with 226/NAMESPACE.
    .source = systemd.exec(5); measured on systemd 252
directive-umask = The permissions that are taken away from every file that etcd creates.
    .source = systemd.exec(5)
directive-protecthome = Whether the service sees /home, /root and /run/user.
    .source = systemd.exec(5)
directive-privatetmp = Whether the service has a /tmp and a /var/tmp of its own, which go when it stops. Files there would otherwise be a way in for other programs.
    .source = systemd.exec(5)
directive-privatedevices = The service sees a /dev without disks and other hardware, so that it can't read a disk past the file system.
    .source = systemd.exec(5)
directive-privateusers = The service sees root and its own user only; it can become nobody else. A capability in such a namespace doesn't count for the machine's ports, so it is off where a port is below 1024.
    .source = systemd.exec(5), capabilities(7)
directive-protectproc = invisible: the service sees no processes of other users in /proc, and so none of their command lines and variables.
    .source = systemd.exec(5)
directive-capabilityboundingset = The parts of root's power that the service can ever have, even through a program with set-user-ID.
    .source = systemd.exec(5), capabilities(7)
directive-ambientcapabilities = The parts of root's power that the service starts with.
    .source = systemd.exec(5), capabilities(7)
directive-nonewprivileges = Neither etcd nor what it starts can gain rights by running a program, such as one with set-user-ID.
    .source = systemd.exec(5)
directive-restrictsuidsgid = The service can't make a file with set-user-ID or set-group-ID, which somebody else could run later.
    .source = systemd.exec(5)
directive-protecthostname = The service can't change the name of the machine.
    .source = systemd.exec(5)
directive-protectclock = The service can't set the clock, on which certificates and leases depend.
    .source = systemd.exec(5)
directive-protectkerneltunables = /proc/sys, /sys and the like are read-only.
    .source = systemd.exec(5)
directive-protectkernelmodules = The service can't load kernel modules.
    .source = systemd.exec(5)
directive-protectkernellogs = The service can't read the kernel's log.
    .source = systemd.exec(5)
directive-protectcontrolgroups = The control groups are read-only: the service can't lift its own limits.
    .source = systemd.exec(5)
directive-restrictaddressfamilies = The kinds of sockets that the service may open: IPv4, IPv6, and local ones. AF_UNIX is needed for Type=notify.
    .source = systemd.exec(5); the notice of 3.4 measured
directive-restrictnamespaces = The service can't make namespaces, a common first step out of a container.
    .source = systemd.exec(5)
directive-restrictrealtime = The service can't take the processor for itself by real-time scheduling.
    .source = systemd.exec(5)
directive-lockpersonality = The service can't switch the kernel to the behaviour of another system.
    .source = systemd.exec(5)
directive-memorydenywriteexecute = No memory can be writable and executable at once, which injected code would need. Go programs don't.
    .source = systemd.exec(5); measured with running members
directive-removeipc = Shared memory and queues of the user are removed when the service stops.
    .source = systemd.exec(5)
directive-systemcallarchitectures = native: only system calls of the machine's own architecture; those of 32 bits would get around the filter.
    .source = systemd.exec(5)
directive-systemcallfilter = Which system calls the service may make. The first line allows those of ordinary services; the second, with ~, takes away those that change the machine or its limits.
    .source = systemd.exec(5), systemd-analyze syscall-filter; measured with running members
directive-systemcallerrornumber = What a system call that isn't allowed returns. Without it the service would be killed.
    .source = systemd.exec(5)
directive-wantedby = The target that starts the service: multi-user.target is the usual state of a server that has booted.
    .source = systemd.unit(5), systemd.special(7)

## setting: what the settings of etcd are

setting-name = The member's name for people and for initial-cluster. etcd doesn't start if the list doesn't hold it: couldn't find local name.
    .source = etcd docs, Configuration options; measured on all series
setting-data-dir = The database, and the member's identity: snapshots, and the write-ahead log unless it has a directory of its own. etcd creates it with mode 0700.
    .source = etcd docs, Configuration options; measured on all series
setting-wal-dir = The directory of the write-ahead log, apart from the data.
    .source = etcd docs, Configuration options and Hardware; etcd issue 20218; measured on 3.4
setting-logger = Which library writes the log: zap writes JSON.
    .source = etcd 3.4 --help; from 3.5 on it is the only one
setting-listen-peer-urls = The addresses and the port on which the member accepts other members. A name in place of an address ends etcd: expected IP in URL for binding.
    .source = etcd docs, Configuration options; measured on all series
setting-initial-advertise-peer-urls = The URLs that the other members dial. At the first start they must be those that initial-cluster has for this member, or etcd ends.
    .source = etcd docs, Configuration options; measured on all series
setting-listen-client-urls = The addresses and the port on which the member accepts clients.
    .source = etcd docs, Configuration options; measured on all series
setting-advertise-client-urls = The URLs that the member tells clients of; a client that asks the cluster for its members dials these. etcd demands it as soon as listen-client-urls is set.
    .source = etcd docs, Configuration options; measured on all series
setting-enable-grpc-gateway = Whether the member also answers /v3/... with JSON over HTTP, by a gateway that dials the member itself.
    .source = etcd docs, gRPC gateway; measured on all series
setting-initial-cluster = Every member of the first start, as NAME=URL, with commas between. Another list on one member gives it another cluster ID: it never joins the others.
    .source = etcd docs, Clustering guide; measured on all series
setting-initial-cluster-state = new: a cluster that starts for the first time. A member that is added to a running cluster later says existing.
    .source = etcd docs, Clustering guide; measured on all series
setting-initial-cluster-token = Part of what cluster ID and member IDs are made of: two clusters with different tokens never take each other's members for their own.
    .source = etcd docs, Clustering guide; measured on all series
setting-cert-file = The certificate that the member shows to clients: the names and addresses that they dial must be in it.
    .source = etcd docs, Transport security model; measured on all series
setting-key-file = The private key of that certificate. If it is missing, encrypted or another certificate's, etcd ends at its start.
    .source = etcd docs, Transport security model; measured on all series
setting-client-cert-auth = The member asks every client for a certificate. Without it anyone who reaches the port reads and writes everything.
    .source = etcd docs, Transport security model; measured on all series
setting-trusted-ca-file = The CA whose certificates make somebody a client. Everyone with a certificate of it may connect.
    .source = etcd docs, Transport security model; measured on all series
setting-client-cert-file = The certificate that the member's own gateway shows when it dials the member.
    .source = etcd 3.5 change log; measured on 3.5 to 3.7
setting-client-key-file = The private key of that certificate.
    .source = etcd 3.5 change log; measured on 3.5 to 3.7
setting-peer-cert-file = The certificate that the member shows to other members, both when they dial it and when it dials them: it needs both usages, and the member's addresses.
    .source = etcd docs, Transport security model; measured on all series
setting-peer-key-file = The private key of that certificate.
    .source = etcd docs, Transport security model; measured on all series
setting-peer-client-cert-auth = The member asks every caller at the peer port for a certificate. Without it anyone who reaches the port can join in as a member.
    .source = etcd docs, Transport security model; measured on all series
setting-peer-trusted-ca-file = The CA whose certificates make somebody a member. It also decides which members this one accepts when it dials them.
    .source = etcd docs, Transport security model; measured on all series
setting-heartbeat-interval = How often the leader sends a heartbeat. Much below the round trip it costs work and gains nothing; above, elections take longer.
    .source = etcd docs, Tuning, Time parameters
setting-election-timeout = How long a member waits for the leader before it asks for votes. etcd refuses less than 5 heartbeats and more than 50 s; too short a time can trigger a needless election.
    .source = etcd docs, Tuning, Time parameters
setting-quota-backend-bytes = The size at which etcd raises the alarm NOSPACE and takes nothing but reads and deletes. The default of 0 means 2 GiB; etcd advises against more than 8 GiB.
    .source = etcd docs, Maintenance, Space quota; measured on all series
setting-snapshot-count = After how many changes etcd writes a snapshot and drops the log before it. The default was 100,000 up to 3.5, and is 10,000 since 3.6.
    .source = etcd docs, Tuning, Snapshots; etcd --help of all series
setting-auto-compaction-mode = What auto-compaction-retention counts: periodic is time, revision is a number of revisions.
    .source = etcd docs, Maintenance; measured on all series
setting-auto-compaction-retention = How much history stays; what is older is compacted. The default of 0 keeps all of it. A bare number means hours.
    .source = etcd docs, Maintenance; measured on all series
setting-listen-metrics-urls = Further URLs that serve metrics and health alone, so that a monitoring system needs no client certificate.
    .source = etcd docs, Monitoring; etcd --help
setting-log-level = The least severity that is logged. The default is info.
    .source = etcd --help
setting-corruption-check = Whether a member compares its data with the others' before it serves anybody. Off by default.
    .source = etcd docs, Data corruption; up to 3.5 a flag, since 3.6 a feature gate
setting-unlisted = A setting that `etcd --help` doesn't tell of.
    .source = etcd's sources, server/embed/config.go
setting-client-section = TLS of the client port. In this section keys have no prefix. A key that is misspelt or indented otherwise is ignored without a word, and the port stays open.
    .source = etcd docs, Configuration file; measured on all series
setting-peer-section = TLS of the peer port: the same keys as above, for the other members.
    .source = etcd docs, Configuration file; measured on all series
setting-socket-section = Options of the sockets that etcd listens on.
    .source = etcd docs, Configuration file

## preview: a file with the line under the cursor explained

preview-help = The line under the cursor is explained beside the file or below it. Up and Down move, / searches, Enter goes to the question that decides the line, Esc closes the file.
preview-question = Question: { $question }, step { $step }. Its default is kept.
    .chosen = Question: { $question }, step { $step }. You chose this; the default is { $default }.
    .given = Question: { $question }, step { $step }. You gave this.
    .row = From { $place }, step { $step }.
preview-fixed = No question changes this: it is the same for every answer.
preview-help-text = etcd --help: { $text }
    .source = etcd --help of { $version }
preview-etcd-default = etcd's own default: { $text }
preview-no-question = No question decides this line.
preview-back = Esc goes back to { $file }.
preview-cluster = The names and addresses of all members, step { $step }.
preview-function = { $name }: { $text }
preview-unit = The unit: how systemd runs the member. install.sh puts it into /etc/systemd/system. After a change by hand: systemctl daemon-reload, then restart etcd, one member at a time.
    .source = systemd.unit(5)
preview-environment = The member's settings as variables, which systemd reads and hands to etcd: ETCD_X is the flag --x. After a change restart etcd, one member at a time.
    .source = systemd.exec(5), EnvironmentFile=; etcd docs, Configuration options
preview-config-file = The member's settings as YAML, which etcd itself reads. A key that it doesn't know is ignored without a word. After a change restart etcd, one member at a time.
    .source = etcd docs, Configuration file
preview-etcdctl = What a client sources so that etcdctl finds the cluster and its certificate: . etcdctl.env in bash or zsh. Then etcdctl takes no --endpoints, --cacert, --cert and --key: a setting given both ways is fatal.
    .source = etcdctl --help; measured on all series
preview-haproxy = The load balancer in front of the API servers of Kubernetes, for HAProxy. etcd itself needs none: its clients know all members.
    .source = HAProxy configuration manual
preview-values = What the scripts beside it read: each value a word in single quotes. It follows from the plan: change the plan, not this file.
preview-install = Installs the member: user, directories, certificates, settings, unit. It checks everything before it changes anything, and running it again completes or confirms it. It neither starts nor stops etcd.
preview-request = Makes the member's keys on the member itself, and the requests that you take back to be signed. The keys never leave the machine.
preview-reachability = A trial before the real start: it starts etcd without TLS and data for a moment, on all members, and says which address is silent.
preview-single-node = A trial of this member's certificates: it starts one etcd with them on 127.0.0.1 for a moment, with data of its own.
preview-make-certificates = Makes the same certificates with cfssl, in the order of certificates.list. Needed only by those who don't take quorate's own.
preview-list = What make-certificates.sh does, a line a step.
preview-cfssl-config = What cfssl may sign: a profile for each kind of certificate, with its usages and its validity.
    .source = cfssl documentation, signing profiles
preview-csr = What cfssl is asked to make: a key, and a certificate with these names.
    .source = cfssl documentation, CSR JSON
preview-sign-openssl = Signs the requests with your own CA by openssl. Of a request it takes the key alone: what the certificate says stands in the files beside it.
preview-sign-cfssl = The same by cfssl.
preview-extensions = What openssl is to write into one certificate, whatever its request asks for.
    .source = x509v3_config(5)
preview-plan = Everything that you decided, and nothing that follows from it: quorate generate --plan makes the same bundle again, but with other keys.
preview-certificate = A certificate, as it is going to be or as it was issued.
    .source = RFC 5280

## client: the variables of etcdctl.env

client-variable-api = Which API etcdctl speaks: 3. Only 3.3 and older need to be told.
    .source = etcdctl --help
client-variable-endpoints = Where etcdctl dials: all members, so that it takes the next one where one doesn't answer. One alone would be a single point of failure.
    .source = etcdctl --help
client-variable-authority = The file of the CA that the members' certificates are checked against. Without it the machine's own CAs count, and every member is refused.
    .source = etcdctl --help; measured on all series
client-variable-certificate = The file of the client's certificate. Its CN is the user that etcd takes it for once authentication is on.
    .source = etcdctl --help; etcd docs, Role-based access control
client-variable-key = The file of the client's private key.
    .source = etcdctl --help
client-variable-place = Finds out where this file is, so that it can be sourced from anywhere: bash and zsh say it, other shells don't.
    .source = bash(1), BASH_SOURCE; zshmisc(1)

## haproxy: what its lines are

haproxy-global = Settings of the whole process.
    .source = HAProxy configuration manual, 3
haproxy-defaults = What all sections below take unless they say otherwise.
    .source = HAProxy configuration manual, 4
haproxy-frontend = Where connections come in.
    .source = HAProxy configuration manual, 4
haproxy-backend = Where connections go to.
    .source = HAProxy configuration manual, 4
haproxy-log = Where it logs, in which form and as what.
    .source = HAProxy configuration manual, log
haproxy-user = The user and the group that HAProxy becomes once it listens.
    .source = HAProxy configuration manual, user
haproxy-mode = tcp: bytes are passed on as they are; http would read them, and TLS would have to end here.
    .source = HAProxy configuration manual, mode
haproxy-tcplog = Logs each connection with its times and how it ended.
    .source = HAProxy configuration manual, option tcplog
haproxy-dontlognull = Logs no connection that sent nothing, such as those of health checks.
    .source = HAProxy configuration manual, option dontlognull
haproxy-connect = How long a server has to accept a connection.
    .source = HAProxy configuration manual, timeout connect
haproxy-redispatch = Tries another server after so many failed connections.
    .source = HAProxy configuration manual, option redispatch
haproxy-idle = How long a side may stay silent before the tunnel stands, or once the other side has closed.
    .source = HAProxy configuration manual, timeout client
haproxy-check-time = How long a health check may take once it has connected.
    .source = HAProxy configuration manual, timeout check
haproxy-tunnel = How long a connection may stay silent on both sides. A watch of Kubernetes can be silent for hours.
    .source = HAProxy configuration manual, timeout tunnel
haproxy-keepalive = The system asks now and then whether the other end is still there, and closes the connection if it isn't.
    .source = HAProxy configuration manual, option clitcpka
haproxy-bind = The address and the port that clients of Kubernetes dial.
    .source = HAProxy configuration manual, bind
haproxy-default-backend = The backend that gets these connections.
    .source = HAProxy configuration manual, default_backend
haproxy-balance = How a server is chosen: the one with the fewest connections.
    .source = HAProxy configuration manual, balance
haproxy-check = How the health of a server is checked: whether its port accepts a connection.
    .source = HAProxy configuration manual, option tcp-check
haproxy-default-server = What holds for each server: the pause between checks, how many must fail or succeed, and that the connections of a failed server are closed.
    .source = HAProxy configuration manual, default-server
haproxy-server = One server, an API server on the machine of a member; check turns the health check on.
    .source = HAProxy configuration manual, server

## value: what scripts read

value-cluster = The name of the cluster, for messages.
value-name = The member's name.
value-address = The first address of the member, in the commands that request.sh prints.
value-client-addresses = The addresses that clients dial; install.sh looks whether the machine has them.
value-peer-addresses = The addresses that the other members dial.
value-count = How many members the cluster has.
value-series = The series of etcd that the settings are for; where the machine has another one, the script warns.
value-binary = Where the program is.
value-data = The data directory.
value-wal = The directory of the write-ahead log; empty where it lies with the data.
value-configuration = The directory of the settings.
value-pki = The directory of certificates and keys on the member.
value-unit = The name of the unit.
value-form = Whether the settings are variables, flags or a config file.
value-settings = The file of the settings; empty where they are flags.
value-other-settings = Files that a former plan may have left: this unit doesn't read them.
value-user = The user that etcd runs as.
value-algorithm = The kind of key that request.sh makes.
value-authorities = The CA files that the member trusts.
value-pairs = A line for each certificate: what it is for, its file, its key's file, and the CA that signs it.
value-trial-clients = Where the trial listens for clients, without TLS.
value-trial-peers = Where the trial listens for members, without TLS.
value-trial-cluster = The members of the trial's cluster.
value-trial-token = The token of the trial's cluster: another than the real one's, so that the two never mix.
value-heartbeat = The heartbeat interval in milliseconds.
value-election = The election timeout in milliseconds.
value-members = A line for each address of a member: its name, and where it listens for clients and for members.
value-days = How many days the certificates are valid.
value-certificates = A line for each certificate: its name, what it is for, its names and addresses.

## cfssl: the keys of its files, and the steps of the list

cfssl-signing = What a CA of these files signs.
cfssl-default = The profile that cfssl takes, without a word, for a name that it doesn't know. It is good for nothing and ends after a minute, so that a slip shows.
cfssl-profiles = The profiles by name, one for each thing that certificates are for.
cfssl-profile = One profile: what a certificate of this kind may be used for, and for how long.
cfssl-usages = Key usages and extended key usages. server auth: it may be dialed; client auth: it may dial.
cfssl-expiry = The validity in hours. Without it a leaf is valid for a year, and a CA for five.
cfssl-backdate = How far before now the validity starts, so that a clock that is a little behind accepts it.
cfssl-constraint = Makes the certificate a CA, and says how many more CAs may follow below it.
cfssl-common-name = The CN. etcd takes that of a client for its user name.
cfssl-hosts = The names and addresses that the certificate is valid for (SANs). A name that is dialed and isn't among them is refused.
cfssl-key = The kind and the size of the key.
cfssl-names = The rest of the subject: organization (O), unit (OU), country (C), state (ST), place (L).
cfssl-authorize = What is taken from a request: its key alone. Otherwise cfssl copies all that was asked for.
cfssl-step-authority = Makes a CA: its request, its certificate, its key.
cfssl-step-sign = Makes a certificate: profile, request, certificate, key, and the CA that signs it.
cfssl-step-append = Puts an intermediate CA's certificate behind the one that it signed, so that others can follow the chain.
cfssl-step-copy = Puts a copy where it is needed, so that each directory can go to its machine alone.

## key

key-accept = next
key-take = take
key-start-from = start from
key-fill-in = fill in
key-yes = yes
key-no = no
key-open = open
key-other-line = line
key-to-question = go to the question
key-go-there = go there
key-generate = generate
key-what-is-missing = what is missing
key-to-bundle = to the bundle
key-next-field = move on
key-previous-field = move back
key-up = up
key-down = down
key-choose = choose
key-back = back
key-close = close
key-cancel = cancel
key-fill = pattern
key-add-row = add
key-remove-row = remove
key-inspector = inspect
key-inspector-hide = hide
key-more = more or fewer
key-changes = differences
key-save-plan = save plan
key-by-hand = save script
key-show-by-hand = by hand
key-mouse = mouse on or off
key-other-certificate = other certificate
key-copy = copy
key-next-step = next step
key-previous-step = previous step
key-page-up = scroll up
key-page-down = scroll down
key-help = help
key-all-keys = all keys
key-undo = undo
key-suspend = suspend, back to the shell
key-redraw = draw the screen anew
key-new-draft = new
key-delete-draft = delete
key-filter = filter
key-drafts = list the drafts
key-redo = redo
key-quit = quit
key-collapse = close
key-to-tree = tree
key-details = details
key-search = search
key-other-match = other match
key-next-match = next match
key-previous-match = previous match
key-finding = finding
key-previous-finding = previous finding
key-ends = ends first
key-issuer = who signed it, or whose key it is
key-view = raw
key-other-tree = chains
key-handshakes = who accepts whom
key-copy-whole = copy the whole certificate as PEM
key-first = to the first line
key-last = to the last line
key-load = name the load
key-other-row = other row
key-to-generate = to Generate
key-to-review = review
key-to-step = go to step 1 to 7 directly
key-clear = clear the text
key-delete-word = delete a word
key-start = to the start
key-end = to the end
key-complete = complete
key-reveal = show or hide

## readme

readme-intro = Everything that the etcd cluster named { $cluster } needs, made by quorate from plan.json: etcd { $version }, members: { $members }, clients: { $clients }. This page says what each file is, and how to roll the cluster out, step by step.
readme-what = WHAT EACH FILE IS
readme-plan = your decisions
readme-manifest = every file, and when each certificate expires
readme-authority = the cluster's CAs; their keys stay offline
    .one = the cluster's CA; its key stays offline
readme-members = what goes to that member, and nothing else
readme-clients = what goes to that client
readme-cfssl = requests that make the same certificates with cfssl: sh cfssl/make-certificates.sh DIRECTORY
readme-load-balancer = haproxy.cfg for the machine in front of the API servers
readme-settings = Extra settings of etcd, as in plan.json: { $settings }.
readme-secret = Anyone who can use { $keys } can make certificates that members and clients trust. Keep authority/ offline, on an encrypted medium, with a copy in a second place, and keep the passphrase of an encrypted key somewhere else: without them no certificate can be renewed. Every other key is secret too, and belongs to one member or client. manifest.json says when certificates expire; nothing renews them by itself.
    .foreign = Your CA's key isn't here; it stays with your CA. Every key of a member or a client is secret, and belongs on one machine. manifest.json says when certificates expire; nothing renews them by itself.
    .root = { $root } only makes another intermediate CA: move it out of this bundle to the safest place you have. Signing and renewing need only { $signer }.
readme-trust = WHO TRUSTS WHOM
    .clients = A client trusts a member that shows a certificate from the { $server_ca } ({ $server }) for the host it dialed; the member trusts any client that shows one from the { $client_ca } ({ $client }).
    .peers = Members trust each other in the same way, by certificates from the { $peer_ca } ({ $peer }), and also check that the caller's address is among the SANs of its certificate: a member must dial from its listed address. A certificate without SANs is not checked against any address.
    .peers-one = The { $authority } signs for clients and peers alike, so a client's certificate opens the peer port too. That port serves no clients, but members exchange the cluster's data there. Use a firewall to limit it to the members, or choose one CA for peers and one for clients.
    .gateway = { $server } is valid for clients too: a member's own HTTP gateway dials the member with it.
    .all = Every client certificate can read and write everything until you run etcdctl auth enable. Before that, add a user for each client, named after its certificate's CN, with a role: root first, with the role root.
    .nobody = Without a certificate no one gets in, not even on the member itself.
    .plain-http = DANGER: at http://127.0.0.1 every user and process on a member can read and write everything without a certificate.
    .chain = The intermediate CA signs, and is sent with each certificate; everyone trusts the root CA ({ $root }), whose key signs nothing else.
    .gateway-own = { $server } isn't valid for clients: a member's own HTTP gateway dials the member with { $gateway }.
    .gateway-off = { $server } isn't valid for clients, and etcd { $version } can't give its HTTP gateway another certificate: the gateway is off.
    .shared = All members have the same { $server } and its key: anyone who steals it from one of them can pose as each of them.
readme-rollout = ROLLOUT
    .release = Install etcd { $release } or a newer release of { $series }: older ones have known faults (as of { $until }).
    .first = Run these in the directory of this file. They log in as root; if that isn't allowed, copy as another user and run install.sh with sudo.
    .first-sudo = Run these in the directory of this file. They log in as { $user } and use sudo, which must not ask for a password there: it would read the lines that you paste as the password. If it asks, run the lines one by one, with ssh -t instead of ssh -n and sudo instead of sudo -n.
    .first-here = Run these in the directory of this file, on the machine where the members run.
    .etcd = First, on each member: etcd { $version } at { $binary }, from https://github.com/etcd-io/etcd/releases or the distribution's package; synchronized time (NTP); port { $client } open to clients and port { $peer } to the other members. The workstation needs etcdctl, and access to port { $client }.
    .etcd-here = First, on this machine: etcd { $version } at { $binary }, from https://github.com/etcd-io/etcd/releases or the distribution's package, and etcdctl. Nothing else may listen on ports { $client } and { $peer }.
    .least = { $release } or a newer { $series }
    .copy = Copy each member's directory to that member.
    .born-copy = Copy each member's directory to that member, where its keys are made next.
    .born-request = Make the members' keys on the members, which they never leave, and fetch the requests for their certificates.
    .born-sign = Sign the requests, and check the bundle.
    .born-back = Bring each member its certificates.
    .passphrase = It asks for the passphrase of the CA's key.
    .named-ca = CA.crt is the CA's certificate, followed by those above it, and CA.key is its key.
    .elsewhere-sign = Have all requests in requests/ signed: copy that directory to where the CA's key is, run its sign-with-openssl.sh or sign-with-cfssl.sh there with the CA's certificate and key, and bring the .pem files back into requests/. If the CA uses other tools, the .ext files say what each certificate must contain, whatever its request asks for.
    .elsewhere-import = Import the certificates, and check the bundle. CA.crt is the CA's certificate, followed by those above it.
    .trial-network = Test the network, on all members at once: etcd runs without TLS, without your data and without root rights until all members have heard each other, for two minutes at most; then the script cleans up.
    .trial-certificates = Test the certificates, on each member separately: this starts a temporary member on 127.0.0.1 and stops it again.
    .install = Install: the script checks everything first, starts nothing, and can be run again. --dry-run shows what it would do.
    .start = Start all members within a few minutes. A member is ready once a majority is up, so don't wait for the first one: --no-block returns at once.
    .start-single = Start the member.
    .ask = Check the cluster, in bash or zsh: other shells can't source etcdctl.env from here.
    .no-client = Check the cluster: this plan has no client, so you have no certificate to connect with. Add one to the plan.
    .remove = Remove the copies, which contain keys.
    .no-systemd = Without systemd (a container, another init system): install.sh puts everything in its place all the same; ignore what it says about systemctl. Have whatever starts services there run etcd on each member as the user { $user }.
    .no-systemd-command = By hand, here for the first member:
readme-kubernetes = KUBERNETES
    .text = Copy the files of clients/{ $client } to every control plane machine and give kube-apiserver these flags:
    .kubeadm = With kubeadm, don't set the flags yourself: copy the files and put this into the ClusterConfiguration that kubeadm init --config reads:
readme-backup = BACKUP
    .text = Take one regularly, from one member, and keep it elsewhere: it contains all data unencrypted. With a client's etcdctl.env sourced as in ROLLOUT:
    .restore = A restore makes a new cluster from the file, on all members at once; it needs its own procedure (etcd's documentation, disaster recovery): try it before you need it.
readme-renewal = RENEWAL AND CHANGES
    .replaced = quorate sign replaces this directory with its next generation in one step; cd "$PWD" takes your shell into the new one.
    .sign = Nothing renews certificates by itself. Before they expire, renew all with the same keys, names and CA, in this directory: make a request with each key, and sign them. None may outlive the CA.
    .here = For that, the keys of the authorities must be in authority/.
    .here-intermediate = For that, the intermediate CA's key must be in authority/; the root CA's doesn't have to be.
    .lifetimes = Certificates are valid for { $leaf } days and the CA for { $authority }: in its last { $leaf } days it can't sign for that long any more. When it expires, nothing that it signed is valid any more. A new CA means new trust on every member and client, and two restarts of each member: start in time.
    .elsewhere = Nothing renews certificates by itself. Before they expire, have the requests in requests/ signed again, as in ROLLOUT: the keys stay the same. First remove the old .pem files, because nothing overwrites them.
    .born = Nothing renews certificates by itself. Before they expire, renew all, in this directory: copy each member's directory again, make keys and requests there, and sign those. If the copies from ROLLOUT were removed, the members get new keys.
    .born-install = Check that the cluster is healthy, bring each member its certificates, install them, one member at a time, and remove the copies, which contain keys:
    .install = Check that the cluster is healthy, copy each member's directory again, install it, one member at a time, and remove the copies, which contain keys:
    .after = etcd reads them at each new connection: no restart. Then give the clients theirs; some read them only when they start. On the members, *.bak-* in { $directory } are the old files; they contain keys, and you can remove them.
    .changes = This version of quorate can't add a name, address, member or client to an existing bundle. Never install a second bundle over this one, even one made from the same plan: it has another CA, and members with different CAs refuse each other. install.sh refuses that.
readme-failures = WHEN IT FAILS
    .look = On the member: systemctl status { $service }, then journalctl -u { $service } -n 50. What you may see there, and what to do:
    .hangs = systemctl start { $service }  (hangs)
    .effectless = a setting has no effect
    .waits = It waits for a majority of members; start the others. Check that they reach each other on port { $peer }.
    .cluster-id = The members did not start with the same list and token, or one kept the data of an earlier attempt. Stop all of them, empty the data directories on all (below), install and start again.
    .bootstrapped = This member's data is gone but the cluster still knows it. Remove it with etcdctl member remove, add it with etcdctl member add, and start it with { $setting } and the list that member add prints.
    .time = The clock of one of the two machines is wrong, or a certificate has expired: see RENEWAL AND CHANGES. Compare date -u with the dates in manifest.json.
    .san = Somebody dialed A, or called from A, but the certificate is for B. Dial B, or give the host B's address. To get a certificate with A see RENEWAL AND CHANGES.
    .authority = The other side's certificate is from another CA: it comes from another bundle. Install the directory from the bundle that the cluster uses, with install.sh --keep-data.
    .bind = The address is not on this machine. Is this the right member's directory?
    .in-use = Another etcd runs here, perhaps a package's: systemctl disable --now etcd, then install again.
    .permission = A key must belong to the user { $user }. Run install.sh --keep-data again, which sets owners and modes.
    .shadowed = A setting is given both in the environment and as a flag. Remove the flag.
    .shadowed-flags = A setting is given both in the environment and as a flag. Remove the variable.
    .no-effect = etcd ignores keys that it doesn't know, and with a config file also flags and ETCD_ variables. Compare the keys of etcd.conf.yml with those that quorate wrote: spelling, indent, section.
    .space = The database has reached its quota and accepts no more writes. kube-apiserver compacts by itself; for anything else, set auto-compaction-retention. To make room, with a client that has all rights:
    .empty = Only for a cluster that never worked: stop etcd on every member, then on each
readme-advice = ADVICE
    .text = Allowed but unwise, or good to know:
readme-fixed = WHAT DIFFERS FROM THE TUTORIAL THIS LAYOUT COMES FROM

## goodbye

goodbye-written = The bundle is in { $path }; its README.txt says what to type next.

## output

output-no-directory = the current directory is gone: start quorate in another one

## place

place-member = Member { $row }, { $column }
place-client = Client { $row }, { $column }

## viewer

viewer-title = quorate inspect
viewer-reading = reading … files: { $files }, items: { $items }
viewer-checking = checking signatures …
viewer-failed = Reading failed because of a bug in quorate. --plain may show more.
viewer-skipped = skipped: { $count }
viewer-wait = The files are being read …
viewer-nothing = No file has anything that quorate reads.
viewer-tree = Files  { $row }/{ $rows }
viewer-forest = Chains  { $row }/{ $rows }
viewer-no-chains = there is no certificate among these files
viewer-days = { $days ->
        [0] <1 d
       *[other] { $days } d
    }
viewer-ended = expired
viewer-years = { $years } y
viewer-places = in { $count } files
viewer-files = files: { $count }
viewer-directory = Directory
viewer-holds-files = Files
viewer-serious = Findings
viewer-first-end = First to expire
verdict-fine = ok
verdict-warning = warning
verdict-expires-soon = expires soon
verdict-error = error
verdict-not-yet-valid = not yet
verdict-expired = expired
verdict-revoked = revoked
viewer-details = Details
viewer-pem-title = PEM of { $what }
viewer-der-title = DER of { $what }: offset, type, value
viewer-in-file = { $what } in { $path }
viewer-more = … { $count } more lines: Tab, then PgDn
viewer-more-handshakes = … { $count } more lines: w
viewer-no-handshakes = these files don't show who dials whom
viewer-search = Search:
viewer-timeline = Valid until
viewer-matches = matches: { $count }
viewer-match = match { $number } of { $count }
viewer-no-match = nothing here matches
viewer-no-search = there is no search yet: / starts one
viewer-no-finding = no problems found in any of these
viewer-ends = it expires on { $date }; e again goes to what expires next
viewer-ends-last = nothing expires later
viewer-no-end = there is no certificate with an expiry date
viewer-signed-itself = it signed itself
viewer-still-checking = signatures are still being checked
viewer-no-issuer = its issuer is not among these files
viewer-fingerprint = fingerprint
viewer-pem = PEM
viewer-copied = { $what } sent to the terminal's clipboard
viewer-no-fingerprint = this has no fingerprint to copy
viewer-no-copy = only certificates, requests and revocation lists are copied, never a key
viewer-raw-file = A file itself has no PEM or DER to show: choose an item in it.
viewer-raw-end = This isn't among the files, so it has no PEM or DER to show.
viewer-raw-key = Private keys are not shown. quorate read what kind it is, and kept nothing of it.
viewer-raw-other = quorate kept only what the details show ({ $kind }); PEM and DER are available for certificates, requests and revocation lists.
viewer-file = File
viewer-size = Size
viewer-also = Also in
viewer-bytes = { $count } bytes
viewer-items = { $count } items
viewer-line = { $kind }, line { $line }
viewer-authority = CA { $name }
viewer-certificate = cert { $name }
viewer-anchor = root { $name }
viewer-unchecked = { $what } (unchecked)
viewer-at-line = line { $line }
viewer-end-of = Chain ends at
viewer-end-missing = issuer not among these files: { $name }
    .short = not here: { $name }
    .hint = Add the file with that certificate, and the chain continues.
viewer-end-other-key = not signed with its issuer's key in these files: { $name }
    .short = other key: { $name }
    .hint = Find the issuer whose key identifier it names.
viewer-end-not-by-itself = names itself as its issuer, but isn't signed with its own key: { $name }
    .short = not by itself: { $name }
viewer-end-circle = signed by a certificate below it, and not a trust anchor: { $name }
    .short = circle: { $name }
    .hint = Authorities signed each other. Add the file of one that signed itself, and the chain ends there.
viewer-end-long = not followed any further; next is { $name }
    .short = continues: { $name }
viewer-request = request { $name }
viewer-list = CRL of { $name }
viewer-key-of = { $kind } of { $name }
viewer-by = by { $name }
viewer-by-missing = by { $name } (not here)
viewer-by-unchecked = by { $name } (unchecked)
viewer-not-by = not by { $name }, though it names that issuer
viewer-not-by-itself = not signed by itself
viewer-help-title = The inspector
viewer-help = On the left are the certificates, each once, under the one that signed them, or the files; t switches between the two. Next to them are the days until they expire and the most serious finding. Enter opens what is below; in the list of files it also opens the chain above a certificate. s goes to the signer. On the right is what the selected item contains, and what is wrong or odd about it. Below the chains is who accepts whom; w shows it full screen.
viewer-help-search = The search covers names, subjects, SANs, serial numbers, fingerprints and file names. Private keys are listed but never shown or copied.

## start

start-intro = What do you have, and what do you want? Anything you change later stays changed.
start-first = first cluster
start-kubernetes = for Kubernetes
    .about = the same, with a client certificate for kube-apiserver
start-own-ca = our own CA
    .about = the same, signed with a CA that you already have
start-lab = lab
    .about = three members on one machine, two CAs, to try things out
start-tutorials = I follow a tutorial (its layout, without its mistakes)
start-picture = Who signs what, and who trusts whom
start-certificates = Certificates
start-units = Units
start-special = Special
start-command = On the command line
    .same = quorate plan --preset { $preset } starts from the same answers.
    .members = quorate plan --preset { $preset } --member NAME=ADDRESS … starts from the same answers.
start-fixed = What differs from the tutorial this layout comes from

## picture

picture-ca = CA
picture-peer-ca = peer CA
picture-client-ca = client CA
picture-server-ca = server CA
picture-root-ca = root CA
picture-intermediate-ca = intermediate CA
picture-made = made here, its key in a file
    .root = made here, its key can be locked away
picture-encrypted = made here, its key encrypted
picture-imported = yours, read from its files
picture-elsewhere = elsewhere; requests out, certificates in
picture-server = server
picture-peer = peer
picture-member = member
picture-gateway = gateway
picture-client = client
picture-members = members
picture-clients = clients
picture-own-gateway = own gateway
picture-each-member = one for each member
picture-all-members = one for all members
picture-each-client = one for each client
picture-one-per-host = each member on its own machine
picture-shared-host = all members on one machine: they fail together
picture-keys-member = ; keys made there

## certificates

certificates-count = { $count } certificates: { $parts }

## ca

ca-credentials-passphrase = CA passphrase
    .help = Encrypts the CA's key: 8 characters or more. It isn't saved; without it nothing can be renewed. Ctrl-R shows it.
    .why = There is no default. Choose one that can't be guessed, and keep it where a colleague can find it when you are away: without it nothing can be renewed. 8 characters is the minimum.
    .source = RFC 8018, PBES2
    .imported-help = The passphrase of your CA's key; leave it empty if the key isn't encrypted. It isn't saved. Ctrl-R shows it.
    .missing = no passphrase was typed
    .retype = type it on the certificate step (it is saved nowhere, not even between two starts)
    .long = a passphrase can't be longer than { $limit } bytes: nothing was changed
    .unsafe = a passphrase can't contain control or invisible characters: nothing was changed
ca-credentials-again = The same again
    .help = The same passphrase once more: a key encrypted with a typing mistake can't be decrypted. Ctrl-R shows it.
    .why = Nobody sees what was typed, so a typing mistake would make the key useless.
    .source = quorate's own choice
    .missing = the new passphrase was typed only once
    .differs = the two passphrases differ
    .hint = type the same in both fields; Ctrl-R shows the text, Ctrl-U clears it
ca-credentials-outlives-hint = the CA expires in { $days } days: make the leaves valid for less, or use another CA
ca-credentials-no-certificate = the certificate of your own CA isn't named
    .hint = name its file, such as `ca.crt`
ca-credentials-no-key = the key of your own CA isn't named
    .hint = name its file, such as `ca.key`; if it can't come here, choose the CA `elsewhere`

## axis

axis-placement-one-per-host = A machine for each member: if a machine fails, one member fails with it, and the others keep running.
    .label = one-per-host
axis-placement-shared-host = Several members on one machine, for a lab: they fail together. {"{"}name{"}"} in a directory stands for the member.
    .label = shared-host
axis-trust-one = One CA: least to look after. Anyone who gets its key can make members and clients, and a client's certificate also opens the peer port.
    .label = one
axis-trust-peer-and-client = Two CAs: a client's certificate is worth nothing on the peer port. You keep two CA keys instead of one.
    .label = peer-and-client
axis-trust-separate = Three CAs: a server's certificate isn't valid for clients. The gateway then needs its own; on etcd 3.4, which can't give it one, it is off.
    .label = separate
axis-trust-intermediate = Everyone trusts the root, the intermediate signs: the root's key can be locked away. Members show a chain of two.
    .label = intermediate
axis-arrangement-server-and-peer = Two for each member. If peers have their own CA, a leaked server key is no use on the peer port.
    .label = server-and-peer
axis-arrangement-per-member = One for each member, for every use: fewer files. Whoever steals its key can pose as that member to clients and members alike.
    .label = per-member
axis-arrangement-shared-server = One server key on every member, separate peer keys: whoever steals it from one member can pose as all of them to every client.
    .label = shared-server
axis-arrangement-shared = One key for everything, on every member: anyone who steals it once can pose as any member, and it has to be replaced on all of them.
    .label = shared
axis-ca-source-made = Made here, its key unencrypted in a file with mode 0600: anyone who reads or copies it can make any member and any client. Encrypted is better.
    .label = made
axis-ca-source-encrypted = Recommended: made here, its key encrypted, so a copied file is worth nothing. If you lose the passphrase, nothing can be renewed.
    .label = encrypted
axis-ca-source-imported = Your own CA, read when the bundle is made; its key isn't copied. etcd also trusts all other client certificates from that CA.
    .label = imported
axis-ca-source-elsewhere = No CA key comes here: requests go out, certificates come back. The safest for the CA, but nothing runs until they are back.
    .label = elsewhere
axis-member-keys-here = Made here, and copied to each member with its directory: this machine holds every key, and keys for other machines travel over the network.
    .label = here
axis-member-keys-member = Made on the member, which the key never leaves; only the request comes here. Two trips to each member instead of one.
    .label = member

## preset

preset-recommended = server and peer certificates for each member, one CA
    .certificates = One CA; a server and a peer certificate for each member, one for each client. ECDSA P-256.
    .units = Settings in an environment file next to a hardened unit.
    .special = Nothing: what quorate recommends.
preset-per-node = five members, certificates named after them, cfssl inputs
    .certificates = One CA; NAME.pem and NAME-peer.pem for each member, one for each client. RSA 2048, as in the tutorial, although ECDSA P-256 is stronger and faster; subjects hold a CN alone.
    .units = Settings as flags in the unit.
    .special = Five members on medium hardware; also writes the inputs from which cfssl makes the same certificates.
preset-existing-ca = your organisation's CA, one certificate for each member
    .certificates = Your own CA, read from its files; etcd.crt and etcd.key for each member, for every use. RSA 2048, as in the tutorial, although ECDSA P-256 is stronger and faster.
    .units = Settings in options.env; data in /opt/etcd/data, the WAL in /opt/etcd/wal, certificates in /etc/ssl/etcd.
    .special = Heartbeat 800 ms and election 4000 ms, for members that are far apart or busy: 4000 is the least that etcd accepts with 800.
preset-single-host = a lab: three members on one machine, two CAs
    .certificates = One CA for peers, one for servers and clients; a server and a peer certificate for each member. ECDSA P-256.
    .units = etcd1.service, etcd2.service and etcd3.service, each with its own directories and ports; settings as flags.
    .special = All members at 127.0.0.1, on the tutorial's ports: etcd2 has etcd's own, 2379/2380, etcd1 has 2369/2370 and etcd3 2389/2390, ten below and above. They fail together.
preset-shared-certificate = a Kubernetes control plane, one certificate for everything
    .certificates = One CA; kubernetes.pem for every use of every member, valid for kubernetes.default too. RSA 2048, as in the tutorial, although ECDSA P-256 is stronger and faster.
    .units = Settings as flags in the unit; certificates in /etc/etcd.
    .special = You can name a load balancer in front of the API servers: its address goes into the certificate. Three members are offered, not two.
preset-shared-server = one server certificate for all, a peer certificate each
    .certificates = One CA; server.pem is the same on every member, NAME.pem is that member's peer certificate. RSA 2048, as in the tutorial, although ECDSA P-256 is stronger and faster.
    .units = Settings as flags in the unit; certificates in /etc/etcd/ssl.
    .special = Trial scripts test network and certificates before the real start.

## fixed

fixed-per-node-1 = It gives server certificates only serverAuth: each member's HTTP gateway, which dials the member with that certificate, fails, and the log fills with "incompatible key usage". Here they have clientAuth too.
    .source = measured on etcd 3.3, 3.4 and 3.5
fixed-per-node-2 = It makes leaves valid for ten years with a CA that cfssl makes for five: in the last five they are worth nothing. Here no leaf outlives its CA.
    .source = measured with cfssl; RFC 5280 section 6.1
fixed-per-node-3 = It makes every key readable for all (chmod 644) and serves them over plain HTTP, including the CA's. Here only their owner can read keys, they go to their member by SSH, and the CA's goes nowhere.
    .source = the tutorial's last step
fixed-per-node-4 = It puts its author's location into your CA, with state and city swapped (L=CA, ST=Los Angeles). Here no certificate names a location unless you type one.
    .source = X.520, stateOrProvinceName and localityName
fixed-per-node-5 = It says that a cluster without quorum turns read-only. In fact ordinary reads time out too; only serializable ones are answered, with data that may be stale.
    .source = measured on etcd 3.4 and 3.5
fixed-existing-ca-1 = It opens http://127.0.0.1:2379: every user and process on a member can read and write everything without a certificate. Here there is no such listener, unless you ask for it with "Plain local HTTP".
    .source = measured on etcd 3.4 and 3.5
fixed-existing-ca-2 = Its first write goes to /v2/keys, which is 404 since etcd 3.4. Here everything uses v3.
    .source = measured on etcd 3.4 and 3.5
fixed-existing-ca-3 = It runs etcd with Restart=always: a member that was removed exits with 0 and would be started again and again. Here it is on-failure.
    .source = measured on etcd 3.4 and 3.5
fixed-existing-ca-4 = It sets no cluster token, so every cluster made like this has etcd-cluster. Here the token is unique.
    .source = etcd clustering guide, initial-cluster-token
fixed-existing-ca-5 = Its unit has no sandboxing (systemd-analyze security: 9.2, UNSAFE). Here the unit is hardened.
    .source = measured with systemd 252
fixed-single-host-1 = Its certificates have only 127.0.0.1: they work only as long as all members share it. Here each has its own member's names and addresses, so that a member can move.
    .source = measured: the peer listener checks the caller's address
fixed-single-host-2 = It starts the members one after another: systemctl start etcd1 waits 90 seconds for a quorum that can't form, and fails. Here they are started together, and systemctl doesn't wait.
    .source = measured with systemd 252
fixed-single-host-3 = It writes etcd2.service with tee: if Debian's package is installed, that name is a link to the package's own unit, which gets overwritten. Here install.sh replaces the link, and the package's unit stays.
    .source = measured with Debian's etcd-server
fixed-single-host-4 = It gives all members one server key and one peer key, and the client's key as well. Here each member has its own, and a client's key goes only to that client.
    .source = the tutorial's copy step
fixed-single-host-5 = Its services run as root (systemd-analyze security: 9.6, UNSAFE). Here etcd runs as its own user, in a hardened unit.
    .source = measured with systemd 252
fixed-single-host-6 = Its token is etcd-cluster-0, as in half of all tutorials: clusters that share it and an address can mix. Here it is unique.
    .source = etcd clustering guide, initial-cluster-token
fixed-shared-certificate-1 = Its initial-cluster leaves out the second member's port, and etcd doesn't start. Here every URL has its port, and the list is the same on every member.
    .source = measured on etcd 3.4 and 3.5
fixed-shared-certificate-2 = A misspelt variable (loadbalanccer_ip) makes an empty SAN without an error: the load balancer's address is missing. Here every name and address is checked before it is signed.
    .source = measured: etcd accepts an empty DNS SAN
fixed-shared-certificate-3 = It has two members: if either fails, all writes stop. Here three are offered, and one of them may fail.
    .source = etcd FAQ, failure tolerance
fixed-shared-certificate-4 = It copies the members' one key to every worker: anyone who takes over a worker can pose as a member. Here it goes only to the members, and whatever else connects has a client certificate.
    .source = the tutorial's copy step
fixed-shared-certificate-5 = Its unit runs etcd as root, and without Type=notify: systemd considers a member ready even without a quorum. Here etcd has its own user, and tells systemd when it is ready.
    .source = etcd's own unit; measured with systemd 252
fixed-shared-certificate-6 = Its token is etcd-cluster-0, as in half of all tutorials: clusters that share it and an address can mix. Here it is unique.
    .source = etcd clustering guide, initial-cluster-token
fixed-shared-server-1 = It gives the server certificate only serverAuth: each member's HTTP gateway, which dials the member with that certificate, fails, and the log fills with "incompatible key usage". Here it has clientAuth too.
    .source = measured on etcd 3.3, 3.4 and 3.5
fixed-shared-server-2 = It makes leaves valid for ten years with a CA that cfssl makes for five: in the last five they are worth nothing. Here no leaf outlives its CA.
    .source = measured with cfssl; RFC 5280 section 6.1
fixed-shared-server-3 = Each peer certificate has every member's names and addresses, so any member can pose as any other. Here a peer certificate has only its own member's.
    .source = measured: the peer listener checks the caller's address
fixed-shared-server-4 = Its first curl has no client certificate, which worked up to etcd 3.3, and uses v2, which is 404 since 3.4. Here every client has a certificate, and everything uses v3.
    .source = measured on etcd 3.3, 3.4 and 3.5
fixed-shared-server-5 = It tests the network with a cluster without TLS on the real ports, and leaves its data behind. Here the trial scripts clean up after themselves.
    .source = the tutorial's first step
fixed-shared-server-6 = It starts etcd from a shell, where it stops with the session and runs as the user who typed it. Here it has a hardened unit and its own user.
    .source = the tutorial's last step
fixed-shared-server-7 = Its token is etcd-cluster-1, as in many tutorials: clusters that share it and an address can mix. Here it is unique.
    .source = etcd clustering guide, initial-cluster-token

## presets

presets-answers = Answers that differ from the recommended layout, as flags of quorate plan
presets-times = { $count } of them

## cluster

cluster-files-no-host = the names of the certificate were not checked against a host: --for HOST says where it is dialed
cluster-files-accepted = accepted, with a warning: { $handshakes }
cluster-files-key-alone = `{ $file }` belongs to no named certificate
cluster-files-key-elsewhere = `{ $file }` belongs to no certificate of `{ $name }`
cluster-files-key-unread = `{ $file }` can't be compared with the certificates: { $why }
cluster-files-nobody = `{ $file }` holds no certificate: whoever uses it trusts no one
cluster-files-file = `{ $file }`: { $sentence } [{ $code }]
cluster-files-left-out = `{ $name }` has no { $option } certificate here: its handshakes with one aren't judged
cluster-files-alone = `{ $name }` is the only member with a --peer certificate: it has no peer to shake hands with
cluster-files-caller-open = `{ $name }` has no address: whether peers accept the address it dials from isn't judged; give it with --from { $name }=ADDRESS

## explain

audit-plan-clusters = these files start { $count } clusters: { $clusters }
    .hint = name one with --cluster: its token, or one of its members
audit-plan-cluster = `{ $token }` ({ $members })
audit-plan-no-cluster = no cluster here has the token, the name or a member `{ $name }`, only { $clusters }
audit-plan-obstacle = a plan can't describe this: { $why }
    .hint = fix that, or start a new plan: quorate plan
audit-plan-discovery = members find one another by `{ $setting }`, so no file says who they are; name them all in `initial-cluster` first
audit-plan-data = no file says where the data is: the plan uses /var/lib/etcd
audit-plan-lists = the members' lists differ, as in a cluster that has grown: the plan has every member from all of them; remove those that have left
audit-plan-configuration = settings are in { $found }, which isn't only etcd's: in the plan they are in { $becomes }
audit-plan-certificates = certificates are in { $found }, which isn't only etcd's: in the plan they are in { $becomes }
audit-plan-root = etcd runs as `root`, and the plan keeps that: with its own user, an attacker who breaks into etcd couldn't reach everything else
audit-plan-wal = the write-ahead log stays at { $path }: a member that starts there for the first time must be able to write to the directory above it, because etcd makes a second directory there and renames it
audit-plan-wal-inside = the write-ahead log stays at { $path }, inside the data directory: etcd accepts that, but logs `found invalid file under data directory` at each start
audit-plan-open = the value of `{ $setting }` is known only when etcd runs
audit-plan-left-out = `{ $member }`: left out of the plan: { $why }
audit-plan-difference = `{ $member }`: { $setting } was { $was }, becomes { $becomes }
audit-plan-nothing = not set
audit-plan-changed = The plan changes:
audit-plan-unchanged = Different from now, but the cluster stays the same:
audit-plan-file = a file that quorate writes
audit-plan-first-start = only matters at a member's first start
audit-plan-loopback = also answers on its own machine, to the same certificates
audit-plan-log = how log lines are written
audit-plan-same = the same cluster: yes
    .unseen = the same cluster: yes for { $seen }; not compared: { $unseen }, whose files aren't here
    .not = the same cluster: no, because { $changes } would change
audit-plan-change = { $setting } ({ $members })
audit-none-runs = no etcd runs on this machine, as far as this user can see
    .hint = run it as root, or name the unit, manifest or settings: quorate audit /etc/systemd/system
explain-severity = Severity:
explain-found = It may come from (quorate explain CODE says more):
explain-found-more = and { $more } more: quorate explain 'THE LINE' lists them, quorate judge and quorate inspect https://HOST:PORT decide
explain-unknown-line = no lesson explains the line `{ $text }`
    .hint = quote the part from `tls:` or `x509:` on; quorate judge says what etcd would log about certificates, quorate inspect https://HOST:2379 what a server shows
explain-log = { $lines ->
    [one] One line
   *[other] { $lines } lines
 }, and { $groups ->
    [0] no lesson explains any of its warnings.
    [one] one thing to know:
   *[other] { $groups } things to know, most serious first:
 }
explain-log-times = { $count ->
    [one] Once
   *[other] { $count } times
 }
explain-log-at = , at { $first }
explain-log-when = , from { $first } to { $last }
explain-log-about = , about { $about }
explain-verify-number = Number { $number } of OpenSSL is `{ $words }`.
explain-in-go = Go, and with it etcd, says this as `{ $go }`.
explain-in = In { $place }:
explain-in-nothing = Nothing in { $place } explains this line. The process may use other files, or have read them earlier: etcd reads certificates and keys at each handshake, and CAs only when it starts.
explain-in-none = Nothing in { $place } has this problem.
explain-in-certificate = The line is about { $count ->
    [one] this certificate
   *[other] one of these certificates
 }:
explain-in-other = No certificate there has the names or dates in the line: the process uses another one.
explain-log-unknown = { $count ->
    [one] One line at warn or above that no lesson explains:
   *[other] { $count } lines at warn or above that no lesson explains, most frequent first:
 }

# Why etcd can't read a config file. Each follows "etcd cannot read this as YAML: ".
yaml-fault =
    .not-utf-8 = it isn't UTF-8
    .control-character = it contains a control character
    .tab = it is indented with a tab
    .version = its directive asks for another version of YAML than 1.1
    .too-deep = it is nested too deeply to be read
    .too-many = its aliases expand to too many values
    .holds-itself = the anchor contains an alias of itself
    .unknown-anchor = there is no anchor of that name before it
    .merge = `<<` takes a map, or a list of maps
    .key = a key has to be a word
    .not-finite = JSON has no number { $value }
    .tag = `{ $value }` isn't of the type that its tag names

# What a value of a config file is, and what etcd expects there.
config-value =
    .file = the file
    .nothing = empty
    .switch = true or false without quotes
    .number = a number without quotes
    .negative = a negative number
    .fraction = a number with a fraction
    .nanoseconds = a number of nanoseconds
    .text = text
    .list = a list
    .map = a map

## prompt

prompt-intro = The wizard, line by line. Enter keeps the answer in brackets; ? explains the question, < goes back, - takes the default, /word goes to the question whose label has that word (/start: to what you can start from). Ctrl-D leaves; the answers are kept.
prompt-step = Step { $step } of { $steps }: { $name }
prompt-refused = Not accepted: { $why }
prompt-start = Start from
prompt-member = Member { $row }, name and address
prompt-cell = Member { $row }, { $label }
prompt-clients = Clients
    .help = Write all of them: what you leave out gets no certificate.
prompt-clients-lines = All clients, separated by spaces, such as: root kube-apiserver-etcd-client. NAME=CN gives one a different common name.
prompt-more = More of this step
    .help = yes asks the questions above one by one; no keeps the answers. A slash and a word of a label goes to one of them.
prompt-more-lines = Most people keep these:
prompt-write = Write it
prompt-write-to = Write { $files } files to { $path }
prompt-save = p saves the plan alone, b a script that makes the same certificates with openssl.
prompt-yes = yes
prompt-no = no
prompt-yes-or-no = `{ $text }` is neither yes nor no
prompt-no-choice = `{ $text }` is not one of them: type a number from 1 to { $count }, or the word after it
prompt-no-label = No question has `{ $text }` in its label.
    .secret = No question has that word in its label. A passphrase has at least 8 characters.
prompt-not-written = Nothing was written. To change an answer, type a slash and a word of its label, such as /heartbeat; Ctrl-D leaves, and the answers are kept.
prompt-summary = The answers:
prompt-advice = { $severity }: { $text }
prompt-secret = What you type isn't shown.
    .new = ? explains the question, < goes back, and a slash with a word of its label goes to a question: on this line up to 7 characters in all, as a passphrase has at least 8.
    .existing = ? alone explains the question, and < alone goes back. Anything else is taken as the passphrase.
prompt-tier = { $tier }: clients { $clients }, requests/s { $requests }, data { $data }, Kubernetes nodes { $nodes }
prompt-member-missing = type a name and an address, such as etcd-1 10.0.0.1; an address alone is enough
prompt-drafts = Drafts, newest first:
    .help = The number of a draft continues it where you left off, the number of a bundle verifies it; n starts a new cluster; x and a number, such as x 2, deletes one, and u brings it back; part of a name shows only those that match.
prompt-bundles = Bundles made before:
prompt-bundle-plan = Start a draft from its plan? [no]:{" "}
prompt-draft = Draft (number, n for a new cluster, ? for help) [{ $offered }]:{" "}
prompt-draft-step = step { $step } { $name }
prompt-draft-delete = Delete the draft of { $name }? [no]:{" "}
prompt-draft-deleted = The draft of { $name } was deleted; u brings it back until you leave.
prompt-no-draft = there is no draft { $number }: type a number from 1 to { $count }, or n
prompt-no-draft-named = no draft has `{ $text }` in its name
prompt-left = Nothing was written. The answers are kept for next time.
    .nowhere = Nothing was written, and the answers are not kept.
prompt-making = Making the keys and certificates: { $count }.

## by hand

by-hand-certificate = { $role } of { $owner }: { $serves }.
by-hand-anchors = Everyone who checks certificates needs the trust anchor: each member, and each client.
by-hand-ask = Once they run, ask the cluster with the certificate of client { $name }:
by-hand-chain = Whoever trusts the root alone needs the intermediate CA behind a certificate.
by-hand-copy = From where the certificates were made, copy the member's directory to it:
by-hand-default = Not valid as typed, so the default stands here: { $fields }.
by-hand-digits = Two CAs of one name are hard to tell apart, so random digits follow the name.
by-hand-hardware = What the hardware decides, as flags of etcd on each member:
by-hand-imported = Your CA: CA_CERT and CA_KEY are the files of its certificate and its private key (PEM).
by-hand-install = On { $name }, as root, in the directory { $name } that was copied to the home directory of { $user }; for a member that has nothing yet. What each line of the files is for is in the comments of those that quorate writes.
    .here = On this machine, as root, in the bundle's directory members/{ $name }; for a member that has nothing yet. What each line of the files is for is in the comments of those that quorate writes.
by-hand-keys = Certificates are for everyone to read, keys for etcd's user alone.
by-hand-members = The first start: every member has the same list and token. Of the flags of etcd on { $name }:
by-hand-missing = Not answered yet, or not valid, so a word in capitals stands here: { $fields }.
by-hand-no-plan = These answers don't go together yet; the message at the field says why.
by-hand-passphrase = First, on a line of its own, the passphrase of the CA's key: stty -echo; read -r CA_PASSPHRASE; stty echo; export CA_PASSPHRASE
by-hand-settings = The same as lines of { $path }:
by-hand-start = A member is ready once most of them run: start them all within a few minutes.
by-hand-title = The same by hand
by-hand-help = The commands that do what this step does, with your answers in them: to read, to learn from, or to type yourself. Nothing runs them.
reader-help = The file as it was or will be written. A private key is never shown.
by-hand-elsewhere = this plan's CA is elsewhere: there is no key here to sign with
    .hint = generate the bundle: its requests/ holds sign-with-openssl.sh and sign-with-cfssl.sh
by-hand-on-members = members of this plan make their own keys
    .hint = generate the bundle: install.sh makes the keys on each member, and requests/ holds the scripts that sign
by-hand-refused = choose another output directory; the file goes beside it
by-hand-written = The commands are written: look at them, then run sh { $path } DIR, where DIR is the new directory that they make
    .beside = { $taken } exists already, so they are beside it: look at them, then run sh { $path } DIR, where DIR is the new directory that they make

## plan

plan-saved = The plan is written. Later: quorate generate --plan { $path }
    .beside = { $taken } exists already, so the plan is beside it. Later: quorate generate --plan { $path }

## counted

counted-files = { $count ->
        [one] { $count } file
       *[other] { $count } files
    }
counted-certificates = { $count ->
        [one] { $count } certificate
       *[other] { $count } certificates
    }
counted-hosts = { $count ->
        [one] { $count } host
       *[other] { $count } hosts
    }
counted-members = { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
counted-clients = { $count ->
        [one] { $count } client
       *[other] { $count } clients
    }
counted-handshakes = { $count ->
        [one] { $count } handshake
       *[other] { $count } handshakes
    }
counted-places = { $count ->
        [one] { $count } place
       *[other] { $count } places
    }
counted-errors = { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
counted-warnings = { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
counted-notes = { $count ->
        [one] { $count } note
       *[other] { $count } notes
    }
counted-at-places = { $found } at { $places }
severity-note = note
severity-warning = warning
severity-error = error
severity-hint = hint

## lab

key-lab-pause = pause
key-lab-step = step
key-lab-step-back = back
key-lab-start-stop = stop/start
key-lab-put = put
key-lab-read = read
key-lab-read-local = serializable read
key-lab-isolate = isolate
key-lab-cut = cut
key-lab-slow = slow down its links, or restore them
key-lab-transfer = hand leadership over to it
key-lab-add = add a member
key-lab-add-learner = add a learner
key-lab-promote = make the learner a voter
key-lab-remove = remove the member
key-lab-wipe = wipe the disk of a stopped member
key-lab-faster = faster
key-lab-slower = slower
key-lab-save = save the scenario
key-lab-kill = kill
key-lab-freeze = freeze
key-lab-prompt = etcdctl
key-lab-list = log
key-lab-replace = remove it; then kill it, wipe its data, add it again
key-lab-copy = copy the last command
key-lab-no-cut = links can't be cut here
key-lab-run = run
lab-title = quorate lab
lab-head = tick { $tick }, messages in flight: { $under_way }
lab-running = running, { $speed } a second
lab-paused = paused
lab-still = no member runs: time stands still
lab-etcd-other = A simulation: quorate lab --etcd runs real members. ? explains, lists all keys.
lab-scenario-end = The scenario is over. Space continues, Left steps back.
lab-saved = The scenario is saved. Play it again: quorate lab --replay { $path }
    .beside = { $taken } exists already, so this one is beside it: quorate lab --replay { $path }
lab-save-refused = start quorate lab in a directory that you can write to
lab-at-start = this is the start
lab-removed-for-good = it was removed, and can't come back: a adds a new member
lab-wipe-stopped = stop it first (Enter): only the disk of a stopped member can be wiped
lab-cut-nothing = the cut goes below the selected member: select one that isn't the last
lab-full = the lab has room for nine members
lab-no-leader = there is no leader to hand over
lab-column-member = member
lab-column-role = role
lab-column-term = term
lab-column-log = log
lab-column-commit = commit
lab-column-vote = vote
lab-column-value = value
lab-column-waited = timer
lab-column-links = links
lab-role-leader = leader
lab-role-follower = follower of
lab-role-lonely = no leader
lab-role-learner = learner
lab-role-lonely-learner = learner, alone
lab-role-joining = joining
lab-role-pre-candidate = pre-votes
lab-role-candidate = candidate
lab-role-stopped = stopped
lab-role-new = not started
lab-role-crashed = panicked
lab-role-removed = removed
lab-links-isolated = isolated
lab-links-side-a = side A
lab-links-side-b = side B
lab-links-slow = slow
lab-quorum = Quorum: { $reached } of { $voters } voters, { $majority } needed; { $leader } leads
lab-quorum-without-leader = Quorum: { $reached } of { $voters } voters, { $majority } needed; no leader yet
lab-quorum-lost = No quorum: { $reached } of { $voters } voters, { $majority } needed
lab-writes = Puts and linearizable reads work at { $members }.
lab-writes-wait = Puts and linearizable reads at { $members } wait for a leader.
lab-writes-none = Puts and linearizable reads don't work anywhere: they time out after 70 ticks.
lab-reads = Serializable reads work at { $members }, and may be stale.
lab-reads-none = No member answers clients: none runs, or none has been led since it started.
lab-failures = { $voters ->
        [one] 1 voter tolerates no failure; failed: { $failed }, may still fail: { $spare }.
       *[other] { $voters } voters, majority { $majority }: tolerates { $tolerance }; failed: { $failed }, may still fail: { $spare }.
    }
lab-failures-lost = { $voters ->
        [one] 1 voter tolerates no failure; failed: { $failed }. It has to come back.
       *[other] { $voters } voters, majority { $majority }: tolerates { $tolerance }; failed: { $failed }. Back needed: { $missing }.
    }
lab-requests = Requests of clients
lab-requests-none = None yet. p puts a value at the selected member, r does a linearizable read there, R a serializable one.
lab-request-waits = { $what }: waits, { $waited } of 70 ticks
lab-request-done = { $what }: done
lab-request-read = { $what }: read { $value }
lab-request-empty = { $what }: read nothing
lab-request-failed = { $what }: { $why }
lab-request-failed-yet = { $what }: { $why }, yet it took effect
lab-log = Why
lab-log-scrolled = Why ({ $count } newer below: PgDn)
lab-asks-pre-votes = { $member } heard nothing from a leader for { $silent } ticks: asks for pre-votes for term { $term }
lab-asks-votes = { $member } has a majority of pre-votes: raises its term to { $term } and asks for votes
lab-takes-over = { $member } is told to take over: raises its term to { $term } and asks for votes, without pre-votes
lab-grants-pre-vote = { $member } would vote for { $to } in term { $term }
lab-grants-vote = { $member } votes for { $to } in term { $term }
lab-refuses-log = { $member } refuses { $to } its { $kind ->
        [pre] pre-vote
       *[real] vote
    }: { $member } has a newer log than { $to }
lab-refuses-voted = { $member } refuses { $to } its { $kind ->
        [pre] pre-vote
       *[real] vote
    }: it voted for { $other } in this term
lab-refuses-leader = { $member } refuses { $to } its { $kind ->
        [pre] pre-vote
       *[real] vote
    }: it follows { $leader } in this term
lab-refuses-term = { $member } refuses { $to } its { $kind ->
        [pre] pre-vote
       *[real] vote
    }: term { $term } is old
lab-ignores = { $member } ignores { $from }, which asks for votes: it heard from the leader { $leader } { $heard } ticks ago
lab-loses-pre-vote = { $member } can't get a majority of pre-votes: keeps its term and waits
lab-loses-vote = { $member } can't get a majority of votes: waits for another leader
lab-leads = { $member } leads in term { $term } with { $votes ->
        [one] 1 vote
       *[other] { $votes } votes
    }, and begins with an empty entry at { $index }
lab-follows = { $member } follows { $leader } in term { $term }
lab-newer-term = { $member } learns of term { $term } from { $from }, and moves on to it
lab-newer-term-leader = { $member } learns of term { $term } from { $from }: it no longer leads
lab-no-quorum = { $member } steps down: only { $heard } of the { $majority } voters it needs answered within an election timeout
lab-commits = { $member } commits up to { $index }: a majority has it on disk
lab-overwrites = { $member } replaces entries { $from } to { $to }, which were never committed, with the leader's
lab-hands-over = { $member } hands leadership over to { $to }, once { $to } has the whole log
lab-keeps-leading = { $member } keeps leading: { $to } didn't take over within an election timeout
lab-changed = { $member } applies the change: { $what }; { $voters ->
        [one] 1 voter
       *[other] { $voters } voters
    }, majority { $majority }
lab-change-voter = { $other } is a voter
lab-change-learner = { $other } is a learner
lab-change-promote = the learner { $other } is a voter now
lab-change-remove = { $other } is removed
lab-change-too-early = { $member } ignores a membership change: another isn't applied yet. Nobody tells its client, who waits in vain
lab-confirms = { $member } still leads, because a majority answers: reads can see what is committed up to { $index }
lab-starts = { $member } starts with what is on its disk
lab-starts-empty = { $member } starts with an empty disk, to join the cluster, and waits for a leader to call
lab-starts-anew = { $member } starts with an empty disk, as a founder of a new cluster: no peer tells it that it has been one
lab-start-bootstrapped = { $member } exits at once: member { $member } has already been bootstrapped. Its disk is empty, and its peers know it: remove it, and add a new member
lab-start-no-peers = { $member } exits at once: cannot fetch cluster info from peer urls. It is to join the cluster, and reaches nobody who runs
lab-stops = { $member } is stopped at once; what is on its disk stays
lab-wiped = { $member } has lost its disk
lab-removed = { $member } learns that it was removed, and shuts down for good
lab-crashes-range = { $member } panics: tocommit({ $commit }) is out of range [lastIndex({ $last })]. It lost what it had; remove it, and add a new member
lab-crashes-conflict = { $member } panics: entry { $index } conflicts with what it has committed
lab-isolated = { $member } is cut off from all others
lab-rejoined = { $member } is connected again
lab-slowed = the links of { $member } are slow now
lab-quickened = the links of { $member } are fast again
lab-cut = the network is cut in two: { $side } on side A, all others on side B
lab-healed = the network is whole again
lab-done = { $member }: { $what } is done after { $took ->
        [one] 1 tick
       *[other] { $took } ticks
    }
lab-done-value = and reads { $value }
lab-done-nothing = and reads nothing, because nothing was put
lab-failed = { $member }: { $what } fails: { $why }
lab-failed-open = (it may still take effect)
lab-failed-yet = (yet it took effect)
lab-failed-never = (nothing was proposed: it will not take effect)
lab-failed-unhealthy = (it has to be connected, for 50 ticks, which are etcd's 5 s, to a majority of the voters that the change would leave: a stopped voter stays missing)
lab-took-effect = { $member } applies { $what }, of which its client was told that it failed
lab-waits-for-start = { $member } has just started, and listens to no client before it has told the cluster its name, which takes quorum: { $what } waits
lab-waits-for-leader = { $member } knows no leader: { $what } waits
lab-no-member = there is no member { $other }: nothing changes
lab-bad-transferee = { $member }: etcdserver: bad leader transferee; { $other } isn't a voter
lab-nothing = the action changes nothing right now
lab-asked-put = #{ $number } put { $value }
lab-asked-read = #{ $number } linearizable read
lab-asked-read-local = #{ $number } serializable read
lab-asked-add = #{ $number } add { $other }
lab-asked-add-learner = #{ $number } add { $other } as a learner
lab-asked-promote = #{ $number } promote { $other }
lab-asked-remove = #{ $number } remove { $other }
lab-why-unreachable = the member isn't running
lab-why-lost = the connection is lost
lab-help-title = The lab
lab-help = A quorum is a majority of the voters that can reach each other. Nothing is decided without it, so two halves of a cut network can never both write. A cluster of 3 has a quorum with 2, so it tolerates one failure. A put is done once a majority has it on disk; a linearizable read sees every put that was done before it, a serializable one sees what its member has. This is a cluster in memory that follows the rules of etcd's Raft: pre-vote, check-quorum, reads confirmed by a majority, learners, one change of members at a time. Stop members, cut the network, put and read, and see who has quorum and why. Keys act on the selected member; c cuts the network below it, and c again restores it. The leader, if there is one, adds and removes members; you have to start a new member (Enter).
lab-help-table = term, log and commit are the member's term, its last entry, and the last one that it knows to be committed. vote is the member it voted for in this term; a candidate shows how many votes it has, and how many it needs. value is what a serializable read there returns. timer is how many ticks it has waited for a leader, and when it asks for votes; a leader counts to its next check of who answers. links shows who is isolated, slow, or on which side of a cut.
lab-help-time = A tick is etcd's heartbeat interval: 100 ms by default, so 10 a second is etcd's own speed. An election timeout is 10 to 19 ticks, and a request times out after 70. Left goes back a tick, or undoes what you did since; going on from there repeats it, unless you do something else. S saves what you did as a text file, which quorate lab --replay FILE plays.
lab-help-etcd = No etcd is needed for this. To see the same on real members, install etcd (its release, or a package, with etcd and etcdctl) and run quorate lab --etcd, or --etcd PATH where they aren't on the PATH.
lab-etcd-release = etcd { $release }
lab-etcd-temporary = in { $directory }, removed at the end
lab-etcd-kept = in { $directory }, kept
lab-etcd-message = Real etcd members on this machine. ? explains the screen and lists all keys.
lab-moved = { $member } is at { $to } here, in place of { $from } in the plan
lab-left-out = { $setting } of the plan is left out: it leads to other places than the lab's
lab-copied = sent to the terminal's clipboard
lab-nothing-to-copy = no command has run yet
lab-not-running = the member isn't running: Enter starts it
lab-no-cut = real members on one machine share its network: their links can't be cut. f freezes one
lab-prompt-quotes = a quotation mark isn't closed
lab-read-nothing = nothing was put
lab-unhealthy = Too few voters have been connected for five seconds. If all are running, wait and try again; if one is down, start it, or remove it first, which needs a quorum.
lab-took-too-long = etcdctl didn't end, and was ended
lab-column-index = index
lab-column-applied = applied
lab-column-database = db
lab-column-address = address
lab-role-frozen = frozen
lab-role-killed = killed
lab-role-ended = ended: { $exit }
lab-role-silent = no answer yet
lab-etcd-writes-nospace = Puts are refused: alarm NOSPACE, a database is full. Reads and deletes work at { $members }.
lab-etcd-writes-corrupt = Puts are refused: alarm CORRUPT, the data of members differ.
lab-etcd-writes-none = Puts and linearizable reads time out everywhere; that isn't "read-only".
lab-happened = What was done
lab-happened-scrolled = What was done ({ $count } newer below: PgDn)
lab-said-left-out = ({ $count } lines are left out)
lab-happened-none = Nothing yet. p puts a value at the selected member, r and R read it there, Enter stops the member, K kills it.
lab-log-of = Log of { $member }
lab-log-of-scrolled = Log of { $member } ({ $count } newer below: PgDn)
lab-log-none = It has logged nothing yet.
lab-seen-leads = { $member } leads in term { $term }
lab-seen-lost = { $member } knows no leader any more
lab-seen-ended = { $member } has ended: { $exit }
lab-task-start = start { $member }
lab-task-stop = stop { $member } (SIGTERM)
lab-task-kill = kill { $member } (SIGKILL)
lab-task-freeze = freeze { $member } (SIGSTOP)
lab-task-thaw = let { $member } go on (SIGCONT)
lab-task-replace = replace { $member }: remove, wipe, add again
lab-task-put = { $member }: put { $key } = { $value }
lab-task-read = { $member }: linearizable read of { $key }
lab-task-read-local = { $member }: serializable read of { $key }
lab-task-add = add a member
lab-task-add-learner = add a learner
lab-task-promote = make the learner { $member } a voter
lab-task-remove = remove { $member }
lab-task-transfer = hand leadership over to { $member }
lab-task-waits = { $what }: waits
lab-task-done = { $what }: done, { $took } ms
lab-task-said = { $what }: { $said }, { $took } ms
lab-task-failed = { $what }: { $said }, { $took } ms
lab-etcd-help = These are real etcd members, each a process with a loopback address of its own and etcd's usual ports, from a bundle with mTLS that was made for them. Keys act on the selected member. Enter stops it with SIGTERM, and it hands leadership over first; K kills it, as a power cut does; f freezes it: it keeps its connections and answers nobody, as behind a broken network. The links themselves can't be cut here. p, r and R run etcdctl at the selected member; e takes any other etcdctl command. Below the newest task stands the command that was run, and y copies it. l shows the member's log where there is no room for both, and has PgUp and PgDn scroll it; the list that they scroll is marked. What quorate explain says of an error stands below its line in the log, and below a command that fails; where several fail alike, below the newest.
lab-etcd-help-quorum = What losing quorum does: puts and linearizable reads time out, they aren't refused; etcdctl gives up after 5 seconds. Changes of members are checked first: with the others dead, adding a member or removing one that runs is refused at once (unhealthy cluster), and removing a dead one times out. Serializable reads go on, and may be stale. Members stay alive, and say that they have no leader. Some tutorials call that read-only, which it isn't: an ordinary read is linearizable, and fails too. One member back, and writes go on within a second or two.
lab-etcd-help-table = term is the member's term, index the last entry that it has, applied the last one that it has applied, db the size of its database: what etcdctl endpoint status says, asked every second while something is happening, and rarely otherwise. a and A add a member: it counts at once, so start it (Enter) soon. o makes a learner that is in sync a voter. d removes a member, and w does all that a member needs that lost its disk: with its old identity it could vote twice, so it leaves the cluster first; if that is refused, nothing else is done, and it stays up. etcd 3.4 has no pre-vote unless told to: without quorum each attempt to be elected raises a member's term, and status shows it only once a leader is there again, so term jumps.
lab-etcd-help-files = Bundle, data and logs are in the directory that the first line names; --keep DIR keeps them. Connections between loopback addresses come from 127.0.0.1, so that the peer certificates hold that address too; on machines of their own they don't. When the lab ends, even by SIGKILL, its members end with it.

## results

certificates-part = { $count } { $what }
ca-ask = Passphrase of { $path }:
    .new = New passphrase for the CA's key, at least 8 characters:
    .again = The same again:
    .not-needed = note: { $path }: the key isn't encrypted; the passphrase was not needed

verify-summary = { $files } beside the manifest, { $certificates } and { $hosts } that are dialed checked: { $errors }, { $warnings }
verify-exercise = This is an exercise, and has no manifest. Whether it is solved: { $command }
audit-summary = { $members }{ $clients } and { $certificates } in { $files } audited for etcd { $releases }{ $assumed }: { $errors }, { $warnings }, { $notes }
    .clients = , { $clients }
    .as-said = , as images or logs show
    .assumed = , because no --etcd-version is given
matrix-head = handshakes to
matrix-gateway = gateway { $name }
matrix-accepted = accepted
matrix-refused = refused
matrix-not-judged = not judged
judge-add-ca = add --ca FILE: quorate can't tell without the authorities that the other side trusts
sign-done = signed { $path }
sign-missing = still to sign: { $names }
sign-already = note: { $path } is signed already; --replace renews it
sign-complete = every certificate is in place
explain-waits = note: waiting for a log on standard input; `quorate explain </dev/null` lists the codes
sign-next = next: { $command }, then copy the pki/ of each member named above to it, as README.txt says
sign-replaced = note: this directory was replaced by its next generation: cd "$PWD"
sign-in-place = note: the certificates are in place in { $path }
import-done = imported { $path }
import-missing = still to import: { $names }
generate-stands = note: the bundle is in { $path }
generate-would-write = would write { $count } files to { $path }:
generate-wrote = wrote { $count } files to { $path }
    .next = next:
progress-of = { $role } of { $owner }
progress-key = key { $done }/{ $total }: { $what }
progress-certificate = certificate { $done }/{ $total }: { $what }
progress-writing = writing { $count } files

## errors: the sentence, and what to do next

error-field-empty = this is empty; expected { $expected }
    .hint = type { $expected }
error-field-not-ports = `{ $text }` is not a pair of ports
    .hint = write the client port, a slash and the peer port, such as `2379/2380`
error-field-control-character = `{ $text }` holds the control character U+{ $code }
    .hint = type it by hand instead of pasting it
error-field-invisible-character = `{ $text }` holds the invisible character U+{ $code }
    .hint = type it by hand instead of pasting it
error-field-name-character = `{ $text }` can't be a name: found { $found }, expected { $expected }
    .hint = use a short plain name such as `etcd-1`
error-field-name-start = `{ $text }` can't be a name: it starts with { $found }, expected { $expected }
    .hint = use a short plain name such as `etcd-1`
error-field-superuser-member = `root` can't be a member's name: etcd uses the CN of a member's certificate as a user, and `root` can do everything
    .hint = use a short plain name such as `etcd-1`
error-field-reserved-user = `{ $text }` can't run etcd: it belongs to { $owner }
    .hint = give etcd its own user, such as `etcd`
error-field-too-long = this is { $found } characters long, at most { $limit } are allowed
    .hint = shorten it to { $limit } characters
error-field-url-not-host = `{ $text }` is a URL, expected only the host: `{ $host }`
    .hint = write `{ $host }`; ports are set once for all members
error-field-port-in-host = `{ $text }` has a port, expected only the host: `{ $host }`
    .hint = write `{ $host }`; ports are set once for all members
error-field-prefix-in-host = `{ $text }` is a network, expected one address: `{ $host }`
    .hint = write `{ $host }`; ports are set once for all members
error-field-zone-id = `{ $text }` has a zone ID, which certificates can't contain
    .hint = use a global or unique local address
error-field-mapped-address = `{ $text }` is the IPv4 address `{ $address }` written as IPv6
    .hint = write `{ $address }`
error-field-network = `{ $text }` is not a network such as `10.0.0.0/24` or `fd00::/64`
    .hint = write an address, a slash and the length of the prefix: at most 32, or 128 for IPv6
error-field-looks-like-address = `{ $text }` is not a valid IP address
    .hint = write four numbers from 0 to 255 without leading zeros, such as `10.0.0.1`
error-field-name-not-address = `{ $text }` is a name, expected an IP address
    .hint = etcd listens on addresses only; put the name among the DNS names
error-field-not-one-machine = `{ $address }` is { $kind }, expected the address of one machine
    .hint = give the address at which the other members reach this one
error-field-not-ascii = `{ $text }` is not ASCII; in a certificate it is written `{ $punycode }`
    .hint = write `{ $punycode }` if that is what you mean
error-field-no-idna = `{ $text }` is not a host name: it contains characters that host names can't have
    .hint = use letters, digits, dots and hyphens
error-field-wildcard = the wildcard `{ $text }` isn't allowed here
    .hint = name the host itself; `*.example.com` can be one of the extra SANs
error-field-label = `{ $text }` is not a host name: { $why }
    .hint = use letters, digits and hyphens, 1 to 63 of them between dots
error-field-not-a-number = `{ $text }` is not a whole number
    .hint = use digits only
error-field-out-of-range = { $found } is out of range, expected { $minimum } to { $maximum }{ $unit ->
        [days] {" "}days
        [ms] {" "}ms
        [MiB] {" "}MiB
       *[none] {""}
    }
    .hint = give a number from { $minimum } to { $maximum }
error-field-unknown-choice = `{ $text }` is not one of the choices
    .hint = use one of { $choices }
error-field-go-version = `{ $text }` is not a release of Go
    .hint = write it as `etcd --version` prints it, such as `go1.25.3`, or as `1.25`
error-field-path = `{ $text }` can't be used as a path: { $why }
    .hint = give an absolute path such as `/var/lib/etcd`
error-field-country = `{ $text }` is not a country code, expected two letters such as `DE`
    .hint = use the ISO 3166 code, or leave it empty

error-plan-member-count = { $found } members, expected 1 to { $limit }
    .hint = 3 is right for most, 5 for production at scale
error-plan-duplicate-member = members { $first } and { $second } are both named `{ $name }`
    .hint = give each member a name of its own
error-plan-duplicate-address = members { $first } and { $second } share the address `{ $address }`
    .hint = give each its own, or choose the placement `shared-host` for one machine
error-plan-repeated-address = member `{ $member }` has the address `{ $address }` twice
    .hint = name each address once
error-plan-address-count = member `{ $member }` has { $found } addresses for one listener, expected at most { $limit }
    .hint = keep one of each family; anything else it must be valid for belongs among the extra SANs
error-plan-duplicate-client = clients { $first } and { $second } are both named `{ $name }`
    .hint = give each client a name of its own
error-plan-client-count = { $found } clients, expected at most { $limit }
    .hint = keep { $limit } or fewer in one bundle
error-plan-same-port = clients and peers can't share port { $port }
    .hint = etcd's own ports are 2379 for clients and 2380 for peers
error-plan-election-too-short = an election timeout of { $election } ms is less than 5 × the heartbeat interval of { $heartbeat } ms
    .hint = use { $least } ms or more; 10 heartbeats are recommended
    .by-heartbeat = shorten the heartbeat to 10000 ms or less: etcd accepts no election timeout above 50000 ms
error-plan-leaf-outlives-authority = leaf certificates of { $leaf } days would outlive a CA of { $authority } days
    .hint = shorten the leaves to at most { $authority } days, or lengthen the CA
error-plan-system-directory = `{ $path }` belongs to the whole system, expected a directory only for etcd
    .hint = give etcd its own directory, such as `/var/lib/etcd`
error-plan-user-with-purpose = `{ $user }` can't run etcd: that account is for { $purpose }, and whatever else runs as it could read etcd's keys and data
    .hint = give etcd its own user, such as `etcd`; install.sh makes it
error-plan-one-certificate-two-authorities = one certificate for clients and peers (`{ $arrangement }`) can't come from two authorities (`{ $trust }`)
    .hint = choose one CA, or a root with an intermediate; or server and peer certificates
error-plan-authority-not-made = a CA that is `{ $ca_source }` is a single CA, but the trust layout is `{ $trust }`
    .hint = choose the trust layout `one`, or let quorate make the authorities
error-plan-one-name-several-authorities = `{ $name }` would be the name of { $count } CAs
    .hint = put `{"{"}ca{"}"}` into it, which stands for `peer CA` and the like: `Example {"{"}ca{"}"}`
error-plan-not-permitted = `{ $name }` is outside the CA's name constraints
    .hint = add `{ $proposed }` to the name constraints, or make a CA without any
error-plan-cfssl-name-constraints = cfssl can't make a CA with name constraints, but cfssl inputs are asked for
    .hint = leave out one of the two
error-plan-shared-key-on-member = a certificate that members share (`{ $layout }`) has one key, which can't be made on each member
    .hint = give each member its own certificates, or make the keys here
error-plan-superuser-cluster = a certificate that members share (`{ $layout }`) has the cluster's name as its CN, and for etcd that is the user `root`
    .hint = give the cluster another name
error-plan-port-taken = member `{ $member }` can't listen on port { $port }: another member on this machine does
    .hint = give each member on a machine two ports of its own, such as 2369/2370 and 2379/2380
error-plan-metrics-port-taken = member `{ $member }` can't serve metrics on port { $port }: a member of this machine listens there
    .hint = give each member its own: `{ $member }:listen-metrics-urls=http://127.0.0.1:2481`
error-plan-shared-directory = `{ $path }` would be the directory of several members on one machine
    .hint = put `{"{"}name{"}"}` into it, which stands for the member: `/var/lib/{"{"}name{"}"}`
error-plan-file-name-taken = a file of member `{ $member }` would be called `{ $file }`, and another file has that name already
    .hint = give the member another name
error-plan-plain-http-on-own-address = member `{ $member }` has the address `{ $address }`, where it can't also answer without TLS
    .hint = leave plain HTTP off: use a certificate to reach such a member on its own machine
error-plan-nested-directories = `{ $first }` and `{ $second }` overlap
    .hint = keep data, WAL and configuration in separate directories, none inside another
error-plan-two-wal-directories = `wal_directory` and `wal_path` both say where the write-ahead log goes
    .hint = keep one of them

error-setting-form = `{ $text }` isn't NAME=VALUE
    .hint = write it like `auto-compaction-retention=1h`, or `etcd-1:log-level=debug` for one member
error-setting-quotes = the quotes in `{ $text }` aren't closed
    .hint = quote a value that contains spaces: `name='a b'`
error-setting-unknown = etcd has no setting `{ $name }`
    .hint = use the name of a flag, without its dashes, as `etcd --help` lists it
    .nearest = did you mean `{ $meant }`?
error-setting-own = `{ $name }` follows from { $question }
    .hint = change { $question } instead
error-setting-no-members = `{ $name }` can't be in a plan: { $why }
    .hint = leave it out
error-setting-retired = `{ $name }` does nothing: etcd accepts it only for old units
    .hint = leave it out
error-setting-empty = `{ $name }` has no value
    .hint = give it a value, or leave it out
error-setting-value = `{ $name }` can't be `{ $value }`, expected { $expected }
    .hint = give it { $expected }
error-setting-twice = `{ $name }` is set twice
    .hint = keep one of them
error-setting-compaction = `{ $text }` is neither an age nor a number of revisions
    .hint = write an age with its unit, such as `1h`, or how many to keep: `1000 revisions`
error-setting-no-such-member = no member is named `{ $text }`
    .hint = use the name of a member of this plan
error-series-setting-gone = etcd { $version } no longer has `{ $name }`
    .hint = leave it out: nothing replaced it
error-series-setting-not-yet = etcd { $version } has no `{ $name }` yet: it comes with { $since }
    .hint = leave it out, or plan for a newer etcd
error-series-setting-second-name = `{ $name }` is another name of `{ $instead }`
    .hint = use `{ $instead }`
error-series-setting-no-key = no config file of etcd { $version } can set `{ $name }`
    .hint = leave it out, or put the settings into the environment file or flags
error-series-setting-only-key = `{ $name }` can be set in a config file only
    .hint = leave it out, or put the settings into a config file
error-series-setting-word = etcd { $version } doesn't accept `{ $value }` for `{ $name }`
    .hint = use one of { $takes }

error-fill-nothing = no line names a member
    .hint = write one member a line: `name address`, `name=address`, CSV, or lines of /etc/hosts
error-fill-too-many = more than { $count } members
    .hint = paste the members only
error-fill-no-address = line { $line } has no address: `{ $text }`
error-fill-address = line { $line }: { $error }
error-fill-port = line { $line } has a port: `{ $text }`
    .hint = leave the port out: the network step asks for ports, and for several members on a machine the column Ports
error-fill-no-name = line { $line } has no name: `{ $text }`
error-fill-range = `{ $text }` is not a pattern, expected a range such as `etcd-{"{"}1..3{"}"}`
    .hint = write `etcd-{"{"}1..3{"}"}`
error-fill-start = `{ $text }` is not a start address, expected an address and a plus, such as `10.0.0.1+`
    .hint = write the first member's address and a plus; each number of an IPv4 address is at most 255
error-fill-overflow = there are no { $count } addresses from `{ $text }` on

error-issue-cancelled = cancelled before all certificates were issued
    .hint = start again when you are ready; no file was written
error-issue-clock = the clock says `{ $now }`, expected a time from { $start } to { $end }
    .hint = set the clock, preferably with NTP: etcd's members also have to agree on the time
error-issue-nothing = no certificate was requested
    .hint = issue all profiles of one plan together
error-issue-signer = `{ $certificate }` needs exactly one authority `{ $signer }` before it in the list
error-issue-validity = `{ $certificate }` would be valid past the year 9999
    .hint = shorten its lifetime
error-issue-outlives-authority = `{ $certificate }` would expire on { $end }, after its authority on { $authority_end }
    .hint = shorten the leaves, or make a new authority first
error-issue-not-permitted = `{ $authority }` can't sign `{ $certificate }`: { $why }
    .hint = etcd refuses such a certificate: use only names and networks within the CA's name constraints (quorate inspect shows them), or make a new CA
error-issue-repeated-attribute = the subject of `{ $certificate }` holds `{ $kind }` twice
    .hint = name each subject field once
error-issue-text = `{ $text }` can't be written into `{ $certificate }`: { $why }
    .hint = use letters, digits, spaces and plain punctuation
error-issue-issuer = `{ $certificate }` names the issuer `{ $found }`, expected the authority's subject `{ $expected }`
error-issue-issuer-bytes = the issuer of `{ $certificate }` is `{ $found }` in DER, expected the bytes of the authority's subject, `{ $expected }`
    .hint = sign a request (CSR) with the authority's own tools instead
error-issue-random = the source of random numbers failed: { $why }
    .hint = don't make keys on this machine until its random numbers work
error-issue-repeated-serial = the source of random numbers repeats itself: it gave the serial number `{ $serial }` twice
error-issue-cryptography = { $step } failed for `{ $certificate }`: { $why }
    .hint = try again; please report it if it happens again
issuing-make-key = making the key
issuing-sign = signing
issuing-read-back = reading back
issuing-read-key = reading the key
issuing-request = requesting

error-import-fault-several = it holds `{ $count }` certificates that aren't CA certificates, expected one and the CAs above it
    .hint = put each certificate into its own file
error-import-fault-unclaimed = no key in the bundle belongs to `{ $subject }`, and neither its name nor its SANs say which of { $expected } it is
    .hint = if its request was the bundle's, name the file like the request, MEMBER-ROLE.pem
error-import-fault-twice = this is { $certificate }, and so is { $other }
error-import-fault-no-authority = the certificate of the CA that signed it, `{ $issuer }`, is missing
    .hint = name the CA's certificate with --ca-cert FILE, followed in the file by the CAs above it
error-import-fault-untrusted = it leads to the CA `{ $authority }`, which isn't the trusted one
    .hint = if it is the right one, name its certificate with --ca-cert FILE
error-import-fault-other-authority = it leads to the CA `{ $found }`, expected `{ $expected }`
    .hint = members and clients of a cluster need the same CA; to change it, import all certificates at once with --replace
error-import-fault-shared-key = its key is also that of { $other }
    .hint = make each key where it is used, and never copy one: run request.sh there
error-existing-bundle-directory = name the directory that quorate generate wrote
error-existing-bundle-parent = the whole bundle is replaced: its parent directory has to be writable, and it can't be a mount point itself; move or copy it into a directory that you own
error-existing-bundle-plan = plan.json: { $error }
error-existing-bundle-manifest = manifest.json: { $error }
error-existing-bundle-format = manifest.json has format { $found }, this quorate reads format { $known }
error-existing-bundle-busy = another quorate is changing `{ $path }` right now
    .hint = run it again when that is done
error-existing-bundle-exists = `{ $path }` is there already, and is another certificate
    .hint = leave that file out; or, to renew certificates, add --replace
error-existing-bundle-unreadable = a certificate can't be read: { $error }
error-existing-bundle-not-confirmed = the certificates are in place, but may not survive a power cut: the last sync failed: { $error }
    .hint = check the disk, type sync, then quorate verify
error-manifest = { $message } at line { $line } column { $column }
    .hint = it was changed since quorate wrote it; copy the bundle again from where it was generated
error-sign-authority = the CA `{ $found }` is not the one that signs { $file } in this bundle
    .hint = name the CA whose certificate is in the bundle's authority/
error-request-fault-name = the plan has no certificate of that name, expected one of { $known }
    .hint = name the file after the certificate it is for, as request.sh does
error-request-fault-twice = there is another request for { $certificate }
    .hint = leave one of them out
error-request-fault-other-key = its key isn't the one in the bundle for { $certificate }
    .hint = make the request with that key: openssl req -new -key KEY -subj /CN=NAME -out CSR

error-key-no-key = the file holds no private key: its first block is `{ $found }`
    .hint = give the file with the private key: its name often ends in `.key` or `-key.pem`
error-key-several-keys = the file holds `{ $count }` private keys, expected one
    .hint = leave only the one that belongs to the certificate
error-key-open-ssh = the key is in OpenSSH's own form, `OPENSSH PRIVATE KEY`
    .hint = `ssh-keygen -p -m PKCS8 -f COPY` rewrites a copy of it; for Ed25519 that takes an OpenSSH newer than 9.2
error-key-encrypted = the key is encrypted, and no passphrase was given
    .hint = give its passphrase
error-key-wrong-passphrase = the passphrase doesn't decrypt the key
    .hint = try again; `openssl pkey -in FILE -noout` says whether openssl accepts it
error-key-cipher = the key is encrypted with `{ $cipher }`, which quorate doesn't read
    .hint = `openssl pkey -in FILE -aes256 -out NEW` encrypts it again; add `-provider legacy -provider default` if openssl refuses the old cipher
error-key-cost = decrypting the key takes `{ $cost }`, more than quorate allows
    .hint = `openssl pkey -in FILE -aes256 -out NEW` encrypts it again
error-key-malformed = the block `{ $label }` does not hold a private key: { $why }
error-key-unsupported = the key is `{ $found }`, expected RSA with 2048 to 8192 bits, ECDSA on P-256, P-384 or P-521, or Ed25519
    .hint = make a key of one of these kinds, and have it certified
error-key-damaged = the key, `{ $found }`, is damaged: { $why }
    .hint = `openssl pkey -in FILE -check -noout` says what is wrong
error-key-encryption = the key can't be encrypted: { $why }
error-passphrase-short = { $found ->
        [one] the passphrase has 1 character, expected at least { $least }
       *[other] the passphrase has { $found } characters, expected at least { $least }
    }
    .hint = use four or five random words: long is better than cryptic
error-passphrase-blank = the passphrase is only spaces
    .hint = use four or five random words: long is better than cryptic
error-passphrase-long = the passphrase is `{ $found }` bytes long, expected at most `{ $most }`
    .hint = shorten it: other tools read only its start
error-passphrase-control = the passphrase holds a control character, such as a tab or the end of a line
    .hint = leave it out: no passphrase prompt accepts it
error-pkcs12-no-passphrase = it is encrypted, and no passphrase was given
error-pkcs12-wrong-passphrase = the passphrase doesn't decrypt it
error-pkcs12-structure = it is written in a way that quorate doesn't read

error-authority-no-certificate = the file holds no block `CERTIFICATE`: its first block is `{ $found }`
    .hint = give the file with the authority's certificate, often `ca.crt` or `ca.pem`
    .label = `openssl x509 -in FILE -out NEW` writes it with the label that etcd reads
    .pkcs7 = `openssl pkcs7 -print_certs -in FILE -out NEW` extracts its certificates
    .request = give the certificate that the CA made from it
error-authority-key-of-another = the private key belongs to `{ $found }`, expected that of the first certificate, `{ $subject }`
    .hint = put the authority that signs first, and each certificate after the one that it signed
error-authority-key-algorithm = the key of `{ $subject }` is `{ $found }`, expected RSA with 2048 to 8192 bits, ECDSA on P-256, P-384 or P-521, or Ed25519
    .hint = use an authority with another kind of key, or let quorate make one
error-authority-nameless = the authority's subject is empty
    .hint = use an authority with a subject
error-authority-order = `{ $subject }` was issued by `{ $expected }`, but `{ $found }` follows it in the file
error-authority-behind-root = `{ $root }` is a root with nothing above it, but `{ $found }` follows it in the file
    .hint = leave out what follows the root
error-authority-name = certificates would name the issuer `{ $found }`, expected the bytes of `{ $expected }`
    .hint = `quorate generate --csr` writes requests that the authority's own tools sign
error-authority-signing = signing with the authority failed: { $why }
authority-note-name-constraints = `{ $subject }` allows only some names below it; etcd refuses certificates with others
authority-note-weak-root = the root `{ $subject }` signed itself with `{ $found }`, which does no harm because nobody checks it
authority-note-no-key-identifier = it has no subject key identifier, which strict verifiers ask for
authority-note-root-above = etcd will trust the root `{ $root }` above `{ $subject }`: it also lets in everything else that root and its other authorities sign; name a file without the root to trust only `{ $subject }`
authority-note-no-root = its root, `{ $issuer }`, is not in the file, so etcd trusts the authority itself

error-file-too-large = the file is `{ $found }` bytes long, at most `{ $limit }` are read
error-file-empty = the file is empty
    .hint = is this the right file?
error-file-byte-order-mark = the file starts with a byte order mark (BOM), which hides the first PEM block from etcd
    .hint = `sed -i '1s/^\xEF\xBB\xBF//' FILE` removes it
error-file-encoding = the file is written in `{ $encoding }`, expected plain ASCII or UTF-8
    .hint = convert it: `iconv -f { $encoding } -t ASCII FILE > FILE.pem`
error-file-der = the file is DER, expected PEM, which starts with a line such as `-----BEGIN …-----`
    .hint = `openssl pkey -inform DER -in FILE -out FILE.pem` converts a key, `openssl x509 -inform DER -in FILE -out FILE.pem` a certificate, and `openssl pkcs12 -in FILE -out FILE.pem` a PKCS #12 file
error-file-no-block = the file holds no PEM block
    .hint = give a PEM file: its blocks start with a line such as `-----BEGIN CERTIFICATE-----`
error-file-no-block-but = the file holds no PEM block: { $nearly }
error-broken-block = the block `{ $label }` in line { $line } can't be read: { $why }
    .hint = copy the file again from where it was made, without an editor in between
error-fault-no-end = its END line is missing
error-fault-end-label = it ends as `{ $label }`
error-fault-crowded-marker = line { $line } holds more than its `-----…-----` marker
error-fault-character = line { $line } holds a character that is not base64
error-fault-length = its base64 text is cut short, or its padding is wrong
error-fault-empty = it is empty
error-inspect-too-large = this is { $found } bytes long, at most { $limit } are read
error-inspect-not-a-certificate = these { $length } bytes are not an X.509 certificate: { $why }
    .hint = compare with what `openssl asn1parse` reads, and fetch the file again
error-pair-too-large = the file is { $found } bytes long, at most { $limit } are read
error-pair-no-certificate = the file holds no certificate, expected a block `CERTIFICATE`
error-pair-not-a-certificate = this is not an X.509 certificate: { $why }
error-pair-trailing-data = etcd will refuse it: trailing data of { $count } bytes after the certificate
error-pair-no-key = the file holds no private key, expected a block `PRIVATE KEY`
error-pair-encrypted-key = the private key is encrypted, and etcd can't load encrypted keys
    .hint = write it without its password: openssl pkey -in KEY -out NEW
error-pair-key = the private key can't be loaded: { $why }
    .hint = see what `openssl pkey -in KEY -noout -check` says
error-pair-key-algorithm = the private key can't be loaded: Go's TLS doesn't support keys of the kind { $kind }
    .hint = make a key on P-256, and have it certified
error-pair-key-mismatch = the private key ({ $found }) does not belong to `{ $subject }` ({ $expected })
    .hint = replace certificate and key together: install both files of one pair
error-pair-not-checked = could not check { $what }
    .hint = compare what `openssl pkey -in KEY -pubout` and `openssl x509 -in CERTIFICATE -noout -pubkey` print
error-request-none = it holds no `CERTIFICATE REQUEST`
    .hint = name the .csr file that request.sh made on the member
error-request-several = it holds `{ $count }` requests, expected one
    .hint = put each request into its own file
error-request-private-key = it holds a private key, which should never have left its machine
    .hint = make a new key on the member (request.sh), and send only the .csr file
error-request-malformed = it can't be read: { $why }
    .hint = copy the file from the member again, or make it again with request.sh
error-request-signature = it isn't signed with its own key
error-request-key = its key is `{ $found }`, expected RSA with 2048 to 8192 bits, ECDSA on P-256 or P-384, or Ed25519
    .hint = make another key: request.sh uses the plan's algorithm

error-target-empty = the output directory has no name
    .hint = name a directory that doesn't exist yet
error-target-tilde = `{ $path }` starts with `~`, which only a shell expands
    .hint = write the path in full, or `./~` if the name really starts with it
error-target-unprintable = `{ $path }` holds a control or invisible character, or isn't UTF-8
    .hint = choose a path of visible characters
error-target-no-name = `{ $path }` doesn't end in the name of a directory
    .hint = end the path in the name of a new directory
error-target-name-too-long = the name of the output directory is { $found } bytes long, at most { $limit } are allowed
    .hint = choose a shorter name
error-target-parent-missing = the directory `{ $path }` doesn't exist
    .hint = create it first: mkdir -p { $quoted }
error-target-parent-not-directory = `{ $path }` is not a directory
    .hint = choose a path inside a directory
error-target-parent-open = everyone can rename files in `{ $path }`: it is world-writable without the sticky bit
    .hint = choose a directory that only you can write to
error-target-foreign-link = `{ $path }` is a symbolic link that belongs to another user
    .hint = give the path that the link points to
error-target-not-directory = `{ $path }` is { $kind }, expected a new or an empty directory
    .hint = choose a directory that doesn't exist yet
error-target-not-empty = `{ $path }` is not empty: it holds { $names }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
error-target-holds-authority = `{ $path }` holds the key of a certificate authority, `{ $key }`, which is never overwritten
    .hint = choose another directory; without that key no certificate can be renewed
error-target-io = can't access `{ $path }`: { $source }
warning-leftover = `{ $path }` was left by a run that was killed, and may hold private keys
    .hint = generating the bundle removes it, unless another run still uses it; by hand: rm -r { $quoted }
warning-foreign-parent = `{ $path }` belongs to the user with id { $owner }; the bundle in it will be yours alone
    .hint = run quorate as that user, or change the owner afterwards
error-write-io = can't { $action ->
        [write] write
        [sync] bring to disk
        [open] open the directory
        [read] read the directory
        [create] create
        [place] put in place
        [mode] set the mode of
        [owner] set the owner and mode of
        [keep] keep
        [replace] replace the directory
       *[look] look at
    } `{ $path }`: { $source }
error-write-mode-ignored = `{ $path }` got mode { $found } instead of { $wanted }
    .hint = private keys need a file system with permissions; choose a directory on one
error-write-exchanged = the user with id { $own } just made `{ $path }`, but it belongs to the user with id { $owner }
    .hint = keys need your own directory, on a file system that keeps owners; choose one
error-write-appeared = `{ $path }` appeared while the bundle was being made
    .hint = another run or program uses that name; choose another directory
error-write-path = `{ $path }` can't be a path within the bundle
error-write-cancelled = stopped before the bundle was in place
    .hint = nothing was changed; run it again whenever you like
error-generate-unreadable = a certificate just issued can't be read: { $error }
    .hint = this is a bug in quorate; please report it
error-generate-ca-source = the plan's CA is `{ $planned }`, but the one given is `{ $given }`
    .hint = { $planned ->
        [made] leave out what names another CA, or change the plan
        [encrypted] give a passphrase for the CA's key
        [imported] name the CA's certificate and its key
       *[elsewhere] ask for signing requests, or change the plan
    }
error-generate-unmade = `{ $path }` was not made
error-plan-file-too-large = the plan is { $found } bytes long, at most { $limit } are read
    .hint = is this the plan.json of a bundle?
error-plan-file-format = the plan has format { $found }, this quorate reads format { $current }
    .hint = use the quorate that wrote it, or a newer one
error-plan-file-json = { $path }{ $message } at line { $line } column { $column }
    .hint = fix that place, or make a new one: quorate plan --member etcd-1=10.0.0.1 > new-plan.json
error-read-io = can't read `{ $path }`: { $source }
    .hint = the system's own message says why
    .not-found = check the path
    .not-permitted = check who can read it: ls -l
error-read-not-a-file = `{ $path }` is { $kind }, expected a file
    .hint = name a regular file
error-read-too-large = `{ $path }` is longer than { $limit } bytes, the most that is read
error-local-no-program = there is no `{ $name }` on the PATH
    .hint = install etcd (its release holds etcd and etcdctl), or name them: --etcd /path/to/etcd; without etcd, `quorate lab` simulates a cluster
error-local-no-file = there is no program `{ $path }`
    .hint = name etcd itself with etcdctl beside it, or the directory of both
error-local-not-etcd = `{ $path }` doesn't say that it is an etcd from 3.4 to 3.7
    .hint = `{ $path } --version` has to print `etcd Version: …`
error-local-no-address = no loopback address with free ports
    .hint = end other labs, and whatever listens on the ports 2379 and 2380
error-local-too-many = { $found } members, and the lab has room for { $limit }
    .hint = remove one first, or take a smaller plan
error-local-several-authorities = members can't be added here: several CAs sign in this plan's bundle
    .hint = use a plan with one CA
error-shell-io = the terminal failed: { $error }
    .hint = run it in another terminal; your answers are kept
io-storage-full = free some space or inodes there, or choose another directory
io-quota-exceeded = your quota there is used up; choose another directory
io-read-only = the file system is mounted read-only; choose another directory
io-not-permitted = choose a directory that you can write to
io-not-found = check the path: part of it doesn't exist
io-not-a-directory = name a directory
io-name = choose a shorter name
io-mount-point = the directory is a mount point; choose one inside it
io-exists = another run was faster; choose another directory
io-other = the system's own message says why; try another directory or disk

error-probe-url = `{ $text }` is not `https://HOST:PORT`: { $why }
    .hint = clients use a URL such as `https://10.0.0.1:2379`, peers port 2380
error-probe-host = `{ $text }` is not a host: { $why }
error-probe-resolve = the name `{ $host }` can't be resolved: { $why }
    .hint = check the name and /etc/resolv.conf, or write the address itself
error-probe-connect = can't connect to { $attempts }
    .hint = check the address, the route and the firewalls in between; --timeout waits longer
    .refused = nothing listens there: is etcd running, and listening on this address and port?
error-probe-plain-http = `{ $address }` speaks HTTP without TLS
    .hint = anyone who reaches it can read and write: give etcd https:// in its listen URLs, with certificates
error-probe-not-tls = `{ $address }` doesn't speak TLS: its answer starts with the bytes `{ $first }`
    .hint = is this etcd's port?
error-probe-silent = `{ $address }` sent no certificate within { $after } s, only { $received } bytes
    .hint = is this etcd's port? --timeout waits longer
    .all = a member of etcd without a majority is silent on its client port: ask the peer port, read its log; --timeout waits longer
error-probe-closed = `{ $address }` closed the connection without an answer
    .hint = an etcd whose listen-client-urls say http:// closes like this; with https://, its log says why: perhaps a certificate that it can't load
error-probe-closed-midway = `{ $address }` closed the connection in the middle of the handshake
    .hint = if it is etcd, its log says why
error-probe-too-much = `{ $address }` sent more than { $limit } bytes without completing the handshake
error-probe-refused = `{ $address }` refused the handshake: { $alert }
    .hint = it has no protocol or cipher in common with TLS 1.2 and 1.3, or expects another name
error-probe-handshake = the handshake with `{ $address }` failed: { $why }
    .hint = is this etcd's port? see what `openssl s_client -connect HOST:PORT` says
probe-no-answer = no answer in time
probe-no-address = it has no address

error-cluster-files-no-members = there are cluster files, but no member
    .hint = add --member NAME=ADDRESS for each member, such as --member etcd-1=10.0.0.1
error-cluster-files-no-host = the member `{ $name }` has no address
    .hint = say where it is dialed, such as --member { $name }=10.0.0.1
error-cluster-files-member-twice = two members are named `{ $name }`
    .hint = name each member once, its addresses and names separated by commas
error-cluster-files-client-twice = two clients are named `{ $name }`
    .hint = give them different names: --client NAME=FILE
error-cluster-files-unknown-member = `{ $option } { $name }=…` names no member
    .hint = the members are { $known }; write ./FILE for a file whose name holds `=`
    .none = name it with --member
error-cluster-files-unknown-client = `{ $option } { $name }=…` names no client
    .hint = the clients are { $known }
    .none = leave the name out, or name the client with --client
error-cluster-files-unknown-owner = `--key { $name }=…` names no member and no client
    .hint = known are { $known }; write ./FILE for a file whose name holds `=`
error-cluster-files-twice = `{ $option }` is given twice for { $whom }
    .hint = give one file for each, as in { $option } NAME=FILE, and at most one without a name
error-cluster-files-no-peer-ca = no CA is given for the peers of { $whom }
    .hint = add { $option } FILE or --ca FILE
error-cluster-files-no-client-ca = no CA is given for the clients of { $whom }
    .hint = add { $option } FILE or --ca FILE; if members don't ask for certificates, leave --client out and add --gateway off
error-cluster-files-no-server-ca = no CA is given for the servers that { $whom } dial
error-cluster-files-gateway-without-file = `--gateway own` needs the certificate that gateways show
    .hint = add --gateway-cert [NAME=]FILE
error-cluster-files-gateway-with-file = `--gateway { $word }` can't be combined with a certificate that gateways show
    .hint = leave out --gateway or --gateway-cert
error-cluster-files-allowed-for = `--allowed-hostname { $text }` is neither for peers nor for clients
    .hint = write NAME, peer=NAME or client=NAME
error-cluster-files-nothing-to-judge = the members and files given have no handshake between them
    .hint = add --server FILE for what clients dial, or --peer FILE for two members or more

expected-authority-name = a common name such as `Example etcd CA 2`
expected-client-name = a client name such as `root`
expected-cluster-name = a cluster name such as `production`
expected-common-name = a common name such as `root`
expected-country = a country code such as `DE`
expected-days = a number of days
expected-directory = a directory such as `./etcd-bundle`
expected-domain = a domain
expected-duration = a duration such as `1h30m`
expected-duration-or-number = a duration such as `1h`, or a number
expected-host = a host name or an address
expected-address = an address such as `10.0.0.1`
expected-host-name = a host name such as `etcd-1.example.com`
expected-list = words separated by commas
expected-mebibytes = a size in MiB
expected-member-count = a number of members
expected-member-name = a member name such as `etcd-1`
expected-milliseconds = a number of milliseconds
expected-name-characters = letters, digits, `.`, `_` and `-`
expected-name-start = a letter or a digit
expected-number = a number
expected-path = an absolute path such as `/var/lib/etcd`
expected-permitted = a domain or a network, such as `example.com` or `10.0.0.0/24`
expected-port = a port such as `2379`
expected-subject-text = the text of a subject field
expected-switch = `true` or `false`
expected-token = a cluster token
expected-urls = URLs such as `http://127.0.0.1:2381`
expected-ssh-user = a user name such as `root`
expected-ssh-user-start = a letter, a digit or `_`
expected-user = a user name such as `etcd`
expected-user-characters = lower-case letters, digits, `_` and `-`
expected-user-start = a lower-case letter or `_`
expected-whole-number = a whole number
fault-country-letters = a country is written in plain letters
fault-dns-ascii = a DNS name is ASCII
fault-dots = it contains `//`, `.` or `..`
fault-is-address = it is an address; addresses go into their own field
fault-label-characters = a part between dots can hold only letters, digits and hyphens
fault-label-empty = nothing is between two dots, or at an end
fault-label-hyphen = a part between dots starts or ends with a hyphen
fault-label-long = a part between dots is longer than 63 characters
fault-label-underscore = a host name can't hold `_`
fault-no-curve = it doesn't name its curve
fault-not-absolute = it isn't absolute
fault-not-der = it is not one DER sequence
fault-not-encrypted-key = it is not an EncryptedPrivateKeyInfo
fault-root-directory = it is the root directory
fault-structure = it has a different structure
fault-trailing-bytes = there are bytes after it
fault-url-brackets = there is no IPv6 address in its brackets
fault-url-more = it has more than a host and a port
fault-url-no-brackets = an IPv6 address needs brackets
fault-url-no-port = it has no port
fault-url-port = its port isn't a number from 1 to 65535
fault-url-start = it doesn't start with `https://`
fault-vector-length = its initialisation vector has the wrong length
kind-broadcast = the broadcast address
kind-device = a device
kind-directory = a directory
kind-file = a file
kind-link-local = a link-local address
kind-link-local-zone = a link-local address, useless without its zone
kind-multicast = a multicast address
kind-other = something else
kind-pipe = a named pipe
kind-reserved = an address in the reserved network `240.0.0.0/4`
kind-socket = a socket
kind-symbolic-link = a symbolic link
kind-this-network = an address in `0.0.0.0/8`
kind-unspecified = the unspecified address
own-addresses = the members' addresses and ports
own-certificates = the certificates
own-data-directory = the data directory
own-election = the election timeout
own-form = the form of the settings
own-hardware = the hardware
own-heartbeat = the heartbeat interval
own-member-names = the members' names
own-members = the list of members
own-token = the cluster token
own-wal-directory = the WAL directory
owner-nobody = nobody
purpose-administrator = the administrator
purpose-backups = backups
purpose-bus = the system's bus and log
purpose-databases = databases and other services
purpose-logins = logins
purpose-mail = mail, news, printing and games
purpose-system = the system itself
purpose-time = time and names
purpose-web = web servers and proxies
unplanned-discovery = members find one another by the list in the plan
unplanned-gone = etcd hasn't had it since 3.0
unplanned-once = it is for one manual start; at each start it would remove the other members
unplanned-prints = etcd prints something and exits
unplanned-proxy = a proxy is not a member
nearly-dashes = its BEGIN must have five dashes on each side
nearly-end = its END has no BEGIN
nearly-follows = its `-----BEGIN` follows other text on the same line
nearly-hyphens = its dashes are not plain hyphens: a word processor changed them
nearly-indented = its `-----BEGIN` is indented; it must be at the start of its line
nearly-joined = a line break is missing here, between the END of one block and the BEGIN of the next
nearly-in-line = in line `{ $line }`, { $why }
pair-whether-key = whether the key, { $kind }, belongs to it
fault-form = its form is { $form }, which etcd can't load
fault-public-half = its public half can't be written
fault-numbers = its numbers don't match
fault-unwritten = it can't be written as PKCS#8
fault-random-repeats = the source of random numbers repeats itself
fault-cant-sign = a key of the kind { $kind } can't sign here
fault-not-in-time = it was not complete in time
fault-too-many-bytes = it sent too many bytes
fault-no-certificate = it sent no certificate
fault-long-message = a message, perhaps its chain, is longer than 65535 bytes
fault-other-key = the certificate and the request have different keys
cost-rounds = { $count } rounds of { $derivation }
cost-unknown = an unknown derivation
holder-ca = the CA
by-hand-taken = `{ $path }` and 98 names like it are taken

## what commands refuse

ca-passphrase-unused = the key of this plan's CA isn't encrypted, so --ca-passphrase-file isn't needed
    .hint = add --encrypt-ca, or leave the passphrase out
ca-passphrase-none-new = no passphrase was typed
    .hint = run it again, and type a passphrase, or plain to have none
ca-passphrase-differs = the two passphrases differ
    .hint = run it again, and type the same one twice
ca-not-named = the plan's CA is an existing one, but its { $what ->
        [key] key
       *[certificate] certificate
    } isn't named
    .hint = add { $flag } FILE; or, if its key can't come here, use --csr
ca-passphrase-no-terminal = a passphrase is needed, but there is no terminal to ask for it
    .hint = put it into the first line of a file, and name that with --ca-passphrase-file
ca-passphrase-none = no passphrase was typed
    .hint = run it again, and type the passphrase
ca-passphrase-signal = stopped by a signal while asking for the passphrase
    .hint = nothing was written: run it again
explain-empty-log = the log is empty
    .hint = pipe it in: journalctl -u etcd | quorate explain
explain-unknown-code = no finding has the code `{ $code }`
    .hint = quorate explain lists all codes
generate-not-confirmed = written, but it may not survive a power cut: the last sync failed: { $error }
    .hint = the bundle is in place; check the disk, type sync, then quorate verify
generate-other-ca = the plan's CA is `{ $planned }`, but these flags make it `{ $given }`
    .hint = leave the flags out, or make another plan: quorate plan --ca …
generate-no-directory = can't find the working directory: { $error }
    .hint = give --out as an absolute path
generate-or-parents = { $hint }; or add --parents
generate-no-signals = can't listen for signal { $signal }: { $error }
    .hint = the system's own message says why
inspect-no-role = `{ $option }` needs `--as`: it says how etcd meets a certificate
    .hint = add --as server, --as peer or --as client
inspect-key-alone = `--key` needs `--as` or `--cert`: it is the key of a certificate to judge, or to show to a server
    .hint = add --as server, --as peer or --as client; to read a key, name it without --key
inspect-nothing-to-compare = `{ $path }` holds no certificate and no request
    .hint = name two files with certificates
inspect-server-judged = `{ $url }` is a server, but `--as` judges files
    .hint = leave --as out to see what the server shows, or name its certificate's file
inspect-no-screen = --plain reports without a screen
inspect-der-several = `--der` writes one certificate, request or list, and { $count ->
        [0] none was
       *[other] { $count } were
    } found
    .hint = name a file with one, or use --pem
inspect-der-terminal = `--der` writes bytes, but standard output is a terminal
    .hint = redirect it: quorate inspect --der FILE > NEW
inspect-no-certificate = there is no certificate in what you named
    .hint = see what is there: quorate inspect --plain FILE
probe-key-twice = `--key` is given twice, and only one client certificate is shown
    .hint = name only the key of --cert
inspect-no-system-trust = the system's bundle of trusted CAs was not found
    .hint = install ca-certificates, or name a bundle with SSL_CERT_FILE
inspect-too-much = `{ $path }` and everything after it was not read: the limit is { $files } files, { $bytes } bytes and { $items } items
    .hint = name fewer files at once
inspect-pipe = pipe it in: COMMAND | quorate inspect -
inspect-too-deep = `{ $path }` is more than { $depth } directories deep
    .hint = name the directory itself
error-read-directory = can't read the directory `{ $path }`: { $error }
    .hint = check who can read it: ls -ld
judge-empty = `{ $option }` is empty
    .hint = give a value; if it comes from a variable, the variable isn't set
judge-allowed-cn = `--allowed-cn` is for callers' certificates, not for a server's
    .hint = judge it with --as peer or --as client, or leave --allowed-cn out
judge-key = `--key` isn't needed here: { $what ->
        [plan] a plan has no keys
       *[bundle] a bundle has its own keys
    }
    .hint = leave --key out
judge-from-member = `--from { $name }=…` names a member, but there is no --member
    .hint = leave the name out
man-no-command = quorate has no command `{ $command }`
    .hint = quorate --help lists them all
man-failed = can't make the manual page: { $error }
    .hint = please report it
output-failed = can't write to standard output: { $error }
    .hint = check where the output goes
output-exists = name a file that doesn't exist yet
plan-none = these answers made no plan
    .hint = please report it
plan-presets = quorate presets says what each one is
plan-no-member = no member is given, but a cluster needs at least one
    .hint = name each with its address: quorate plan --member etcd-1=10.0.0.1 --member etcd-2=10.0.0.2 --member etcd-3=10.0.0.3 > plan.json
plan-only-custom = { $flag }: only for a custom tier
    .hint = add --tier custom, or leave it out
plan-only-made = { $flag }: only for a CA that is made here
    .hint = leave it out, or add --ca encrypted or --ca made
plan-only-constrained = { $flag }: only for a CA with name constraints
    .hint = leave it out, or add --name-constraints yes
plan-no-address = --member { $number }: `{ $text }` has no address, expected NAME=ADDRESS[,HOST…]
    .hint = write it like etcd-1=10.0.0.1,etcd-1.example.com
plan-written = note: `{ $typed }` is written as `{ $written }`
sign-no-key = the CA's key isn't in { $path }
    .hint = name the CA with --ca-cert FILE and --ca-key FILE, or put its key back
passphrase-unread = { $place }: can't read the passphrase: { $error }
    .hint = name a file that you can read, whose first line is the passphrase
stdin-twice = standard input is named twice, but can be read only once
    .hint = name a file instead of one `-`
stdin-too-long = standard input is longer than { $limit } bytes, the most that is read
    .hint = is this the right file?
stdin-unread = can't read standard input: { $error }
    .hint = pipe a file into it, or name the file
passphrase-terminal = { $place } is a terminal, which shows the passphrase while you type it
    .hint = leave --ca-passphrase-file out: quorate then asks for it without showing it
passphrase-long-line = { $place }: the first line is longer than { $limit } bytes
    .hint = is this the right file?
passphrase-not-text = { $place }: the first line is not UTF-8 text
    .hint = write the passphrase into the first line of a text file
source-no-bundle = `{ $path }` is not a bundle: it has no { $marks }
    .hint = name the directory that quorate generate wrote; certificates of any origin are for quorate inspect --check, an installed etcd for quorate audit
source-draft = name a draft that the wizard of this version saved
wizard-no-terminal = the wizard needs a terminal, but standard input or output is not one
    .hint = pipe the answers into quorate wizard --plain, or use quorate generate --plan plan.json --out DIR
audit-not-baseline = `{ $path }` is not a baseline: { $error }
audit-baseline-format = `{ $path }` is a baseline of format { $found }, but this quorate reads { $known }
inspect-nothing = there is no certificate, request, list or key in what you named
    .hint = name files, or a directory that contains some

## errors of the lab's scenarios

error-lab-head = this isn't a lab scenario: the first line has to be `{ $head }`
error-lab-line = line { $line }: { $wrong }
    .hint = quorate lab saves scenarios with S; each line is a tick and an action, such as `12 m1 stop`
error-lab-tick = expected a tick from 0 to { $last }, found `{ $found }`
error-lab-order = tick { $found } comes after tick { $before }: lines must be in order of time
error-lab-member = expected a member such as m1, found `{ $found }`
error-lab-action = `{ $found }` isn't an action
    .hint = actions are stop, start, wipe, isolate, rejoin, slow, fast, put, read, add voter, add learner, promote, remove, transfer; cut and heal without a member before them
error-lab-missing = something is missing after `{ $before }`
error-lab-too-much = `{ $found }` is one word too many
error-lab-members = expected `members` and a number from 1 to { $most }, found `{ $found }`
error-lab-seed = expected `seed` and a whole number, found `{ $found }`
error-lab-value = expected a whole number to put, found `{ $found }`
error-lab-after-end = nothing may follow the line with `end`
error-lab-again = there is a line with `{ $word }` already
error-lab-late = the line with `{ $word }` has to come before the first action

## course

course-title = Learn etcd
course-intro = Eight short lessons. Each ends in something to do: on a cluster in memory, or on certificates that are judged as etcd judges them. No etcd is needed, and nothing can break.
course-etcd = What etcd is
course-quorum = Quorum: what survives, and what doesn't
course-raft = Raft in five minutes
course-certificates = Three kinds of certificate
course-trust = Who trusts whom
course-bootstrap = Bootstrapping, and replacing a member
course-verify = Is everything all right?
course-day-two = Day two
course-lesson = Lesson { $number } of { $all }: { $title }
course-progress = Done: { $done } of { $all }
course-list-done = done
course-tasks = To do
course-do-it = Enter starts the tasks; Esc there comes back to this text.
course-done = All tasks of this lesson are done. Ctrl-N opens the next lesson; Esc goes back to the text.
course-all-done = All tasks are done, and that was the last lesson. Next: the real thing, with quorate wizard.
course-not-done = Do the tasks first. Esc leads back to the list of lessons.
course-not-of = { $holder } has no such certificate.
course-property = Property
course-server-serves = server certificate: serverAuth
course-server-dials = server certificate: clientAuth
course-server-address = server certificate: its IP address
course-peer-serves = peer certificate: serverAuth
course-peer-dials = peer certificate: clientAuth
course-peer-address = peer certificate: its IP address
course-client-dials = client certificate: clientAuth
course-signed = signed by
course-trusts = trusts
course-ca-cluster = CA
course-ca-other = other
course-ca-both = both
course-task-put = Put a value: choose a member with Up and Down, and press p.
course-task-read-elsewhere = Read it at another member: choose one and press r.
course-task-one-fails = Stop one member (Enter), and put a value at another (p). It is still written.
course-task-two-fail = Stop a second member, put a value at the last one, and wait until the put fails.
course-task-stale-read = Press R at the last member: a serializable read is answered without a quorum.
course-task-whole-again = Start the stopped members again, and put a value.
course-task-new-leader = Stop the leader (Enter), and watch the log until another member leads.
course-task-follow-again = Start the stopped member again, and wait until it follows the new leader in its term.
course-task-cut-off-leader = Cut the leader off (i), and wait until it steps down by itself.
course-task-gateway = Make the gateway of m1 fail while root still reaches m1.
course-task-dials-not = Repair m1. Then let m2 be dialed by its peers, but not dial them.
course-task-address = Repair m2. Then let root be unable to reach m3, though all peers still reach each other.
course-task-trust-other = Have root trust only the other CA (Space twice). Who refuses whom?
course-task-signed-by-other = Repair root. Then have the certificates of m2 signed by the other CA.
course-task-trust-both = Repair m2. Then replace the CA so that nobody is refused meanwhile: first have everyone trust both CAs.
course-task-sign-anew = Now have all certificates signed by the other CA, while everyone still trusts both.
course-task-drop-old = Last, drop the old CA: have everyone trust only the other one.
course-task-wipe = Stop a member that doesn't lead (Enter), and wipe its disk (w).
course-task-replace = Replace it: remove it (d), add a learner (A), start that (Enter), and promote it (o).
course-task-find = Find the two faults, and repair them and nothing else.
course-task-one-gateway = Now break one thing so that exactly one handshake is refused: that of m2's gateway.
course-task-rolling = Restart all three members (Enter), one after the other, never two at once.
course-task-hand-over = Hand leadership over to another member (t), as before a restart of the leader.
course-task-grow = Grow to five: add a learner (A), start it, promote it (o); then another.
key-do-it = do it
key-turn = turn
key-other-holder = member
key-other-property = property
key-next-lesson = next lesson
key-to-text = text

## exercises

exercise-topic-certificates = certificates
exercise-topic-trust = trust
exercise-topic-settings = settings
exercise-topic-cluster = cluster
exercise-topic-day-two = day two
exercise-list-head = name
    .title = what a person sees
    .mistake = what is wrong
    .about = about
    .series = etcd
exercise-made = { $path } has the exercise: { $title }.
exercise-starting = Starting it with etcd { $version } …
exercise-sees = What a person sees:
exercise-sees-nothing = Nothing of it showed within { $seconds } s: look into the log of each member.
exercise-log-of = log of { $member }
exercise-client-at = etcdctl as { $client } at { $member }
exercise-gateway-at = HTTP request as { $client } to the gateway of { $member }
exercise-now = Find the mistake and fix it in { $path }, then: { $command }
exercise-hints = Stuck? { $command }
exercise-solved = Solved: the cluster is healthy and secure.
exercise-not-solved = Not solved yet:
exercise-source = Source: { $source }
exercise-solution-head = The solution
exercise-hint-head = Hint { $number } of 3
exercise-exported = { $count ->
    [one] { $count } exercise written to { $path }
   *[other] { $count } exercises written to { $path }
    }
exercise-left-out = Left out, as they aren't exercises for etcd { $series }: { $names }
exercise-graded = { $solved } of { $count } solved
exercise-grade-head = folder
    .exercise = exercise
    .result = result
    .why = why
exercise-grade-solved = solved
exercise-grade-open = open
exercise-grade-error = not judged
exercise-grade-same = { $more ->
    [0] has keys of { $folder }
   *[other] has keys of { $folder } and { $more } more
    }
exercise-graded-same = { $count ->
    [one] { $count } folder shares keys with another one
   *[other] { $count } folders share keys with another one
    }
exercise-fault-not-a-file = `{ $path }` is a link or a special file, and only plain files are taken
exercise-fault-too-large = `{ $path }` is larger than any file of an exercise
exercise-fault-unreadable = `{ $path }` can't be read
exercise-fault-outside = `{ $setting }` leads out of the member's folder: `{ $path }`
exercise-fault-other-program = { $member }: the unit starts `{ $program }`, and only etcd itself is started
exercise-fault-several-commands = { $member }: the unit has several commands in ExecStart=, and systemd takes one from a service of Type=notify
exercise-fault-relative-program = { $member }: the unit starts `{ $program }`, and systemd takes an absolute path or a plain name
exercise-fault-settings-elsewhere = { $member }: its settings are in `{ $file }`, which isn't in the folder and isn't read
exercise-fault-settings-unread = { $member }: etcd can't read the settings in `{ $file }`, and exits
exercise-no-answer = it gave no answer
exercise-empty-log = its log is empty
exercise-fault-apart = { $member } doesn't return what was just written to the cluster
exercise-fault-no-unit = { $member }: no etcd.service that starts it
exercise-fault-not-taken = { $member }: `{ $setting }` isn't a setting that exercises take
exercise-fault-elsewhere = `{ $setting }` has a URL that isn't of this machine: `{ $url }`
exercise-fault-yaml = `{ $path }` has YAML beyond plain keys and values, which exercises don't take
exercise-fault-runbook = line { $line } of runbook.txt: `{ $text }` can't be done; the words are { $verbs }
exercise-fault-members = the members are { $found }, and should be { $expected }
exercise-fault-no-mutual-tls = { $member }: mutual TLS is off because of `{ $setting }`
exercise-fault-strange-anchor = `{ $file }` trusts `{ $subject }`, which isn't a CA of anything here
exercise-fault-shared-key = { $one } and { $other } have the same private key
exercise-fault-ended = { $member } ended ({ $how }): { $line }
exercise-fault-unhealthy = { $member } isn't healthy: { $says }
exercise-fault-act = `{ $act }` failed: { $says }
exercise-fault-not-written = the cluster can't be written and read: { $says }
exercise-fault-answers = { $member } answers { $whom }
exercise-whom-nobody = a client without a certificate
exercise-whom-stranger = a client of another CA
exercise-demand-sans = { $member }: the certificate of `{ $setting }` isn't valid for `{ $san }`
exercise-demand-usages = { $member }: the certificate of `{ $setting }` lacks { $usage }
exercise-demand-valid = { $member }: the certificate of `{ $setting }` must be valid now and for at least { $days } more days
exercise-demand-signed = { $member }: the certificate of `{ $setting }` isn't signed by `{ $by }`
exercise-demand-client-signed = the certificate of the client { $client } isn't signed by `{ $by }`
exercise-demand-same = `{ $setting }` differs between the members
exercise-demand-is = { $member }: `{ $setting }` should be `{ $value }`
exercise-demand-unset = { $member }: `{ $setting }` should not be set
exercise-demand-mode = { $member }: the file of `{ $setting }` is open to more than { $most }
exercise-demand-kept = the key `{ $key }` no longer has the value `{ $value }`
exercise-demand-refused = the client { $client } is still let in
exercise-demand-quiet = { $member } still logs `{ $log }`
exercise-demand-tolerates = without { $member } the cluster takes no writes
error-exercise-data = the exercise { $name } can't be read: { $why }
    .hint = docs/teaching.md says what its file may hold
error-exercise-text = the text of { $name } ({ $language }) has no part `{ $part }` where it should be
    .hint = after the title come == seen, == hint 1, == hint 2, == hint 3, == solution and == source
error-exercise-unknown = there is no exercise `{ $name }`
    .hint = try { $command }
error-exercise-other-series = { $name } isn't an exercise for etcd { $series }
    .hint = it is one for { $applies }: --etcd names the directory of such a release
error-exercise-step = a step doesn't fit the folder: `{ $step }`: { $why }
    .hint = docs/teaching.md says what steps there are
error-exercise-unmade = { $what } can't be made: { $why }
    .hint = look at the names and days of the step
error-exercise-none = `{ $path }` isn't the folder of an exercise
    .hint = name one that quorate lab NAME or quorate lab export made, with its exercise.json
lab-exercise-directory = `{ $path }` is there already, and not an exercise
    .hint = name a directory that isn't there yet
lab-export-directory = can't make `{ $path }`: { $error }
    .hint = name a directory that isn't there yet, in one that is
lab-export-series = { $name } isn't an exercise for etcd { $series }
    .hint = it is one for { $applies }: choose a series with --etcd-version
lab-export-learner = `{ $name }` can't be the name of a folder
    .hint = take a name without slashes, such as oksana
