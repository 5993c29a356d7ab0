### Every sentence that a person reads, in Ukrainian: the keys, values and words in backticks are those of en.ftl,
### and a word that the program puts in may be translated by a selector. A test holds the two against each other.

## finding

finding-byte-order-mark = файл починається з мітки порядку байтів (BOM), тож Go не бачить його першого блоку
    .source = encoding/pem у Go знаходить блок лише там, де з `-----BEGIN` починається рядок; перевірено на 3.4 і 3.5
    .fix = збережіть файл без мітки: sed '1s/^\xEF\xBB\xBF//' FILE
finding-no-certificate-block = у файлі сертифіката немає блоку `CERTIFICATE`; знайдено: { $found }
    .source = crypto/tls X509KeyPair читає лише PEM і зважає на назви блоків; перевірено на 3.4 і 3.5
    .fix = перетворіть DER командою openssl x509 -inform der; перевірте, чи не переплутано сертифікат із ключем
finding-encoded-pem = PEM у цьому файлі ще раз закодовано в base64, як у Kubernetes Secret
    .source = encoding/pem у Go знаходить блок лише там, де з `-----BEGIN` починається рядок
    .fix = розкодуйте: base64 -d FILE > NEW; із Secret: kubectl get secret NAME -o jsonpath='{"{"}.data.tls\.crt{"}"}' | base64 -d > NEW
finding-extra-fields = { $bytes ->
        [one] після останнього поля є { $bytes } зайвий байт
        [few] після останнього поля є { $bytes } зайві байти
       *[many] після останнього поля є { $bytes } зайвих байтів
    }
    .source = RFC 5280 §4.1; парсер Go їх пропускає, а openssl відхиляє такий сертифікат
    .fix = перевипустіть його актуальною версією openssl, cfssl або quorate
finding-refused-by-parser = парсер Go відхиляє `{ $subject }`: { $why }
    .source = crypto/x509 ParseCertificate суворіший за openssl; у примітках до випусків Go вказано, з якої версії діє кожна відмова
    .fix = перевипустіть його актуальною версією openssl, cfssl або quorate
finding-refused-by-newer-parser = новіший Go відхилить `{ $subject }`: { $why }
    .source = примітки до випусків Go: дублікати розширень — з 1.19, від’ємні серійні номери — з 1.23
    .fix = перевипустіть його, перш ніж оновлювати etcd
finding-anchors-hold-key = у файлі довірених CA (центрів сертифікації) є блок `{ $label }`, а etcd вважає сертифікатом кожен блок
    .source = etcd NewCertPool; перевірено на 3.4 і 3.5: etcd завершує роботу
    .fix = тримайте ключ в іншому місці й вважайте його розкритим: його роздавали разом із CA
finding-anchors-hold-other = у файлі довірених CA є блок `{ $label }`, який не є сертифікатом, а etcd вважає сертифікатом кожен блок
    .source = etcd NewCertPool; перевірено на 3.4 і 3.5: etcd завершує роботу
    .fix = залиште у файлі лише сертифікати
finding-anchors-der = файл довірених CA має формат DER: etcd не знаходить у ньому жодного блоку й нікому не довіряє
    .source = etcd NewCertPool читає PEM; перевірено на 3.4 і 3.5: із порожнім набором CA etcd запускається й відхиляє всіх
    .fix = openssl x509 -inform der -in FILE -out NEW; для PKCS #12: openssl pkcs12 -in FILE -nokeys -out NEW
finding-key-mismatch = приватний ключ не відповідає сертифікату `{ $subject }`
    .source = crypto/tls X509KeyPair; перевірено на 3.4 і 3.5: учасник завершує роботу
    .fix = встановіть ключ і сертифікат, створені разом
finding-no-key-fits = жоден із наданих ключів не підходить до `{ $subject }`, а один ключ лишився зайвим: якщо він від цього сертифіката, etcd завершиться одразу після запуску
    .source = crypto/tls X509KeyPair; перевірено на 3.4 і 3.5: із чужим або зашифрованим ключем учасник завершує роботу
    .fix = надайте ключ, створений разом із ним; --key NAME=FILE вказує, чий це ключ
finding-chain-order = кінцевий сертифікат має стояти у файлі першим, а першим стоїть `{ $subject }`
    .source = RFC 8446 §4.4.2; crypto/tls X509KeyPair вважає кінцевим сертифікатом перший блок; перевірено на 3.4 і 3.5
    .fix = cat LEAF INTERMEDIATE > FILE
finding-no-key-block = у файлі ключа немає приватного ключа у форматі PEM
    .source = crypto/tls X509KeyPair потребує блоку, назва якого закінчується на `PRIVATE KEY`; перевірено на 3.4 і 3.5
    .fix = вкажіть файл самого ключа у форматі PEM
finding-key-encrypted = приватний ключ зашифровано, а etcd не вміє питати пароль
    .source = crypto/tls X509KeyPair; перевірено на 3.4 і 3.5, однаково для PKCS #8 і DEK-Info
    .fix = openssl pkey -in KEY -out NEW, одразу з правами 0600
finding-key-form = приватний ключ сертифіката `{ $subject }` має формат, якого Go не завантажує: { $why }
    .source = crypto/tls читає PKCS #8, PKCS #1 і SEC 1; перевірено на 3.4 і 3.5
    .fix = openssl pkey -in KEY -out NEW; для формату OpenSSH спершу ssh-keygen -p -m PEM -f COPY
finding-key-not-judged = тут не вдається визначити, чи належить приватний ключ сертифікату `{ $subject }`
    .source = crypto/tls X509KeyPair порівнює публічні ключі; ключ на P-224 без своєї публічної половини та RSA з більш ніж двома простими числами тут не читаються
    .fix = порівняйте openssl pkey -in KEY -pubout з openssl x509 -in CERTIFICATE -noout -pubkey
finding-block-skipped = Go пропускає сертифікат, що починається в рядку { $line }: { $why }
    .source = encoding/pem у Go мовчки пропускає блок, який не може прочитати, і переходить до наступного; перевірено на 3.6
    .fix = відновіть блок або приберіть його
finding-leaf-hidden = ключ належить сертифікату `{ $hidden }`, який стоїть у файлі сертифіката там, де Go його не бачить: etcd вважає кінцевим сертифікатом `{ $subject }`
    .source = encoding/pem у Go знаходить блок лише там, де з `-----BEGIN` починається рядок, і мовчки пропускає блок, який не може прочитати; crypto/tls X509KeyPair бере перший з решти; перевірено на 3.6
    .fix = приберіть мітку порядку байтів (BOM) командою sed -i '1s/^\xEF\xBB\xBF//' FILE або відновіть блок, який не читається
finding-pkcs12-file = це файл PKCS #12, а etcd читає лише PEM
    .source = crypto/tls X509KeyPair; перевірено на 3.6
    .fix = openssl pkcs12 -in FILE -nodes -nokeys -out CERTIFICATE; openssl pkcs12 -in FILE -nodes -nocerts -out KEY
finding-request-file = у файлі запит на сертифікат (CSR), а не сертифікат
    .source = crypto/tls X509KeyPair бере лише блоки з назвою CERTIFICATE
    .fix = підпишіть його в CA: openssl x509 -req -in FILE -CA CA -CAkey CA-KEY -copy_extensions copy -out NEW
finding-not-judged = тут це не вдалося оцінити: { $why }
    .source = quorate перевіряє те, що знає aws-lc
    .fix = openssl verify -CAfile CA CERTIFICATE
finding-authority-not-ca = `{ $issuer }` — не CA: у його базових обмеженнях (basic constraints) немає CA:TRUE
    .source = RFC 5280 §4.2.1.9; crypto/x509 CheckSignatureFrom; перевірено на 3.4 і 3.5
    .fix = перевипустіть CA з basicConstraints=critical,CA:TRUE, а ним — кінцеві сертифікати
finding-authority-cannot-sign = ключем `{ $issuer }` не можна підписувати сертифікати: бракує keyCertSign
    .source = RFC 5280 §4.2.1.3; crypto/x509 CheckSignatureFrom; перевірено на 3.4 і 3.5
    .fix = перевипустіть CA з keyUsage=critical,keyCertSign,cRLSign
finding-other-authority-key = `{ $subject }` називає видавцем `{ $issuer }`, але підписаний іншим ключем
    .source = CA створили заново під старим іменем; перевірено на 3.4 і 3.5
    .fix = довіряйте тому CA, який його підписав, або випустіть кінцевий сертифікат довіреним CA
finding-insecure-signature = підпис `{ $subject }` зроблено алгоритмом { $signature }, якого Go не перевіряє
    .source = примітки до випусків Go — 1.18: SHA-1; 1.24: RSA, коротший за 1024 біти; MD5 — з 1.7; SHA-224 не підтримувався ніколи. Debian збирає 3.4.23 з Go 1.19, PyPI збирає 3.5.1 з Go 1.16
    .fix = перевипустіть його із SHA-256 або надійнішим алгоритмом
finding-name-not-permitted = обмеження імен `{ $issuer }` забороняють ім’я із `{ $subject }`: { $why }
    .source = RFC 5280 §4.2.1.10; crypto/x509 звіряє з ними кожен SAN кінцевого сертифіката; перевірено на 3.4 і 3.5
    .fix = приберіть це ім’я або підпишіть сертифікат тим CA, якому воно дозволене
finding-path-length = під `{ $subject }` більше CA, ніж дозволяє його довжина шляху
    .source = RFC 5280 §4.2.1.9; crypto/x509 isValid; перевірено на 3.4 і 3.5
    .fix = підписуйте самим цим CA або створіть його заново з більшою довжиною шляху
finding-unknown-critical-extension = у `{ $subject }` є критичне розширення { $extension }, якого Go не знає
    .source = RFC 5280 §4.2: хто не знає критичного розширення, мусить відхилити сертифікат; crypto/x509 isValid
    .fix = перевипустіть його без цього розширення або зробіть розширення некритичним
finding-critical-for-newer-go = `{ $subject }` має критичне розширення { $extension }: etcd, зібраний із Go до { $since }, відхиляє його як невідоме
    .source = примітки до випуску Go 1.24, crypto/x509; перевірено з Go 1.16, 1.19, 1.23, 1.24 і 1.26; офіційні збірки мають 1.24 від etcd 3.4.38, 3.5.23, 3.6.5
    .fix = спершу оновіть etcd і etcdctl з усіх сторін, або перевипустіть його без цього розширення чи з некритичним
finding-revoked = `{ $subject }` відкликано: його серійний номер { $serial } є в списку
    .source = listener_tls.go в etcd порівнює лише серійні номери, хоч би хто видав список; перевірено на 3.4–3.7
    .fix = випустіть новий сертифікат
finding-revoked-by-ocsp = `{ $subject }` відкликано: так каже про його серійний номер { $serial } OCSP-відповідь його видавця або уповноваженого ним відповідача
    .source = RFC 6960 §4.2.2.2; etcd не надсилає OCSP-запитів і не читає відповідей: він приймає сертифікат, якщо його серійного номера немає також у списку з --client-crl-file чи --peer-crl-file
    .fix = випустіть новий сертифікат; щоб не пускати старий, внесіть його серійний номер до списку, який читає etcd
finding-crl-unreadable = etcd не може прочитати список відкликаних сертифікатів і відхиляє всіх
    .source = etcd читає список під час кожного рукостискання: до 3.5 — PEM або DER, з 3.6 — лише DER; перевірено на 3.4–3.7
    .fix = openssl crl -in FILE -outform DER -out NEW
finding-no-valid-policy = один із сертифікатів на шляху вгору від `{ $subject }` вимагає політики сертифікації, а в ланцюжку немає жодної
    .source = RFC 5280 §6.1; crypto/x509 зважає на політики з Go 1.24 (перевірено на Go 1.23, 1.24 і 1.26)
    .fix = перевипустіть його без policyConstraints або з тими політиками, які мають його CA
finding-authority-not-yet-valid = CA `{ $subject }` почне діяти { $limit }, а зараз { $now }
    .source = RFC 5280 §4.1.2.5; crypto/x509 isValid звіряє з годинником кожен сертифікат на шляху
    .fix = порівняйте годинники машин; ставте початок дії сертифікатів на 5 хвилин раніше
finding-not-yet-valid = `{ $subject }` почне діяти { $limit }, а зараз { $now }
    .source = RFC 5280 §4.1.2.5; перевірено на 3.4 і 3.5
    .fix = порівняйте годинники машин; ставте початок дії сертифікатів на 5 хвилин раніше
finding-authority-expired = строк дії CA `{ $subject }` минув { $limit }, а зараз { $now }
    .source = crypto/x509 isValid звіряє з годинником кожен сертифікат на шляху; перевірено на 3.4 і 3.5
    .fix = створіть новий CA, і нехай учасники довіряють обом, поки ви замінюєте кінцеві сертифікати
finding-expired = строк дії `{ $subject }` минув { $limit }, а зараз { $now }
    .source = RFC 5280 §4.1.2.5; перевірено на 3.4 і 3.5
    .fix = перевипустіть його; кінцеві сертифікати etcd читає під час кожного рукостискання, без перезапуску
finding-no-anchors = у файлі довірених CA немає жодного сертифіката, тож etcd відхиляє `{ $subject }` і всі інші
    .source = перевірено на 3.4 і 3.5: etcd запускається й відхиляє всіх
    .fix = покладіть туди сертифікат CA у форматі PEM і перезапустіть etcd: файли CA не перечитуються
finding-self-signed = `{ $subject }` підписаний сам собою, і довіри до нього немає
    .source = crypto/x509 Verify
    .fix = внесіть його до довірених або візьміть сертифікат від CA
finding-unknown-authority = `{ $subject }` не підписав жоден довірений CA
    .source = crypto/x509 Verify; перевірено на 3.4 і 3.5
    .fix = внесіть його CA до довірених або додайте після кінцевого сертифіката проміжний CA, якого бракує між ними
finding-broken-chain-file = немає ланцюжка від `{ $subject }` до довіреного CA
    .source = crypto/x509 Verify; перевірено на 3.4 і 3.5
    .fix = додайте до файлу сертифікат, яким його підписано, або внесіть той до довірених; порівняйте видавців і суб’єктів
finding-anchor-hidden = CA сертифіката `{ $subject }`, `{ $issuer }`, є у файлі довірених CA, але Go його не бачить: перед його блоком стоїть мітка порядку байтів (BOM) або блок не читається
    .source = encoding/pem у Go знаходить блок лише там, де з `-----BEGIN` починається рядок, і мовчки пропускає блок, який не може прочитати; перевірено на 3.6
    .fix = приберіть мітку командою sed -i '1s/^\xEF\xBB\xBF//' FILE або відновіть блок; перезапустіть etcd
finding-issuer-encoding = у `{ $subject }` ім’я видавця `{ $issuer }` закодовано інакше (тип рядка, регістр чи пробіли), а Go порівнює імена байт за байтом
    .source = crypto/x509 шукає видавця за DER його імені; openssl порівнює за RFC 5280 §7.1 і підтверджує такий сертифікат
    .fix = перевипустіть його, скопіювавши суб’єкта CA так, як його закодовано: так робить openssl x509 -req
finding-authority-purpose = сам CA `{ $subject }` не можна використовувати для { $purpose }
    .source = у Go розширені призначення вкладені, разом із кореневими CA (crypto/x509 checkChainForKeyUsage); перевірено на 3.4 і 3.5
    .fix = CA не потребує розширеного призначення: створіть його заново без EKU
finding-no-server-auth = `{ $subject }` не годиться для сервера: у його розширеному призначенні (EKU) бракує { $purpose }
    .source = RFC 5280 §4.2.1.12; перевірено на 3.4 і 3.5
    .fix = перевипустіть його з extendedKeyUsage=serverAuth,clientAuth
finding-no-client-auth = `{ $subject }` не годиться для підключень: у його розширеному призначенні (EKU) бракує { $purpose }
    .source = RFC 5280 §4.2.1.12; учасники теж підключаються один до одного; перевірено на 3.4 і 3.5
    .fix = перевипустіть його з extendedKeyUsage=clientAuth, а peer-сертифікат — із serverAuth,clientAuth
finding-no-tls-usage = `{ $subject }` не годиться ні серверам, ні клієнтам: його розширене призначення (EKU) — { $usages }
    .source = crypto/x509 Verify вимагає serverAuth або clientAuth
    .fix = перевипустіть його з extendedKeyUsage=serverAuth,clientAuth
finding-curve-unsupported = TLS у Go не вміє підписувати ключем `{ $subject }`, { $key }
    .source = crypto/tls; перевірено на 3.4 і 3.5: жодне рукостискання не вдається
    .fix = створіть ключ на P-256 або P-384
finding-no-common-cipher = у списку немає жодного набору шифрів для ключа `{ $subject }`, { $key }, а TLS 1.3, якому він не потрібен, тут не підтримується: { $suites }
    .source = TLS 1.2 потребує набору шифрів ECDHE_ECDSA або ECDHE_RSA відповідно до ключа; etcd з 3.5.0 до 3.5.7, а також із `tls-max-version=TLS1.2`, лишається на 1.2; перевірено на 3.4–3.7
    .fix = додайте TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (для ECDSA та Ed25519) або TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (для RSA) чи приберіть cipher-suites
finding-cipher-forbidden-by-http2 = набори шифрів для ключа `{ $subject }`, { $key }, заборонені в HTTP/2, яким користуються клієнти etcd: { $suites }
    .source = RFC 9113, appendix A; TLS 1.3, якому вони не потрібні, не підтримують etcd з 3.5.0 до 3.5.7 та etcd із `tls-max-version=TLS1.2`; перевірено на 3.5.1–3.7
    .fix = додайте TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (для ECDSA та Ed25519) або TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (для RSA) чи приберіть cipher-suites
finding-key-algorithm = TLS у Go не може користуватися ключем `{ $subject }`, { $key }
    .source = crypto/tls приймає RSA, ECDSA на P-256, P-384 і P-521, а також Ed25519; перевірено на 3.4 і 3.5
    .fix = створіть ключ ECDSA на P-256
finding-key-too-short = Go не підписує рукостискань ключем `{ $subject }`, { $key }
    .source = Go 1.24 відхиляє ключі RSA, коротші за 1024 біти; у 512 бітах немає місця для підпису TLS 1.3 (перевірено на Go 1.16–1.26)
    .fix = створіть новий ключ: ECDSA P-256 або RSA 3072
finding-key-too-long = Go відхиляє рукостискання з ключем `{ $subject }`, { $key }
    .source = Go 1.20.7 і 1.19.12 відхиляють під час рукостискання ключі RSA, довші за 8192 біти (CVE-2023-29409)
    .fix = створіть новий ключ: ECDSA P-256 або RSA 3072
finding-unsupported-key = алгоритму цього приватного ключа Go не завантажує: { $key }
    .source = crypto/tls X509KeyPair завантажує RSA, ECDSA на P-224, P-256, P-384 і P-521, а також Ed25519; про ключ DSA etcd пише `tls: failed to parse private key` і завершує роботу (перевірено на 3.4–3.7)
    .fix = створіть новий ключ, ECDSA P-256 або RSA 3072, і випустіть сертифікат для нього
finding-weak-key = ключ `{ $subject }`, { $key }, закороткий
    .source = etcd приймає RSA 1024 (перевірено на 3.4 і 3.5); NIST SP 800-131A вимагає 2048, а Go 1.24 відхиляє ключі, коротші за 1024
    .fix = створіть новий ключ: ECDSA P-256 або RSA 3072
finding-long-key = ключ `{ $subject }`, { $key }, довший, ніж приймає новіший Go
    .source = Go 1.20.7 і 1.19.12 відхиляють під час рукостискання ключі RSA, довші за 8192 біти (CVE-2023-29409)
    .fix = створіть новий ключ: ECDSA P-256 або RSA 3072
finding-common-name-only = у `{ $subject }` немає SAN, а на його CN, `{ $host }`, ніхто не зважає
    .source = примітки до випуску Go 1.15; RFC 6125 §6.4.4; перевірено на 3.4 і 3.5
    .fix = перевипустіть його із subjectAltName
finding-address-as-dns-name = у `{ $subject }` адресу `{ $host }` записано як DNS-ім’я, а таке не враховується
    .source = RFC 6125 appendix B.2; crypto/x509 VerifyHostname; перевірено на 3.4 і 3.5
    .fix = перевипустіть його із subjectAltName=IP:{ $host }
finding-below-wildcard = зірочка в `{ $subject }` заміняє лише один рівень імені, а в `{ $host }` їх більше
    .source = RFC 6125 §6.4.3; crypto/x509 matchHostnames
    .fix = додайте саме ім’я або шаблон із зірочкою на рівень нижче
finding-name-with-dot = у `{ $subject }` є ім’я хоста з крапкою наприкінці: у Go воно збігається лише тоді, коли до хоста підключаються з цією крапкою
    .source = crypto/x509 validHostname не приймає такого шаблону
    .fix = перевипустіть його без крапки
finding-host-not-covered = `{ $subject }` не чинний для `{ $host }`, а підключаються саме туди
    .source = RFC 6125 §6.4; crypto/x509 VerifyHostname; перевірено на 3.4 і 3.5
    .fix = перевипустіть його з цим хостом у SAN, адресу вкажіть як IP
finding-gateway-flag-unknown = в etcd 3.4 немає сертифіката шлюзу: прапорця `--client-cert-file` він не знає
    .source = прапорець з’явився у 3.5.0; перевірено на 3.4.23: код виходу 2
    .fix = випустіть серверний сертифікат також із clientAuth або перейдіть на 3.5
finding-gateway-trap = власний шлюз учасника пред’являє `{ $subject }` як клієнтський сертифікат, а в ньому бракує clientAuth: `/v3/…` через HTTP не працює
    .source = gRPC-gateway кожного учасника підключається до самого учасника; перевірено на 3.4 і 3.5
    .fix = випустіть його із serverAuth і clientAuth; з 3.5 можна задати --client-cert-file; або --enable-grpc-gateway=false
finding-loopback-not-covered = `{ $subject }` не чинний для `{ $hosts }`: на самому учасникові etcdctl має вказувати інший endpoint
    .source = перевірено на 3.4 і 3.5: відмову отримує лише той, хто підключається за цими іменами
    .fix = додайте DNS:localhost та IP:127.0.0.1
finding-caller-not-covered = учасника, який підключається з `{ $host }`, відхиляють: у `{ $subject }` немає цієї адреси
    .source = peer-порт etcd звіряє адресу того, хто підключається, з його SAN (listener_tls.go); перевірено на 3.4 і 3.5
    .fix = додайте адресу як IP SAN або задайте --experimental-peer-skip-client-san-verification
finding-caller-by-name = учасника, який підключається з `{ $host }`, приймають, лише якщо якесь DNS-ім’я з `{ $subject }` вказує на цю адресу
    .source = якщо жоден IP SAN не збігся, peer-порт etcd шукає адреси для DNS SAN (listener_tls.go); перевірено на 3.4 і 3.5
    .fix = додайте адресу як IP SAN, і залежності від DNS не буде
finding-caller-by-reverse-lookup = учасника, який підключається з `{ $host }`, приймають, лише якщо зворотний DNS-запит для цієї адреси дає ім’я, що підпадає під шаблон із зірочкою з `{ $subject }`
    .source = шаблонів із зірочкою peer-порт etcd у DNS не шукає; він питає імена для адреси того, хто підключається (listener_tls.go; перевірено на 3.5)
    .fix = додайте адресу як IP SAN, і залежності від DNS не буде
finding-allowed-lists-both = задано і список дозволених CN, і список дозволених імен хостів, а разом etcd їх не приймає
    .source = перевірено на 3.4 і 3.5: фатальна помилка під час запуску
    .fix = залиште щось одне
finding-common-name-not-allowed = CN `{ $name }` немає серед дозволених: `{ $allowed }`
    .source = --peer-cert-allowed-cn вимагає точного збігу з обох боків з’єднання; перевірено на 3.4 і 3.5
    .fix = додайте його до списку (списки — з 3.5.15) або випустіть сертифікат з іменем із цього списку
finding-allowed-list-is-one-name = цей etcd вважає весь список дозволених імен одним іменем, `{ $allowed }`, і відхиляє всіх, хто є у списку
    .source = до 3.5.14 — одне ім’я, з 3.5.15 — список (`etcdmain/config.go`); перевірено на 3.4–3.7
    .fix = оновіть до 3.5.15 чи новішого випуску або дозвольте одне ім’я, спільне для всіх
finding-srv-domain-not-covered = `{ $subject }` не чинний для домену discovery `{ $domain }`, а учасники без власного файлу CA очікують саме його замість хоста
    .source = `embed/config.go` задає ім’я, якого очікують учасники, якщо `discovery-srv` задано, а `peer-trusted-ca-file` — ні; перевірено на 3.4–3.7
    .fix = задайте peer-trusted-ca-file або перевипустіть сертифікат із цим доменом у DNS SAN
finding-srv-domain-unknown-to-clients = `{ $subject }` не чинний для домену discovery `{ $domain }`: etcdctl відхиляє його, якщо задано `--discovery-srv` з `--insecure-discovery=false`
    .source = перевірено на etcd 3.5
    .fix = перевипустіть сертифікат із цим доменом у DNS SAN або задайте клієнтам --endpoints
finding-gateway-hostname = власний шлюз учасника пред’являє `{ $subject }` як клієнтський сертифікат, а в ньому немає жодного з дозволених імен `{ $allowed }`
    .source = --client-cert-allowed-hostname діє і для шлюзу; перевірено на 3.5
    .fix = додайте це ім’я до SAN або випустіть шлюзу окремий сертифікат
finding-hostname-not-allowed = у `{ $subject }` немає жодного з дозволених імен `{ $allowed }`
    .source = --client-cert-allowed-hostname і --peer-cert-allowed-hostname; перевірено на 3.4 і 3.5
    .fix = випустіть його з одним із цих імен у SAN
finding-no-digital-signature = у призначенні ключа (key usage) `{ $subject }` бракує digitalSignature
    .source = Go на це не зважає (crypto/x509 не перевіряє key usage); openssl і Java відхиляють, RFC 8446 §4.4.2.2
    .fix = перевипустіть його з keyUsage=critical,digitalSignature
finding-leaf-is-authority = `{ $subject }` — сертифікат CA: хто має його ключ, той може випускати нові сертифікати
    .source = etcd його приймає (перевірено на 3.4 і 3.5)
    .fix = випустіть тут кінцевий сертифікат, а ключ CA сховайте
finding-hidden-characters = поле «{ $place }» містить символи, які керують терміналом або невидимі: { $characters }
    .source = категорії Unicode Cc і Cf: керівні символи, зміна напрямку письма, символи нульової ширини; Go та etcd приймають більшість із них і пишуть їх у журнали
    .fix = перевипустіть його зі звичайним ім’ям; з’ясуйте, звідки взялося це ім’я: через такі символи два різні імені можуть виглядати однаково
finding-empty-name = одне з DNS-імен у `{ $subject }` порожнє: можливо, помилка в назві змінної
    .source = Go та etcd його приймають (перевірено на 3.4 і 3.5)
    .fix = з’ясуйте, що там мало бути, і перевипустіть сертифікат
finding-no-sans = у `{ $subject }` немає SAN: як сертифікат сервера чи учасника він не підходить жодному хосту
    .source = примітки до випуску Go 1.15: на CN Go не зважає; клієнтському сертифікату SAN не потрібні
    .fix = перевипустіть його з subjectAltName, якщо він не суто клієнтський
finding-wide-wildcard = шаблон `{ $name }` у `{ $subject }` охоплює цілий домен верхнього рівня
    .source = Go його приймає (crypto/x509 matchHostnames), браузери — ні
    .fix = вкажіть хости або власний домен
finding-unusual-name = DNS-ім’я `{ $name }` у `{ $subject }` для Go не є правильним ім’ям хоста: воно збігається лише з хостом, до якого підключаються за точно таким написанням, і ніколи з адресою, а `*` у ньому нічого не заміняє
    .source = RFC 1123 §2.1; crypto/x509 validHostname
    .fix = перевипустіть його, вказавши саме лише ім’я хоста
finding-starts-just-now = `{ $subject }` почав діяти менше ніж 5 хвилин тому: машина, годинник якої відстає, його відхилить
    .source = RFC 5280 §4.1.2.5; перевірено на 3.4 і 3.5
    .fix = зачекайте 5 хвилин, а в наступного сертифіката поставте початок дії раніше
finding-expires-soon = { $days ->
        [0] `{ $subject }` діятиме ще менше доби
        [one] `{ $subject }` діятиме ще { $days } день
        [few] `{ $subject }` діятиме ще { $days } дні
       *[many] `{ $subject }` діятиме ще { $days } днів
    }
    .source = RFC 5280 §4.1.2.5; перевірено на 3.4 і 3.5: перше ж рукостискання після цього не вдається
    .fix = перевипустіть його вчасно; кінцеві сертифікати etcd читає під час кожного рукостискання
finding-outlives-authority = строк дії `{ $subject }` довший, ніж у `{ $issuer }`, який його підписав: він перестане діяти разом із CA
    .source = crypto/x509 звіряє з годинником кожен сертифікат на шляху; перевірено на 3.4 і 3.5
    .fix = поновіть CA, поки він діє, або скоротіть строк кінцевих сертифікатів
finding-first-block-hidden = мітка порядку байтів (BOM) ховає від Go перший блок файлу, і Go читає далі з наступного
    .source = encoding/pem у Go знаходить блок лише там, де з `-----BEGIN` починається рядок; перевірено на 3.4 і 3.5
    .fix = збережіть файл без мітки: sed '1s/^\xEF\xBB\xBF//' FILE
finding-curve-only-tls-1-2 = ключ `{ $subject }`, { $key }, працює лише з TLS 1.2
    .source = TLS 1.3 визначає, якими кривими можна підписувати (RFC 8446 §4.2.3); перевірено: 3.5.1, який знає лише TLS 1.2, його приймає, новіші випуски — ні
    .fix = створіть ключ на P-256 або P-384, перш ніж оновлювати etcd
finding-empty-file = файл порожній
    .source = прочитано тут
    .fix = перевірте, чи це той файл і чи успішно завершилося те, що його писало
finding-misnamed-file = за назвою це сертифікат, ключ чи щось подібне, а у файлі немає нічого такого, що можна прочитати
    .source = прочитано тут
    .fix = перевірте, чи це той файл: head -c 64 FILE | od -c
finding-nothing-found = { $looks_like ->
        [der] схоже на DER, якого тут не читають (OCSP-запит, позначка часу), або на обірваний файл; etcd читає лише PEM
        [binary] це двійкові дані: не DER і не сховище ключів
       *[text] блоків PEM не знайдено; блок починається з рядка на зразок `-----BEGIN CERTIFICATE-----`
    }
    .source = encoding/pem у Go
    .fix = перевірте, чи це той файл: head -c 64 FILE | od -c
finding-size-limit = розмір файлу в байтах — { $bytes }; прочитано лише перші { $limit }
    .source = обмеження quorate
    .fix = розділіть файл
finding-certificate-too-large = розмір сертифіката в байтах — { $bytes }; читається щонайбільше { $limit }
    .source = обмеження quorate
    .fix = перевірте, чи це той файл
finding-block-limit = { $limit ->
        [one] прочитано лише перший { $limit } блок
        [few] прочитано лише перші { $limit } блоки
       *[many] прочитано лише перші { $limit } блоків
    }
    .source = обмеження quorate
    .fix = розділіть файл
finding-wide-encoding = файл у кодуванні { $encoding }; Go нічого в ньому не знаходить
    .source = encoding/pem у Go читає ASCII
    .fix = збережіть його як звичайний ASCII або UTF-8: iconv -f { $encoding } -t UTF-8 FILE
finding-carriage-returns = рядки закінчуються лише символом CR, тож Go бачить один довгий рядок
    .source = encoding/pem у Go
    .fix = tr '\r' '\n' <FILE >NEW
finding-escaped-line-ends = рядки закінчуються двома символами `\n`, тож Go бачить один довгий рядок
    .source = encoding/pem у Go
    .fix = printf '%b' "$(cat FILE)" >NEW
finding-leading-mark = файл починається з мітки порядку байтів (BOM)
    .source = encoding/pem у Go: мітка сховала б блок, який починається в першому рядку
    .fix = приберіть її: sed -i '1s/^\xEF\xBB\xBF//' FILE
finding-almost-pem = рядок { $line } Go не читає як PEM: { $why }
    .source = encoding/pem у Go
    .fix = виправте рядок або візьміть файл ще раз там, де його створено
finding-broken-block = блок не вдається прочитати: { $why }
    .source = encoding/pem у Go пропускає те, чого не може розкодувати
    .fix = скопіюйте файл ще раз звідти, де його створено
finding-wrong-marker = Go пропускає цей блок: { $why }
    .source = encoding/pem у Go
    .fix = поставте `-----BEGIN LABEL-----` і `-----END LABEL-----` з однаковою назвою в окремі рядки
finding-header-lines = у блоці є рядки заголовків: etcd його читає, а програми, які використовують AppendCertsFromPEM із Go, пропускають
    .source = crypto/x509 AppendCertsFromPEM; pkg/tlsutil NewCertPool в etcd і crypto/tls X509KeyPair на заголовки не зважають (перевірено на 3.4 і 3.6)
    .fix = видаліть рядки між BEGIN і base64
finding-foreign-label = якщо це файл сертифіката, etcd не знайде тут жодного: Go пропускає блок із назвою `{ $label }`
    .source = crypto/tls X509KeyPair приймає лише назву CERTIFICATE; власний набір довірених CA в etcd (pkg/tlsutil NewCertPool) приймає будь-яку
    .fix = openssl x509 -in FILE -out NEW дасть блоку назву CERTIFICATE
finding-authority-label = як файл довірених CA etcd його приймає, а як файл сертифіката — ні: там Go пропускає блок із назвою `{ $label }`, як і інші клієнти
    .source = pkg/tlsutil NewCertPool в etcd приймає будь-яку назву (перевірено на 3.4 і 3.6); crypto/tls X509KeyPair і crypto/x509 AppendCertsFromPEM — лише CERTIFICATE
    .fix = openssl x509 -in FILE -out NEW дасть блоку назву CERTIFICATE
finding-bare-der = файл має формат DER, а etcd читає PEM
    .source = crypto/tls X509KeyPair читає лише PEM; перевірено на 3.4 і 3.5
    .fix = { $command }
finding-pkcs7 = файл має формат PKCS #7, а etcd читає сертифікати PEM
    .source = crypto/tls X509KeyPair
    .fix = { $command }
finding-pkcs7-unread = вміст файлу PKCS #7 не вдається показати: це не підписані дані (signed data) у DER
    .source = RFC 2315
    .fix = { $command }
finding-pkcs12 = файл має формат PKCS #12, а etcd читає PEM
    .source = crypto/tls X509KeyPair
    .fix = (umask 077; openssl pkcs12{ $options } -in FILE -nodes -out NEW)
finding-pkcs12-locked = вміст файлу PKCS #12 не показано: { $why }
    .source = RFC 7292 §4
    .fix = запустіть команду в терміналі, і вона запитає парольну фразу, або додайте --passphrase-file FILE
finding-java-key-store = файл — сховище ключів Java, а etcd читає PEM
    .source = crypto/tls X509KeyPair
    .fix = keytool -importkeystore -srckeystore FILE{ $options } -destkeystore NEW.p12 -deststoretype PKCS12, потім openssl pkcs12 -in NEW.p12 -nodes -out NEW
finding-wrapped-pem = { $format ->
        [kubernetes-secret] це Kubernetes Secret: etcd читає файли, у які його змонтовано, а не маніфест
        [kubernetes-object] це маніфест Kubernetes: etcd читає файли, у які його змонтовано, а не маніфест
        [kubeconfig] це kubeconfig: його читає kubectl, а не etcd
        [yaml] це YAML із PEM у значеннях; etcd не читає його як PEM
        [json] це JSON із PEM у значеннях; etcd не читає його як PEM
       *[other] у цьому тексті сертифікати або ключі закодовано в base64; etcd такого не читає
    }
    .source = encoding/pem у Go знаходить блок лише там, де з `-----BEGIN` починається рядок
    .fix = { $format ->
        [kubernetes-secret] щоб мати файл: kubectl get secret NAME -o jsonpath='{"{"}.data.tls\.crt{"}"}' | base64 -d > NEW
        [kubernetes-object] щоб мати файл: kubectl get KIND NAME -o jsonpath='{"{"}.data.KEY{"}"}' > NEW
        [kubeconfig] щоб мати файл: kubectl config view --raw -o jsonpath='{"{"}.clusters[0].cluster.certificate-authority-data{"}"}' | base64 -d > NEW
       *[other] щоб мати сертифікати окремим файлом: quorate inspect --pem FILE > NEW
    }
finding-kubeconfig-data = { $why ->
        [pem] { $path } — це base64, але не від PEM: kubectl та інші клієнти Kubernetes його не приймають
       *[base64] { $path } — це не base64: kubectl та інші клієнти Kubernetes не завантажують файл
    }
    .source = tools/clientcmd у client-go читає ці значення як base64; crypto/tls X509KeyPair і crypto/x509 AppendCertsFromPEM читають PEM
    .fix = вставте вивід команди: base64 -w0 FILE.pem
finding-base64-der = це DER у base64 без рядків BEGIN та END; PEM у ньому etcd не знаходить
    .source = encoding/pem у Go знаходить блок лише між BEGIN та END
    .fix = { $command }
finding-openssh-key = приватний ключ має власний формат OpenSSH, якого etcd не завантажує
    .source = crypto/tls читає PKCS #8, PKCS #1 і SEC 1; перевірено на 3.4 і 3.5
    .fix = перетворіть копію ключа: ssh-keygen -p -m PKCS8 -f COPY
finding-openssh-public-key = це публічний ключ у власному форматі OpenSSH; etcd він ні до чого
    .source = crypto/tls
    .fix = ssh-keygen -e -m PKCS8 -f FILE перетворить його
finding-parameters = у блоці — параметри наступного ключа, наприклад назва кривої; Go його пропускає
    .source = crypto/tls X509KeyPair; перевірено на 3.4 і 3.5
    .fix = нічого робити не треба
finding-unreadable-key = вміст не є приватним ключем у цьому форматі
    .source = RFC 5958, RFC 8017, RFC 5915
    .fix = скопіюйте ключ ще раз або створіть нову пару
finding-unreadable-public-key = публічний ключ пошкоджено
    .source = RFC 5280 §4.1.2.7
    .fix = створіть нову пару ключів і випустіть для неї сертифікат
finding-off-curve = публічний ключ не є точкою на своїй кривій
    .source = crypto/x509 у Go такий ключ відхиляє
    .fix = створіть нову пару ключів і випустіть для неї сертифікат
finding-unreadable-name = поле «{ $part }» пошкоджено, його показано байтами
    .source = RFC 5280 §4.1.2.4
    .fix = перевипустіть його
finding-bad-date = дату «{ $part }» записано неправильно: `{ $text }`
    .source = RFC 5280 §4.1.2.5; парсер Go таке відхиляє
    .fix = перевипустіть його
finding-old-certificate-version = версія сертифіката — { $version }; розширення, зокрема SAN, є лише у версії 3
    .source = RFC 5280 §4.1.2.1
    .fix = перевипустіть його з розширеннями: openssl x509 -req … -extfile FILE
finding-unreadable-version = версія сертифіката — не число від 1 до 3
    .source = RFC 5280 §4.1.2.1
    .fix = перевипустіть його
finding-no-subject-key-id = у цьому сертифікаті CA немає ідентифікатора ключа суб’єкта (SKI)
    .source = RFC 5280 §4.2.1.2 його вимагає; Go та OpenSSL без нього шукають видавців за іменем
    .fix = для etcd нічого робити не треба; openssl x509 -req додасть його з subjectKeyIdentifier=hash
finding-no-authority-key-id = у цьому сертифікаті не вказано, яким ключем його підписано
    .source = RFC 5280 §4.2.1.1 вимагає ідентифікатора ключа видавця (AKI); Go та OpenSSL обходяться без нього
    .fix = для etcd нічого робити не треба; openssl x509 -req додасть його з authorityKeyIdentifier=keyid
finding-constraints-not-critical = базові обмеження (basic constraints) цього сертифіката CA не критичні
    .source = RFC 5280 §4.2.1.9; Go та OpenSSL приймають таке, якщо не вимагати суворої перевірки
    .fix = для etcd нічого робити не треба; наступного разу: basicConstraints=critical,CA:TRUE
finding-no-cert-sign = { $usage ->
        [none] у цьому сертифікаті CA немає призначення ключа (key usage)
       *[other] у призначенні ключа (key usage) цього сертифіката CA немає Certificate Sign
    }
    .source = RFC 5280 §4.2.1.3 і §4.2.1.9
    .fix = { $usage ->
        [none] для etcd нічого робити не треба; наступного разу: keyUsage=critical,keyCertSign,cRLSign
       *[other] перевипустіть CA з keyUsage=critical,keyCertSign,cRLSign: Go та OpenSSL відхиляють те, що він підписує
    }
finding-sans-not-critical = суб’єкт порожній, а SAN не критичні
    .source = RFC 5280 §4.2.1.6; Go таке приймає
    .fix = для etcd нічого робити не треба; наступного разу вкажіть CN або subjectAltName=critical,…
finding-path-length-on-leaf = цей сертифікат не є CA, але має обмеження довжини шляху
    .source = RFC 5280 §4.2.1.9; Go на це не зважає
    .fix = для etcd нічого робити не треба; наступного разу: basicConstraints=critical,CA:FALSE
finding-early-generalized-time = дату до 2050 року записано як GeneralizedTime
    .source = RFC 5280 §4.1.2.5 вимагає UTCTime до 2049 року; Go приймає обидва формати
    .fix = для etcd нічого робити не треба; скажіть тим, хто випускає ці сертифікати
finding-odd-serial = { $octets ->
        [0] серійний номер — нуль
        [one] серійний номер займає { $octets } октет; дозволено щонайбільше 20
        [few] серійний номер займає { $octets } октети; дозволено щонайбільше 20
       *[many] серійний номер займає { $octets } октетів; дозволено щонайбільше 20
    }
    .source = RFC 5280 §4.1.2.2; Go таке приймає
    .fix = перевипустіть його з додатним серійним номером від 1 до 20 октетів
finding-negative-serial = серійний номер від’ємний
    .source = примітки до випуску Go 1.23: парсер таке відхиляє
    .fix = перевипустіть його з додатним серійним номером
finding-two-algorithms = вказано два різні алгоритми підпису
    .source = RFC 5280 §4.1.1.2; парсер Go таке відхиляє
    .fix = перевипустіть його
finding-no-signature = немає підпису
    .source = RFC 5280 §4.1.1.3
    .fix = скопіюйте файл ще раз звідти, де його створено
finding-reversed-validity = строк дії закінчується раніше, ніж починається, тож чинним він не буває ніколи
    .source = RFC 5280 §4.1.2.5
    .fix = перевипустіть його з датами в правильному порядку
finding-trailing-data = { $bytes ->
        [one] після кінця є ще { $bytes } байт
        [few] після кінця є ще { $bytes } байти
       *[many] після кінця є ще { $bytes } байтів
    }
    .source = crypto/x509 у Go: `x509: trailing data`; перевірено на 3.4 і 3.5
    .fix = запишіть файл без них: openssl x509 -in FILE -out NEW
finding-unreadable-extension = розширення { $extension } не вдається прочитати
    .source = RFC 5280 §4.2; парсер Go відхиляє пошкоджені розширення з-поміж тих, які знає
    .fix = перевипустіть його
finding-unreadable-extensions = { $bytes ->
        [one] { $bytes } байт розширень не прочитано
        [few] { $bytes } байти розширень не прочитано
       *[many] { $bytes } байтів розширень не прочитано
    }
    .source = RFC 5280 §4.2
    .fix = перевипустіть його
finding-duplicate-extension = розширення { $extension } записано двічі
    .source = RFC 5280 §4.2; Go відхиляє таке з 1.19
    .fix = перевипустіть його
finding-bad-path-length = довжина шляху, { $value }, від’ємна або завелика
    .source = RFC 5280 §4.2.1.9; парсер Go таке відхиляє
    .fix = перевипустіть його
finding-malformed-name = одне з імен у SAN записано неправильно: { $name }
    .source = RFC 5280 §4.2.1.6; парсер Go таке відхиляє
    .fix = перевипустіть його
finding-bad-signature = він називає видавцем самого себе, але його підпис не підтверджується його ж ключем: підписано іншим ключем або змінився якийсь байт
    .source = RFC 5280 §6.1, RFC 2986 §3
    .fix = створіть його ще раз; може, дорогою змінився якийсь байт?
finding-insecure-authority-signature = підпис зроблено алгоритмом `{ $signature }`, якого Go вже не перевіряє: сертифікат годиться як якір довіри, але не як проміжний CA
    .source = примітки до випуску Go 1.18: SHA-1; MD5 — з Go 1.7. Підписів якорів довіри Go не перевіряє
    .fix = перевипустіть сертифікат CA із SHA-256 або надійнішим алгоритмом
finding-leaf-behind-authority = сертифікат CA `{ $subject }` стоїть першим, перед `{ $leaf }`: якщо це файл сертифіката, etcd вважає CA кінцевим сертифікатом і завершує роботу, бо ключ належить кінцевому
    .source = crypto/tls X509KeyPair вважає кінцевим сертифікатом перший блок; перевірено на 3.4 і 3.5
    .fix = поставте кінцевий сертифікат першим: cat LEAF INTERMEDIATE > FILE
finding-crl-pem = список відкликаних має формат PEM: etcd 3.6 і новіші читають лише DER, а з цим файлом відхиляють усіх; 3.4 і 3.5 його читають
    .source = перевірено: 3.4 і 3.5 читають обидва формати; 3.6 і 3.7 відхиляють усіх клієнтів і учасників та пишуть у журнал `x509: malformed crl`
    .fix = openssl crl -in FILE -outform der -out NEW: цей формат читають усі випуски
finding-stale-list = наступний список відкликаних мав вийти { $limit }
    .source = перевірено на 3.4–3.7: etcd не дивиться на дату, працює далі зі старим списком і не знає, що відкликано відтоді
    .fix = візьміть у CA наступний список; etcd читає файл під час кожного рукостискання
finding-ocsp-not-applied = { $why ->
        [missing] ця OCSP-відповідь відкликає сертифікат, CA якого немає серед цих файлів: підпис відповіді не перевірено, і тут вона нічого не важить
       *[foreign] ця OCSP-відповідь відкликає сертифікат, але її не підписав ані видавець сертифіката, ані призначений ним OCSP-відповідач: тут вона нічого не важить
    }
    .source = RFC 6960 §4.2.2.2
    .fix = вкажіть також сертифікат CA або запитайте ще раз: openssl ocsp -issuer CA -cert FILE -url URL -respout NEW
finding-challenge-password = у запиті є пароль (challenge password), який може прочитати кожен, хто має запит
    .source = RFC 2985 §5.4.1
    .fix = створіть запит без challengePassword; CA кластера він не потрібен
finding-request-attribute = у запиті є атрибут { $attribute }
    .source = RFC 2986 §4
    .fix = нічого робити не треба, хіба що цього вимагає CA
finding-signature-not-proven = підпис рукостискання не вдається перевірити ключем сертифіката сервера: { $why }
    .source = RFC 8446 §4.4.3
    .fix = порівняйте цей сертифікат із тим, що лежить на сервері: чи немає чогось посередині?
finding-chain-unsorted = сервер надсилає сертифікати не в тому порядку, де за кожним іде його видавець; деякі клієнти таке відхиляють
    .source = RFC 8446 §4.4.2; Go впорядковує їх сам
    .fix = поставте першим кінцевий сертифікат, за ним — той, яким його підписано, і так далі
finding-superfluous-root = сервер надсилає кореневий CA, який клієнти або мають самі, або не вважають довіреним
    .source = RFC 8446 §4.4.2
    .fix = за бажання приберіть кореневий CA з файлу сертифіката; шкоди від нього немає
finding-no-client-certificate = сервер не питає клієнтського сертифіката: читати й писати може спробувати кожен, хто до нього дістанеться
    .source = перевірено на 3.4–3.7
    .fix = задайте client-cert-auth і trusted-ca-file; для учасників — налаштування з `peer-`
finding-no-authorities = сервер не називає CA, чиї клієнтські сертифікати приймає
    .source = перевірено: так робить etcd із порожнім файлом CA, і відхиляє він усіх
    .fix = якщо сервер відхиляє всіх клієнтів, перевірте його файл довірених CA
finding-client-certificate-optional = сервер питає клієнтський сертифікат, але продовжує і без нього
    .source = перевірено: etcd із client-cert-auth таке відхиляє
    .fix = задайте client-cert-auth; перевірте, що там слухає etcd, а не проксі
finding-client-certificate-demanded = сервер вимагає клієнтського сертифіката, як і належить
    .source = перевірено: `tls: client didn't provide a certificate`
    .fix = пред’явіть сертифікат: --cert і --key
finding-no-verdict = сервер ще не сказав, чи приймає клієнтський сертифікат або те, що його немає
    .source = RFC 8446 §4.4.4: сервер може сказати це лише з першою відповіддю
    .fix = надішліть запит: etcdctl endpoint health із тими самими --cert і --key
finding-refused = { $alert ->
        [bad_certificate] сервер відмовив із `{ $alert }`: etcd пише в журнал `tls: failed to verify certificate: x509: …`, якщо CA невідомий, не підходить призначення ключа або час поза строком дії
        [unknown_ca] сервер відмовив із `{ $alert }`: etcd пише в журнал `x509: certificate signed by unknown authority`
        [certificate_expired] сервер відмовив із `{ $alert }`: etcd пише в журнал `x509: certificate has expired or is not yet valid`
        [certificate_required] сервер відмовив із `{ $alert }`: etcd пише в журнал `tls: client didn't provide a certificate`
       *[other] сервер відхилив рукостискання з `{ $alert }`
    }
    .source = crypto/tls; перевірено на 3.4 і 3.5
    .fix = шукайте в журналі etcd `rejected connection`, там названо причину; сертифікат потребує clientAuth і CA, якому довіряє etcd
finding-closed-after-handshake = сервер закрив з’єднання одразу після рукостискання
    .source = перевірено: etcd робить так, якщо сертифікат відкликано, його ім’я не дозволене або в peer-сертифікаті немає адреси, з якої підключаються
    .fix = шукайте в журналі etcd `rejected connection`, там названо причину
finding-closed = сервер закрив з’єднання посеред рукостискання
    .source = RFC 8446 §6
    .fix = шукайте в журналі etcd `rejected connection`, там названо причину
finding-handshake-failed = рукостискання не вдалося: { $why }
    .source = rustls
    .fix = подивіться, що скаже openssl s_client -connect HOST:PORT; чи не звичайний HTTP на цьому порту?
## family

finding-key-readable = цей приватний ключ можуть прочитати інші користувачі: його права — { $mode }
    .source = RFC 5280 §9: хто має ключ, може видавати себе за його власника; прав на файли etcd не перевіряє (перевірено на 3.4 і 3.5)
    .fix = виконайте для нього chmod 600 і замініть ключ, якщо до машини мав доступ хтось іще
finding-open-door = { $setting } не дорівнює `true` і CA не вказано: підключитися без сертифіката може будь-хто
    .source = документація etcd, «Configuration options»; перевірено на 3.4 і 3.5
    .fix = задайте client-cert-auth=true і trusted-ca-file (для учасників — peer-…)
finding-auth-by-ca-alone = сертифікатів вимагають лише тому, що задано { $authority }: { $setting } не дорівнює `true`
    .source = перевірено на 3.4 і 3.5: самого trusted-ca-file досить, щоб etcd вимагав сертифікатів
    .fix = задайте також client-cert-auth=true, щоб намір було видно
finding-unknown-key = etcd не знає ключа `{ $key }` й ігнорує його{ $meant ->
    [none] {""}
   *[other] ; може, `{ $meant }`?
 }
    .source = перевірено на 3.4 і 3.5: у журналі нічого немає
    .fix = виправте назву або приберіть ключ
finding-unknown-security-key = etcd не знає ключа `{ $key }` й ігнорує його, тож те, що він мав захищати, може бути відкритим{ $meant ->
    [none] {""}
   *[other] ; може, `{ $meant }`?
 }
    .source = перевірено на 3.4 і 3.5: у журналі нічого немає
    .fix = виправте назву й розділ: client-transport-security або peer-transport-security
finding-force-new-cluster = `{ $setting }` увімкнено: кожен запуск викидає всіх інших учасників і робить кластер з одного учасника
    .source = документація etcd, «Disaster recovery»
    .fix = приберіть його, щойно учасник один раз запуститься
finding-no-fsync = `{ $setting }` увімкнено: якщо зникне живлення, підтверджені дані буде втрачено, а учасник може більше не запуститися
    .source = довідка etcd: небезпечно, можлива втрата даних
    .fix = приберіть його
finding-no-reconfig-check = `{ $setting }` вимкнено: etcd дозволяє додати чи вилучити учасника навіть тоді, коли через це втрачається кворум
    .source = документація etcd, «Configuration options», strict-reconfig-check
    .fix = приберіть його: типово ця перевірка ввімкнена
finding-metrics-open = `{ $setting }` віддає метрики за `{ $url }` кожному без TLS, а разом із ними й /health
    .source = документація etcd, «Configuration options», listen-metrics-urls
    .fix = слухайте на loopback або на адресі мережі керування
finding-pprof-open = `{ $setting }` увімкнено: кожен, хто може підключитися, може знімати профілі, а вони забирають час і показують вміст пам’яті
    .source = документація etcd, «Configuration options», enable-pprof
    .fix = вмикайте його лише на час пошуку проблеми
finding-public-discovery = `{ $setting }` вказує на discovery.etcd.io: чужий сервіс знає всіх учасників і вирішує, хто може приєднатися
    .source = документація etcd, «Clustering guide»; в etcd 3.7 discovery v2 немає
    .fix = приберіть його, коли кластер запрацює; перелічіть учасників в initial-cluster
finding-bad-url = у { $setting } вказано `{ $url }`, а має бути https://HOST:PORT
    .source = парсер URL в etcd; перевірено на 3.4 і 3.5: `URL address does not have the form "host:port"`
    .fix = напишіть https://HOST:PORT, IPv6 — у дужках, після порту нічого
finding-plain-http = у { $setting } вказано `{ $url }`: хто дістанеться до цього порту, той може все прочитати й записати
    .source = перевірено на 3.4 і 3.5: на клієнтському URL із http сертифіката не питають
    .fix = напишіть https
finding-plain-http-peer = у { $setting } вказано `{ $url }`: etcd мовчки вимикає TLS між учасниками
    .source = перевірено на 3.4 і 3.5
    .fix = напишіть https
finding-name-in-listen-url = у { $setting } вказано ім’я `{ $host }`, а etcd слухає лише на адресах
    .source = перевірено на 3.4 і 3.5: `expected IP in URL for binding`
    .fix = вкажіть там адресу самого учасника або `localhost`; імена дозволені в URL, які він оголошує
finding-no-manifest = маніфесту немає, тож невідомо, що має тут лежати
    .source = quorate generate записує manifest.json у кожен комплект
    .fix = вкажіть каталог, який створив quorate generate
finding-manifest-format = формат маніфесту — { $found }, а цей quorate читає формат { $known }
    .source = поле `format` у manifest.json
    .fix = скористайтеся тим quorate, який його записав, або новішим
finding-manifest-unreadable = маніфест не вдається прочитати: { $why }
    .source = quorate generate записує manifest.json у кожен комплект
    .fix = скопіюйте його ще раз звідти, де створено комплект
finding-manifest-path = у маніфесті є `{ $path }`, а це поза комплектом
    .source = quorate нічого не пише поза комплектом
    .fix = маніфест хтось змінив: скопіюйте весь комплект ще раз звідти, де його створено
finding-no-plan = плану немає, тож сертифікати й налаштування ні з чим порівняти
    .source = quorate generate записує plan.json у кожен комплект
    .fix = скопіюйте його ще раз звідти, де створено комплект
finding-plan-unreadable = план не вдається прочитати: { $why }
    .source = quorate generate записує plan.json у кожен комплект
    .fix = скопіюйте його ще раз звідти, де створено комплект
finding-other-plan = план — від кластера `{ $found }`, а маніфест — від `{ $expected }`
    .source = quorate generate записує в обидва те саме ім’я
    .fix = один із них з іншого комплекту: скопіюйте обидва ще раз звідти, де створено цей
finding-missing-file = маніфест містить цей файл, а самого файлу немає
    .source = manifest.json
    .fix = скопіюйте його ще раз звідти, де створено комплект
finding-authority-key-away = приватного ключа CA тут немає
    .source = він є в manifest.json; жодному учасникові чи клієнтові він не потрібен
    .fix = нічого, якщо ключ у безпечному місці; без нього не поновити жодного сертифіката
finding-unexpected-file = цього файлу немає в маніфесті
    .source = manifest.json
    .fix = видаліть його або тримайте в іншому місці
finding-wrong-mode = права файлу — { $found }, а мають бути { $expected }
    .source = manifest.json
    .fix = виконайте для нього chmod { $expected }
finding-changed = вміст змінився, відколи записано маніфест: розмір у байтах — { $found }, а має бути { $expected } з іншим SHA-256
    .source = manifest.json
    .fix = скопіюйте його ще раз звідти, де створено комплект, або створіть новий комплект
finding-recipe-changed = вміст змінився, відколи записано маніфест
    .source = manifest.json; строки дії в цьому файлі й мають змінюватися, якщо CA закінчується для них зарано
    .fix = нічого, якщо ви змінили строки дії
finding-directory-writable = інші користувачі можуть підміняти файли в цьому каталозі: його права — { $mode }
    .source = path_resolution(7): хто може писати в каталог, може підмінити все, що в ньому
    .fix = виконайте для нього chmod 700 і порівняйте його файли з тими, що лежать там, де створено комплект
finding-directory-open = інші користувачі можуть переглядати цей каталог: його права — { $mode }
    .source = path_resolution(7)
    .fix = виконайте для нього chmod 700
finding-not-a-file = тут має бути файл; натомість це { $kind }
    .source = quorate пише лише звичайні файли й каталоги
    .fix = скопіюйте комплект ще раз звідти, де його створено
finding-unreadable = { $why }
    .source = операційна система
    .fix = { $hint }
finding-too-many-files = файлів більше ніж { $limit }; решту не переглянуто
    .source = навіть найбільший план дає менш як третину від цього
    .fix = вкажіть каталог, який створив quorate generate
finding-leftover = `{ $path }` лишився від перерваного запуску й може містити приватні ключі
    .source = sign та import готують наступне покоління комплекту поруч із ним, у каталозі, куди може зайти лише власник
    .fix = запустіть той самий sign або import ще раз, і він це прибере; або видаліть самі, якщо жоден інший запуск не триває
finding-no-certificate = цей сертифікат є у плані, а тут його немає
    .source = plan.json
    .fix = скопіюйте його ще раз звідти, де створено комплект, або створіть новий комплект
finding-import-pending = CA ще має підписати цей сертифікат, після чого його треба імпортувати
    .source = plan.json: CA в іншому місці
    .fix = підпишіть його запит (він у requests/ або його створить request.sh на учасникові), потім: quorate import DIR CERT… --ca-cert FILE
finding-signature-pending = цей сертифікат ще треба підписати
    .source = plan.json: учасники створюють свої ключі самі
    .fix = запустіть request.sh на учасникові, принесіть його запит сюди, потім: quorate sign DIR CSR…
finding-authority-pending = сертифікат CA ще треба імпортувати
    .source = plan.json: CA в іншому місці
    .fix = імпортуйте його разом із сертифікатами, які він підписав: quorate import DIR CERT… --ca-cert FILE
finding-no-key = цей приватний ключ є у плані, а тут його немає
    .source = plan.json
    .fix = скопіюйте його ще раз звідти, де створено комплект, або створіть новий комплект
finding-key-not-encrypted = за планом цей приватний ключ має бути зашифрований, а він не зашифрований
    .source = plan.json
    .fix = openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW
finding-no-authority = тут немає сертифіката CA, а без нього не довіряють жодному іншому сертифікату
    .source = plan.json
    .fix = скопіюйте сюди { $original }
finding-other-authority = це сертифікат іншого CA, ніж { $original }
    .source = усі учасники й клієнти кластера потребують того самого CA; перевірено на 3.4 і 3.5
    .fix = скопіюйте сюди { $original }
finding-other-certificate = це не той сертифікат, який описує маніфест
    .source = manifest.json містить відбиток кожного сертифіката
    .fix = скопіюйте його ще раз звідти, де створено комплект, або створіть новий комплект
finding-authority-key-handed-out = це приватний ключ CA: хто його має, той може випускати сертифікати, яким тут усі довіряють
    .source = RFC 5280 §9: надійність усіх сертифікатів залежить від того, як бережуть ключ CA
    .fix = видаліть його; якщо він уже потрапив за межі цієї машини, створіть новий комплект
finding-member-key-handed-out = це приватний ключ учасника: хто його має, може видавати себе за цього учасника
    .source = RFC 5280 §9: хто має ключ, може видавати себе за його власника
    .fix = видаліть його; клієнтові потрібен власний сертифікат: quorate plan --client NAME
finding-no-settings = немає налаштувань одного з учасників плану
    .source = plan.json
    .fix = скопіюйте файл ще раз звідти, де створено комплект, або створіть новий комплект
finding-wrong-command = юніт бере налаштування з іншого місця, а має брати лише з { $expected }
    .source = налаштування, задане і змінною, і прапорцем, etcd відхиляє, а поряд із файлом конфігурації ігнорує обидва; перевірено на 3.4 і 3.5
    .fix = скопіюйте файл ще раз звідти, де створено комплект, або створіть новий комплект
finding-wrong-name = { $setting } має значення `{ $found }`, а потрібне `{ $expected }`
    .source = перевірено на 3.4 і 3.5: `couldn't find local name in the initial cluster configuration`, і etcd завершує роботу
    .fix = скопіюйте файл ще раз звідти, де створено комплект, або створіть новий комплект
finding-wrong-token = { $setting } має значення `{ $found }`, а потрібне `{ $expected }`
    .source = документація etcd, «Clustering guide»; перевірено на 3.4 і 3.5: `request cluster ID mismatch` між учасниками з різними токенами
    .fix = скопіюйте файл ще раз звідти, де створено комплект, або створіть новий комплект
finding-wrong-file = { $setting } має значення `{ $found }`, а потрібен файл `{ $expected }`
    .source = plan.json
    .fix = скопіюйте файл ще раз звідти, де створено комплект, або створіть новий комплект
finding-wrong-setting = { $setting } має значення `{ $found }`, а потрібне `{ $expected }`
    .source = plan.json
    .fix = скопіюйте файл ще раз звідти, де створено комплект; щоб залишити інше значення, змініть налаштування плану й створіть комплект заново
finding-wrong-members = { $setting } містить `{ $found }`, а має містити `{ $expected }`
    .source = перевірено на 3.4 і 3.5: `request cluster ID mismatch` між учасниками з різними списками
    .fix = скопіюйте файл ще раз звідти, де створено комплект, або створіть новий комплект
finding-other-user = CN — `{ $found }`, а має бути `{ $expected }`: etcd вважає його іменем користувача
    .source = документація etcd, «Authentication guide»: CN клієнтського сертифіката — це ім’я користувача; перевірено: сертифікат учасника теж годиться як клієнтський
    .fix = підпишіть його із суб’єктом із плану, хоч би що стояло в запиті, як це роблять скрипти в requests/
finding-missing-names = він не чинний для `{ $names }`, хоча у плані ці імена є
    .source = plan.json
    .fix = підпишіть його з іменами з плану; їх перелічено у файлі .ext поруч із запитом
finding-further-names = він чинний ще й для `{ $names }`, хоча у плані цих імен немає
    .source = RFC 6125 §6.4: хто має його ключ, може видавати себе за кожен із цих хостів
    .fix = підпишіть його лише з іменами з плану; їх перелічено у файлі .ext поруч із запитом
finding-other-subject = його суб’єкт — `{ $found }`, а у плані — `{ $expected }`
    .source = etcd зважає лише на CN (перевірено на 3.4 і 3.5)
    .fix = нічого, якщо інших полів не читає щось інше, крім etcd
finding-ends-early = { $days ->
        [one] він діє до { $end }, а за планом строк — { $days } день
        [few] він діє до { $end }, а за планом строк — { $days } дні
       *[many] він діє до { $end }, а за планом строк — { $days } днів
    }
    .source = plan.json
    .fix = поновіть його вчасно або підпишіть на довший строк
finding-key-in-certificate-file = файл сертифіката містить також приватний ключ; його не імпортовано
    .source = ключу місце там, де його створено, і більше ніде
    .fix = приберіть ключ із цього файлу і створіть новий, якщо цей могли прочитати інші

## family

finding-cut-command = команда закінчується тут; те, що далі, до неї не належить
    .source = перевірено на systemd 252
    .fix = зворотна скісна риска має бути останнім символом рядка, а за ним не має бути порожнього рядка
finding-unknown-specifier = systemd не знає специфікатора `{ $specifier }` і відхиляє команду
    .source = перевірено на systemd 252
    .fix = знак відсотка пишіть як %%
finding-second-exec-start = { $count ->
        [one] в ExecStart= юніта { $count } команда, і systemd відхиляє його
        [few] в ExecStart= юніта { $count } команди, і systemd відхиляє його
       *[many] в ExecStart= юніта { $count } команд, і systemd відхиляє його
    }
    .source = systemd.service(5): більше однієї — лише з Type=oneshot; перевірено на systemd 252
    .fix = у drop-in перед новою командою скиньте першу порожнім ExecStart=
finding-undefined-variable = `{ $name }` ніде не задано, тож тут замість неї порожньо
    .source = перевірено на systemd 252
    .fix = задайте її в Environment= або EnvironmentFile= чи впишіть саме значення
finding-settings-file-missing = файлу налаштувань `{ $file }` немає
    .source = перевірено на systemd 252
    .fix = створіть файл або приберіть рядок; `-` перед шляхом в EnvironmentFile= робить файл необов’язковим
finding-not-notify = systemd вважає etcd готовим завчасно: тип — не `notify`
    .source = юніт від etcd; systemd.service(5)
    .fix = задайте Type=notify, щоб усе, що потребує etcd, чекало його готовності
finding-start-timeout = перший учасник чекає на інших, а systemd зупиняє його, коли спливає час на запуск
    .source = etcd повідомляє про готовність, лише коли є кворум; перевірено на etcd 3.4–3.7
    .fix = задайте TimeoutStartSec=0 або запускайте всіх учасників разом
finding-restarts-removed-member = `Restart=always` знову й знову запускає вилученого учасника
    .source = вилучений учасник завершується з кодом 0; перевірено на etcd 3.4–3.7
    .fix = задайте Restart=on-failure
finding-no-restart = після аварії etcd ніхто не перезапускає
    .source = systemd.service(5)
    .fix = задайте Restart=on-failure
finding-runs-as-root = etcd працює від root
    .source = systemd.exec(5)
    .fix = вкажіть у User= окремого користувача для etcd, який володіє його даними й може читати його ключі
finding-runs-in-container = юніт запускає контейнер із `{ $image }`: користувач, обмеження й ізоляція, задані в юніті, самого etcd не стосуються
    .source = docker-run(1), podman-run(1)
    .fix = нічого, якщо контейнер обмежено так, як ви хочете
finding-few-files = `LimitNOFILE=` не задано: з’єднанням може забракнути файлових дескрипторів
    .source = юніт від etcd задає 40000; перевірено на 3.5.1: etcd, зібраний з Go до 1.19, лишається з м’яким обмеженням 1024
    .fix = задайте LimitNOFILE=65536
finding-no-sandbox = юніт не має ізоляції: хто зламає etcd, зможе змінити машину
    .source = systemd-analyze security на systemd 252: 9.2 без неї, 1.2 з нею
    .fix = нехай quorate запише ізольований юніт: --write-plan, потім quorate generate
finding-no-member-found = тут ніщо не запускає etcd
    .source = цей аудит
    .fix = вкажіть юніт, файл налаштувань або командний рядок учасника etcd
finding-not-read = { $form ->
    [unit] цей юніт стосується etcd, але його команду не вдалося розібрати
    [drop-in] ці налаштування — для юніта etcd, якого немає серед файлів
    [script] цей скрипт стосується etcd, але запуску etcd у ньому не видно
    [nixos] це конфігурація NixOS, де згадано etcd; її тут не читають
    [nomad] це завдання Nomad, де згадано etcd; його тут не читають
    [terraform] це конфігурація Terraform, де згадано etcd; її тут не читають
    [template] це шаблон, де згадано etcd; його тут не читають
    [ignition] це конфігурація Ignition, де згадано etcd; її тут не читають
    [client] це налаштування клієнта etcd; їх тут не оцінюють
    [ansible] це змінні або завдання системи керування конфігураціями, де згадано etcd; їх тут не читають
    [talos] це конфігурація машини Talos; її тут не читають
    [cluster-tool] це конфігурація інструмента, який розгортає etcd; її тут не читають
    [openrc] це сервіс OpenRC; його тут не читають
    [supervisord] це конфігурація supervisord, де команду etcd не вдалося прочитати
    [environ] це змінні процесу без його командного рядка
    [notes] у цих нотатках згадано etcd, але нічого не запускається
   *[other] у цьому файлі згадано etcd, але форма файлу незнайома
 }
    .source = цей аудит
    .fix = { $form ->
        [unit] перевірте те, що працює: systemctl cat NAME, а також /proc/PID/cmdline і /proc/PID/environ процесу etcd
        [drop-in] перевірте юніт разом із ними: systemctl cat NAME > NAME, або вкажіть каталог, де він лежить, наприклад /usr/lib/systemd/system
        [script] перевірте те, що працює: копії /proc/PID/cmdline і /proc/PID/environ процесу etcd
        [nixos] перевірте юніт, який вона створює: systemctl cat etcd > etcd.service
        [nomad] перевірте те, що працює: docker inspect CONTAINER > etcd.json
        [terraform] перевірте файли, які вона створює, на самій машині
        [template] спершу заповніть його, наприклад через helm template або ansible --check --diff, і перевірте результат
        [ignition] перевірте файли, які вона створює: systemctl cat NAME > etcd.service
        [client] звірте його сертифікат з учасниками: quorate judge --member NAME=HOST --client FILE --ca FILE
        [ansible] перевірте файли, які вони створюють, на самій машині
        [talos] перевірте те, що працює: talosctl read /proc/PID/cmdline > cmdline
        [cluster-tool] перевірте те, що він створює: маніфест у /etc/kubernetes/manifests або юніт
        [openrc] перевірте те, що працює: копії /proc/PID/cmdline і /proc/PID/environ процесу etcd
        [supervisord] запишіть команду в один рядок або перевірте /proc/PID/cmdline
        [environ] покладіть поруч копію його /proc/PID/cmdline під цим іменем
        [notes] нічого, якщо там про нього лише йдеться
       *[other] перевірте те, що працює: ps -ww -o args -C etcd > etcd.txt, docker inspect, crictl inspect або systemctl cat
    }
finding-not-text = цей файл — не текст у UTF-8, його не прочитано
    .source = перевірено на systemd 252
    .fix = збережіть його як UTF-8
finding-not-yaml = etcd не може прочитати це як YAML: { $why }
    .source = перевірено на etcd 3.4–3.7
    .fix = виправте рядок: etcd завершується з `error converting YAML to JSON`
finding-wrong-type = `{ $key }` — це { $found }, а має бути { $expected }
    .source = перевірено на etcd 3.4–3.7
    .fix = тут має бути { $expected }: etcd завершується з `error unmarshaling JSON`
finding-dropped-line = systemd відкидає цей рядок: `{ $text }` — не назва змінної
    .source = перевірено на systemd 252
    .fix = напишіть просто NAME=value: без export і без мітки порядку байтів (BOM) перед цим
finding-joining-comment = коментар закінчується зворотною скісною рискою, тож наступний рядок теж належить до нього
    .source = перевірено на systemd 252
    .fix = приберіть зворотну скісну риску наприкінці коментаря
finding-stray-quote = усередині значення `{ $name }` лишаються лапки
    .source = перевірено на systemd 252
    .fix = беріть у лапки все значення або нічого: лапки діють лише на його початку
finding-quotes-kept = лапки навколо `{ $name }` стають частиною значення: docker їх не прибирає
    .source = docker/cli opts/file.go; etcd 3.5.16 завершується з `invalid value "\"http://…`
    .fix = напишіть значення без лапок
finding-not-expanded = `{ $name }` береться дослівно, разом із `$`
    .source = перевірено на systemd 252
    .fix = напишіть саме значення: у файлі середовища systemd нічого не підставляє
finding-unknown-flag = в etcd немає прапорця `{ $flag }`{ $meant ->
    [none] {""}
   *[other] ; може, `{ $meant }`?
 }
    .source = перевірено на etcd 3.4–3.7
    .fix = виправте або приберіть його: etcd завершує роботу
finding-removed-flag = `{ $shown }` прибрано в etcd { $since }, а тут { $release }
    .source = вихідний код etcd і примітки до випусків
    .fix = { $instead ->
    [none] приберіть його
   *[other] натомість використовуйте `{ $instead }`
 }
finding-deprecated-flag = `{ $shown }` застарів, в etcd { $until } його не буде
    .source = вихідний код etcd: попередження під час запуску
    .fix = { $instead ->
    [none] приберіть його, перш ніж переходити на той випуск
   *[other] натомість використовуйте `{ $instead }`
 }
finding-flag-not-yet = `{ $shown }` з’являється в etcd { $since }, а тут { $release }
    .source = вихідний код etcd і примітки до випусків
    .fix = { $instead ->
    [none] приберіть його або перейдіть на випуск, який його має
   *[other] використовуйте `{ $instead }`, який є в цьому випуску, або перейдіть на випуск, де є нова назва
 }
finding-flag-from-release = `{ $shown }` потребує etcd { $since } або новішого
    .source = вихідний код etcd і примітки до випусків
    .fix = вкажіть через --etcd-version, який випуск працює
finding-retired-flag = `{ $shown }` уже нічого не робить
    .source = вихідний код etcd і примітки до випусків
    .fix = приберіть його: etcd читає його й нічого не робить
finding-unknown-variable = в etcd немає змінної `{ $name }`{ $meant ->
    [none] {""}
   *[other] ; може, `{ $meant }`?
 }
    .source = перевірено на etcd 3.4–3.7
    .fix = виправте назву або приберіть змінну: etcd видає попередження й ігнорує її
finding-unknown-security-variable = в etcd немає змінної `{ $name }`{ $meant ->
    [none] {""}
   *[other] ; може, `{ $meant }`?
 }
    .source = перевірено на etcd 3.4–3.7
    .fix = виправте назву: etcd видає попередження й запускається без неї, і порт може бути відкритим
finding-set-twice = `{ $flag }` задано ще й як `{ $variable }` у `{ $file }`, рядок { $other }
    .source = перевірено на etcd 3.4–3.7
    .fix = задавайте в одному місці: etcd завершує роботу
finding-repeated = `{ $shown }` уже задано в рядку { $first }
    .source = перевірено на etcd 3.4–3.7
    .fix = залиште одне: друге не діє
finding-ignored-beside-config-file = `{ $shown }` не діє: задано файл конфігурації
    .source = перевірено на etcd 3.4–3.7
    .fix = перенесіть до файлу конфігурації: із --config-file etcd ігнорує прапорці та змінні
finding-security-ignored-beside-config-file = `{ $shown }` не діє, хоча має захищати порт: задано файл конфігурації
    .source = перевірено на etcd 3.4–3.7
    .fix = перенесіть до файлу конфігурації: із --config-file etcd ігнорує прапорці та змінні
finding-stray-argument = `{ $word }` — не прапорець, і через нього etcd завершує роботу
    .source = перевірено на etcd 3.4–3.7
    .fix = прапорці пишіть із --; значення з пробілами беріть у лапки
finding-boolean-with-space = etcd вважає `{ $word }` після `{ $flag }` окремим аргументом і завершує роботу
    .source = перевірено на etcd 3.4–3.7
    .fix = напишіть `{ $flag }={ $word }` або просто `{ $flag }`, якщо потрібне true
finding-not-a-boolean = `{ $shown }` має значення `{ $value }`, а потрібне true або false
    .source = перевірено на etcd 3.4–3.7
    .fix = напишіть true або false без лапок
finding-not-a-number = `{ $shown }` має значення `{ $value }`, а потрібне ціле число
    .source = перевірено на etcd 3.4–3.7
    .fix = напишіть самі цифри, без одиниці
finding-not-a-duration = `{ $shown }` має значення `{ $value }`, а потрібна тривалість на зразок 5s або 1h30m
    .source = time.ParseDuration у Go; перевірено на etcd 3.4–3.7
    .fix = напишіть число з одиницею: ns, us, ms, s, m або h
finding-bad-value = `{ $shown }` має значення `{ $value }`, і etcd завершує роботу; можливі значення: { $takes }
    .source = вихідний код etcd; перевірено на etcd 3.4–3.7
    .fix = напишіть одне з них
finding-compaction-off = `{ $shown }: { $value }` нічого не компактизує: без `auto-compaction-mode` файл конфігурації etcd до 3.6 лишає компактизацію вимкненою
    .source = вихідний код etcd, embed/config.go; перевірено на etcd 3.4–3.7
    .fix = додайте `auto-compaction-mode: periodic` для годин або `revision` для кількості ревізій
finding-no-compaction-mode = `{ $shown }` має значення `{ $value }` без `auto-compaction-mode`, і etcd завершує роботу: до 3.6 файл конфігурації не має типового режиму
    .source = вихідний код etcd, embed/config.go; перевірено на etcd 3.4–3.7
    .fix = додайте `auto-compaction-mode: periodic`
finding-gone-next = в etcd { $next } уже немає `{ $shown }`
    .source = вихідний код etcd за тегами
    .fix = { $instead ->
        [none] приберіть його перед оновленням
       *[other] починаючи з того випуску, використовуйте `{ $instead }`
    }
finding-half-a-pair = `{ $there }` задано, а `{ $missing }` — ні
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте обидва: сертифікат і його ключ
finding-no-trusted-ca = `{ $setting }` увімкнено без `{ $authority }`: відхиляють кожного клієнта
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте також файл CA
finding-system-roots = `{ $setting }` не задано: підключаючись до інших учасників, учасник довіряє кожному CA, якому довіряє машина, і відхиляє учасників із CA, якого серед них немає
    .source = якщо CA не вказано, Go бере кореневі CA системи; перевірено на 3.4–3.7
    .fix = вкажіть там CA, який підписує peer-сертифікати
finding-https-without-certificate = у `{ $setting }` вказано `{ $url }`, а `{ $certificate }` не задано
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте сертифікат і ключ, інакше https в etcd не запрацює
finding-plain-http-loopback = у `{ $setting }` вказано `{ $url }`: так пускають кожного на цій машині
    .source = перевірено на etcd 3.4–3.7
    .fix = напишіть https://127.0.0.1: через http будь-який користувач і процес на машині читає й записує все
finding-default-listener = { $secured ->
    [yes] сертифікати задано, але клієнтів etcd слухає за типовою адресою, http://localhost:2379
   *[other] клієнтів etcd слухає за типовою адресою, http://localhost:2379: так пускають кожного на цій машині
 }
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте в listen-client-urls адреси https
finding-auto-tls = `{ $setting }`: сертифікатів не підписує жоден CA
    .source = документація etcd, «Security guide»
    .fix = візьміть сертифікати від CA: ці не доводять, хто на тому боці
finding-tls-version = `{ $setting }` має значення `{ $value }`; etcd приймає TLS1.2 і TLS1.3, мінімум не вищий за максимум
    .source = перевірено на etcd 3.4–3.7
    .fix = вкажіть TLS1.2 або TLS1.3, мінімум не вищий за максимум
finding-cipher-suites = із цим списком наборів шифрів etcd не працює
    .source = перевірено на etcd 3.4–3.7
    .fix = додайте TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 або TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 чи приберіть список; якщо мінімум — TLS 1.3, списку не має бути
finding-unknown-cipher-suite = у `{ $setting }` є набір шифрів `{ $suite }`, якого etcd не знає: він завершиться одразу після запуску
    .source = etcd знає набори шифрів за назвами, які дає їм Go; перевірено на 3.4–3.7
    .fix = пишіть назву, як у IANA: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 замість ECDHE-RSA-AES128-GCM-SHA256 з OpenSSL, без пробілів біля ком
finding-crl-bypassed = в etcd { $release } із `{ $setting }` клієнт із відкликаним сертифікатом далі читає й пише через gRPC
    .source = GHSA-3wh4-j44w-pg92; перевірено на 3.5.30
    .fix = перейдіть на { $fixed } чи новіший випуск або приберіть listen-client-http-urls
finding-many-authorities = довірених CA — { $count }: хто має клієнтський сертифікат від будь-якого з них, має всі права
    .source = etcd однаково довіряє кожному CA з файлу
    .fix = вкажіть файл з єдиним CA — тим, який підписує клієнтів etcd
finding-kubernetes-authority = `{ $subject }` схожий на CA Kubernetes: кожен kubelet і кожен користувач із його сертифікатом отримує доступ з усіма правами
    .source = etcd питає сертифікат свого CA, а без auth — більше нічого
    .fix = нехай клієнтів підписує CA, призначений лише для etcd
finding-own-authority = `{ $subject }` пред’являє учасник, і його ж внесено до довірених CA: самого лише його ключа досить, щоб бути і сервером, і клієнтом
    .source = Go довіряє кінцевому сертифікату, якщо він є серед якорів довіри; перевірено на 3.4.23, 3.5.16 і 3.5.30
    .fix = створіть CA, а ним — сертифікати для учасників і клієнтів
finding-v2-api = увімкнено API v2, якого в etcd 3.6 уже немає
    .source = вихідний код etcd і примітки до випусків
    .fix = перейдіть на API v3, перш ніж оновлювати etcd
finding-retired-logger = журнал capnslog прибрано в etcd 3.5, і з ним etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте logger=zap
finding-superuser-member = `{ $subject }` пред’являє учасник, і він же годиться як клієнтський сертифікат `root`: коли автентифікацію ввімкнено, власник його ключа — суперкористувач etcd
    .source = документація etcd, «Authentication guide»: CN клієнтського сертифіката — це ім’я користувача; перевірено: учасник `root` додає користувачів
    .fix = дайте учасникові сертифікат з іншим CN; його ім’я в etcd може лишитися
finding-gateway-untrusted = власний шлюз учасника пред’являє `{ $subject }` як клієнтський сертифікат, а сам учасник його відхиляє: { $why }; `/v3/…` через HTTP не працює
    .source = gRPC-gateway кожного учасника підключається до самого учасника; перевірено на etcd 3.4–3.7
    .fix = додайте CA серверного сертифіката до trusted-ca-file; з 3.5 можна задати client-cert-file і client-key-file; або enable-grpc-gateway=false
finding-space-in-list = у `{ $setting }` є пробіл
    .source = перевірено на etcd 3.4–3.7
    .fix = розділяйте елементи лише комами
finding-trailing-comma = у `{ $setting }` є порожній елемент, і etcd завершує роботу
    .source = перевірено на etcd 3.4–3.7
    .fix = приберіть зайву кому
finding-unspecified-advertised = `{ $setting }` велить іншим підключатися до `{ $host }`, а це не адреса жодної машини
    .source = перевірено на etcd 3.4–3.7
    .fix = оголошуйте адресу, до якої підключаються інші
finding-loopback-advertised = `{ $setting }` велить іншим машинам підключатися до `{ $host }`, а для них це власний loopback
    .source = документація etcd, «Clustering guide»; перевірено на etcd 3.4–3.7
    .fix = оголошуйте адресу, до якої підключаються інші машини
finding-no-advertised-urls = немає `{ $setting }`, а без нього etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте advertise-client-urls: поряд із listen-client-urls він обов’язковий
finding-default-peer-listener = `{ $setting }` не задано: інших учасників etcd слухає за адресою http://localhost:2380, куди жоден із них підключитися не може
    .source = перевірено на etcd 3.4–3.7
    .fix = вкажіть там адресу цього учасника
finding-advertised-not-listened = `{ $setting }` оголошує `{ $url }`, а слухають на `{ $listener }`: сюди це веде, лише якщо щось перенаправляє з’єднання
    .source = документація etcd, «Configuration options»
    .fix = слухайте там або оголошуйте те, на чому слухають
finding-same-port = клієнтів і учасників etcd слухає на тому самому порту { $port } хоста `{ $host }`
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте для них різні порти
finding-bad-member-list = у `{ $setting }` вказано `{ $entry }`, а це не NAME=https://HOST:PORT
    .source = документація etcd, «Clustering guide»; перевірено на etcd 3.4–3.7
    .fix = напишіть NAME=https://HOST:PORT,…
finding-duplicate-url = у `{ $setting }` двічі вказано `{ $url }`, і etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = дайте кожному учасникові власний URL
finding-duplicate-name = `{ $name }` — ім’я двох учасників
    .source = перевірено на etcd 3.4–3.7
    .fix = дайте кожному учасникові власне ім’я
finding-not-in-list = `{ $name }` немає в `{ $setting }`, і etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = візьміть одне з імен у списку
finding-other-peer-url = `{ $setting }` має значення `{ $advertised }`, а у списку учасників для цього учасника вказано `{ $listed }`: etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = вкажіть в обох місцях ті самі URL
finding-peer-url-by-name = `{ $setting }` має значення `{ $advertised }`, а у списку учасників для цього учасника вказано `{ $listed }`: etcd запускається, лише якщо обидва вказують на ті самі адреси
    .source = etcd pkg/netutil; перевірено на 3.4.23, 3.5.16 і 3.5.30
    .fix = вкажіть в обох місцях ті самі URL або подбайте, щоб ім’я розв’язувалося ще до запуску etcd
finding-bad-state = `{ $setting }` має значення `{ $value }`; etcd приймає new або existing
    .source = перевірено на etcd 3.4–3.7
    .fix = напишіть new або existing
finding-common-token = `{ $token }` — загальновідомий токен: кластери з однаковим токеном можуть змішатися
    .source = документація etcd, «Clustering guide», initial-cluster-token
    .fix = візьміть токен, якого немає в жодного іншого кластера
finding-cluster-mismatch = { $what ->
    [list] список учасників
    [token] токен
   *[other] { $what }
 } в учасника `{ $own }` не такий, як в учасника `{ $other }` у файлі `{ $file }`
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте всім учасникам той самий токен і той самий список
finding-timing-differs = `{ $setting }` тут має значення `{ $own }`, а на `{ $name }` — `{ $other }`
    .source = документація etcd, «Tuning guide»
    .fix = задайте всім учасникам однаковий інтервал heartbeat і тайм-аут виборів
finding-trust-differs = peer-сертифікат `{ $name }` відхиляють { $others }: { $why }
    .source = crypto/x509 Verify; перевірено на etcd 3.4–3.7
    .fix = випустіть сертифікати всіх учасників одним CA і дайте всім ті самі файли CA; на час заміни CA всі мають довіряти обом
finding-trust-apart = { $one } довіряють одному CA, а { $other } — іншому, і кожна сторона пред’являє сертифікати свого: жоден клієнт не підходить обом
    .source = crypto/x509 Verify; перевірено на etcd 3.4–3.7
    .fix = випустіть сертифікати всіх учасників одним CA і дайте всім ті самі файли CA; на час заміни CA всі мають довіряти обом
finding-election-too-short = тайм-аут виборів { $election } ms менший за 5 інтервалів heartbeat по { $heartbeat } ms, і etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = зробіть тайм-аут виборів щонайменше 5, а краще 10 інтервалів heartbeat
finding-election-too-long = тайм-аут виборів { $election } ms більший за 50000 ms, і etcd не запускається
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте щонайбільше 50000 ms
finding-zero-timer = `{ $setting }` має бути більшим за 0
    .source = перевірено на etcd 3.4–3.7
    .fix = вкажіть число мілісекунд, більше за 0
finding-large-quota = квота в байтах, { $quota }, більша за 8 GiB, і etcd видає попередження під час запуску
    .source = документація etcd, storage size limit; перевірено на etcd 3.4–3.7
    .fix = не перевищуйте 8 GiB (8589934592)
finding-no-quota = від’ємна квота вимикає обмеження
    .source = перевірено на etcd 3.4–3.7
    .fix = задайте квоту в байтах: без неї база даних росте, аж поки не заповнить диск
finding-not-here = { $count ->
    [1] `{ $first }` тут немає, його не перевірено
    [one] `{ $first }` та інших файлів, названих у налаштуваннях (усього { $count }), тут немає, їх не перевірено
    [few] `{ $first }` та інших файлів, названих у налаштуваннях (усього { $count }), тут немає, їх не перевірено
   *[many] `{ $first }` та інших файлів, названих у налаштуваннях (усього { $count }), тут немає, їх не перевірено
 }
    .source = цей аудит
    .fix = запустіть аудит на самому учасникові або вкажіть копію його файлів через --root
finding-file-missing = `{ $setting }` вказує на `{ $file }`, якого немає, хоча сусідні файли є
    .source = перевірено на etcd 3.4–3.7: `open …: no such file or directory`
    .fix = покладіть туди файл або виправте шлях
finding-not-mounted = `{ $setting }` вказує на `{ $file }`, а жоден volumeMount контейнера не має такого шляху: файлу він не бачить
    .source = kubernetes.io/docs/concepts/storage/volumes; контейнер тоді завершується з `open …: no such file or directory`
    .fix = змонтуйте за цим шляхом каталог хоста, де лежить файл, через volume (hostPath) і volumeMount
finding-mounted-elsewhere = `{ $setting }` вказує на `{ $file }`, який контейнер шукає в `{ $place }` на хості: там файл лежить за власним шляхом, а не там, куди веде volume
    .source = kubernetes.io/docs/concepts/storage/volumes; контейнер тоді завершується з `open …: no such file or directory`
    .fix = нехай hostPath у volume і mountPath називають той самий каталог
finding-file-unreadable = користувач `{ $user }`, від якого працює etcd, не може прочитати цей файл: його права — { $mode }
    .source = перевірено на 3.4 і 3.5: `open …: permission denied`
    .fix = зробіть користувача власником або дайте групі читати; для сертифікатів годиться 0644
finding-directory-closed = користувач `{ $user }`, від якого працює etcd, не може зайти в `{ $directory }` на шляху до цього файлу: права каталогу — { $mode }
    .source = path_resolution(7); перевірено на 3.4 і 3.5: `open …: permission denied`
    .fix = виконайте для каталогу chmod g+x або o+x чи перемістіть файл
finding-runs-otherwise = `{ $setting }` тут має значення `{ $stands }`, а в процесі { $process } — `{ $runs }`: його запустили до зміни або інакше
    .source = /proc цього процесу
    .fix = systemctl daemon-reload, потім перезапустіть учасників по одному
finding-key-unreadable = користувач `{ $user }`, від якого працює etcd, не може прочитати цей ключ: його права — { $mode }
    .source = перевірено: permission denied
    .fix = зробіть користувача власником або дайте групі читати (root:etcd, 0640)
finding-client-refuses-member = { $client } відхиляє сертифікат { $members } за адресою { $urls }: { $why }
    .source = crypto/x509 Verify; перевірено на etcd 3.4–3.7
    .fix = { $cause ->
        [host] перевипустіть сертифікати учасників із цим хостом у SAN або нехай клієнт підключається до хоста, який у них є
        [ended] поновіть сертифікати учасників
        [early] виставте годинники обох машин або зачекайте
        [authority-time] поновіть CA, потім усе, що він підписав
        [usage] випустіть сертифікати учасників із serverAuth
        [authority] дайте клієнтові CA, який підписав сертифікати учасників
       *[other] перевипустіть сертифікати учасників без того, через що їх відхиляють
     }
finding-member-refuses-client = сертифікат { $client } відхиляють { $members }: { $why }
    .source = crypto/x509 Verify; перевірено на etcd 3.4–3.7
    .fix = { $cause ->
        [allowed] випустіть клієнтові сертифікат із SAN, названим у --client-cert-allowed-hostname, або внесіть клієнта до того списку
        [revoked] випустіть клієнтові новий сертифікат: серійний номер цього є в --client-crl-file
        [list] покладіть список відкликаних, який etcd може прочитати, або приберіть --client-crl-file
        [ended] поновіть сертифікат клієнта: CA правильний
        [early] виставте годинники обох машин або зачекайте: сертифікат правильний
        [authority-time] поновіть CA, потім сертифікат клієнта
        [usage] випустіть сертифікат клієнта з clientAuth у розширеному призначенні
        [authority] випустіть клієнтові сертифікат від CA, який є в --trusted-ca-file учасників
       *[other] перевипустіть сертифікат клієнта без того, через що його відхиляють
     }
finding-client-system-roots = у { $client } немає `{ $setting }`, тож діють лише CA його системи, а жоден із них не підписував сертифіката { $members }
    .source = crypto/x509 SystemCertPool; перевірено на etcd 3.4–3.7: `certificate signed by unknown authority`
    .fix = вкажіть CA сертифікатів учасників через { $setting }
finding-client-system-roots-unread = у { $client } немає `{ $setting }`, тож діють лише CA його системи: він відхиляє { $members }, бо їхній CA належить самому кластеру, хіба що він є серед системних
    .source = crypto/x509 SystemCertPool; перевірено на etcd 3.4–3.7: `certificate signed by unknown authority`
    .fix = вкажіть CA сертифікатів учасників через { $setting }
finding-client-without-certificate = { $client } не має сертифіката, щоб його пред’явити, а для { $members } він обов’язковий
    .source = crypto/tls; перевірено на etcd 3.4–3.7
    .fix = дайте клієнтові сертифікат і ключ від CA, який є в --trusted-ca-file учасників
finding-endpoint-scheme = { $client } підключається до `{ $url }`, а `{ $member }` там { $speaks ->
    [https] вимагає TLS
   *[other] працює через звичайний HTTP
 }
    .source = перевірено на etcd 3.4–3.7
    .fix = напишіть endpoint зі схемою з --listen-client-urls учасника
finding-no-v2-api = { $client } звертається до API v2 etcd (`{ $setting }`), { $state ->
    [gone] якого з etcd 3.6 немає: відповідь від { $members } — 404
   *[other] вимкненого без --enable-v2: відповідь від { $members } — 404
 }
    .source = перевірено на etcd 3.4–3.7 і на Patroni 4.0.4: `Bad response : 404 page not found`
    .fix = Patroni: напишіть etcd3 замість etcd і PATRONI_ETCD3_ замість PATRONI_ETCD_; Stolon: --store-backend=etcdv3; etcdctl: задайте ETCDCTL_API=3
finding-peer-port-dialed = { $client } підключається до { $urls }, а це peer-порт { $members }: клієнтів там не обслуговують
    .source = перевірено на etcd 3.4–3.7 з etcdctl кожної серії і на Patroni 4.0.4
    .fix = вкажіть --advertise-client-urls учасників; їхній порт — 2379, якщо не задано іншого
finding-peer-port-serves = { $client } підключається до { $urls }, а це peer-порт { $members }: до etcd 3.5 включно клієнтів там обслуговують без TLS, з 3.6 — уже ні
    .source = перевірено на etcd 3.4–3.7 з etcdctl кожної серії
    .fix = вкажіть --advertise-client-urls учасників; їхній порт — 2379, якщо не задано іншого
finding-url-in-hosts = у `{ $setting }` вказано `{ $url }`, а Patroni очікує там хост і порт: до такого хоста він не підключається
    .source = patroni/utils.py split_host_port та uri; випробувано з Patroni 4.0.4
    .fix = напишіть HOST:PORT, а схему — один раз: `protocol: https`
finding-dialed-in-vain = { $client } підключається до { $urls }, де не може запуститися { $members }: { $why }
    .source = crypto/tls X509KeyPair і NewCertPool в etcd; перевірено на etcd 3.4–3.7
    .fix = виправте те, через що учасник завершується: де це, каже інше зауваження
finding-nothing-listens = { $client } підключається до { $urls } на власній машині, і там ніхто не слухає: { $members } слухає { $listeners }
    .source = etcd слухає --listen-client-urls і більше ніде; той, хто підключається, читає `connection refused`
    .fix = вкажіть адресу, яку слухає учасник, або додайте loopback-адресу до його --listen-client-urls; нічого, якщо там слухає проксі
finding-endpoint-unknown = жоден учасник тут не обслуговує клієнтів за { $urls }, куди підключається { $client }
    .source = цей аудит
    .fix = нічого, якщо це балансувальник або інше ім’я учасника; інакше вкажіть --advertise-client-urls учасника
family-files = Файли сертифікатів і ключів
family-chain = Ланцюжок до якоря довіри
family-times = Строк дії
family-usages = Призначення ключа, розширене призначення та шлюз
family-keys = Ключі
family-names = Імена й адреси
family-releases = Випуски etcd
family-plan = Що нерозумно у плані
family-reading = Що є у файлах
family-profile = Що понад те вимагає RFC 5280
family-server = Що показує запущений сервер
family-settings = Налаштування etcd
family-bundle = Комплекти
family-units = Юніти systemd
family-given = Як задано налаштування
family-tls = Налаштування TLS
family-members = URL та учасники
family-tuning = Час і квота
family-machine = Файли машини
family-clients = Клієнти etcd

## findings

findings-listener-logs = etcd пише в журнал
findings-dialer-says = той, хто підключається, пише
findings-ends-with = він завершується з
findings-source = підстава
findings-fix = як виправити
findings-also = також
findings-more-places = { $count ->
    [one] і ще в { $count } місці
    [few] і ще у { $count } місцях
   *[many] і ще в { $count } місцях
 }

## audit

audit-members = { $count ->
    [one] { $count } учасник одного кластера:
    [few] { $count } учасники одного кластера:
   *[many] { $count } учасників одного кластера:
 }
audit-members-differ = { $count ->
    [one] { $count } учасник одного кластера; `!` позначає відмінності:
    [few] { $count } учасники одного кластера; `!` позначає відмінності:
   *[many] { $count } учасників одного кластера; `!` позначає відмінності:
 }
audit-members-same = однакове в усіх ({ $count }):
audit-list-common = { $count ->
    [one] { $count } спільний
    [few] { $count } спільні
   *[many] { $count } спільних
 }
audit-no-quota = без обмеження
audit-property =
    .version = версія
    .list = учасники
    .state = стан
    .token = токен
    .client-ca = CA клієнтів
    .peer-ca = peer-CA
    .heartbeat = heartbeat
    .election = вибори
    .quota = квота
    .data-directory = каталог даних
    .next-expiry = спливає першим
    .file = файл
audit-nothing-found = нічого не знайдено
audit-calendar-event = спливає строк сертифіката etcd { $subject }
audit-metric =
    .not-after = Коли спливає строк сертифіката, яким користується etcd, у секундах від 1970 року; найближчий з-поміж тих, що мають однакові мітки.
    .findings = Зауваження quorate audit за рівнем, без тих, що є в його базовому списку.
    .members = Учасники etcd, яких знайшов quorate audit.
    .time = Коли працював quorate audit, у секундах від 1970 року.
audit-host = не вдається оглянути `{ $host }`: { $why }
    .hint = спробуйте: ssh -o BatchMode=yes { $host } true
    .ssh = встановіть клієнт OpenSSH або вкажіть копії файлів із тієї машини
    .key = порівняйте відбиток ключа з тим, який виводить там ssh-keygen -lf, і прийміть його: ssh { $host } true
    .denied = додайте туди свій публічний ключ: ssh-copy-id { $host }; або вкажіть користувача: --host USER@HOST
    .unreachable = перевірте ім’я, адресу й порт, їх може задавати ~/.ssh/config: ssh -v { $host } true
    .none = може, це інша машина? користувач ssh може не бачити чужих процесів: --host root@HOST
    .name = вкажіть так, як її знає ssh: HOST або USER@HOST
audit-host-cut = її відповідь обірвано
audit-host-no-ssh = на цій машині немає ssh
audit-host-name = це не ім’я хоста
audit-host-unread = `{ $path }` не можна там прочитати
    .hint = увійдіть як root або як користувач etcd
audit-diff = diff виправляє зауважень: { $fixed } з { $all }
audit-upgrade = Оновлення до etcd { $to }, по одній серії за раз:
audit-upgrade-none = Оновлення до etcd { $to }: нічого робити не треба, усі учасники працюють на цій або новішій серії
audit-upgrade-step = З etcd { $from } на { $to }:
audit-upgrade-least-before = спершу перейдіть на кожному учасникові на { $release } або новіший випуск: так велить інструкція з оновлення etcd для { $from }
audit-upgrade-least = переходьте на { $release } або новіший випуск: відомих вад у них немає
audit-upgrade-default = { $flag } не задано, а його типове значення змінюється з { $before } на { $since }: { $members }
audit-upgrade-nothing = не знайдено налаштувань чи сертифікатів, до яких { $to } ставиться інакше
audit-upgrade-before = До оновлення, бо etcd { $from } приймає і так:
audit-upgrade-with = Разом з оновленням:
audit-upgrade-note =
    .snapshot-written = дочекайтеся, поки кожен учасник запише знімок на 3.6, а це стається через snapshot-count записів: без нього одразу після оновлення з 3.5 etcd 3.7 падає з panic (перевірено на 3.7.1)
    .peer-port-without-grpc = спрямуйте etcdctl на клієнтські порти: peer-порти більше не обслуговують gRPC
    .etcdctl-snapshot = відновлюйте знімки через etcdutl: в etcdctl більше немає `snapshot restore`
audit-upgrade-form = кроки оновлення виводяться лише як текст або JSON
    .hint = приберіть --format або вкажіть --format json
audit-upgrade-from = невідомо, який etcd працює зараз
    .hint = вкажіть: --etcd-version 3.5.16
audit-baseline-hint = запишіть його: --write-baseline FILE
audit-baseline-known = { $count ->
    [one] { $count } зауваження є в базовому списку
    [few] { $count } зауваження є в базовому списку
   *[many] { $count } зауважень є в базовому списку
 }
audit-baseline-gone = { $count ->
    [one] { $count } запис базового списку більше не виявлено; запишіть список заново через --write-baseline:
    [few] { $count } записи базового списку більше не виявлено; запишіть список заново через --write-baseline:
   *[many] { $count } записів базового списку більше не виявлено; запишіть список заново через --write-baseline:
 }
## finding: releases
finding-out-of-support = etcd { $version } не підтримується з { $since }, виправлень для нього більше не буде
    .source = журнал змін etcd, 3.4.45
    .fix = заплануйте оновлення до новішої серії
finding-release-loses-data = { $fault ->
    [data-corruption] etcd { $release } може пошкодити дані, якщо учасника вбити під навантаженням
   *[other] etcd { $release } має відому ваду, через яку можуть пошкодитися дані
 }
    .source = оголошення etcd про розбіжність даних у 3.5.0–3.5.2
    .fix = перейдіть на { $fixed } або новіший випуск
finding-release-with-fault = { $fault ->
    [defragmentation-crash] в etcd { $release } учасник, який упав під час дефрагментації, може мати не ті дані, що решта
    [defragmentation-snapshot] в etcd { $release } дефрагментація під час приймання знімка може пошкодити дані учасника
    [authorization-bypass] в etcd { $release } деякі запити обходять перевірку користувачів і ролей (CVE-2026-33413, CVE-2026-33343)
    [learner-promoted] в etcd { $release } зміна URL робить learner учасником із правом голосу
    [revoked-clients] в etcd { $release } із listen-client-http-urls клієнт із відкликаним сертифікатом далі підключається через gRPC (GHSA-3wh4-j44w-pg92)
    [watch-permission] в etcd { $release } користувач, який може читати один ключ, може стежити за всіма ключами після нього (GHSA-xg4h-6gfc-h4m8)
    [handshake-timeout] etcd { $release } без обмеження чекає на TLS-рукостискання, які ніколи не завершуються, тож кожен, хто дістанеться до порту, може вичерпати ресурси учасника (GHSA-6vch-q96h-7gc3)
   *[other] etcd { $release } має відому ваду
 }
    .source = журнали змін etcd, 3.4.45–3.7.1
    .fix = перейдіть на { $fixed } або новіший випуск
finding-upgrade-first = перш ніж оновлювати etcd { $release } до наступної серії, перейдіть на { $fixed } або новіший випуск
    .source = інструкції з оновлення etcd
    .fix = спершу оновіть у межах серії
## finding: what is unwise in a plan
## advice

finding-single-member = один учасник не переживає жодної відмови: поки він не працює, не працює й усе, що його потребує
    .source = etcd FAQ, «failure tolerance»
    .fix = для всього важливого візьміть 3 учасників; один годиться для лабораторії
finding-two-members = два учасники не переживають жодної відмови, і втрата будь-якого зупиняє всі записи: ризик удвічі більший, ніж з одним
    .source = etcd FAQ, «failure tolerance»; перевірено на 3.4 і 3.5
    .fix = візьміть 3 учасників: із двох того, що відмовив, навіть не вилучити
finding-even-size = кластер із { $members } учасників, як і з { $fewer }, переживає { $tolerance ->
        [one] { $tolerance } відмову
        [few] { $tolerance } відмови
       *[many] { $tolerance } відмов
    }, а машин, які можуть відмовити, у ньому на одну більше
    .source = etcd FAQ, «why an odd number of cluster members»
    .fix = візьміть непарну кількість учасників
finding-too-many-members = учасників { $members }: кожен запис чекає на { $majority } з них
    .source = etcd FAQ, «maximum cluster size»
    .fix = візьміть щонайбільше 7 учасників
finding-far-too-many-members = учасників { $members }: кожен запис чекає на { $majority } з них, і на такий розмір etcd не випробувано
    .source = etcd FAQ, «maximum cluster size»
    .fix = візьміть щонайбільше 7 учасників
finding-loopback-members = { $count ->
        [one] { $count } учасник має адресу loopback
        [few] { $count } учасники мають адресу loopback
       *[many] { $count } учасників мають адресу loopback
    }: з інших машин туди не дістатися, а на цій машині учасникам потрібне розміщення «усі на одній», інакше порти, юніти й каталоги в них спільні
    .source = перевірено: peer-порт перевіряє адресу того, хто підключається
    .fix = дайте кожному учасникові адресу, до якої підключаються інші машини
finding-mixed-address-families = одні учасники мають адресу IPv4, інші — IPv6: кожен має діставатися до всіх, а підключатися може з адреси, якої немає в його сертифікаті
    .source = перевірено: peer-порт перевіряє адресу того, хто підключається
    .fix = дайте всім учасникам адреси одного типу або додайте інші до їхніх SAN
finding-wildcard-san = сертифікати { $members } чинні для { $san }: хто здобуде один з їхніх ключів, зможе видавати себе за будь-який тамтешній хост
    .source = RFC 6125 section 7.2
    .fix = вкажіть хости
finding-localhost-name = { $member } має localhost серед власних імен, тож його peer-сертифікат чинний для localhost кожної машини
    .source = RFC 6761 section 6.3
    .fix = приберіть його: у серверних сертифікатах він є й так
finding-no-clients = жоден клієнт не отримує сертифіката: кластер працюватиме, але звернутися до нього ніхто не зможе
    .source = документація etcd, «Security guide», client certificate authentication
    .fix = додайте клієнта для всього, що підключається
finding-client-named-as-member = клієнт `{ $client }` має CN `{ $name }`, такий самий, як у сертифікаті учасника: для etcd це один користувач
    .source = документація etcd, «Authentication guide»: CN — це ім’я користувача; перевірено: сертифікат учасника теж годиться як клієнтський
    .fix = дайте клієнтові інший CN
finding-shared-user = клієнти `{ $clients }` мають однаковий CN, `{ $name }`: для etcd це один користувач
    .source = документація etcd, «Authentication guide»: CN клієнтського сертифіката — це ім’я користувача
    .fix = дайте кожному клієнтові власний CN, щоб кожен мав свої права і щоб одного можна було заблокувати, не чіпаючи решти
finding-client-without-name = клієнт `{ $client }` не має CN: коли автентифікацію ввімкнено, його сертифікат не називає користувача, і йому треба надсилати ім’я та пароль
    .source = etcd server/etcdserver/v3_server.go AuthInfoFromCtx; перевірено на 3.4, 3.5 і 3.7
    .fix = лишіть так для клієнта HTTP-шлюзу, який тоді відхиляє сертифікат із CN; решті клієнтів дайте CN
finding-superuser-client = клієнт `{ $client }` має CN `root`: коли автентифікацію ввімкнено, він стає суперкористувачем etcd і може все
    .source = документація etcd, «Authentication guide»: користувач root має всі права
    .fix = лишіть його адміністраторам, а програмам дайте власних користувачів
finding-user-with-purpose = etcd працює від `{ $user }`, а цей обліковий запис має інше призначення ({ $purpose }): усе інше, що працює від нього, може читати ключі й дані etcd
    .source = man 5 systemd.exec, User=; Debian policy 9.2: облікові записи пакунків
    .fix = переведіть etcd на окремого користувача, коли учасника зупинено: useradd --system etcd, chown для його каталогів, User=etcd
finding-mixed-scripts = поле { $field }, `{ $text }`, змішує літери кількох писемностей ({ $scripts }), а вони можуть виглядати однаково
    .source = UTS #39 section 5.2; etcd порівнює імена побайтово
    .fix = наберіть ще раз однією писемністю, якщо так не задумано
finding-foreign-san = { $member } і { $other } мають спільне ім’я або адресу { $san }: кожен може видавати себе за іншого, і перевірка адреси того, хто підключається, мало що дає
    .source = перевірено: peer-порт перевіряє адресу того, хто підключається
    .fix = дайте кожному учасникові імена й адреси, яких немає в жодного іншого
finding-quota-over-8-gib = квота { $quota } більша за 8 GiB, і під час запуску etcd видає попередження
    .source = документація etcd, storage size limit
    .fix = не перевищуйте 8 GiB
finding-quota-over-memory = квота { $quota } не вміщується в { $memory } GB пам’яті: etcd відображає базу даних у пам’ять
    .source = документація etcd, storage size limit
    .fix = зменште квоту або візьміть більше пам’яті
finding-slow-disk = { $iops } послідовних IOPS замало: малому кластеру треба 50, навантаженому — 500
    .source = документація etcd, «Hardware recommendations», disks
    .fix = візьміть швидший диск
finding-volatile-directory = { $path } очищується під час завантаження або за віком файлів: учасник втратить дані або сертифікати
    .source = file-hierarchy(7), tmpfiles.d(5)
    .fix = візьміть каталог, який зберігається, наприклад /var/lib/etcd
finding-election-below-10-round-trips = тайм-аут виборів { $election } ms менший за 10 × RTT { $round_trip } ms: через коротку затримку можуть початися непотрібні вибори
    .source = документація etcd, «Tuning guide», time parameters
    .fix = зробіть тайм-аут виборів щонайменше 10 RTT
finding-heartbeat-below-round-trip = heartbeat кожні { $heartbeat } ms — це набагато частіше за RTT { $round_trip } ms: витрати CPU й мережі без жодної користі
    .source = документація etcd, «Tuning guide», time parameters
    .fix = зробіть інтервал heartbeat близьким до одного RTT
finding-slow-election = із тайм-аутом виборів { $election } ms після відмови лідера записи стоять щонайменше стільки ж
    .source = документація etcd, «Tuning guide», time parameters
    .fix = зменште його, якщо цього не вимагає RTT
finding-long-lived-leaves = кінцеві сертифікати на { $days ->
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    }: вкраденим ключем можна користуватися роками
    .source = перевірено: файли сертифікатів читаються під час кожного рукостискання
    .fix = візьміть рік або менше й поновлюйте вчасно: etcd перечитує сертифікати без перезапуску
finding-short-lived-leaves = кінцеві сертифікати перестають діяти через { $days ->
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    }, перш ніж хтось про них згадає
    .source = прострочений сертифікат зупиняє наступне рукостискання учасника
    .fix = автоматизуйте поновлення або візьміть довший строк
finding-leaves-end-with-authority = CA й кінцеві сертифікати перестають діяти в той самий день, через { $days ->
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    }: усе відмовить одночасно, і нічого не поновити, поки не поновлено CA
    .source = RFC 5280 section 6.1.3
    .fix = нехай CA діє довше за кінцеві сертифікати
finding-rsa-2048 = RSA 2048 — найменше, що NIST ще приймає
    .source = NIST SP 800-57 part 1, table 2
    .fix = візьміть ECDSA P-256: він надійніший і значно дешевший для учасників
finding-rsa-4096 = RSA 4096 робить дорогим кожне рукостискання
    .source = NIST SP 800-57 part 1, table 2
    .fix = візьміть ECDSA P-256: він достатньо надійний і значно дешевший
finding-ed25519 = etcd працює з Ed25519, а старіші Java, .NET і браузери — ні
    .source = перевірено на 3.4 і 3.5
    .fix = переконайтеся, що його приймає кожен клієнт
finding-config-file-passes-over = etcd мовчки ігнорує незнайомі ключі файлу конфігурації, а поряд із цим файлом — усі прапорці та змінні ETCD_: помилка в назві ключа TLS лишає порт відкритим
    .source = перевірено на 3.4 і 3.5
    .fix = після кожної зміни перевіряйте, що клієнта без сертифіката відхиляють
finding-shared-host = усі учасники ({ $members }) на одній машині й відмовлять разом із нею
    .source = etcd FAQ, «failure tolerance»
    .fix = використовуйте це як лабораторію; для всього іншого рознесіть учасників по машинах
finding-shared-key = усі учасники мають один ключ на все: вкрадений у будь-кого з них, він дозволяє видавати себе за кожного перед клієнтами й учасниками, а міняти його треба на всіх одразу
    .source = документація etcd, «Security guide»: рекомендовано окрему пару ключів для кожного учасника
    .fix = тримайте його лише на учасниках; робочим вузлам та іншим клієнтам дайте власні сертифікати
finding-shared-server-key = усі учасники пред’являють клієнтам один сертифікат: його ключ, вкрадений у будь-кого з них, дозволяє видавати себе за кожного перед усіма клієнтами
    .source = документація etcd, «Security guide»: рекомендовано окрему пару ключів для кожного учасника
    .fix = дайте кожному учасникові власний серверний сертифікат
finding-gateway-off = серверні сертифікати тут не годяться як клієнтські, а etcd { $version } не вміє дати gRPC-gateway інший: шлюз вимкнено, а з ним і /v3/ через HTTP
    .source = перевірено на 3.4; --client-cert-file є з 3.5.0
    .fix = користуйтеся gRPC або перейдіть на 3.5 чи новіший випуск, де шлюз має власний сертифікат
finding-imported-ca = усе інше, що ваш CA підписує для клієнтів, може тут читати й записувати все, і на peer-порт його теж пускають: без SAN — звідусіль, із SAN — із вказаних там адрес
    .source = перевірено: порти перевіряють видавця, а peer-порт — ще й адресу того, хто підключається
    .fix = візьміть CA лише для etcd; інакше ввімкніть автентифікацію
finding-ca-elsewhere = комплект буде повним, лише коли від вашого CA повернуться сертифікати
    .source = перевірено на 3.4 і 3.5: які призначення потрібні кожній ролі
    .fix = подбайте, щоб CA зберіг SAN кожного запиту й дав учасникам serverAuth і clientAuth
finding-keys-on-members = учасники створюють ключі самі, тож учасника не встановити, поки не підписано його запитів: до кожного доведеться сходити двічі
    .source = RFC 2986, запити на сертифікат
    .fix = нічого робити не треба: така ціна ключів, які ніколи не залишають свого учасника

## field

field-size = Учасники
    .help = На скількох машинах працює etcd. Зазвичай 3, для великого продакшну 5; непарна кількість, бо парна переживає не більше відмов, ніж на одну менша.
    .why = 3 — найменший розмір, що переживає відмову. 4 переживають не більше, ніж 3, а чекати доводиться на одну машину більше; з 2 будь-яка відмова зупиняє всі записи.
    .source = etcd FAQ, «why an odd number of cluster members»
field-tier = Клас
    .help = Навантаження кластера визначає машини, квоту бази даних і те, скільки історії лишається в пам’яті.
    .why = small витримує Kubernetes на 50 вузлів; якщо вказати навантаження, клас буде обрано автоматично. Замала квота закінчується тривогою NOSPACE, заповільний диск — зайвими виборами.
    .source = документація etcd, «Hardware recommendations»; квоти, частота знімків і клас lab — від quorate
field-quota = Квота БД (MiB)
    .help = quota-backend-bytes: понад неї etcd не приймає записів і здіймає тривогу NOSPACE. Має вміщатися в пам’ять учасників; понад 8192 etcd попереджає.
    .why = 2048 MiB — типове значення самого etcd. Коли база заповнена, etcd дозволяє лише читання й видалення, аж поки хтось не виконає компактизацію та дефрагментацію й не зніме тривогу.
    .source = перевірено на 3.4 і 3.5
field-snapshot-count = Записи до знімка
    .help = Скільки підтверджених записів тримати в пам’яті між знімками: більше — більше пам’яті, менше — відсталі учасники тягнуть цілі знімки.
    .why = 10000 — типове значення etcd з 3.6; раніше було 100000, а з великими значеннями це забирає багато пам’яті. Якщо їх замало, учасник, що зник на мить, завантажує всю базу даних.
    .source = документація etcd, «Tuning guide», snapshots
field-memory = Пам’ять (GB)
    .help = Пам’ять кожного учасника. etcd відображає базу даних у пам’ять, тож квота має в неї вміщатися.
    .why = 8 GB рекомендовано для малого кластера. Якщо база не вміщається, читання чекає на диск.
    .source = документація etcd, «Hardware recommendations», memory
field-iops = Послідовні IOPS
    .help = Скільки дає диск кожного учасника. Малому кластеру досить 50, навантаженому треба 500; p99 для fsync у WAL має бути меншим за 10 ms.
    .why = Кожен запис чекає, доки не опиниться на дисках більшості. Заповільний диск затримує також heartbeat, і лідер втрачає свою роль.
    .source = документація etcd, «Hardware recommendations», disks
field-workload-nodes = Вузли Kubernetes
    .help = Не знаєте класу? Вкажіть навантаження, наскільки його знаєте, і quorate покаже клас, який його витримає.
    .why = Порожньо: клас обираєте ви. Вказане навантаження визначає його, доки ви не оберете самі.
    .source = документація etcd, «Hardware recommendations», example configurations
field-workload-clients = Клієнти
    .help = Скільки клієнтів підключено одночасно. API-сервер Kubernetes вважається одним.
    .why = Порожньо: клас обираєте ви. Кожен клієнт тримає з’єднання, а кожен watch забирає пам’ять.
    .source = документація etcd, «Hardware recommendations», example configurations
field-workload-requests = Запитів за секунду
    .help = Читання й записи за секунду в піку.
    .why = Порожньо: клас обираєте ви. Найбільше важать записи: кожен — це fsync на більшості учасників.
    .source = документація etcd, «Hardware recommendations», example configurations
field-workload-data = Дані (MB)
    .help = Скільки ключів і значень зберігається, у мегабайтах, без їхньої історії.
    .why = Порожньо: клас обираєте ви. Історія до компактизації теж займає місце, тож квота в кілька разів більша за це число.
    .source = документація etcd, «Hardware recommendations», example configurations
field-cluster-name = Назва кластера
    .help = Для людей: вона є в суб’єкті CA, в описах юнітів і в типовому токені.
    .why = Сам etcd назви кластера не має: вона для людей, у яких їх більше одного.
    .source = власне рішення quorate
field-cluster-token = Токен кластера
    .help = initial-cluster-token: два кластери, створені з однаковими токеном та адресами, можуть змішатися. Типово унікальний: не змінюйте.
    .why = Назва й випадкові шістнадцяткові цифри, щоб у двох кластерів не було однакового. Типовий токен etcd, etcd-cluster, усюди той самий: учасники двох кластерів з однаковими токенами й адресами вважають один одного своїми. Учасники з різними токенами без кінця пишуть у журнал «request cluster ID mismatch». Коли каталог даних уже є, etcd на токен не зважає.
    .source = документація etcd, «Clustering guide», initial-cluster-token; перевірено
field-etcd-version = Версія etcd
    .help = Серія, на якій працюють учасники: від неї залежать прапорці в юнітах. Встановіть її найновіший випуск; 3.4 не підтримується з червня 2026 року.
    .why = 3.6 підтримується й добре випробувана; 3.7 найновіша. Через прапорець, якого серія не знає, etcd завершується одразу після запуску, тож юніти пишуться для однієї серії.
    .source = випуски etcd; прапорці перевірено на 3.4–3.7
field-client-port = Порт клієнтів
    .help = Куди клієнти підключаються на кожному учасникові. Типовий порт etcd — 2379. На одній машині порти учасників рахуються від нього далі або вказані в таблиці.
    .why = Його очікують клієнти, фаєрволи й посібники. На одній машині він не може збігатися з peer-портом.
    .source = IANA, etcd-client 2379
field-peer-port = Peer-порт
    .help = Куди учасники підключаються один до одного. Типовий порт etcd — 2380.
    .why = Його очікують фаєрволи й посібники. Доступ до нього потрібен лише учасникам.
    .source = IANA, etcd-server 2380
field-round-trip = RTT (ms)
    .help = Між двома найвіддаленішими учасниками: досить середнього з `ping`. У межах датацентру менше ніж 2, між континентами 100 і більше.
    .why = 10 ms годиться для одного датацентру та його сусідів. Виміряйте його між майданчиками: з нього випливають heartbeat і тайм-аут виборів.
    .source = документація etcd, «Tuning guide», time parameters
field-heartbeat = Heartbeat (ms)
    .help = Як часто лідер надсилає heartbeat: приблизно один RTT, щонайменше 100. Залежить від RTT, поки ви не введете своє.
    .why = 100 ms — типове значення самого etcd. Якщо набагато менше за RTT, послідовники пропускають heartbeat і починають вибори; якщо набагато більше, відмову лідера помічають пізно.
    .source = документація etcd, «Tuning guide», time parameters
field-election = Тайм-аут виборів (ms)
    .help = Скільки учасник чекає, перш ніж почати вибори: 10 heartbeat. Менше ніж 5 і більше ніж 50000 ms etcd відхиляє. Однаковий на всіх учасниках.
    .why = 10 heartbeat, щоб через один втрачений пакет не починалися вибори. Менше ніж 5 heartbeat etcd під час запуску відхиляє. Учасник, у якого він коротший, ніж в інших, починає зайві вибори.
    .source = документація etcd, «Tuning guide», time parameters; межі перевірено
field-data-directory = Каталог даних
    .help = На учасниках; права 0700. Локальний SSD, але ніколи не мережева файлова система.
    .why = /var/lib призначено для стану служб. На мережевій файловій системі fsync чекає на мережу, а блокування можуть не діяти. etcd створює його з правами 0700: там усі значення відкритим текстом.
    .source = etcd FAQ і «Hardware recommendations»; права перевірено
field-wal-directory = Каталог WAL
    .help = Порожньо — журнал WAL лежить у каталозі даних; якщо важлива затримка fsync, вкажіть каталог на окремому диску.
    .why = У каталозі даних. На окремому диску ніщо інше не затримує fsync, на який чекає кожен запис. Якщо згодом змінити каталог, не перенісши файлів, зависнуть усі записи.
    .source = документація etcd, «Hardware recommendations», disks; перевірено
field-configuration-directory = Конфігурація
    .help = На учасниках: сюди лягає файл налаштувань, а сертифікати — у підкаталог pki/.
    .why = /etc — перше місце, куди дивляться адміністратори. Файли в ньому належать root, ключі — користувачеві служби.
    .source = Filesystem Hierarchy Standard, /etc
field-certificate-directory = Сертифікати в
    .help = На учасниках: куди лягають сертифікати й ключі. Порожньо — pki/ у каталозі конфігурації.
    .why = pki/ поряд із налаштуваннями, 0600 для ключів. Якщо на шляху є каталог, до якого користувач служби не має доступу, etcd завершується з «permission denied».
    .source = перевірено на 3.4 і 3.5
field-etcd-binary = Програма etcd
    .help = Де на учасниках лежить etcd: /usr/local/bin/etcd з архіву розробників, /usr/bin/etcd із пакунка Debian.
    .why = Туди вручну розпаковують архів розробників. Якщо шлях хибний, юніт завершується зі станом 203/EXEC.
    .source = systemd.exec(5), process exit codes
field-service-user = Користувач
    .help = Системний користувач, від якого працює etcd і якому належать його ключі й дані; його створює install.sh.
    .why = Окремий користувач не може читати нічого іншого, а його ключів не прочитає ніхто інший. Якби etcd працював від root, діра в ньому була б дірою в усій машині.
    .source = systemd.exec(5), User=
field-ssh-user = Входити як
    .help = Від чийого імені ssh і scp входять на учасників: у README.txt і в наступних командах. Усі, крім root, користуються там sudo.
    .why = root: тоді більше нічого не треба. На багатьох системах входити як root заборонено (PermitRootLogin); підійде й будь-який користувач, якому дозволено sudo. Тоді копії ключів лежать у його домашньому каталозі, доки останній крок їх не видалить.
    .source = sshd_config(5), PermitRootLogin; sudo(8), --non-interactive
field-unit-form = Налаштування
    .help = environment-file: легко додавати drop-in. flags: усе разом, видно в ps. config-file: YAML etcd; хибні ключі в ньому, прапорці й змінні etcd ігнорує.
    .why = З environment-file і юніт, і налаштування читабельні, а змінити їх можна через drop-in. Якщо те саме задано змінною і прапорцем, etcd завершується одразу після запуску; з файлом конфігурації він мовчки ігнорує обидва.
    .source = перевірено на 3.4–3.7
field-auto-compaction = Автокомпактизація
    .help = Які старі ревізії etcd прибирає сам: наприклад, старші за 1h, або всі, крім 1000 revisions.
    .why = Нічого: kube-apiserver компактизує історію сам щоп’ять хвилин. Для всього іншого візьміть, скажімо, 1h: інакше історія росте, доки не вичерпає квоту, і etcd більше нічого не записує.
    .source = документація etcd, Maintenance, --auto-compaction-retention
field-corruption-check = Звірка під час запуску
    .help = Перш ніж обслуговувати когось, учасник звіряє свої дані з рештою. До 3.5 це прапорець, від 3.6 — feature gate.
    .why = ні, як і в самому etcd. З «так» учасник, чиї дані відрізняються, завершується, а не віддає їх; спершу він питає решту, тож запуск трохи довший.
    .source = документація etcd, Data corruption, --experimental-initial-corrupt-check, InitialCorruptCheck
field-metrics-urls = Метрики
    .help = Віддавати /metrics і /health ще й за URL на зразок http://127.0.0.1:2381: через http, без сертифіката, усім, хто туди дістанеться.
    .why = Ніде: метрики є на клієнтському порту, для клієнтів із сертифікатом. URL на 127.0.0.1 зручний для агента на тій самій машині й перевірок стану; ключів і значень там немає, а розміри, частота запитів і адреси є.
    .source = документація etcd, Monitoring, --listen-metrics-urls; перевірено на 3.4–3.7
field-log-level = Рівень журналу
    .help = Що etcd пише в журнал: debug додає рядок на кожен запит, warn лишає тільки те, що не гаразд.
    .why = info: запуск, вибори й повільні запити, тобто те, чого потім шукають. Зберігає й ротує це журнал systemd.
    .source = документація etcd, Configuration options, --log-level
field-further-settings = Інші налаштування
    .help = Інші прапорці etcd: auto-compaction-retention=1h etcd-1:log-level=debug. Між ними пробіли; MEMBER: — лише для одного учасника.
    .why = Нічого: типові значення etcd підходять більшості. Кожен прапорець звіряють із тими, що є в обраній серії, бо через невідомий etcd завершується одразу після запуску.
    .source = `etcd --help` версій 3.4–3.7
field-preset = Схема
    .help = Задає сертифікати, імена файлів і типові значення наступних відповідей. recommended — власна схема quorate; інші повторюють відомі посібники, але без їхніх помилок.
    .why = recommended: серверний і peer-сертифікат для кожного учасника від одного CA. Те, що вже введено, лишається.
    .source = власне рішення quorate
field-placement = Розміщення
    .help = Усі на одній: кілька учасників на одній машині, для лабораторії; {"{"}name{"}"} у каталозі означає ім’я учасника. Відмовляють разом.
    .why = По одному на машині: машини відмовляють незалежно, і саме на це розраховано таблицю відмовостійкості.
    .source = etcd FAQ, «failure tolerance»
field-peer-network = Мережа для учасників
    .help = так: учасники звертаються один до одного за окремими адресами, яких клієнти не бачать. Тоді для кожного учасника є другий стовпець адрес.
    .why = ні: одна адреса служить для всього. Окрема мережа відділяє трафік учасників від клієнтського: вони не сповільнюють один одного, і ніхто з клієнтів не дістанеться до порту 2380.
    .source = документація etcd, Clustering Guide, --initial-advertise-peer-urls; перевірено на 3.4–3.7
field-plain-http = Локальний HTTP
    .help = НЕБЕЗПЕКА: з «так» будь-який користувач і процес на учасникові без сертифіката читає й записує все через http://127.0.0.1.
    .why = ні: інакше кожен, хто є на машині, читав би й записував усе, і жоден журнал не сказав би, хто це. `etcdctl` із клієнтським сертифікатом робить те саме й каже, хто це.
    .source = документація etcd, «Security guide», transport security
field-load-balancer = Балансувальник
    .help = Що стоїть перед API-серверами на цих машинах: його адреса потрапляє в серверні сертифікати, і записується конфігурація HAProxy.
    .why = Немає: клієнти etcd знають усіх учасників і самі переходять до іншого. Якщо адреси балансувальника немає в сертифікатах, клієнти, що підключаються через нього, відхиляють рукостискання.
    .source = документація etcd, «Client design», balancer; RFC 6125
field-load-balancer-name = Його ім’я
    .help = Ім’я, за яким звертаються до балансувальника; воно потрапляє в серверні сертифікати.
    .why = Немає. Клієнти перевіряють ім’я, за яким підключаються: воно має бути в сертифікатах як DNS SAN.
    .source = RFC 6125
field-trials = Пробні скрипти
    .help = так: скрипти в каталозі кожного учасника перевіряють мережу й сертифікати до справжнього запуску та прибирають за собою.
    .why = ні: нічого, крім потрібного учасникові. Скрипти знаходять закритий порт чи не той сертифікат раніше, ніж про це напише журнал etcd.
    .source = власне рішення quorate
field-trust = Довіра
    .help = Один CA. Peer і клієнти: сертифікат клієнта не пускає на peer-порт. Окремі: сервери — не клієнти. Проміжний: кореневий CA можна сховати.
    .why = Один CA (центр сертифікації) — найменше клопоту, але сертифікат клієнта тоді пускає й на peer-порт. Кожен додатковий CA — ще один ключ, який треба берегти, і ще один сертифікат, який треба поновлювати.
    .source = перевірено: порти перевіряють видавця
field-arrangement = Сертифікати
    .help = Що менше сертифікатів, то більше відкриває вкрадений ключ: по два на учасника (сервер і peer), по одному, спільний сервер, спільний на все.
    .why = Сервер і peer: вкрадений ключ відкриває лише один порт одного учасника. Сертифікат для обох кінців потребує і serverAuth, і clientAuth, інакше рукостискання не вдається.
    .source = документація etcd, «Security guide», a key pair for every member
field-ca-source = CA
    .help = Зашифрований (рекомендовано): створюється тут, ключ під парольною фразою. Незашифрований: без неї. Наявний: CA вашої організації. Деінде: запити туди, сертифікати назад.
    .why = Зашифрований: інакше кожен, хто скопіює ключ, зможе до кінця строку CA створювати учасників і клієнтів, яких за журналом etcd не відрізнити від справжніх.
    .source = RFC 8018, PBES2
field-authority-name = Ім’я CA
    .help = Порожньо: назва кластера й 8 випадкових шістнадцяткових цифр, які обираються під час створення CA, щоб два CA не сплутати. {"{"}ca{"}"} каже, який це з кількох.
    .why = Із випадковими шістнадцятковими цифрами, бо CA, створений заново під старим іменем, скрізь виглядає так само, а довіри до нього немає ніде: «certificate signed by unknown authority».
    .source = перевірено; Go crypto/x509
field-name-constraints = Обмеження імен
    .help = так: CA до кінця свого строку підписує лише домени й мережі своїх учасників. Вкраденим ключем CA іншого сервера не зробити; імена клієнтів вільні.
    .why = ні: інакше пізніший учасник поза цими межами потребував би нового CA. З «так» Go та OpenSSL відхиляють кожне ім’я поза ними, навіть із правильним підписом.
    .source = RFC 5280, 4.2.1.10; перевірено
field-permitted-names = Лише для
    .help = Домени й мережі через кому; запропонований список має запас для нових учасників. Учасник з іменем чи адресою поза ними потребує нового CA.
    .why = Мережі й домени ваших учасників із запасом. Вони лишаються в CA до кінця його строку.
    .source = RFC 5280, 4.2.1.10; перевірено
field-member-keys = Ключі учасників
    .help = here: їдуть разом із каталогом учасника. member: створюються на учасникові й не залишають його; сюди приходять лише запити.
    .why = here: до кожного учасника треба сходити раз. Ключ, створений на самому учасникові, більше ніде не був, але коштує другого походу.
    .source = RFC 2986, запити на сертифікат
field-server-sans = Додаткові SAN
    .help = Для чого ще чинний кожен серверний сертифікат, через кому: kubernetes.default, балансувальник.
    .why = Немає. Клієнт, що підключається за іменем чи адресою, якої немає в SAN, відхиляє сертифікат; на CN не зважають.
    .source = RFC 6125; Go 1.15 і новіші
field-cfssl-inputs = Дані для cfssl
    .help = так: записуються також файли JSON, з яких cfssl створює такі самі сертифікати.
    .why = ні: вони для тих, хто вже випускає сертифікати через cfssl. Те, що він із них робить, збігається поле в поле.
    .source = тести quorate проти cfssl
field-algorithm = Алгоритм ключа
    .help = Для всіх ключів. ECDSA P-256 надійний, швидкий, і його розуміють усюди; RSA — для клієнтів, які не знають нічого іншого.
    .why = ecdsa-p256: відомий кожному TLS від 1.2 і створюється миттєво. RSA дорожче обходиться під час кожного рукостискання. З P-224 etcd не працює; старіші Java й браузери не приймають Ed25519.
    .source = перевірено на 3.4–3.7
field-authority-days = CA діє (днів)
    .follows = { $days ->
        [one] Діє до { $end }; після { $last } уже не може підписати на { $days } день.
        [few] Діє до { $end }; після { $last } уже не може підписати на { $days } дні.
       *[many] Діє до { $end }; після { $last } уже не може підписати на { $days } днів.
    }
    .help = Новий CA — це два почергові перезапуски й нові файли для кожного клієнта.
    .why = Десять років: свій CA etcd читає лише під час запуску, тож його заміна — це два перезапуски кожного учасника й нові файли для кожного клієнта. Коли його строк спливає, усе, що він підписав, більше не діє.
    .source = перевірено на 3.4 і 3.5
field-leaf-days = Кінцеві діють (днів)
    .follows = { $renewals ->
        [0] Поновіть до { $end }, тоді спливає й строк CA.
        [one] Поновіть до { $end }: { $renewals } поновлення, поки діє CA.
        [few] Поновіть до { $end }: { $renewals } поновлення, поки діє CA.
       *[many] Поновіть до { $end }: { $renewals } поновлень, поки діє CA.
    }
    .help = Поновлення не потребує перезапуску, бо etcd читає кінцеві сертифікати під час кожного рукостискання: візьміть рік або менше.
    .why = Рік: досить довго, щоб поновлювати без поспіху, і досить коротко, щоб непомітно вкрадений ключ мало чого був вартий. Той, що переживає свій CA, усе одно перестає діяти разом із ним.
    .source = перевірено на 3.4 і 3.5
    .foreign = Поновіть до { $end }.
field-organization = O  організація
    .help = Поля суб’єкта — для людей; з них etcd зважає лише на CN клієнта. Чого не треба, лишіть порожнім.
    .why = Немає. З автентифікацією etcd вважає CN клієнта його користувачем; усі інші поля — для людей.
    .source = документація etcd, «Security guide», role-based access control
field-organizational-unit = OU відділ
    .help = Необов’язково; відділ або призначення.
    .why = Немає. Публічні CA цього поля більше не заповнюють; у приватному воно не шкодить.
    .source = CA/Browser Forum, ballot SC47
field-country = C  країна
    .help = Необов’язково; дві літери за ISO 3166, наприклад UA.
    .why = Немає. Дві літери й не більше: усе інше деякі парсери відхиляють.
    .source = RFC 5280, appendix A
field-state = ST область
    .help = Необов’язково; область або провінція.
    .why = Немає. Це для людей.
    .source = RFC 5280
field-locality = L  місто
    .help = Необов’язково; місто.
    .why = Немає. Це для людей.
    .source = RFC 5280
field-output = Записати в
    .help = Каталог, якого ще немає, або порожній. Там будуть приватні ключі: оберіть місце, закрите для інших.
    .why = Вільне ім’я в цьому каталозі. Комплект записується цілком або взагалі не записується, і ніколи — поверх того, що не є комплектом.
    .source = власне рішення quorate
field-authority-certificate = Сертифікат CA
    .help = Файл сертифіката вашого CA (PEM), за потреби з ланцюжком після нього. Tab доповнює ім’я. Читається для огляду і ще раз під час створення комплекту.
    .why = Немає. Усе інше, що цей CA підписує для клієнтів, може читати й записувати в кластері все: краще CA лише для etcd.
    .source = перевірено: порти перевіряють видавця
field-authority-key = Ключ CA
    .help = Файл приватного ключа вашого CA (PEM). Tab доповнює ім’я. Читається для огляду і під час створення комплекту; не копіюється.
    .why = Немає. Його читають один раз, і він лишається на місці. Ключ, що не належить до сертифіката, відхиляють до того, як щось записано.
    .source = RFC 5280

## role

role-authority = Сертифікат CA
    .serves = підписує інші; довіряти йому — це довіряти всьому, що він підписав
role-server = Серверний сертифікат
    .serves = учасник показує його клієнтам. Якщо він має обидва призначення, власний gRPC-gateway учасника ще й сам підключається з ним
role-peer = Peer-сертифікат
    .serves = цей учасник підключається до інших, а вони до нього; перевіряють обидва кінці
role-member = Сертифікат учасника
    .serves = клієнти й інші учасники підключаються до нього, а він до них: один ключ на все
role-gateway = Сертифікат шлюзу
    .serves = його пред’являє власний HTTP-шлюз учасника, коли підключається до учасника
role-client = Сертифікат клієнта
    .serves = цей клієнт підключається до кожного учасника; CN — це його ім’я користувача в etcd

## report

report-serves = Для чого
    .why = Для чого цей сертифікат у цьому плані.
report-subject = Суб’єкт
    .why = Чий це сертифікат. У клієнта etcd бере CN за ім’я користувача, а в учасника дивиться лише на SAN.
    .source = документація etcd, Role-based access control; перевірено на всіх серіях
report-issuer = Видавець
    .why = CA, що його підписує. Хто довіряє цьому CA, той приймає й сертифікат.
    .source = RFC 5280 §4.1.2.4
report-self = він сам
report-empty = (порожньо)
report-from = Чинний з
    .why = До цього моменту кожне рукостискання відхиляють: годинники всіх машин мають іти правильно.
    .source = RFC 5280 §4.1.2.5; перевірено на всіх серіях
report-until = Чинний до
    .why = Після цього моменту кожне нове рукостискання відхиляють, а встановлені з’єднання тривають. Поновіть його раніше: etcd перечитує файл під час кожного рукостискання.
    .source = RFC 5280 §4.1.2.5; перевірено на всіх серіях
report-not-yet = (ще не чинний)
report-reversed = (ніколи не чинний: кінець раніший за початок)
report-unreadable = не читається
report-days-left = { $days ->
        [0] (лишилося менше доби)
        [one] (лишився { $days } день)
        [few] (лишилося { $days } дні)
       *[many] (лишилося { $days } днів)
    }
report-days = { $days ->
        [one] ({ $days } день)
        [few] ({ $days } дні)
       *[many] ({ $days } днів)
    }
report-expired = { $days ->
        [0] (минув менше доби тому)
        [one] (минув { $days } день тому)
        [few] (минув { $days } дні тому)
       *[many] (минув { $days } днів тому)
    }
report-key = Ключ
    .why = Вид ключа. Усі, що їх пропонує quorate, приймає кожна серія etcd.
    .source = перевірено на всіх серіях
report-sans = SAN
    .why = Імена й адреси, для яких він чинний. Хто підключається до учасника за іншими, той йому відмовить; peer-порт звіряє з ними ще й адресу того, хто підключається.
    .source = RFC 5280 §4.2.1.6; перевірено на всіх серіях
report-dns = DNS-імена
report-ip = IP-адреси
report-other-names = Інші імена
report-none = немає
report-no-address = ще немає: etcd підключається за адресами, і вони потрібні йому як IP SAN
report-key-usage = Key usage
    .why = Що дозволено ключеві: підписувати рукостискання, а для CA — сертифікати й списки.
    .source = RFC 5280 §4.2.1.3
report-extended = EKU
    .why = server auth: до нього можна підключатися. client auth: із ним можна підключатися. Учасникові потрібні обидва, і серверному сертифікатові теж, якщо в учасника працює HTTP-шлюз.
    .source = RFC 5280 §4.2.1.12; перевірено на всіх серіях
report-any-usage = відсутнє: будь-яке використання
report-no-usage = порожнє: Go вважає його будь-яким використанням
report-usage-not-asked = не запитано
report-no-names = немає: розширення є, але порожнє
report-critical = Критичні
report-constraints = Обмеження
    .why = Чи це CA і скільки ще CA може бути під ним. Якби кінцевий сертифікат був CA, він міг би підписувати інші.
    .source = RFC 5280 §4.2.1.9
report-serial = Серійний №
    .why = Його номер, єдиний у межах CA. За ним його називають у списку відкликаних.
    .source = RFC 5280 §4.1.2.2
report-fingerprint = SHA-256
    .why = SHA-256 усього сертифіката: порівняйте, щоб упевнитися, що у двох файлах той самий.
    .source = RFC 6234
authority-digits = [8 випадкових hex-цифр]
report-at-issue = стане відомо після випуску
report-signature = Підпис
    .why = Як його підписує CA. SHA-1 новіші Go відхиляють.
    .source = примітки до випусків Go; перевірено на всіх серіях
report-subject-key = Ключ суб’єкта
    .why = Назва його ключа. На неї вказують сертифікати, які він підписує.
    .source = RFC 5280 §4.2.1.2
report-authority-key = Ключ видавця
    .why = Назва ключа, що його підписує: так розрізняють два CA з одним іменем.
    .source = RFC 5280 §4.2.1.1
report-extension = Розширення
report-remark = Примітка
report-warning = Попередження
report-error = Помилка
report-backdated = (на 5 хв раніше, на випадок різниці годинників)
report-foreign = CA, який ви надаєте: стане відомо, коли він підпише

## item

wrapping-place = { $document }, { $path }
wrapping-secret = Kubernetes Secret { $name }
wrapping-object = Kubernetes { $name }
wrapping-kubeconfig = kubeconfig
wrapping-yaml = YAML
wrapping-json = JSON
wrapping-base64 = base64
item-kind = Вид
item-certificate = сертифікат
item-request = запит на сертифікат (CSR)
item-list = список відкликаних сертифікатів (CRL)
item-public = публічний ключ
item-private = приватний ключ
item-parameters = параметри ключа
item-pkcs7 = PKCS #7
item-pkcs12 = PKCS #12
item-java = сховище ключів Java
item-ocsp = OCSP-відповідь
item-ocsp-status = Стан
item-ocsp-responder = Відповідач
item-ocsp-answer = { $serial }: { $status }, видано { $since }, наступне оновлення { $next }
item-ocsp-revoked = відкликано { $since }
item-ocsp-says = Зміст
item-other = нічого знайомого
item-broken = не читається
item-form = Формат
item-encryption = Шифрування
item-plain-key = немає: хто прочитає файл, той має ключ
item-unknown-key = невідомо
item-says = Зміст
item-holds = Містить
item-holds-count = { $count ->
        [one] { $count } сертифікат або список відкликаних, нижче
        [few] { $count } сертифікати й списки відкликаних, нижче
       *[many] { $count } сертифікатів і списків відкликаних, нижче
    }
item-holds-keys = { $count ->
        [one] { $count } сертифікат або ключ, нижче
        [few] { $count } сертифікати й ключі, нижче
       *[many] { $count } сертифікатів і ключів, нижче
    }
item-this-update = Видано
item-next-update = Наступний
item-not-said = не вказано
item-revoked = Відкликає
item-revoked-count = { $count ->
        [one] { $count } сертифікат
        [few] { $count } сертифікати
       *[many] { $count } сертифікатів
    }
item-revoked-more = {"."}.. і ще { $count }
item-belongs = Належить
item-its-key = Його ключ
item-signed-by = Підписав
item-signed-itself = він сам, підпис перевірено
item-signed-itself-unchecked = він сам, підпис не перевірено
item-signed-checked = { $place }, підпис перевірено
item-signed-unchecked = { $place }, підпис не перевірено
item-signed-not = ніхто з наявних: ім’я видавця має { $place }, але підпис не підтверджується його ключем
item-signed-not-itself = не підтверджено: видавцем назвав себе, але підпис не підтверджується його ж ключем
item-signed-key-id = { $how } (інший ідентифікатор ключа)
item-signed-missing = немає серед цих файлів
item-place = { $path }, рядок { $line }
item-place-number = { $path }, об’єкт { $number }
item-place-line-number = { $path }, рядок { $line }, об’єкт { $number }
item-loads = etcd
item-trusts-only = завантажує як файл довірених CA, але не як файл сертифіката
item-loads-not = не завантажує його з цього файлу

## inspect

diff-alone = {"  "}лише тут: { $subject }
diff-same = те саме
diff-order = порядок інший: сертифікати старого файлу, за його порядком, мають у новому номери { $now }
diff-equal = однакове: { $labels }
inspect-chains = Ланцюжки:
inspect-handshakes = Хто кого приймає:
inspect-handshakes-named = Хто кого приймає, якщо вірити іменам файлів, чиї вони (хости невідомі, їх не порівняно):
inspect-found = Зауваження:
inspect-more = Усе, що каже сертифікат: вкажіть його файл або додайте --json
inspect-stdin = стандартний ввід
inspect-passphrase = Парольна фраза для { $path }:
inspect-summary = Файлів: { $files }, об’єктів: { $items }, помилок: { $errors }, попереджень: { $warnings }
inspect-skipped = Пропущено файлів без сертифікатів, ключів і подібного: { $count }
inspect-unchecked = Якщо сертифікатів понад 1000, підписи перевіряються лише з --check: видавців визначено за іменем та ідентифікатором ключа
inspect-first = Першим спливає: { $date }, { $place }
inspect-same = Той самий сертифікат: { $places }
inspect-within = { $kind } (усередині: { $parent })
inspect-wrapped = { $heading } (усередині: { $place })
inspect-server-place = { $path }, сертифікат { $line }: { $heading }
inspect-connection = з’єднання
inspect-findings = Що сказали б клієнти й учасники etcd:
inspect-signed-trusted = `{ $name }` із довірених CA
inspect-signed-beyond = CA, сертифіката якого сервер не надіслав
inspect-no-findings = Клієнти й учасники etcd не побачили б нічого поганого.

## probe

probe-address = Адреса
probe-in-vain = Не вдалося
probe-protocol = Протокол
probe-unknown = невідомо: рукостискання обірвалося раніше
probe-sent = Ланцюжок
probe-certificates = { $count ->
    [one] надіслано { $count } сертифікат
    [few] надіслано { $count } сертифікати в такому порядку
   *[many] надіслано { $count } сертифікатів у такому порядку
 }
probe-trust = Довіра
probe-trusted = веде до { $name }
probe-untrusted = не веде до жодного довіреного CA
probe-trust-open = тут не вдалося оцінити
probe-trust-not-asked = не оцінено: CA вказують через --cacert
probe-client = Сертифікат клієнта
probe-not-asked = не питають
probe-own-accepted = питають; пред’явлений прийнято
probe-own-refused = питають; пред’явлений відхилено: { $alert }
probe-own-open = питають; про пред’явлений ще нічого не сказано
probe-none-accepted = питають, але не вимагають
probe-none-refused = вимагають; не пред’явлено жодного: { $alert }
probe-none-open = питають; не пред’явлено жодного
probe-accepts = Приймає від CA

## inspector

inspector-more = { $count ->
    [one] … ще { $count } рядок: PgDn
    [few] … ще { $count } рядки: PgDn
   *[many] … ще { $count } рядків: PgDn
 }
inspector-next = Сертифікат { $position } з { $count }; Ctrl-Y показує наступний: { $next }

## screen

screen-too-small = Екран замалий: quorate потребує { $width }x{ $height }, а тут { $found_width }x{ $found_height }. Збільште його; нічого не пропало. Ctrl-C — вийти, інші клавіші не діють.
header-missing = Ще потрібні відповіді: { $steps }
header-complete = Усі відповіді є

## panel

panel-quorum = Що витримає кожен розмір
panel-cluster = Кластер на цей момент
panel-settings = Налаштування та юніт { $name }
panel-settings-example = Налаштування та юніт (приклад: etcd-1, 10.0.0.1)
panel-authority = CA
panel-leaves = Сертифікати
panel-until = до { $end }
panel-more = { $count ->
    [one] … ще { $count } рядок: усе видно в огляді
    [few] … ще { $count } рядки: усе видно в огляді
   *[many] … ще { $count } рядків: усе видно в огляді
 }
panel-more-by-hand = { $count ->
    [one] … ще { $count } рядок: Alt-B
    [few] … ще { $count } рядки: Alt-B
   *[many] … ще { $count } рядків: Alt-B
 }
panel-more-lesson = { $count ->
    [one] … ще { $count } рядок: F1
    [few] … ще { $count } рядки: F1
   *[many] … ще { $count } рядків: F1
 }

## step

step-size = Розмір
step-hardware = Машини
step-members = Учасники
step-network = Мережа
step-certificates = Сертифікати
step-review = Огляд
step-generate = Створення

## size

size-columns = {"  "} учасн. більшість   витримує
size-remark-1 = для проб
size-remark-3 = зазвичай
size-remark-5 = продакшн
size-alive = працює { $members }; для запису треба { $majority }
size-tolerated = відмовило { $failed }, лишилося { $left }: усе працює далі
size-lost = відмовило { $failed }: немає кворуму ({ $majority }), немає записів
size-why-odd = Чому непарно? З 4, як і з 3, відмовити може лише один: парна кількість додає машину, яка може зламатися, а витримує не більше.
size-why-not-2 = Чому не 2? Працювати мають обидва: відмова будь-якого зупиняє всі записи, ризик удвічі більший, ніж з однією машиною, а того, що відмовив, навіть не вилучити.
size-why-not-more = Чому не більше ніж 7? Кожен запис чекає на більшість: що більше учасників, то він повільніший, а вже 5 витримують дві відмови.
size-start = Заготовка: { $start }. Натисніть s, щоб обрати Kubernetes, власний CA, лабораторію або посібник.
size-take-3 = 2 учасники не витримують жодної відмови. Візьміть 3: лише на машину більше, а відмовити може будь-яка.

## hardware

hardware-columns = {"  "}клас       клієнти    запитів/с      дані  вузли Kubernetes
hardware-custom = ваші власні числа
hardware-machine = { $provider }  { $kind }  { $vcpus } vCPU, { $memory } GB, { $iops } IOPS, { $bandwidth } MB/s
hardware-units = quota-backend-bytes { $quota }, snapshot-count { $snapshots }
    .label = Юніти
hardware-machines = { $memory } GB пам’яті; fsync у WAL p99 < 10 ms; { $iops } послідовних IOPS
    .label = Машини
hardware-changes = Зміни
hardware-changes-more = { $count ->
        [one] … змінюється { $count } рядок юніта й налаштувань
        [few] … змінюються { $count } рядки юніта й налаштувань
       *[many] … змінюється { $count } рядків юніта й налаштувань
 }
hardware-load = Не знаєте класу? Вкажіть навантаження, наскільки його знаєте:
hardware-suggestion = {"  "}{ $tier } витримає це навантаження.
hardware-beyond = {"  "}Це більше, ніж витримує { $tier }, найбільший клас: виміряйте, перш ніж на нього покладатися.
hardware-too-small = { $tier } витримає це навантаження, { $chosen } — ні.
hardware-unknown = Що з цього випливає, буде показано, щойно числа нижче стануть правильними.

## members

members-earlier-certificates = { $summary }. Це із сертифікатами для попередніх адрес; нові підійдуть.
members-intro = Введіть учасників, заповніть їх за шаблоном через Ctrl-F або вставте рядки: `name address`, `name=address`, CSV чи уривок з /etc/hosts.

## member

member-name = Ім’я
    .help = Коротке й просте, як-от etcd-1: ім’я учасника для etcd (--name), каталог у комплекті та CN сертифікатів цього учасника.
    .why = etcd-1 і так далі. Тут і в initial-cluster воно має бути однаковим, інакше etcd завершується з «couldn't find local name». Два учасники з одним іменем запускаються, але розрізнити їх не може ніхто.
    .source = перевірено на 3.4 і 3.5
member-address = Адреса
    .help = Адреса IPv4 або IPv6, за якою звертаються учасники й клієнти; якщо є обидві, через кому. etcd слухає на адресах, а не на іменах.
    .why = Немає: її знаєте лише ви. Вона стає IP SAN, бо клієнти й учасники перевіряють, куди підключаються. Учасника, який підключається з іншої адреси, решта відхиляє: внесіть її до додаткових SAN.
    .source = перевірено на 3.4–3.7
member-peer-address = Peer-адреса
    .help = За нею до нього підключаються інші учасники, і з неї він підключається до них. Якщо машина має обидва протоколи, по одній адресі, через кому.
    .why = Та сама, що й адреса. Вона стає IP SAN у сертифікаті для учасників, а клієнтська адреса там уже не потрібна. Якщо учасник підключається до інших з адреси, якої тут немає, вони його відхиляють.
    .source = etcd звіряє адресу, з якої підключається учасник, із SAN (listener_tls.go); перевірено на 3.4–3.7
member-dns-names = DNS-імена
    .help = Імена, за якими до нього звертаються, через кому; кожне стає DNS SAN. Можна не заповнювати, якщо всі користуються адресою.
    .why = Ім’я учасника, якщо ви його дали й воно для цього годиться; вставлений рядок із самою адресою не дає жодного. Якщо клієнти підключаються за іменем, якого тут немає, вони отримують «certificate is valid for …, not …». На CN не зважають.
    .source = RFC 6125; Go 1.15 і новіші
member-extra-sans = Додаткові SAN
    .help = Для чого ще мають бути чинні його сертифікати: друга адреса, з якої він підключається, балансувальник, *.example.com.
    .why = Немає. Учасники звіряють адресу, з якої підключається інший: якщо на машині дві адреси, вкажіть обидві.
    .source = перевірено: «does not match any of DNSNames»
member-ports = Порти
    .help = Власні порти, якщо на машині кілька учасників: порт для клієнтів, скісна риска, порт для учасників, наприклад 2369/2370.
    .why = Рахуються від 2379/2380, по два на учасника. Якщо в двох учасників один порт, другий не запуститься.
    .source = перевірено: «address already in use»

## client

client-name = Клієнт
    .help = Каталог, у який лягають файли цього клієнта в комплекті.
    .why = root — для того, хто запускає etcdctl. По сертифікату на все, що підключається, щоб один можна було відібрати, не чіпаючи решти.
    .source = документація etcd, «Security guide»
client-common-name = CN
    .help = CN: коли автентифікацію ввімкнено, для etcd це ім’я користувача. root — суперкористувач etcd. Для клієнта HTTP-шлюзу лишіть порожнім.
    .why = Ім’я клієнта. Коли автентифікацію ввімкнено, сертифікат із CN root може все. HTTP-шлюз тоді відхиляє сертифікат із CN: для клієнта, який ним користується, лишіть порожнім.
    .source = документація etcd, «Security guide», authentication; перевірено
client-add = + додати клієнта { $name }
    .help = По сертифікату на все, що підключається: kube-apiserver-etcd-client для API-серверів, root для вас, окремий для резервних копій.
    .why = root уже є. API-серверу потрібен власний; kubeadm називає його apiserver-etcd-client.
    .source = kubeadm, «external etcd topology»

## fill

fill-title = Заповнити таблицю учасників
fill-names = Імена
fill-start = Перша адреса
fill-help = Імена нумеруються у фігурних дужках, адреси — від першої: etcd-{"{"}1..3{"}"}.example.com і 10.0.0.1+ дають трьох учасників. Tab переходить між полями.
fill-replaces = { $count ->
        [one] Це замінить { $count } заповнений рядок.
        [few] Це замінить { $count } заповнені рядки.
       *[many] Це замінить { $count } заповнених рядків.
    }
fill-shrinks = У кластері { $size ->
        [one] { $size } учасник
        [few] { $size } учасники
       *[many] { $size } учасників
    }, а тут виходить { $count }: розмір стане { $count }.
fill-again = Ще раз Enter — виконати, Esc — лишити все як є.

## form

form-empty = (немає)
explanation-default = Типово: { $text }
explanation-source = Джерело: { $source }
form-further = Ще ({ $count }): { $names }
    .help = Enter показує те, що більшість кластерів лишає типовим: { $names }.
    .fewer-help = Enter ховає питання, які більшість кластерів лишає типовими. Змінене вами лишається на екрані.
form-fewer = Показати менше питань
form-more = { $count ->
    [one] … ще { $count } рядок: Down
    [few] … ще { $count } рядки: Down
   *[many] … ще { $count } рядків: Down
 }
form-missing = бракує
form-written-as = Буде записано як { $text }.

## network

network-timing = Для RTT { $round_trip } ms: heartbeat { $heartbeat } ms (близько одного RTT, щонайменше 100), вибори { $election } ms (10 heartbeat; менше ніж 5 etcd відхиляє).
network-hardened = Юніт запускає etcd від окремого користувача й в ізоляції: він бачить свої дані, свою конфігурацію та мережу, і нічого більше.

## notice

notice-first = { $problem }. Ctrl-N веде далі попри це; в огляді список зберігається.
notice-filled = Заповнено учасників: { $count }. Перегляньте їх і йдіть далі через Ctrl-N.
notice-paste-too-long = вставлений текст має { $count ->
        [one] { $count } символ
        [few] { $count } символи
       *[many] { $count } символів
    }, а в поле вміщується щонайбільше { $limit }: нічого не змінено
notice-no-paste = Тут нічого не вводять. Учасників можна вставити на кроках 1–3.
notice-no-match = Збігів немає.
notice-mouse-on = Мишу ввімкнено: натискайте на кроки, поля, варіанти й клавіші. У більшості терміналів текст виділяють із Shift. F10 вимикає її.
notice-mouse-off = Мишу вимкнено: термінал знову виділяє текст.
search-found = Збіг { $number } з { $count }: n показує наступний, N — попередній.
search-label = Пошук:{" "}
search-count = { $count ->
        [0] збігів немає
        [one] { $count } збіг
        [few] { $count } збіги
       *[many] { $count } збігів
    }
notice-fix-first = Ще чогось бракує: виправте те, що в списку, Enter веде туди.
notice-copied = Скопійовано до буфера обміну, якщо термінал це дозволяє.
notice-keys-stay = Приватні ключі ніколи не копіюються й не показуються.
notice-pasted = Заповнено учасників: { $count }, починаючи з рядка { $from }. Розмір кластера — { $size }.
    .over = { $count ->
        [one] Замінено { $count } заповнений рядок; Alt-U повертає його.
        [few] Замінено { $count } заповнені рядки; Alt-U повертає їх.
       *[many] Замінено { $count } заповнених рядків; Alt-U повертає їх.
    }
    .shared = Усі вони на цій машині, тож розміщення тепер «усі на одній».
notice-left-out = { $count ->
        [one] { $count } заповнений рядок випав із таблиці: у кластері було учасників: { $size }. Alt-U повертає його.
        [few] { $count } заповнені рядки випали з таблиці: у кластері було учасників: { $size }. Alt-U повертає їх.
       *[many] { $count } заповнених рядків випало з таблиці: у кластері було учасників: { $size }. Alt-U повертає їх.
    }
notice-no-such-file = Жоден файл так не починається. Ще раз Tab — далі.
notice-started = Відповіді задано для заготовки: { $start }. Alt-U скасовує.
    .addresses = Учасники зберегли введені адреси; Ctrl-F на кроці 3 замінює їх.
notice-resumed = Ви знову там, де зупинилися: кластер { $cluster }, { $size ->
        [one] { $size } учасник
        [few] { $size } учасники
       *[many] { $size } учасників
    }. Ctrl-N веде далі.
notice-no-drafts = Немає ні чернеток, ні комплектів. Відповіді стануть чернеткою, щойно ви щось зміните.
notice-bundles-found = { $count ->
        [one] Раніше створено { $count } комплект: d показує список.
        [few] Раніше створено { $count } комплекти: d показує список.
       *[many] Раніше створено { $count } комплектів: d показує список.
    }
notice-drafts-found = { $count ->
        [one] Є { $count } чернетка
        [few] Є { $count } чернетки
       *[many] Є { $count } чернеток
    } з попередніх запусків: d на першому кроці показує список.
notice-draft-deleted = Чернетку { $cluster } видалено. Alt-U поверне її, доки ви не вийдете.
notice-draft-restored = Чернетка повернулася.
notice-undone = Скасовано: { $place }. Alt-E повторює.
notice-redone = Повторено: { $place }. Alt-U скасовує.
notice-rows = { $count ->
        [one] { $count } рядок учасників
        [few] { $count } рядки учасників
       *[many] { $count } рядків учасників
    }
notice-nothing-undone = Скасовувати нічого.
notice-nothing-redone = Повторювати нічого.
notice-row-removed = Рядок { $row } видалено ({ $name }); розмір тепер { $size }. Alt-U поверне його.
notice-client-removed = Клієнта { $name } видалено. Alt-U поверне його.
notice-output-taken = { $taken } уже існує: замість нього запропоновано { $free }.
notice-candidates = Можливі імена: { $names }

## quit

quit-title = Вийти з quorate?
quit-question = Жодного комплекту не записано. Ваші відповіді збережено, і під час наступного запуску їх буде запропоновано знову. Enter — вийти, Esc — лишитися.
    .untouched = Ще нічого не введено. Enter — вийти, Esc — лишитися.
    .running = Створюються ключі: вихід це скасує й нічого по собі не залишить. Enter — вийти, Esc — лишитися.
    .unsaved = Ваші відповіді не вдається зберегти ({ $why }): якщо вийдете, вони пропадуть. Enter — вийти, Esc — лишитися.
quit-nowhere = у цьому сеансі вони не зберігаються

## drafts

drafts-title = Чернетки: Enter — далі з того місця, n — новий кластер
bundles-title = Створені раніше комплекти: Enter перевіряє комплект і каже, що з ним можна зробити
drafts-filter = Фільтр:
drafts-help = Enter продовжує цю чернетку з того кроку й поля, де ви зупинилися. Esc лишає всі чернетки як є.
    .elsewhere = Цю чернетку відкрито в іншому майстрі. Закрийте її там, щоб продовжити тут, оберіть іншу або почніть нову клавішею n.
    .here = Цю чернетку ви й відкрили; Enter повертає до неї.
    .unreadable = Файл пошкоджено, або він від іншої версії. Ctrl-X видаляє його; більше ніщо його не змінює.
    .none = Список порожній. n починає новий кластер; Esc у фільтрі очищає його.
bundle-help = Enter перевіряє цей комплект; потім можна оглянути його, прочитати зауваження й наступні команди або почати чернетку з його плану.
bundle-page-help = c копіює цей текст; Esc веде назад.
bundle-menu-help = Enter виконує те, на чому стоїть курсор. Esc повертає до списку.
bundle-gone = немає:
bundle-gone-help = Цього комплекту тут уже немає: його перемістили або видалили після створення.
bundle-not-deleted = комплект тут не видаляють: його ключі можуть бути єдиними для кластера
bundle-title = Комплект { $cluster }
bundle-made = Створено { $made } UTC
bundle-authority = CA: SHA-256 { $fingerprint }
bundle-verifying = Триває перевірка…
bundle-sound = З ним усе гаразд.
    .remarks = { $count ->
        [one] З ним усе гаразд; є { $count } примітка.
        [few] З ним усе гаразд; є { $count } примітки.
       *[many] З ним усе гаразд; є { $count } приміток.
    }
bundle-wrong = { $count ->
        [one] Із ним щось не так: { $count } зауваження, прочитайте його.
        [few] Із ним щось не так: { $count } зауваження.
       *[many] Із ним щось не так: { $count } зауважень.
    }
bundle-findings = Прочитати зауваження
bundle-inspect = Оглянути сертифікати й ключі
bundle-commands = Прочитати наступні команди
bundle-plan = Почати чернетку з його плану
bundles-gone = (немає)
bundles-none = Тут ще не створено жодного комплекту: ні майстром, ні командою quorate generate у терміналі.
bundle-no-plan = його plan.json не читається: чому — кажуть зауваження
draft-elsewhere = відкрита в іншому майстрі
draft-here = відкрита тут
draft-not-read = не читається
draft-members = названо { $named } з { $size }: { $names }
    .none = { $size ->
        [one] { $size } учасник, ще не названий
        [few] { $size } учасники, ще не названі
       *[many] { $size } учасників, ще не названі
    }
draft-file = Змінено { $changed }. Файл: { $path }
draft-delete-title = Видалити цю чернетку?
draft-delete-question = Чернетка { $name }, остання зміна { $changed } UTC. Enter видаляє її, Esc лишає; Alt-U поверне її, доки ви не вийдете.
draft-not-deleted = чернетку не вдалося видалити: { $why }
draft-not-restored = чернетку не вдалося повернути
draft-open-here = цю чернетку ви відкрили: почніть іншу, перш ніж видалити її
draft-unreadable = чернетку не вдалося прочитати: { $why }
draft-open-elsewhere = чернетку { $cluster } відкрито в іншому майстрі
    .hint = закрийте її там або продовжуйте іншу

## help

help-title = { $step }: про що це
help-step = Цей крок
help-proposed = Виділений текст — пропозиція: введене її замінить. Щоб виправити її, а не замінити, спершу натисніть Left, Right, Home або End.
help-terms = Терміни
term-member = - Учасник: один процес etcd із власними даними; у кластері їх кілька.
term-quorum = - Кворум: більше половини учасників. Записувати можна лише з кворумом.
term-quota = - Квота: найбільший розмір бази даних. Досягнувши її, etcd перестає приймати записи.
term-wal = - WAL: журнал випереджального запису. etcd пише туди кожну зміну й чекає на диск, перш ніж відповісти.
term-peer = - Peer: учасник з погляду інших учасників. Для цього є окремий порт.
term-token = - Токен кластера: текст, що входить до ID кластера, щоб учасники двох кластерів не змішалися.
term-san = - SAN: subject alternative name, ім’я або адреса, для яких сертифікат чинний. Хто підключається, порівнює їх із тим, куди підключився.
term-cn = - CN: common name. CN клієнта etcd вважає іменем користувача; на CN серверів ніхто не дивиться.
term-ca = - CA: центр сертифікації. Його ключ підписує сертифікати; хто довіряє його сертифікату, приймає їх. Такий сертифікат — якір довіри.
term-leaf = - Кінцевий сертифікат: нічого не підписує; він належить серверу, учасникові або клієнтові.
term-eku = - EKU: extended key usage: чи можна сертифікатом обслуговувати (serverAuth), підключатися (clientAuth) чи обидва.
term-gateway = - Шлюз: HTTP-інтерфейс кожного учасника до API etcd. Він підключається до власного учасника як клієнт.
term-handshake = - Рукостискання: початок TLS-з’єднання, де обидві сторони пред’являють і перевіряють сертифікати.
term-bundle = - Комплект: каталог, який записує quorate, з каталогом для кожного учасника й клієнта.
help-preview = У файлі
help-keys = Клавіші

## review

review-absolute = {"  "}буде записано в { $path }
    .written = {"  "}записано в { $path }
review-no-advice = Проблем не знайдено.
review-advice = Чого бракує й що радимо ({ $count })
    .help = Чого бракує або що нерозумно: спершу найсерйозніше, з поясненням. Enter веде до поля, від якого це залежить, Tab — до рукостискань.
review-start = {"["} Створити ]  створює ключі й записує ці файли: { $count }
    .help = Створює ключі, підписує сертифікати й записує все разом: після цього є або все, або нічого.
    .plan = p зберігає план, b — скрипт openssl.
review-no-output = Ще не готово: оберіть інший каталог для запису
review-not-ready = Ще не готово: виправте те, що в списку
    .help = Enter веде до переліку того, чого бракує або що хибне. Коли він спорожніє, тут буде «Створити».
review-remark-help = Чого бракує або що нерозумно: спершу найсерйозніше, з поясненням. Чого не виправить жодне поле, вирішувати вам. Tab веде до рукостискань.
review-more = … ще { $count }: Down/PgDn
review-more-findings = … ще { $count }: Tab до цього списку, потім Down/PgDn
review-handshakes-help = Хто до кого підключиться: оцінка така, як в etcd, ще до запису. Enter відкриває на весь екран, Tab веде до файлів.
review-files-help = Кожен файл, який буде записано; прочитати його можна вже зараз. На диску ще нічого немає. Enter відкриває файл, Tab веде до «Створити».
review-written-help = Ці файли записано, і відтоді жодна відповідь не змінилася: вони в комплекті. Ctrl-N веде назад до нього.
review-no-files = Поки є питання без відповіді, файлів для показу немає. Tab веде далі.
review-no-api-server = Вказано вузли Kubernetes, але немає клієнта kube-apiserver-etcd-client: API-сервери потребують сертифіката. Додайте його до клієнтів.
changes-title = Що відрізняється, хост за хостом
changes-unknown = Відмінності: з’являться, щойно нічого не бракуватиме
changes-of = { $what ->
        [plan] плану, з якого почато
        [bundle] записаного комплекту
       *[defaults] типових значень
    }
changes-none = Від { $what } нічого не відрізняється
changes-authority = Лише файли CA відрізняються від { $what }
changes-hosts = { $count ->
        [one] Файли { $count } учасника чи клієнта відрізняються від { $what }
        [few] Файли { $count } учасників і клієнтів відрізняються від { $what }
       *[many] Файли { $count } учасників і клієнтів відрізняються від { $what }
    }
    .authority = { $count ->
        [one] Файли { $count } учасника чи клієнта й CA відрізняються від { $what }
        [few] Файли { $count } учасників, клієнтів і CA відрізняються від { $what }
       *[many] Файли { $count } учасників, клієнтів і CA відрізняються від { $what }
    }
review-fixed = Помилка посібника, виправлена
review-only-fixed = Проблем не знайдено. Виправлено порівняно з посібником ({ $fixed })
review-advice-and-fixed = Чого бракує й що радимо ({ $count }), потім виправлене порівняно з посібником ({ $fixed })

## handshakes

handshakes-title = Рукостискання
handshakes-pending = Рукостискання: буде оцінено, коли нічого не бракуватиме
handshakes-all-accepted = Рукостискання: усі { $total } буде прийнято
handshakes-some-refused = Рукостискання: відхилено { $refused } з { $total }: { $first }
handshakes-some-open = Рукостискання: { $open } з { $total } не оцінити, доки вони не відбудуться
handshakes-gateway-off = ; шлюз вимкнено
handshakes-no-hosts = ; хости невідомі, їх не порівняно
handshakes-refusal = відхилено { $count }, перше — { $first }: { $why }; { $fix }
handshakes-about = Що буде, коли кожен, хто ліворуч, підключиться до кожного, хто вгорі:
handshakes-head = звідки
handshakes-peer = peer { $name }
handshakes-client = клієнт { $name }
handshakes-gateway = шлюз
handshakes-pair = { $dialer } до { $listener }
handshakes-accepted = прийнято
handshakes-not-judged = не оцінено
handshakes-refused = відхилено
handshakes-off = вимк.
handshakes-self = сам
handshakes-why-off = Шлюз вимкнено: цей etcd не може пред’явити там сертифікат, який прийняв би його власний учасник.
handshakes-refused-pairs = { $pairs }: відхилено
handshakes-listener-logs = etcd пише в журнал: { $text }
handshakes-dialer-says = той, хто підключається, пише: { $text }
handshakes-ends-with = завершується з: { $text }
handshakes-why = підстава: { $text }
handshakes-fix = як виправити: { $text }

## files

files-mode = права
files-private-key = Приватний ключ: з’явиться під час створення комплекту, читати його може лише власник, і його ніколи не показують.
files-request = Запит на сертифікат: з’явиться під час створення комплекту, підписує його ваш CA. Таємниць у ньому немає.
files-manifest = З’явиться під час створення комплекту: кожен файл із правами та SHA-256, кожен сертифікат із відбитком і строком дії.
files-no-certificate = тут не вдалося прочитати жодного сертифіката
files-foreign-authority = Сертифікат CA, який ви надаєте; читається під час створення комплекту.

## generate

generate-title = Записати комплект?
generate-question = У { $path } буде записано { $files ->
        [one] { $files } файл
        [few] { $files } файли
       *[many] { $files } файлів
    }, з них приватних ключів — { $keys }; їх буде створено зараз. Enter — записати, Esc — назад.
    .another = Це створить інший CA: учасники й клієнти попереднього комплекту йому не довіряють.
generate-keys = Створення ключів: { $done } з { $total }
generate-running = RSA потребує часу, ECDSA — ні. Esc скасовує й нічого по собі не залишає.
generate-cancelling = Скасування: спершу завершуються вже початі ключі.
generate-cancelled = Скасовано. Нічого не лишилося; Esc веде назад до огляду.
generate-nothing-left = Нічого не лишилося. Esc веде назад до огляду.
generate-done = { $count ->
    [one] { $count } файл записано в { $path }
    [few] { $count } файли записано в { $path }
   *[many] { $count } файлів записано в { $path }
 }
generate-next = Що ввести далі
    .help = Розгортання по порядку; те саме є в README.txt. c копіює, Tab веде до файлів, q — вихід.
generate-files-help = Кожен файл, яким він тепер є на диску. Enter відкриває його, Tab повертає до того, що ввести далі.
generate-ca-source-made = { $keys } підписує всі сертифікати цього кластера: не кладіть його на учасників і збережіть його.
generate-ca-source-several = { $keys } підписують сертифікати цього кластера: не кладіть їх на учасників і збережіть їх.
generate-ca-source-encrypted = Ключ зашифровано: без парольної фрази не поновити нічого.
    .several = Ключі зашифровано: без парольної фрази не поновити нічого.
generate-lifetimes = Поновіть сертифікати до { $end }, як написано в README.txt: саме собою це не станеться.
    .authority = Строк CA спливає { $end }; { $days ->
        [one] в останній { $days } день
        [few] в останні { $days } дні
       *[many] в останні { $days } днів
    } він уже не може підписувати на такий строк. Новий CA — це нова довіра на кожному учасникові й клієнті та два перезапуски кожного учасника: починайте вчасно.
passphrase-file-readable = цю парольну фразу можуть прочитати інші користувачі
    .fix = виконайте для файлу chmod 600 і візьміть іншу парольну фразу, якщо до машини мав доступ хтось іще
generate-offer = Парольна фраза для ключа CA, щонайменше 8 символів (рекомендовано; порожньо — без неї):
    .again = Без неї кожен, хто прочитає або скопіює ключ, зможе створити будь-якого учасника й будь-якого клієнта. Введіть plain, щоб так і лишити, або парольну фразу:
generate-plain-ca = примітка: ключ CA записується без парольної фрази; --encrypt-ca шифрує його, --plain-ca лишає як є без цієї примітки
generate-ca-source-imported = Ключ CA лишився там, де був; ніщо в цьому комплекті не може підписувати.
generate-ca-source-elsewhere = Сертифікатів тут ще немає: requests/ іде до CA, а підписане ним повертається через quorate import.
generate-fault = під час створення комплекту сталася помилка в самому quorate
    .hint = будь ласка, повідомте про неї; нічого не лишилося

## reason: why a line of a unit or of the settings is there, in the file's comments and in the preview

reason-name = Хто цей учасник; це саме ім’я стоїть нижче у списку учасників.
reason-data = Де його дані. Ніколи не копіюйте каталог з іншого учасника й не спорожнюйте каталог того, хто вже працював у кластері: вилучіть учасника з кластера, а потім додайте знову.
reason-wal = Кожен запис чекає, доки цей журнал опиниться на диску: на окремому диску його ніщо не затримує. Це каталог усередині того диска, бо під час першого запуску etcd замінює його, а замінити точку монтування не може.
    .kept = Де лежить журнал WAL учасника, що вже працює. Ніколи не змінюйте: без свого журналу учасник не знає, на що вже погодився.
reason-logger = Журнал пишеться як один об’єкт JSON на рядок; інакше 3.4 узяв би свій застарілий формат.
reason-peer-urls = Де він слухає інших учасників і куди вони підключаються. Слухати можна лише на адресах, не на іменах. Кожен URL тут https: з одним-єдиним http учасник розмовляв би з ким завгодно, без сертифіката.
    .network = Це окрема мережа, не та, якою ходять клієнти: учасникові, що підключається з іншої адреси, інші відмовлять.
    .several = Той самий список стоїть в initial-cluster, інакше etcd не запуститься.
reason-client-urls = Де він слухає клієнтів (зокрема й на самій машині, теж із сертифікатом) і яку адресу їм називає: її має містити серверний сертифікат.
    .plain = Де він слухає клієнтів і яку адресу їм називає: її має містити серверний сертифікат. НЕБЕЗПЕЧНО: http на самій машині відповідає кожному користувачеві й процесу на ній без сертифіката й без TLS; вони читають і пишуть усе.
reason-gateway = JSON через HTTP, /v3/..., як і за будь-якого іншого способу налаштування; 3.4 вимикає його, якщо файл конфігурації не каже іншого.
    .off = Без JSON через HTTP (/v3/...): шлюз підключався б до цього учасника із серверним сертифікатом, якого не підписав жоден CA клієнтів, а налаштування для іншого сертифіката в etcd до 3.5 немає.
reason-bootstrap = Перший запуск: учасники з однаковим списком і однаковим токеном знаходять один одного й стають одним кластером. Коли в каталозі даних уже щось є, усі три налаштування ігноруються.
reason-server-certificate = Що він пред’являє клієнтам. Сертифікат і ключ etcd перечитує під час кожного рукостискання, тож їх можна замінити без перезапуску.
reason-client-trust = Хто може підключитися: лише ті, хто має сертифікат цього CA. Приймаються тільки слова true і false. Новий CA діє лише після перезапуску.
reason-gateway-certificate = Що пред’являє власний HTTP-шлюз учасника, коли підключається до нього: серверний сертифікат підписав інший CA, ніж у клієнтів, і з ним шлюзові відмовили б.
reason-peer-certificate = Що він пред’являє іншим учасникам і кого приймає сам: той самий CA, але окремий сертифікат.
    .apart = Що він пред’являє іншим учасникам і кого приймає сам: окремий сертифікат від окремого CA.
    .dual = Що він пред’являє іншим учасникам і кого приймає сам: той самий сертифікат, що має обидва призначення.
reason-timing = У мілісекундах, однаково на всіх учасниках (RTT між ними — { $round_trip } ms): як часто лідер надсилає heartbeat і після якої тиші обирають іншого.
reason-quota = У байтах ({ $quota }), лише цифрами: коли база даних доросте до цього, записи відхилятимуться, доки не виконають компактизацію й дефрагментацію. Машині потрібно досить пам’яті, щоб її вмістити ({ $memory } GB), і диск, що синхронізує журнал WAL менш ніж за 10 ms у 99 випадках зі 100 ({ $iops } послідовних IOPS; метрика etcd_disk_wal_fsync_duration_seconds).
reason-snapshots = Скільки записів журналу лишається в пам’яті між двома знімками: більше — повільному учасникові легше надолужити, менше — менше пам’яті.
reason-compaction = Які старі ревізії etcd прибирає сам: історія, якої ніхто не читає, заповнює квоту. API-сервер Kubernetes компактизує її щоп’ять хвилин і нічого тут не потребує.
reason-metrics = Де ще він віддає /metrics і /health: через http усім, хто сюди дістанеться, без сертифіката. Ключів і значень там не видно.
reason-log-level = Що писати в журнал: на рівні debug — рядок на кожен запит, на рівні warn — лише про негаразди.
reason-corruption-check = Перш ніж комусь відповідати, учасник порівнює свої дані з даними інших і завершується, якщо вони різняться: краще без учасника, ніж з учасником, що відповідає інакше.
reason-further = Додаткові налаштування, названі в плані; що робить кожне, каже `etcd --help`.
reason-unit-network = etcd слухає на адресі цієї машини, тож мережа вже має працювати; а сертифікати чинні від моменту до моменту, тож годинник має йти правильно.
reason-unit-mounts = Якщо диск із цими каталогами не змонтовано, не запускати: учасник, що не знайшов своїх даних, не може працювати далі й писав би не на той диск.
reason-unit-ready = etcd сам повідомляє, що готовий, а готовий він тоді, коли більшість учасників знайшли один одного. Перший учасник чекає на другого: запускайте їх разом; час очікування не обмежено. Під час завантаження машини він теж лишається в стані `activating`, а з ним і multi-user.target; вхід у систему та інші служби на цей target не чекають.
reason-unit-user = Не root: хто зламає etcd, дістане права лише цього користувача, якому більше нічого не належить.
reason-unit-settings = Кожне налаштування — це змінна ETCD_ у цьому файлі. Не додавайте прапорців до команди: налаштування, задане обома способами, зупиняє etcd (conflicting environment variable is shadowed).
    .flags = Кожне налаштування — це прапорець команди. Не задавайте жодного ще й змінною ETCD_: налаштування, задане обома способами, зупиняє etcd (conflicting environment variable is shadowed). Після зміни потрібні systemctl daemon-reload і перезапуск etcd, учасник за учасником.
    .below = Нижче % записано як %%, а $ — як $$; між прапорцями не може бути ні коментарів, ні порожніх рядків. Прапорці:
    .config-file = Усі налаштування — у цьому файлі. Не додавайте ні прапорців до команди, ні змінних ETCD_: etcd мовчки їх ігнорує.
reason-unit-restart = Після збою служба запускається знову. Не Restart=always: учасник, якого вилучили з кластера, завершується з кодом 0, і його запускали б знову й знову.
reason-unit-open-files = Кожне з’єднання й кожен файл бази даних займає один дескриптор; звичних 1024 надовго не вистачить.
reason-unit-read-only = Уся система для etcd лише для читання, крім його власних каталогів.
reason-unit-state = Якщо каталогу немає, його буде створено в /var/lib: належить користувачеві, названому вище, іншим недоступний.
reason-unit-paths = Має існувати до запуску; його створює install.sh.
reason-unit-umask = Що записує etcd, навіть резервні копії, читає лише його користувач.
reason-unit-home = Без домашніх каталогів.
    .visible = Лише для читання, а не приховано: один зі шляхів etcd лежить у домашньому каталозі.
reason-unit-temporary = Власний /tmp.
    .shared = Спільний, а не власний: один зі шляхів etcd лежить у /tmp або /var/tmp.
reason-unit-devices = Жодних пристроїв, крім /dev/null тощо, жодних користувачів, крім свого та root, жодних чужих процесів.
reason-unit-capabilities = Жодних capabilities і жодного способу їх дістати: портам вище 1023 вони не потрібні. (Обидва значення порожні, і це знімає все.)
    .low-port = Одна capability — для порту нижче 1024, і жодного способу дістати іншу.
reason-unit-kernel = Ні в ядрі, ні в машині etcd не має чого змінювати.
reason-unit-sockets = TCP і сокет, яким повідомляють про готовність. 3.4 зауважує, що бракує AF_NETLINK: це не шкодить.
reason-unit-attacks = Те, чим користуються зловмисники, а etcd — ні.
reason-unit-calls = Системні виклики звичайної служби; будь-який інший повертає EPERM, а не вбиває etcd.
reason-unit-boot = Запускається під час завантаження машини, якщо це ввімкнути: systemctl enable { $service }

## directive: what the directives of a unit are

directive-unit-section = Що systemd має знати, перш ніж запускати службу: що це таке і що має бути готове до неї.
    .source = systemd.unit(5)
directive-service-section = Як systemd запускає службу: команда, користувач, перезапуски й усе, до чого їй немає доступу.
    .source = systemd.service(5), systemd.exec(5)
directive-install-section = Що робить із цим юнітом `systemctl enable`. Поки служба працює, systemd цього не читає.
    .source = systemd.unit(5), [Install]
directive-description = Назва служби в systemctl status і в журналі. Від неї нічого не залежить.
    .source = systemd.unit(5)
directive-documentation = Куди systemctl status і systemctl help відсилають того, хто доглядає службу: документація саме цієї серії etcd.
    .source = systemd.unit(5)
directive-wants = Що запускається разом зі службою; якщо щось із цього не вдасться, etcd однаково запуститься.
    .source = systemd.unit(5); у юніті самого etcd ті самі target
directive-after = Служба запускається, коли цього досягнуто. Саме лише Wants= запустило б усе одночасно, і etcd пробував би слухати на адресі, якої ще немає.
    .source = systemd.unit(5); у юніті самого etcd ті самі target
directive-requiresmountsfor = Додає Requires= і After= для кожної точки монтування, потрібної цим шляхам.
    .source = systemd.unit(5)
directive-type = notify: служба вважається запущеною, коли про це повідомить etcd, і systemctl start на це чекає. З simple вона вважалася б запущеною одразу, хоч би etcd і не працював.
    .source = systemd.service(5); перевірено на systemd 252
directive-timeoutstartsec = Скільки systemd чекає на готовність etcd; 0 — без обмеження. За типових 90 s systemd зупиняє першого учасника кластера, поки той чекає на другого.
    .source = systemd.service(5); перевірено на systemd 252
directive-user = Користувач, від якого працює etcd; його створює install.sh. Йому належать дані й ключі: якщо він не може прочитати ключ, etcd завершується з permission denied, а якщо такого користувача немає — 217/USER.
    .source = systemd.exec(5); перевірено на systemd 252
directive-group = Група, від якої працює etcd: група його користувача.
    .source = systemd.exec(5)
directive-environmentfile = Файл змінних, який systemd читає й передає etcd. Якщо файлу немає, юніт не запуститься. Читає його systemd, а не оболонка: жодного export, і ніщо не розгортається.
    .source = systemd.exec(5); перевірено на systemd 252
directive-execstart = Команда, що виконується. systemd потрібен абсолютний шлях до програми, а оболонки він не запускає: розгортаються лише % і $.
    .source = systemd.service(5); перевірено на systemd 252
directive-restart = Коли systemd сам запускає etcd знову: після збою, сигналу або ненульового коду завершення, але ніколи — після systemctl stop.
    .source = systemd.service(5); код завершення перевірено на всіх серіях
directive-restartsec = Скільки systemd перед цим чекає. За типових 100 ms дозволена кількість запусків (5 за 10 s) вичерпується вмить, і systemd здається.
    .source = systemd.service(5), systemd.unit(5), StartLimitBurst=
directive-limitnofile = Скільки файлів і з’єднань etcd може тримати відкритими водночас. Коли їх не лишиться, він не прийме ні клієнтів, ні учасників.
    .source = systemd.exec(5), юніт самого etcd; etcd, зібраний із Go 1.19 чи новішим, сам піднімає м’яку межу
directive-protectsystem = strict: усі файлові системи для служби лише для читання, крім /dev, /proc і /sys та того, що відкривають рядки нижче.
    .source = systemd.exec(5); увесь набір перевірено на запущених учасниках із systemd 252
directive-statedirectory = Каталог служби в /var/lib; він лишається доступним для запису й за ProtectSystem=strict. Шлях деінде потребував би ReadWritePaths=, інакше etcd завершується: read-only file system.
    .source = systemd.exec(5); перевірено на systemd 252
directive-statedirectorymode = Права цього каталогу: усі значення лежать у ньому відкритим текстом. Якщо його можуть читати інші, etcd попереджає.
    .source = systemd.exec(5); etcd перевірено на всіх серіях
directive-readwritepaths = Шляхи, що лишаються доступними для запису за ProtectSystem=strict. Якщо якогось немає, служба не запуститься: 226/NAMESPACE.
    .source = systemd.exec(5); перевірено на systemd 252
directive-umask = Права, яких позбавлено кожен файл, що його створює etcd.
    .source = systemd.exec(5)
directive-protecthome = Чи бачить служба /home, /root і /run/user.
    .source = systemd.exec(5)
directive-privatetmp = Чи має служба власні /tmp і /var/tmp, що зникають, коли вона зупиняється. Інакше файли там були б лазівкою для інших програм.
    .source = systemd.exec(5)
directive-privatedevices = Служба бачить /dev без дисків та іншого обладнання, тож не прочитає диск в обхід файлової системи.
    .source = systemd.exec(5)
directive-privateusers = Служба бачить лише root і власного користувача, і стати кимось іншим не може. Capability в такому просторі імен не діє на порти машини, тож для порту нижче 1024 це вимкнено.
    .source = systemd.exec(5), capabilities(7)
directive-protectproc = invisible: служба не бачить у /proc процесів інших користувачів, а отже, їхніх команд і змінних.
    .source = systemd.exec(5)
directive-capabilityboundingset = Та частина повноважень root, яку служба взагалі може мати, навіть через програму з set-user-ID.
    .source = systemd.exec(5), capabilities(7)
directive-ambientcapabilities = Та частина повноважень root, з якою служба починає роботу.
    .source = systemd.exec(5), capabilities(7)
directive-nonewprivileges = Ні etcd, ні те, що він запускає, не дістане нових прав, запустивши програму, наприклад із set-user-ID.
    .source = systemd.exec(5)
directive-restrictsuidsgid = Служба не може створити файл із set-user-ID чи set-group-ID, який хтось запустив би згодом.
    .source = systemd.exec(5)
directive-protecthostname = Служба не може змінити ім’я машини.
    .source = systemd.exec(5)
directive-protectclock = Служба не може переставити годинник, від якого залежать сертифікати та lease.
    .source = systemd.exec(5)
directive-protectkerneltunables = /proc/sys, /sys тощо — лише для читання.
    .source = systemd.exec(5)
directive-protectkernelmodules = Служба не може завантажувати модулі ядра.
    .source = systemd.exec(5)
directive-protectkernellogs = Служба не може читати журнал ядра.
    .source = systemd.exec(5)
directive-protectcontrolgroups = Control groups — лише для читання: служба не може зняти з себе обмежень.
    .source = systemd.exec(5)
directive-restrictaddressfamilies = Які сокети служба може відкривати: IPv4, IPv6 і локальні. AF_UNIX потрібен для Type=notify.
    .source = systemd.exec(5); повідомлення 3.4 перевірено
directive-restrictnamespaces = Служба не може створювати простори імен — це звичний перший крок із контейнера назовні.
    .source = systemd.exec(5)
directive-restrictrealtime = Служба не може забрати процесор собі через планування реального часу.
    .source = systemd.exec(5)
directive-lockpersonality = Служба не може перемкнути ядро на поведінку іншої системи.
    .source = systemd.exec(5)
directive-memorydenywriteexecute = Пам’ять не може бути водночас доступною для запису й виконання, а впровадженому коду потрібне саме це. Програмам на Go — ні.
    .source = systemd.exec(5); перевірено на запущених учасниках
directive-removeipc = Коли служба зупиняється, спільна пам’ять і черги її користувача зникають.
    .source = systemd.exec(5)
directive-systemcallarchitectures = native: лише системні виклики рідної архітектури машини; 32-бітові оминули б фільтр.
    .source = systemd.exec(5)
directive-systemcallfilter = Які системні виклики дозволено службі. Перший рядок дозволяє виклики звичайних служб; другий, із ~, забирає ті, що змінюють машину або її обмеження.
    .source = systemd.exec(5), systemd-analyze syscall-filter; перевірено на запущених учасниках
directive-systemcallerrornumber = Що повертає недозволений системний виклик. Без цього службу було б убито.
    .source = systemd.exec(5)
directive-wantedby = Target, який запускає службу: multi-user.target — звичайний стан завантаженого сервера.
    .source = systemd.unit(5), systemd.special(7)

## setting: what the settings of etcd are

setting-name = Ім’я учасника для людей і для initial-cluster. Якщо його немає у списку, etcd не запуститься: couldn't find local name.
    .source = документація etcd, Configuration options; перевірено на всіх серіях
setting-data-dir = База даних та ідентичність учасника: знімки, а також журнал WAL, якщо в нього немає власного каталогу. etcd створює його з правами 0700.
    .source = документація etcd, Configuration options; перевірено на всіх серіях
setting-wal-dir = Каталог журналу WAL окремо від даних.
    .source = документація etcd, Configuration options і Hardware; etcd issue 20218; перевірено на 3.4
setting-logger = Яка бібліотека пише журнал: zap пише JSON.
    .source = etcd 3.4 --help; починаючи з 3.5 вона єдина
setting-listen-peer-urls = Адреси й порт, на яких учасник приймає інших учасників. Ім’я замість адреси зупиняє etcd: expected IP in URL for binding.
    .source = документація etcd, Configuration options; перевірено на всіх серіях
setting-initial-advertise-peer-urls = URL, за якими підключаються інші учасники. Під час першого запуску вони мають бути ті самі, що в initial-cluster для цього учасника, інакше etcd завершується.
    .source = документація etcd, Configuration options; перевірено на всіх серіях
setting-listen-client-urls = Адреси й порт, на яких учасник приймає клієнтів.
    .source = документація etcd, Configuration options; перевірено на всіх серіях
setting-advertise-client-urls = URL, які учасник називає клієнтам: за ними підключається клієнт, що спитав у кластера про його учасників. Щойно задано listen-client-urls, etcd вимагає і це.
    .source = документація etcd, Configuration options; перевірено на всіх серіях
setting-enable-grpc-gateway = Чи відповідає учасник ще й на /v3/... у JSON через HTTP — через шлюз, що підключається до самого учасника.
    .source = документація etcd, gRPC gateway; перевірено на всіх серіях
setting-initial-cluster = Усі учасники першого запуску у вигляді NAME=URL через кому. З іншим списком учасник отримує інший ID кластера й ніколи не приєднається до решти.
    .source = документація etcd, Clustering guide; перевірено на всіх серіях
setting-initial-cluster-state = new: кластер запускається вперше. Учасник, якого додають до запущеного кластера згодом, має existing.
    .source = документація etcd, Clustering guide; перевірено на всіх серіях
setting-initial-cluster-token = Частина того, з чого утворюються ID кластера й учасників: два кластери з різними токенами ніколи не візьмуть чужих учасників за своїх.
    .source = документація etcd, Clustering guide; перевірено на всіх серіях
setting-cert-file = Сертифікат, який учасник пред’являє клієнтам: у ньому мають бути імена й адреси, за якими вони підключаються.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-key-file = Приватний ключ цього сертифіката. Якщо його немає, він зашифрований або від іншого сертифіката, etcd завершується одразу після запуску.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-client-cert-auth = Учасник вимагає сертифікат від кожного клієнта. Без цього кожен, хто дістанеться до порту, читає й пише все.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-trusted-ca-file = CA, чиї сертифікати роблять когось клієнтом. Підключитися може кожен, хто має його сертифікат.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-client-cert-file = Сертифікат, який пред’являє власний шлюз учасника, коли підключається до нього.
    .source = список змін etcd 3.5; перевірено на 3.5–3.7
setting-client-key-file = Приватний ключ цього сертифіката.
    .source = список змін etcd 3.5; перевірено на 3.5–3.7
setting-peer-cert-file = Сертифікат, який учасник пред’являє іншим учасникам, і коли вони підключаються до нього, і коли він до них: йому потрібні обидва призначення й адреси учасника.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-peer-key-file = Приватний ключ цього сертифіката.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-peer-client-cert-auth = Учасник вимагає сертифікат від кожного, хто звертається до peer-порту. Без цього кожен, хто дістанеться до порту, може втрутитися як учасник.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-peer-trusted-ca-file = CA, чиї сертифікати роблять когось учасником. За ним учасник вирішує і те, кого приймати, коли підключається сам.
    .source = документація etcd, Transport security model; перевірено на всіх серіях
setting-heartbeat-interval = Як часто лідер надсилає heartbeat. Значно менший за RTT — зайва робота без користі; більший — довші вибори.
    .source = документація etcd, Tuning, Time parameters
setting-election-timeout = Скільки учасник чекає на лідера, перш ніж просити голоси. etcd не приймає значень, менших за 5 heartbeat і більших за 50 s; закоротке може спричинити непотрібні вибори.
    .source = документація etcd, Tuning, Time parameters
setting-quota-backend-bytes = Розмір, за якого etcd здіймає тривогу NOSPACE і приймає лише читання та видалення. Типове 0 означає 2 GiB; понад 8 GiB etcd не радить.
    .source = документація etcd, Maintenance, Space quota; перевірено на всіх серіях
setting-snapshot-count = Після скількох змін etcd записує знімок і викидає журнал до нього. До 3.5 типовим було 100 000, починаючи з 3.6 — 10 000.
    .source = документація etcd, Tuning, Snapshots; etcd --help усіх серій
setting-auto-compaction-mode = Що рахує auto-compaction-retention: periodic — час, revision — кількість ревізій.
    .source = документація etcd, Maintenance; перевірено на всіх серіях
setting-auto-compaction-retention = Скільки історії лишається; старіше компактизується. Типове 0 лишає все. Число без одиниці — години.
    .source = документація etcd, Maintenance; перевірено на всіх серіях
setting-listen-metrics-urls = Додаткові URL, що віддають лише метрики й стан, тож моніторингу не потрібен сертифікат клієнта.
    .source = документація etcd, Monitoring; etcd --help
setting-log-level = Найнижчий рівень, який потрапляє в журнал. Типово info.
    .source = etcd --help
setting-corruption-check = Чи порівнює учасник свої дані з даними інших, перш ніж комусь відповідати. Типово вимкнено.
    .source = документація etcd, Data corruption; до 3.5 — прапорець, починаючи з 3.6 — feature gate
setting-unlisted = Налаштування, про яке `etcd --help` не згадує.
    .source = вихідний код etcd, server/embed/config.go
setting-client-section = TLS клієнтського порту. У цьому розділі ключі без префікса. Ключ із помилкою або з іншим відступом мовчки ігнорується, і порт лишається відкритим.
    .source = документація etcd, Configuration file; перевірено на всіх серіях
setting-peer-section = TLS peer-порту: ті самі ключі, що й вище, але для інших учасників.
    .source = документація etcd, Configuration file; перевірено на всіх серіях
setting-socket-section = Параметри сокетів, на яких слухає etcd.
    .source = документація etcd, Configuration file

## preview: a file with the line under the cursor explained

preview-help = Рядок під курсором пояснено поруч із файлом або нижче. Вгору й Вниз — інший рядок, / — пошук, Enter веде до питання, яке визначає рядок, Esc закриває файл.
preview-question = Питання: { $question }, крок «{ $step }». Лишилося типове значення.
    .chosen = Питання: { $question }, крок «{ $step }». Це ваш вибір; типово — { $default }.
    .given = Питання: { $question }, крок «{ $step }». Це ваша відповідь.
    .row = Звідки: { $place }, крок «{ $step }».
preview-fixed = Жодне питання цього не змінює: так буде за будь-яких відповідей.
preview-help-text = etcd --help: { $text }
    .source = etcd --help серії { $version }
preview-etcd-default = Типово в самому etcd: { $text }
preview-no-question = Цього рядка не визначає жодне питання.
preview-back = Esc повертає до { $file }.
preview-cluster = Імена й адреси всіх учасників, крок «{ $step }».
preview-function = { $name }: { $text }
preview-unit = Юніт: як systemd запускає учасника. install.sh кладе його в /etc/systemd/system. Після зміни вручну: systemctl daemon-reload, далі перезапуск etcd, учасник за учасником.
    .source = systemd.unit(5)
preview-environment = Налаштування учасника у вигляді змінних, які systemd читає й передає etcd: ETCD_X — це прапорець --x. Після зміни перезапустіть etcd, учасник за учасником.
    .source = systemd.exec(5), EnvironmentFile=; документація etcd, Configuration options
preview-config-file = Налаштування учасника у вигляді YAML, який читає сам etcd. Невідомий ключ він мовчки ігнорує. Після зміни перезапустіть etcd, учасник за учасником.
    .source = документація etcd, Configuration file
preview-etcdctl = Це клієнт підвантажує у свою оболонку, щоб etcdctl знав кластер і сертифікат: . etcdctl.env у bash або zsh. Після цього etcdctl не приймає --endpoints, --cacert, --cert і --key: налаштування, задане обома способами, зупиняє його.
    .source = etcdctl --help; перевірено на всіх серіях
preview-haproxy = Балансувальник перед API-серверами Kubernetes, для HAProxy. Самому etcd він не потрібен: його клієнти знають усіх учасників.
    .source = документація HAProxy
preview-values = Що читають скрипти поруч: кожне значення — слово в одинарних лапках. Усе це випливає з плану: змінюйте план, а не цей файл.
preview-install = Встановлює учасника: користувача, каталоги, сертифікати, налаштування, юніт. Спершу все перевіряє, а вже потім змінює; повторний запуск довершує або підтверджує зроблене. etcd не запускає й не зупиняє.
preview-request = Створює ключі учасника на ньому самому й запити, які ви забираєте на підпис. Ключі машини не залишають.
preview-reachability = Проба перед справжнім запуском: на мить запускає etcd на всіх учасниках без TLS і даних та каже, яка адреса мовчить.
preview-single-node = Проба сертифікатів цього учасника: на мить запускає з ними один etcd на 127.0.0.1, із власними даними.
preview-make-certificates = Створює такі самі сертифікати через cfssl, у порядку certificates.list. Потрібен лише тим, хто не бере сертифікатів quorate.
preview-list = Що робить make-certificates.sh, по рядку на крок.
preview-cfssl-config = Що cfssl може підписувати: профіль для кожного виду сертифікатів із призначеннями та строком дії.
    .source = документація cfssl, signing profiles
preview-csr = Що має створити cfssl: ключ і сертифікат із цими іменами.
    .source = документація cfssl, CSR JSON
preview-sign-openssl = Підписує запити вашим CA через openssl. Із запиту береться лише ключ: що каже сертифікат, стоїть у файлах поруч.
preview-sign-cfssl = Те саме через cfssl.
preview-extensions = Що openssl має записати в один сертифікат, хоч би про що просив запит.
    .source = x509v3_config(5)
preview-plan = Усе, що ви вирішили, і нічого, що з цього випливає: quorate generate --plan створить такий самий комплект, але з іншими ключами.
preview-certificate = Сертифікат — яким він буде або яким його видано.
    .source = RFC 5280

## client: the variables of etcdctl.env

client-variable-api = Яким API користується etcdctl: 3. Вказувати це треба лише для 3.3 і старіших.
    .source = etcdctl --help
client-variable-endpoints = Куди підключається etcdctl: усі учасники, щоб узяти наступного, коли котрийсь не відповідає. Один-єдиний був би єдиною точкою відмови.
    .source = etcdctl --help
client-variable-authority = Файл CA, за яким перевіряють сертифікати учасників. Без нього діють CA самої машини, і жодному учасникові не довіряють.
    .source = etcdctl --help; перевірено на всіх серіях
client-variable-certificate = Файл сертифіката клієнта. Його CN — користувач, яким etcd вважає клієнта, коли автентифікацію ввімкнено.
    .source = etcdctl --help; документація etcd, Role-based access control
client-variable-key = Файл приватного ключа клієнта.
    .source = etcdctl --help
client-variable-place = З’ясовує, де лежить цей файл, щоб його можна було підвантажити звідусіль: bash і zsh це кажуть, інші оболонки — ні.
    .source = bash(1), BASH_SOURCE; zshmisc(1)

## haproxy: what its lines are

haproxy-global = Налаштування всього процесу.
    .source = документація HAProxy, 3
haproxy-defaults = Що беруть усі розділи нижче, якщо не кажуть іншого.
    .source = документація HAProxy, 4
haproxy-frontend = Звідки приходять з’єднання.
    .source = документація HAProxy, 4
haproxy-backend = Куди йдуть з’єднання.
    .source = документація HAProxy, 4
haproxy-log = Куди, у якому вигляді та як хто він пише журнал.
    .source = документація HAProxy, log
haproxy-user = Користувач і група, якими стає HAProxy, коли вже слухає.
    .source = документація HAProxy, user
haproxy-mode = tcp: байти передаються як є; http читав би їх, і TLS мусив би закінчуватися тут.
    .source = документація HAProxy, mode
haproxy-tcplog = Записує кожне з’єднання: скільки тривало й чим закінчилося.
    .source = документація HAProxy, option tcplog
haproxy-dontlognull = Не записує з’єднань, у яких нічого не надіслано, як-от перевірок стану.
    .source = документація HAProxy, option dontlognull
haproxy-connect = Скільки часу має сервер, щоб прийняти з’єднання.
    .source = документація HAProxy, timeout connect
haproxy-redispatch = Після стількох невдалих підключень пробує інший сервер.
    .source = документація HAProxy, option redispatch
haproxy-idle = Скільки може мовчати одна сторона, доки тунель не встановлено або коли друга вже закрила з’єднання.
    .source = документація HAProxy, timeout client
haproxy-check-time = Скільки може тривати перевірка стану після підключення.
    .source = документація HAProxy, timeout check
haproxy-tunnel = Скільки з’єднання може мовчати з обох боків. Watch у Kubernetes буває тихим годинами.
    .source = документація HAProxy, timeout tunnel
haproxy-keepalive = Система час від часу питає, чи другий кінець іще на місці, і якщо ні — закриває з’єднання.
    .source = документація HAProxy, option clitcpka
haproxy-bind = Адреса й порт, до яких підключаються клієнти Kubernetes.
    .source = документація HAProxy, bind
haproxy-default-backend = Який backend дістає ці з’єднання.
    .source = документація HAProxy, default_backend
haproxy-balance = Як обирається сервер: той, що має найменше з’єднань.
    .source = документація HAProxy, balance
haproxy-check = Як перевіряють стан сервера: чи приймає його порт з’єднання.
    .source = документація HAProxy, option tcp-check
haproxy-default-server = Що стосується кожного сервера: пауза між перевірками, скільки їх має не вдатися чи вдатися і що з’єднання з несправним сервером закриваються.
    .source = документація HAProxy, default-server
haproxy-server = Один сервер: API-сервер на машині учасника; check вмикає перевірку стану.
    .source = документація HAProxy, server

## value: what scripts read

value-cluster = Назва кластера, для повідомлень.
value-name = Ім’я учасника.
value-address = Перша адреса учасника, для команд, які виводить request.sh.
value-client-addresses = Адреси, до яких підключаються клієнти; install.sh перевіряє, чи є вони на машині.
value-peer-addresses = Адреси, до яких підключаються інші учасники.
value-count = Скільки учасників у кластері.
value-series = Серія etcd, для якої ці налаштування; якщо на машині інша, скрипт попередить.
value-binary = Де лежить програма.
value-data = Каталог даних.
value-wal = Каталог журналу WAL; порожньо, якщо він лежить разом із даними.
value-configuration = Каталог налаштувань.
value-pki = Каталог сертифікатів і ключів на учасникові.
value-unit = Назва юніта.
value-form = Чим є налаштування: змінними, прапорцями чи файлом конфігурації.
value-settings = Файл налаштувань; порожньо, якщо це прапорці.
value-other-settings = Файли, що могли лишитися від попереднього плану: цей юніт їх не читає.
value-user = Користувач, від якого працює etcd.
value-algorithm = Ключ якого виду створює request.sh.
value-authorities = Файли CA, яким довіряє учасник.
value-pairs = По рядку на сертифікат: для чого він, його файл, файл ключа й CA, що його підписує.
value-trial-clients = Де проба слухає клієнтів, без TLS.
value-trial-peers = Де проба слухає учасників, без TLS.
value-trial-cluster = Учасники пробного кластера.
value-trial-token = Токен пробного кластера: не такий, як у справжнього, щоб їх ніколи не сплутати.
value-heartbeat = Інтервал heartbeat у мілісекундах.
value-election = Тайм-аут виборів у мілісекундах.
value-members = По рядку на кожну адресу учасника: його ім’я та де він слухає клієнтів і учасників.
value-days = Скільки днів чинні сертифікати.
value-certificates = По рядку на сертифікат: його назва, для чого він, його імена й адреси.

## cfssl: the keys of its files, and the steps of the list

cfssl-signing = Що підписує CA з цих файлів.
cfssl-default = Профіль, який cfssl мовчки бере для невідомої йому назви. Він ні до чого не придатний і діє лише хвилину, щоб помилку було видно.
cfssl-profiles = Профілі за назвами: по одному на кожне призначення сертифікатів.
cfssl-profile = Один профіль: для чого й скільки часу можна використовувати сертифікат цього виду.
cfssl-usages = Key usage та extended key usage. server auth: до нього можна підключатися; client auth: із ним можна підключатися.
cfssl-expiry = Строк дії в годинах. Без нього кінцевий сертифікат чинний рік, а CA — п’ять.
cfssl-backdate = На скільки раніше за поточний момент починається строк дії, щоб його прийняв і годинник, який трохи відстає.
cfssl-constraint = Робить сертифікат CA і каже, скільки ще CA може бути під ним.
cfssl-common-name = CN. Для клієнта etcd бере його за ім’я користувача.
cfssl-hosts = Імена й адреси, для яких чинний сертифікат (SAN). Якщо підключаються за іменем, якого тут немає, сертифікат відхиляють.
cfssl-key = Вид і розмір ключа.
cfssl-names = Решта суб’єкта: організація (O), підрозділ (OU), країна (C), область (ST), місто (L).
cfssl-authorize = Що береться із запиту: лише його ключ. Інакше cfssl копіює все, про що просили.
cfssl-step-authority = Створює CA: його запит, сертифікат, ключ.
cfssl-step-sign = Створює сертифікат: профіль, запит, сертифікат, ключ і CA, що його підписує.
cfssl-step-append = Дописує сертифікат проміжного CA після того, який він підписав, щоб інші могли пройти ланцюжок.
cfssl-step-copy = Кладе копію туди, де вона потрібна, щоб кожен каталог можна було перенести на його машину окремо.

## key

key-accept = далі
key-take = взяти
key-start-from = почати з
key-fill-in = заповнити
key-yes = так
key-no = ні
key-open = відкр.
key-other-line = рядок
key-to-question = до питання
key-go-there = туди
key-generate = створити
key-what-is-missing = чого бракує
key-to-bundle = до комплекту
key-next-field = далі
key-previous-field = попереднє
key-up = вгору
key-down = вниз
key-choose = обрати
key-back = назад
key-close = закрити
key-cancel = скасувати
key-fill = шаблон
key-add-row = додати
key-remove-row = видалити
key-inspector = оглянути
key-inspector-hide = сховати
key-more = більше чи менше
key-changes = відмінності
key-save-plan = зберегти план
key-by-hand = скрипт
key-show-by-hand = вручну
key-mouse = миша
key-other-certificate = інший сертифікат
key-copy = копія
key-next-step = крок далі
key-previous-step = крок назад
key-page-up = гортати вгору
key-page-down = гортати вниз
key-help = довідка
key-all-keys = усі клавіші
key-undo = скасувати зміну
key-suspend = призупинити, назад до оболонки
key-redraw = перемалювати екран
key-new-draft = нова
key-delete-draft = видалити
key-filter = фільтр
key-drafts = список чернеток
key-redo = повторити зміну
key-quit = вихід
key-collapse = згорнути
key-to-tree = дерево
key-details = подробиці
key-search = пошук
key-other-match = інший збіг
key-next-match = наступний збіг
key-previous-match = попередній збіг
key-finding = зауваж.
key-previous-finding = попереднє зауваження
key-ends = строк
key-issuer = хто його підписав або чий це ключ
key-view = raw
key-other-tree = ланцюжки
key-handshakes = хто кого приймає
key-copy-whole = копіювати весь сертифікат як PEM
key-first = до першого рядка
key-last = до останнього рядка
key-load = навантаження
key-other-row = інший рядок
key-to-generate = створення
key-to-review = огляд
key-to-step = одразу на крок від 1 до 7
key-clear = стерти текст
key-delete-word = стерти слово
key-start = на початок
key-end = у кінець
key-complete = доповнити
key-reveal = показати/сховати

## readme

readme-intro = Усе, що потрібно кластеру etcd з назвою { $cluster }; створив quorate із plan.json: etcd { $version }, учасників: { $members }, клієнтів: { $clients }. Тут написано, що є що і як це розгорнути, по порядку.
readme-what = ЩО Є ЩО
readme-plan = що було вирішено
readme-manifest = усі файли та строк дії кожного сертифіката
readme-authority = CA (центри сертифікації) кластера; їхні ключі лишаються офлайн
    .one = CA (центр сертифікації) кластера; його ключ лишається офлайн
readme-members = що йде на цього учасника, і нічого більше
readme-clients = що отримує цей клієнт
readme-cfssl = запити, з яких cfssl створює такі самі сертифікати: sh cfssl/make-certificates.sh DIRECTORY
readme-load-balancer = haproxy.cfg для машини перед API-серверами
readme-settings = Інші налаштування etcd, як у plan.json: { $settings }.
readme-secret = Хто може скористатися { $keys }, той може створювати сертифікати, яким довіряють учасники й клієнти. Тримайте вміст authority/ офлайн, на зашифрованому носії, з копією в іншому місці, а парольну фразу зашифрованого ключа — окремо від нього: без них не поновити жодного сертифіката. Усі інші ключі — теж таємниця тих, у кого вони лежать. Строк дії сертифікатів — у manifest.json; самі собою вони не поновлюються.
    .foreign = Ключа вашого CA тут немає, його місце — у вашого CA. Кожен ключ учасника чи клієнта — таємниця однієї машини. Строк дії сертифікатів — у manifest.json; самі собою вони не поновлюються.
    .root = { $root } потрібен лише для того, щоб створити інший проміжний CA: перенесіть його з цього комплекту в найбезпечніше місце, яке маєте. Для підпису й поновлення досить { $signer }.
readme-trust = ХТО КОМУ ДОВІРЯЄ
    .clients = Клієнт довіряє учасникові, сертифікат якого ({ $server }) підписав { $server_ca } і який чинний для хоста, до якого клієнт підключився; учасник довіряє кожному клієнтові, сертифікат якого ({ $client }) підписав { $client_ca }.
    .peers = Так само учасники довіряють один одному: сертифікати ({ $peer }) підписує { $peer_ca }. Крім того, вони перевіряють, чи є адреса того, хто підключається, в SAN його сертифіката: учасник має підключатися з тієї адреси, з якою його внесено до списку. Сертифікат без SAN з адресою не звіряють.
    .peers-one = { $authority } підписує і для клієнтів, і для учасників, тож сертифікат клієнта пускає й на peer-порт. Клієнтів він не обслуговує, але там учасники обмінюються даними кластера. Закрийте його фаєрволом для всіх, крім учасників, або оберіть окремі CA для учасників і для клієнтів.
    .gateway = { $server } чинний і як клієнтський сертифікат: власний HTTP-шлюз учасника підключається з ним до учасника.
    .all = Поки не виконано etcdctl auth enable, кожен клієнтський сертифікат може читати й записувати все. Перед цим додайте для кожного клієнта користувача, названого за CN його сертифіката, з роллю: першим — root, із роллю root.
    .nobody = Без сертифіката не ввійде ніхто, навіть на самому учасникові.
    .plain-http = НЕБЕЗПЕКА: через http://127.0.0.1 будь-який користувач і процес на учасникові читає й записує все без сертифіката.
    .chain = Підписує проміжний CA, і його надсилають разом із кожним сертифікатом; довіряють усі кореневому CA ({ $root }), ключ якого більше нічого не підписує.
    .gateway-own = { $server } не годиться як клієнтський: власний HTTP-шлюз учасника підключається до учасника з { $gateway }.
    .gateway-off = { $server } не годиться як клієнтський, а etcd { $version } не вміє дати HTTP-шлюзу інший сертифікат: шлюз вимкнено.
    .shared = Усі учасники мають той самий { $server } і його ключ: хто вкраде його в одного, зможе видавати себе за кожного.
readme-rollout = РОЗГОРТАННЯ
    .release = Встановіть etcd { $release } або новіший випуск серії { $series }: у старіших є відомі вади (станом на { $until }).
    .first = Виконуйте ці команди в каталозі, де лежить цей файл. Вони входять як root; якщо це заборонено, копіюйте від іншого користувача, а install.sh запускайте через sudo.
    .first-sudo = Виконуйте ці команди в каталозі, де лежить цей файл. Вони входять як { $user } і користуються sudo, яке не має там питати пароль: інакше воно прийняло б за пароль рядки, які ви вставляєте. Якщо питає, виконуйте рядки по одному, з ssh -t замість ssh -n і з sudo замість sudo -n.
    .first-here = Виконуйте ці команди в каталозі, де лежить цей файл, на машині, на якій працюють учасники.
    .etcd = Спершу на кожному учасникові: etcd { $version } у { $binary }, з https://github.com/etcd-io/etcd/releases або з пакунка дистрибутива; правильний час через NTP; порт { $client } відкрито для клієнтів, порт { $peer } — для інших учасників. Робоча станція потребує etcdctl і доступу до порту { $client }.
    .etcd-here = Спершу на цій машині: etcd { $version } у { $binary }, з https://github.com/etcd-io/etcd/releases або з пакунка дистрибутива, і etcdctl. Порти { $client } і { $peer } мають бути вільні.
    .least = { $release } або новіший { $series }
    .copy = Скопіюйте на кожного учасника його каталог.
    .born-copy = Скопіюйте на кожного учасника його каталог; далі там буде створено його ключі.
    .born-request = Створіть ключі на самих учасниках (звідти вони нікуди не йдуть) і заберіть запити на сертифікати.
    .born-sign = Підпишіть запити й перевірте комплект.
    .born-back = Поверніть кожному учасникові його сертифікати.
    .passphrase = Буде запитано парольну фразу ключа CA.
    .named-ca = CA.crt — це сертифікат CA, а за ним ті, що над ним; CA.key — його ключ.
    .elsewhere-sign = Підпишіть усі запити з requests/: скопіюйте цей каталог туди, де лежить ключ CA, запустіть там із нього sign-with-openssl.sh або sign-with-cfssl.sh із сертифікатом і ключем CA та поверніть файли .pem у requests/. Якщо CA має інші засоби, у файлах .ext написано, що має бути в кожному сертифікаті, хоч би чого просив його запит.
    .elsewhere-import = Імпортуйте сертифікати й перевірте комплект. CA.crt — це сертифікат CA, а за ним ті, що над ним.
    .trial-network = Випробуйте мережу, на всіх учасниках одразу: etcd працює без TLS, без ваших даних і без прав root, доки всі не почують усіх, щонайбільше дві хвилини, і прибирає за собою.
    .trial-certificates = Випробуйте сертифікати, на кожному учасникові окремо: там запускається окремий учасник на 127.0.0.1 і знову завершується.
    .install = Встановіть: спершу install.sh усе перевіряє, нічого не запускає, і його можна виконати ще раз. Що він зробив би, покаже --dry-run.
    .start = Запустіть усіх учасників протягом кількох хвилин. Учасник готовий, коли є більшість, тож не чекайте на першого: з --no-block команда повертається одразу.
    .start-single = Запустіть учасника.
    .ask = Опитайте кластер, у bash або zsh: інші оболонки не можуть підвантажити звідси etcdctl.env.
    .no-client = Опитайте кластер: у цьому плані немає клієнта, тож немає й сертифіката, з яким питати. Додайте клієнта до плану.
    .remove = Видаліть копії, бо в них є ключі.
    .no-systemd = Без systemd (контейнер, інша система ініціалізації): install.sh так само кладе все на місце; не зважайте на те, що він каже про systemctl. Нехай те, що там запускає служби, запускає etcd на кожному учасникові від користувача { $user }.
    .no-systemd-command = Вручну, тут для першого учасника:
readme-kubernetes = KUBERNETES
    .text = Скопіюйте файли з clients/{ $client } на кожну машину control plane і дайте kube-apiserver такі прапорці:
    .kubeadm = Із kubeadm прапорці лишіть йому: скопіюйте файли й запишіть оце в ClusterConfiguration, який читає kubeadm init --config:
readme-backup = РЕЗЕРВНА КОПІЯ
    .text = Робіть її регулярно, з одного учасника, і тримайте в іншому місці: у ній усі дані відкритим текстом. Спершу підвантажте etcdctl.env клієнта, як у розділі РОЗГОРТАННЯ:
    .restore = Відновлення створює з файлу новий кластер, на всіх учасниках одразу; для цього є окрема процедура (документація etcd, «Disaster recovery»): випробуйте її, поки вона не знадобилася.
readme-renewal = ПОНОВЛЕННЯ Й ЗМІНИ
    .replaced = quorate sign одним кроком замінює цей каталог його наступним поколінням; cd "$PWD" переводить вашу оболонку в нове.
    .sign = Самі собою сертифікати не поновлюються. Перш ніж сплине їхній строк, поновіть усі з тими самими ключами, іменами й CA, у цьому каталозі: створіть запит для кожного ключа й підпишіть їх. Жоден не може пережити CA.
    .here = Для цього ключі CA мають лежати в authority/.
    .here-intermediate = Для цього в authority/ має лежати ключ проміжного CA, а ключ кореневого — ні.
    .lifetimes = Строк дії сертифікатів у днях — { $leaf }, а CA — { $authority }: останні { $leaf } він уже не може підписувати на такий строк. Коли строк CA спливає, усе, що він підписав, більше не діє. Новий CA — це нова довіра на кожному учасникові й клієнті та два перезапуски кожного учасника: починайте вчасно.
    .elsewhere = Самі собою сертифікати не поновлюються. Перш ніж сплине їхній строк, підпишіть запити з requests/ ще раз, як у розділі РОЗГОРТАННЯ: ключі лишаються ті самі. Попередні файли .pem спершу треба прибрати, бо ніщо їх не перезаписує.
    .born = Самі собою сертифікати не поновлюються. Перш ніж сплине їхній строк, поновіть усі, у цьому каталозі: скопіюйте каталог кожного учасника ще раз, створіть там ключі й запити та підпишіть їх. Ключі учасників стають новими там, де копії з розділу РОЗГОРТАННЯ видалено.
    .born-install = Переконайтеся, що кластер справний, поверніть кожному учасникові його сертифікати, встановіть їх, учасник за учасником, і видаліть копії, бо в них є ключі:
    .install = Переконайтеся, що кластер справний, скопіюйте каталог кожного учасника ще раз, встановіть його, учасник за учасником, і видаліть копії, бо в них є ключі:
    .after = etcd читає їх для кожного нового з’єднання: перезапуску не треба. Потім роздайте сертифікати клієнтам; деякі читають їх лише під час запуску. На учасниках *.bak-* у { $directory } — це старі файли; у них є ключі, їх можна видалити.
    .changes = Ця версія quorate не додає до наявного комплекту ні імен, ні адрес, ні учасників, ні клієнтів. Ніколи не встановлюйте поверх цього комплекту інший, навіть із того самого плану: у нього інший CA, а учасники з різними CA відрізають один одного. install.sh таке відхиляє.
readme-failures = ЯКЩО НЕ ПРАЦЮЄ
    .look = На учасникові: systemctl status { $service }, потім journalctl -u { $service } -n 50. Що там написано і що робити:
    .hangs = systemctl start { $service }  (зависає)
    .effectless = налаштування не діє
    .waits = Чекає на більшість учасників; запустіть решту. Перевірте, чи дістаються вони один до одного на порту { $peer }.
    .cluster-id = Учасники запустилися з різними списками або токенами, або хтось зберіг дані попередньої спроби. Зупиніть усіх, очистьте на всіх каталоги даних (нижче), встановіть і запустіть знову.
    .bootstrapped = Дані цього учасника зникли, але кластер його ще пам’ятає. Вилучіть його через etcdctl member remove, додайте через etcdctl member add і запустіть із { $setting } та списком, який виводить member add.
    .time = Годинник однієї з двох машин збився, або строк дії сертифіката минув: див. ПОНОВЛЕННЯ Й ЗМІНИ. Порівняйте date -u з датами в manifest.json.
    .san = Хтось підключався до A або з A, а сертифікат — для B. Підключайтеся до B або дайте хостові адресу B. Щоб мати сертифікат з A, див. ПОНОВЛЕННЯ Й ЗМІНИ.
    .authority = Сертифікат другого боку — від іншого CA: це файл з іншого комплекту. Встановіть каталог із того комплекту, на якому працює кластер, через install.sh --keep-data.
    .bind = Такої адреси на цій машині немає. Чи це каталог того учасника?
    .in-use = Тут працює інший etcd, можливо, з пакунка: systemctl disable --now etcd, потім встановіть ще раз.
    .permission = Ключ має належати користувачеві { $user }. Запустіть install.sh --keep-data ще раз: він виставляє власників і права.
    .shadowed = Налаштування задано і в середовищі, і прапорцем. Приберіть прапорець.
    .shadowed-flags = Налаштування задано і в середовищі, і прапорцем. Приберіть змінну.
    .no-effect = etcd ігнорує ключі, яких не знає, а поряд із файлом конфігурації — прапорці та змінні ETCD_. Порівняйте ключі в etcd.conf.yml із тими, які записав quorate: написання, відступ, розділ.
    .space = База даних досягла квоти й більше не приймає записів. kube-apiserver виконує компактизацію сам; для всього іншого задайте auto-compaction-retention. Щоб звільнити місце, з клієнтом, який може все:
    .empty = Лише для кластера, який ніколи не працював: зупиніть etcd на кожному учасникові, потім на кожному
readme-advice = ПОРАДИ
    .text = Дозволене, але нерозумне, або варте уваги:
readme-fixed = ЧИМ ЦЕ ВІДРІЗНЯЄТЬСЯ ВІД ПОСІБНИКА, З ЯКОГО ВЗЯТО СХЕМУ

## goodbye

goodbye-written = Комплект — у { $path }; що ввести далі, написано в його README.txt.

## output

output-no-directory = поточного каталогу більше немає: запустіть quorate в іншому

## place

place-member = Учасник { $row }, { $column }
place-client = Клієнт { $row }, { $column }

## viewer

viewer-title = quorate inspect
viewer-reading = читання … файлів: { $files }, об’єктів: { $items }
viewer-checking = перевірка підписів …
viewer-failed = Читання обірвалося: помилка quorate. Більше може показати --plain.
viewer-skipped = пропущено: { $count }
viewer-wait = Читаються файли …
viewer-nothing = У жодному файлі немає того, що читає quorate.
viewer-tree = Файли  { $row }/{ $rows }
viewer-forest = Ланцюжки  { $row }/{ $rows }
viewer-no-chains = серед цих файлів немає жодного сертифіката
viewer-days = { $days ->
        [0] <1 д
       *[other] { $days } д
    }
viewer-ended = минув
viewer-years = { $years } р
viewer-places = { $count ->
        [one] в { $count } файлі
        [few] у { $count } файлах
       *[many] у { $count } файлах
    }
viewer-files = файлів: { $count }
viewer-directory = Каталог
viewer-holds-files = Файли
viewer-serious = Зауваження
viewer-first-end = Перший строк
verdict-fine = ок
verdict-warning = увага
verdict-expires-soon = спливає
verdict-error = помилка
verdict-not-yet-valid = ще ні
verdict-expired = минув
verdict-revoked = відклик.
viewer-details = Подробиці
viewer-pem-title = PEM: { $what }
viewer-der-title = DER: { $what } — зсув, тип, значення
viewer-in-file = { $what } у { $path }
viewer-more = { $count ->
        [one] … ще { $count } рядок: Tab, потім PgDn
        [few] … ще { $count } рядки: Tab, потім PgDn
       *[many] … ще { $count } рядків: Tab, потім PgDn
    }
viewer-more-handshakes = { $count ->
        [one] … ще { $count } рядок: w
        [few] … ще { $count } рядки: w
       *[many] … ще { $count } рядків: w
    }
viewer-no-handshakes = із цих файлів не видно, хто до кого підключається
viewer-search = Пошук:
viewer-timeline = Чинні до
viewer-matches = збігів: { $count }
viewer-match = збіг { $number } з { $count }
viewer-no-match = тут нічого не збігається
viewer-no-search = пошуку ще не було: / починає пошук
viewer-no-finding = тут усе гаразд
viewer-ends = строк спливає { $date }; ще раз e — до наступного
viewer-ends-last = пізніше не спливає нічого
viewer-no-end = немає сертифіката зі строком дії
viewer-signed-itself = він підписав себе сам
viewer-still-checking = підписи ще перевіряються
viewer-no-issuer = того, хто його підписав, серед цих файлів немає
viewer-fingerprint = відбиток
viewer-pem = PEM
viewer-copied = надіслано до буфера обміну термінала: { $what }
viewer-no-fingerprint = тут немає відбитка, який можна скопіювати
viewer-no-copy = копіюються лише сертифікати, запити й списки відкликаних, а ключі — ніколи
viewer-raw-file = Сам файл не має ні PEM, ні DER: оберіть те, що в ньому.
viewer-raw-end = Того, чого тут немає, не показати ні в PEM, ні в DER.
viewer-raw-key = Приватний ключ не показують. quorate прочитав, який він, і нічого з нього не зберіг.
viewer-raw-other = Із цього збережено лише те, що є в подробицях ({ $kind }); PEM і DER показують для сертифікатів, запитів і списків відкликаних.
viewer-file = Файл
viewer-size = Розмір
viewer-also = Також у
viewer-bytes = { $count ->
        [one] { $count } байт
        [few] { $count } байти
       *[many] { $count } байтів
    }
viewer-items = { $count ->
        [one] { $count } об’єкт
        [few] { $count } об’єкти
       *[many] { $count } об’єктів
    }
viewer-line = { $kind }, рядок { $line }
viewer-authority = CA { $name }
viewer-certificate = серт. { $name }
viewer-anchor = корінь { $name }
viewer-unchecked = { $what } (не перевірено)
viewer-at-line = рядок { $line }
viewer-end-of = Обривається на
viewer-end-missing = видавця серед цих файлів немає: { $name }
    .short = тут немає: { $name }
    .hint = Надайте також файл із тим сертифікатом, і ланцюжок продовжиться.
viewer-end-other-key = підписано не тим ключем видавця, який є тут: { $name }
    .short = інший ключ: { $name }
    .hint = Знайдіть видавця, ідентифікатор ключа якого тут названо.
viewer-end-not-by-itself = називає видавцем себе, але підписаний не своїм ключем: { $name }
    .short = не він сам: { $name }
viewer-end-circle = підписаний сертифікатом, що стоїть під ним, і не є якорем довіри: { $name }
    .short = коло: { $name }
    .hint = CA підписали один одного. Надайте файл того, який підписав себе сам, і ланцюжок закінчиться на ньому.
viewer-end-long = далі не простежено; наступний — { $name }
    .short = триває: { $name }
viewer-request = запит { $name }
viewer-list = CRL від { $name }
viewer-key-of = { $kind } від { $name }
viewer-by = від { $name }
viewer-by-missing = від { $name } (тут немає)
viewer-by-unchecked = від { $name } (не перевірено)
viewer-not-by = не від { $name }, хоча ім’я збігається
viewer-not-by-itself = підписав не сам
viewer-help-title = Інспектор сертифікатів
viewer-help = Ліворуч — сертифікати за тим, хто їх підписав, кожен один раз, або файли; t перемикає між ними. Далі — скільки днів лишилося і найгірше зі знайденого. Enter відкриває те, що нижче, а серед файлів — також ланцюжок над сертифікатом; s веде до того, хто його підписав. Праворуч — що каже обраний об’єкт і що в ньому не так або дивно. Під ланцюжками — хто кого приймає; w показує це повністю.
viewer-help-search = Пошук дивиться на імена, суб’єктів, SAN, серійні номери, відбитки й назви файлів. Приватні ключі називаються, але ніколи не показуються й не копіюються.

## start

start-intro = Що ви маєте і чого хочете? Те, що ви зміните потім, таким і лишиться.
start-first = перший кластер
start-kubernetes = для Kubernetes
    .about = те саме, з клієнтським сертифікатом для kube-apiserver
start-own-ca = власний CA
    .about = те саме, підписує ваш наявний центр сертифікації (CA)
start-lab = лабораторія
    .about = три учасники на одній машині, два CA, щоб спробувати
start-tutorials = Я йду за посібником (його схема без його помилок)
start-picture = Хто що підписує і хто кому довіряє
start-certificates = Сертифікати
start-units = Юніти
start-special = Особливе
start-command = У командному рядку
    .same = quorate plan --preset { $preset } починає з тих самих відповідей.
    .members = quorate plan --preset { $preset } --member NAME=ADDRESS … починає з тих самих відповідей.
start-fixed = Чим це відрізняється від посібника, з якого взято схему

## picture

picture-ca = CA
picture-peer-ca = peer-CA
picture-client-ca = CA клієнтів
picture-server-ca = CA серверів
picture-root-ca = кореневий CA
picture-intermediate-ca = проміжний CA
picture-made = створено тут, ключ у файлі
    .root = створено тут, ключ можна сховати
picture-encrypted = створено тут, ключ зашифровано
picture-imported = ваш, читається з його файлів
picture-elsewhere = в іншому місці; запити туди, сертифікати назад
picture-server = сервер
picture-peer = peer
picture-member = учасник
picture-gateway = шлюз
picture-client = клієнт
picture-members = учасн.
picture-clients = клієнти
picture-own-gateway = свій шлюз
picture-each-member = один на учасника
picture-all-members = один на всіх
picture-each-client = один на клієнта
picture-one-per-host = кожен учасник на своїй машині
picture-shared-host = усі на одній машині: відмовляють разом
picture-keys-member = ; ключі створюють там

## certificates

certificates-count = { $count ->
    [one] { $count } сертифікат: { $parts }
    [few] { $count } сертифікати: { $parts }
   *[many] { $count } сертифікатів: { $parts }
 }

## ca

ca-credentials-passphrase = Парольна фраза
    .help = Шифрує ключ CA: 8 символів або більше. Її ніде не зберігають; без неї нічого не поновити. Ctrl-R показує її.
    .why = Типової немає. Оберіть таку, якої не вгадати, і тримайте там, де її знайде колега, поки вас немає: без неї нічого не поновити. Менше ніж 8 символів не приймається.
    .source = RFC 8018, PBES2
    .imported-help = Чим зашифровано ключ вашого CA; лишіть порожнім, якщо нічим. Її ніде не зберігають. Ctrl-R показує її.
    .missing = парольної фрази не введено
    .retype = введіть її на кроці сертифікатів (її ніде не зберігають, навіть між двома запусками)
    .long = { $limit ->
        [one] парольну фразу, довшу за { $limit } байт, не приймають: нічого не змінено
        [few] парольну фразу, довшу за { $limit } байти, не приймають: нічого не змінено
       *[many] парольну фразу, довшу за { $limit } байтів, не приймають: нічого не змінено
    }
    .unsafe = у парольній фразі не може бути керівних чи невидимих символів: нічого не змінено
ca-credentials-again = Ще раз те саме
    .help = Та сама парольна фраза ще раз: ключ, зашифрований з опискою, не розшифрувати. Ctrl-R показує її.
    .why = Того, що введено, ніхто не бачить, тож одна описка зробила б ключ непридатним.
    .source = власне рішення quorate
    .missing = нову парольну фразу введено лише один раз
    .differs = дві парольні фрази різні
    .hint = введіть в обидва поля те саме; Ctrl-R показує, що там стоїть, Ctrl-U стирає
ca-credentials-outlives-hint = { $days ->
    [one] CA діятиме ще { $days } день: дайте сертифікатам коротший строк або візьміть інший CA
    [few] CA діятиме ще { $days } дні: дайте сертифікатам коротший строк або візьміть інший CA
   *[many] CA діятиме ще { $days } днів: дайте сертифікатам коротший строк або візьміть інший CA
 }
ca-credentials-no-certificate = сертифіката CA, який ви надаєте, не вказано
    .hint = вкажіть його файл, наприклад `ca.crt`
ca-credentials-no-key = ключа CA, який ви надаєте, не вказано
    .hint = вкажіть його файл, наприклад `ca.key`; якщо сюди його принести не можна, оберіть для CA `elsewhere`

## axis

axis-placement-one-per-host = Машина на кожного учасника: машина, що відмовляє, забирає лише одного, а решта працює далі.
    .label = по одному на машині
axis-placement-shared-host = Кілька учасників на одній машині, для лабораторії: вони відмовляють разом. {"{"}name{"}"} у каталозі означає ім’я учасника.
    .label = усі на одній
axis-trust-one = Один CA: найменше клопоту. Хто здобуде його ключ, зможе створювати учасників і клієнтів, а сертифікат клієнта пускає й на peer-порт.
    .label = один CA
axis-trust-peer-and-client = Два CA: сертифікат клієнта на peer-порту нічого не вартий. Берегти доведеться два ключі CA замість одного.
    .label = peer і клієнти
axis-trust-separate = Три CA: сертифікат сервера не годиться як клієнтський. Шлюзу тоді потрібен власний; в etcd 3.4, де його дати не можна, шлюз вимкнено.
    .label = окремі
axis-trust-intermediate = Усі довіряють кореневому CA, а підписує проміжний: ключ кореневого можна сховати. Учасники пред’являють ланцюжок із двох.
    .label = проміжний
axis-arrangement-server-and-peer = По два на учасника. Якщо в peer-сертифікатів окремий CA, із вкраденим серверним ключем до розмови учасників не втрутитися.
    .label = сервер і peer
axis-arrangement-per-member = По одному на учасника, на все: менше файлів. Із вкраденим ключем можна видати себе за цього учасника перед клієнтами й учасниками.
    .label = по одному
axis-arrangement-shared-server = Один серверний ключ на всіх, peer-ключі окремі: із вкраденим у будь-кого з них можна видати себе за всіх перед кожним клієнтом.
    .label = спільний сервер
axis-arrangement-shared = Один ключ на все, на кожному учасникові: хто раз його вкраде, видасть себе за будь-кого з них, а заміна торкнеться всіх.
    .label = спільний
axis-ca-source-made = Створюється тут, ключ незашифрований, у файлі з правами 0600: хто його скопіює, створить будь-якого учасника й клієнта. Краще шифрувати.
    .label = незашифрований
axis-ca-source-encrypted = Рекомендовано: створюється тут, ключ зашифровано, тож копія файлу нічого не варта. Загубите парольну фразу — нічого не поновити.
    .label = зашифрований
axis-ca-source-imported = Ваш власний CA, читається під час створення комплекту; ключ не копіюється. Усьому іншому, що він підписує для клієнтів, etcd теж довіряє.
    .label = наявний
axis-ca-source-elsewhere = Ключа CA тут не буде: запити туди, сертифікати назад. Найбезпечніше для CA; доки вони не повернуться, нічого не працює.
    .label = деінде
axis-member-keys-here = Створюються тут і копіюються на кожного учасника разом із його каталогом: усі ключі є на цій машині, а ключі для інших машин ідуть мережею.
    .label = тут
axis-member-keys-member = Створюються на учасникові й не залишають його, сюди приходить лише запит. До кожного учасника доведеться сходити двічі, а не раз.
    .label = на учасникові

## preset

preset-recommended = сервер і peer: по сертифікату на учасника, один CA
    .certificates = Один CA; серверний і peer-сертифікат для кожного учасника, по одному для клієнта. ECDSA P-256.
    .units = Налаштування у файлі середовища поряд з ізольованим юнітом.
    .special = Нічого: це те, що рекомендує quorate.
preset-per-node = п’ять учасників, сертифікати з їхніми іменами, cfssl
    .certificates = Один CA; NAME.pem і NAME-peer.pem для кожного учасника, по одному для клієнта. RSA 2048, як у посібнику, хоча ECDSA P-256 стійкіший і швидший; у суб’єктах лише CN.
    .units = Налаштування прапорцями в юніті.
    .special = П’ять учасників на обладнанні класу medium; записуються також дані, з яких cfssl створює такі самі сертифікати.
preset-existing-ca = CA вашої організації, по одному сертифікату на учасника
    .certificates = Ваш власний CA, читається з його файлів; etcd.crt і etcd.key для кожного учасника, на все. RSA 2048, як у посібнику, хоча ECDSA P-256 стійкіший і швидший.
    .units = Налаштування в options.env; дані в /opt/etcd/data, WAL в /opt/etcd/wal, сертифікати в /etc/ssl/etcd.
    .special = Heartbeat 800 ms і вибори 4000 ms, для далеких або завантажених учасників: 4000 — найменше, що etcd приймає з 800.
preset-single-host = лабораторія: три учасники на одній машині, два CA
    .certificates = Один CA для учасників, один для серверів і клієнтів; серверний і peer-сертифікат для кожного учасника. ECDSA P-256.
    .units = etcd1.service, etcd2.service і etcd3.service, кожен із власними каталогами й портами; налаштування прапорцями.
    .special = Усі учасники на 127.0.0.1, порти з посібника: etcd2 має звичні для etcd 2379/2380, etcd1 — 2369/2370, etcd3 — 2389/2390, на десять менше й більше. Вони відмовляють разом.
preset-shared-certificate = control plane Kubernetes, один сертифікат на все
    .certificates = Один CA; kubernetes.pem на все для кожного учасника, чинний також для kubernetes.default. RSA 2048, як у посібнику, хоча ECDSA P-256 стійкіший і швидший.
    .units = Налаштування прапорцями в юніті; сертифікати в /etc/etcd.
    .special = Можна вказати балансувальник перед API-серверами: його адреса потрапляє до сертифіката. Запропоновано трьох учасників, а не двох.
preset-shared-server = один серверний сертифікат на всіх, peer — кожному свій
    .certificates = Один CA; server.pem однаковий на всіх учасниках, NAME.pem — для цього учасника серед інших. RSA 2048, як у посібнику, хоча ECDSA P-256 стійкіший і швидший.
    .units = Налаштування прапорцями в юніті; сертифікати в /etc/etcd/ssl.
    .special = Пробні скрипти перевіряють мережу й сертифікати до справжнього запуску.

## fixed

fixed-per-node-1 = Він дає серверним сертифікатам лише serverAuth: HTTP-шлюз кожного учасника, який підключається з цим сертифікатом до учасника, не працює, а в журналі повно рядків «incompatible key usage». Тут вони мають також clientAuth.
    .source = перевірено на etcd 3.3, 3.4 і 3.5
fixed-per-node-2 = Він просить кінцеві сертифікати на десять років від CA, який cfssl створює на п’ять: останні п’ять вони нічого не варті. Тут жоден кінцевий сертифікат не переживає свого CA.
    .source = перевірено з cfssl; RFC 5280 section 6.1
fixed-per-node-3 = Він дозволяє читати всі ключі кому завгодно (chmod 644) і роздає їх через звичайний HTTP, разом із ключем CA. Тут ключі читає лише власник, до свого учасника вони йдуть через SSH, а ключ CA не йде нікуди.
    .source = останній крок посібника
fixed-per-node-4 = Він вписує у ваш CA місце свого автора, та ще й переплутавши штат і місто (L=CA, ST=Los Angeles). Тут у сертифікатах немає місця, якщо ви його не введете.
    .source = X.520, stateOrProvinceName і localityName
fixed-per-node-5 = Він каже, що кластер без кворуму стає доступним лише для читання. Звичайні читання теж закінчуються тайм-аутом; відповідь мають лише serializable, і дані в ній можуть бути застарілі.
    .source = перевірено на etcd 3.4 і 3.5
fixed-existing-ca-1 = Він відкриває http://127.0.0.1:2379: будь-який користувач і процес на учасникові читає й записує все без сертифіката. Тут такого порту немає; його повернуло б питання «Локальний HTTP».
    .source = перевірено на etcd 3.4 і 3.5
fixed-existing-ca-2 = Його перший запис іде в /v2/keys, а це 404 з etcd 3.4. Тут усе працює через v3.
    .source = перевірено на etcd 3.4 і 3.5
fixed-existing-ca-3 = Він запускає etcd із Restart=always: вилучений учасник завершується з кодом 0, і його запускали б знову й знову. Тут стоїть on-failure.
    .source = перевірено на etcd 3.4 і 3.5
fixed-existing-ca-4 = Він не вказує токена кластера, тож у кожного кластера, створеного так, він etcd-cluster. Тут токен унікальний.
    .source = документація etcd, «Clustering guide», initial-cluster-token
fixed-existing-ca-5 = Його юніт не має ізоляції (systemd-analyze security: 9.2, UNSAFE). Тут юніт ізольований.
    .source = перевірено на systemd 252
fixed-single-host-1 = У його сертифікатах є 127.0.0.1 і більше нічого: вони діють, лише поки ця адреса в усіх учасників спільна. Тут кожен містить імена й адреси свого учасника, тож учасника можна перенести.
    .source = перевірено: peer-порт перевіряє адресу того, хто підключається
fixed-single-host-2 = Він запускає учасників по черзі: systemctl start etcd1 90 секунд чекає на кворум, якого бути не може, і завершується помилкою. Тут їх запускають разом, а systemctl не чекає.
    .source = перевірено на systemd 252
fixed-single-host-3 = Він записує etcd2.service через tee: якщо встановлено пакунок Debian, ця назва — посилання на юніт самого пакунка, і його буде перезаписано. Тут install.sh замінює посилання, а юніт пакунка лишається.
    .source = перевірено з etcd-server від Debian
fixed-single-host-4 = Він дає всім учасникам один серверний і один peer-ключ, а кожному ще й ключ клієнта. Тут у кожного учасника власні, а ключ клієнта йде лише до цього клієнта.
    .source = крок копіювання в посібнику
fixed-single-host-5 = Його служби працюють від root (systemd-analyze security: 9.6, UNSAFE). Тут etcd працює від окремого користувача, в ізольованому юніті.
    .source = перевірено на systemd 252
fixed-single-host-6 = Його токен — etcd-cluster-0, як у половині всіх посібників: кластери зі спільними токеном і адресою можуть змішатися. Тут він унікальний.
    .source = документація etcd, «Clustering guide», initial-cluster-token
fixed-shared-certificate-1 = У його initial-cluster бракує порту другого учасника, і etcd не запускається. Тут кожен URL має порт, а список однаковий на всіх учасниках.
    .source = перевірено на etcd 3.4 і 3.5
fixed-shared-certificate-2 = Через описку в назві змінної (loadbalanccer_ip) виходить порожній SAN без жодної помилки: адреси балансувальника бракує. Тут кожне ім’я й адресу перевіряють до підпису.
    .source = перевірено: etcd приймає порожній DNS SAN
fixed-shared-certificate-3 = У ньому два учасники: відмова будь-якого зупиняє всі записи. Тут запропоновано трьох, і один із них може відмовити.
    .source = etcd FAQ, «failure tolerance»
fixed-shared-certificate-4 = Він копіює єдиний ключ учасників на кожен робочий вузол: хто захопить вузол, зможе видавати себе за учасника. Тут ключ іде лише до учасників, а все інше, що підключається, має клієнтський сертифікат.
    .source = крок копіювання в посібнику
fixed-shared-certificate-5 = Його юніт запускає etcd від root і без Type=notify: systemd вважає готовим учасника, який не має кворуму. Тут etcd має окремого користувача й сам каже, коли готовий.
    .source = юніт від etcd; перевірено на systemd 252
fixed-shared-certificate-6 = Його токен — etcd-cluster-0, як у половині всіх посібників: кластери зі спільними токеном і адресою можуть змішатися. Тут він унікальний.
    .source = документація etcd, «Clustering guide», initial-cluster-token
fixed-shared-server-1 = Він дає серверному сертифікату лише serverAuth: HTTP-шлюз кожного учасника, який підключається з цим сертифікатом до учасника, не працює, а в журналі повно рядків «incompatible key usage». Тут він має також clientAuth.
    .source = перевірено на etcd 3.3, 3.4 і 3.5
fixed-shared-server-2 = Для його кінцевих сертифікатів просять десять років, а CA, який створює cfssl, діє п’ять: останні п’ять вони нічого не варті. Тут жоден кінцевий сертифікат не переживає свого CA.
    .source = перевірено з cfssl; RFC 5280 section 6.1
fixed-shared-server-3 = У кожному peer-сертифікаті є імена й адреси всіх учасників, тож будь-хто з них може видавати себе за іншого. Тут peer-сертифікат містить лише те, що належить його учасникові.
    .source = перевірено: peer-порт перевіряє адресу того, хто підключається
fixed-shared-server-4 = Його перший curl не має клієнтського сертифіката, що працювало до etcd 3.3 включно, і звертається до v2, а це 404 з 3.4. Тут кожен клієнт має сертифікат, і все працює через v3.
    .source = перевірено на etcd 3.3, 3.4 і 3.5
fixed-shared-server-5 = Він випробовує мережу кластером без TLS на справжніх портах, і його дані лишаються. Тут пробні скрипти прибирають за собою.
    .source = перший крок посібника
fixed-shared-server-6 = Він запускає etcd із командної оболонки: той завершується разом із сеансом і працює від користувача, який ввів команду. Тут etcd має ізольований юніт та окремого користувача.
    .source = останній крок посібника
fixed-shared-server-7 = Його токен — etcd-cluster-1, як у багатьох посібниках: кластери зі спільними токеном і адресою можуть змішатися. Тут він унікальний.
    .source = документація etcd, «Clustering guide», initial-cluster-token

## presets

presets-answers = Відповіді, які відрізняються від рекомендованих, як прапорці quorate plan
presets-times = усього { $count }

## cluster

cluster-files-no-host = жодного хоста не звірено з іменами сертифіката: --for HOST каже, куди підключаються
cluster-files-accepted = прийнято з попередженням: { $handshakes }
cluster-files-key-alone = `{ $file }` — ключ, до якого не вказано жодного сертифіката
cluster-files-key-elsewhere = `{ $file }` не є ключем жодного сертифіката `{ $name }`
cluster-files-key-unread = `{ $file }` не вдається звірити із сертифікатами: { $why }
cluster-files-nobody = у `{ $file }` немає жодного сертифіката: кому його дано, той не довіряє нікому
cluster-files-file = `{ $file }`: { $sentence } [{ $code }]
cluster-files-left-out = `{ $name }` не має тут сертифіката { $option }: рукостискань із ним не оцінено
cluster-files-alone = `{ $name }` — єдиний учасник із сертифікатом --peer: інших учасників для рукостискань немає
cluster-files-caller-open = `{ $name }` не має адреси: чи приймуть його учасники за тим, звідки він підключається, не оцінено; адресу вказує --from { $name }=ADDRESS

## explain

audit-plan-clusters = { $count ->
    [one] ці файли запускають { $count } кластер: { $clusters }
    [few] ці файли запускають { $count } кластери: { $clusters }
   *[many] ці файли запускають { $count } кластерів: { $clusters }
 }
    .hint = вкажіть один із них через --cluster: його токен або когось з учасників
audit-plan-cluster = `{ $token }` ({ $members })
audit-plan-no-cluster = жоден кластер тут не має токена, імені чи учасника `{ $name }`, є лише { $clusters }
audit-plan-obstacle = цього не опише жоден план: { $why }
    .hint = виправте це або почніть власний план: quorate plan
audit-plan-discovery = учасники знаходять один одного через `{ $setting }`, тож у жодному файлі не сказано, хто вони; спершу перелічіть усіх в `initial-cluster`
audit-plan-data = у жодному файлі не сказано, де дані: план бере /var/lib/etcd
audit-plan-lists = списки учасників різні, як у кластера, що виріс: у плані є всі учасники з усіх списків; приберіть тих, кого вилучено
audit-plan-configuration = налаштування лежать у { $found }, що належить не лише etcd: у плані вони в { $becomes }
audit-plan-certificates = сертифікати лежать у { $found }, що належить не лише etcd: у плані вони в { $becomes }
audit-plan-root = etcd працює від `root`, у плані — теж: з окремим користувачем той, хто зламає etcd, не дістався б до всього іншого
audit-plan-wal = журнал WAL лишається в { $path }: учасник, який запускається там уперше, мусить мати право писати в каталог над ним, бо etcd створює поруч другий каталог і перейменовує його
audit-plan-wal-inside = журнал WAL лишається в { $path }, у каталозі даних: etcd таке приймає, але під час кожного запуску пише в журнал `found invalid file under data directory`
audit-plan-open = значення `{ $setting }` стане відоме лише тоді, коли etcd працюватиме
audit-plan-left-out = `{ $member }`: не ввійшло до плану: { $why }
audit-plan-difference = `{ $member }`: { $setting } було { $was }, стане { $becomes }
audit-plan-nothing = не задано
audit-plan-changed = План змінює:
audit-plan-unchanged = Інакше, ніж тепер, але без зміни кластера:
audit-plan-file = файл, який записує quorate
audit-plan-first-start = важить лише під час першого запуску учасника
audit-plan-loopback = відповідає також на власній машині, тим самим сертифікатам
audit-plan-log = як записуються рядки журналу
audit-plan-same = той самий кластер: так
    .unseen = той самий кластер: так для { $seen }; не порівняно: { $unseen }, їхніх файлів тут немає
    .not = той самий кластер: ні, бо змінилося б { $changes }
audit-plan-change = { $setting } ({ $members })
audit-none-runs = на цій машині не працює жоден etcd, наскільки видно цьому користувачеві
    .hint = запустіть від root або вкажіть юніт, маніфест чи налаштування: quorate audit /etc/systemd/system
explain-severity = Рівень:
explain-found = Можливі причини (більше скаже quorate explain CODE):
explain-found-more = і ще { $more }: їх перелічить quorate explain 'THE LINE', а вирішать quorate judge і quorate inspect https://HOST:PORT
explain-unknown-line = жоден урок не пояснює рядка `{ $text }`
    .hint = візьміть частину від `tls:` або `x509:`; що написав би etcd про сертифікати, каже quorate judge, а що пред’являє сервер — quorate inspect https://HOST:2379
explain-log = { $lines ->
    [one] { $lines } рядок
    [few] { $lines } рядки
   *[many] { $lines } рядків
 }, { $groups ->
    [0] і жоден урок не знає серед них такого, що попереджає.
    [one] і варто знати { $groups } річ:
    [few] і варто знати { $groups } речі, найгірші спершу:
   *[many] і варто знати { $groups } речей, найгірші спершу:
 }
explain-log-times = { $count ->
    [one] { $count } раз
    [few] { $count } рази
   *[many] { $count } разів
 }
explain-log-at = , о { $first }
explain-log-when = , з { $first } до { $last }
explain-log-about = , про { $about }
explain-verify-number = Номер { $number } в OpenSSL — це `{ $words }`.
explain-in-go = У Go, а отже й в etcd, це звучить так: `{ $go }`.
explain-in = У { $place }:
explain-in-nothing = Ніщо в { $place } не пояснює цього рядка. Процес може користуватися іншими файлами або прочитав їх раніше: сертифікати й ключі etcd читає під час кожного рукостискання, а CA — лише під час запуску.
explain-in-none = Ніщо в { $place } не має цієї вади.
explain-in-certificate = У рядку йдеться про { $count ->
    [1] цей сертифікат
    [one] один із цих сертифікатів
    [few] один із цих сертифікатів
   *[many] один із цих сертифікатів
 }:
explain-in-other = Жоден тамтешній сертифікат не має імен чи дат, про які каже рядок: процес користується іншим.
explain-log-unknown = { $count ->
    [one] { $count } рядок рівня warn або вище, якого не знає жоден урок:
    [few] { $count } рядки рівня warn або вище, яких не знає жоден урок, за частотою:
   *[many] { $count } рядків рівня warn або вище, яких не знає жоден урок, за частотою:
 }

# Why etcd can't read a config file. Each follows "the line isn't YAML that etcd reads: ".
yaml-fault =
    .not-utf-8 = це не UTF-8
    .control-character = тут є керівний символ
    .tab = відступ зроблено табуляцією
    .version = директива вимагає іншої версії YAML, ніж 1.1
    .too-deep = вкладеність заглибока, щоб це прочитати
    .too-many = псевдоніми (alias) розгортаються в завелику кількість значень
    .holds-itself = якір містить псевдонім (alias) самого себе
    .unknown-anchor = якоря з такою назвою раніше немає
    .merge = `<<` приймає мапу або список мап
    .key = ключ має бути словом
    .not-finite = у JSON немає числа { $value }
    .tag = тип `{ $value }` — не той, який називає його тег

# What a value of a config file is, and what etcd takes there.
config-value =
    .file = файл
    .nothing = порожнє значення
    .switch = true або false без лапок
    .number = число без лапок
    .negative = від’ємне число
    .fraction = дробове число
    .nanoseconds = кількість наносекунд
    .text = текст
    .list = список
    .map = мапа

## prompt

prompt-intro = Майстер рядок за рядком. Enter лишає те, що в дужках; ? пояснює питання, < веде назад, - бере типове значення, /слово веде до питання, у назві якого є це слово (/start: до того, з чого можна почати). Ctrl-D — вихід; відповіді зберігаються.
prompt-step = Крок { $step } з { $steps }: { $name }
prompt-refused = Не прийнято: { $why }
prompt-start = Почати з
prompt-member = Учасник { $row }, ім’я та адреса
prompt-cell = Учасник { $row }, { $label }
prompt-clients = Клієнти
    .help = Перелічіть усіх: кого пропустите, той не отримає сертифіката.
prompt-clients-lines = Усі клієнти через пробіл, наприклад: root kube-apiserver-etcd-client. NAME=CN дає клієнтові інший CN.
prompt-more = Ще на цьому кроці
    .help = «так» ставить питання вище по одному; «ні» лишає все, як є. Слово з назви після скісної риски веде до одного з них.
prompt-more-lines = Більшість лишає так:
prompt-write = Записати
prompt-save = p зберігає лише план, b — скрипт, що створює ті самі сертифікати через openssl.
prompt-write-to = { $files ->
    [one] Записати { $files } файл у { $path }
    [few] Записати { $files } файли в { $path }
   *[many] Записати { $files } файлів у { $path }
 }
prompt-yes = так
prompt-no = ні
prompt-yes-or-no = відповідь `{ $text }` незрозуміла: введіть «так» або «ні» (yes, no)
prompt-no-choice = `{ $text }` серед них немає: введіть число від 1 до { $count } або слово після нього
prompt-no-label = Немає питання, у назві якого є `{ $text }`.
    .secret = Немає питання, у назві якого є це слово. У парольній фразі щонайменше 8 символів.
prompt-not-written = Нічого не записано. Щоб змінити відповідь, введіть скісну риску й слово з її назви, наприклад /heartbeat; Ctrl-D — вихід, відповіді зберігаються.
prompt-summary = Відповіді:
prompt-advice = { $severity }: { $text }
prompt-secret = Поки ви вводите, нічого не видно.
    .new = ? пояснює питання, < веде назад, скісна риска зі словом із назви веде до питання: тут — щонайбільше 7 символів разом, бо в парольній фразі їх щонайменше 8.
    .existing = Сам знак ? пояснює питання, сам знак < веде назад. Усе інше вважається парольною фразою.
prompt-tier = { $tier }: клієнтів { $clients }, запитів/с { $requests }, даних { $data }, вузлів Kubernetes { $nodes }
prompt-member-missing = введіть ім’я та адресу, наприклад etcd-1 10.0.0.1; досить і самої адреси
prompt-drafts = Чернетки, найновіші спершу:
    .help = Номер чернетки продовжує її з того місця, де ви зупинилися, номер комплекту перевіряє його; n починає новий кластер; x із номером, наприклад x 2, видаляє чернетку, а u її повертає; частина імені показує лише ті, що її містять.
prompt-bundles = Створені раніше комплекти:
prompt-bundle-plan = Почати чернетку з його плану? [ні]:{" "}
prompt-draft = Чернетка (номер, n — новий кластер, ? — довідка) [{ $offered }]:{" "}
prompt-draft-step = крок { $step } { $name }
prompt-draft-delete = Видалити чернетку { $name }? [ні]:{" "}
prompt-draft-deleted = Чернетку { $name } видалено; u поверне її, доки ви не вийдете.
prompt-no-draft = чернетки { $number } немає: введіть номер від 1 до { $count } або n
prompt-no-draft-named = жодна чернетка не має `{ $text }` в імені
prompt-left = Нічого не записано. Відповіді збережено, їх буде запропоновано під час наступного запуску.
    .nowhere = Нічого не записано, і відповіді не збережено.
prompt-making = Створення ключів і сертифікатів: { $count }.

## by hand

by-hand-certificate = { $role }, { $owner }: { $serves }.
by-hand-anchors = Хто перевіряє сертифікати, тому потрібен поруч якір довіри: кожному учасникові й кожному клієнтові.
by-hand-ask = Коли вони працюють, запитайте кластер із сертифікатом клієнта { $name }:
by-hand-chain = Хто довіряє лише кореневому CA, тому потрібен проміжний CA за сертифікатом.
by-hand-copy = Звідти, де зроблено сертифікати, скопіюйте каталог учасника на його машину:
by-hand-default = Введено неправильно, тому тут стоїть типове значення: { $fields }.
by-hand-digits = Два CA з однаковою назвою важко розрізнити, тому після назви йдуть випадкові цифри.
by-hand-hardware = Що визначає обладнання, як прапорці etcd на кожному учасникові:
by-hand-imported = Ваш CA: CA_CERT і CA_KEY — файли його сертифіката та його приватного ключа (PEM).
by-hand-install = На { $name }, від root, у каталозі { $name }, скопійованому до домашнього каталогу { $user }; для учасника, на якому ще нічого немає. Навіщо кожен рядок файлів, сказано в коментарях тих, що пише quorate.
    .here = На цій машині, від root, у каталозі комплекту members/{ $name }; для учасника, на якому ще нічого немає. Навіщо кожен рядок файлів, сказано в коментарях тих, що пише quorate.
by-hand-keys = Сертифікати може читати кожен, ключі — лише користувач etcd.
by-hand-members = Перший запуск: у всіх учасників той самий список і той самий токен. З прапорців etcd на { $name }:
by-hand-missing = Ще немає відповіді або вона неправильна, тому тут стоїть слово великими літерами: { $fields }.
by-hand-no-plan = Ці відповіді поки не узгоджуються; повідомлення біля поля каже чому.
by-hand-passphrase = Спершу, окремим рядком, парольна фраза ключа CA: stty -echo; read -r CA_PASSPHRASE; stty echo; export CA_PASSPHRASE
by-hand-settings = Те саме рядками файлу { $path }:
by-hand-start = Учасник готовий, коли працює більшість: запустіть усіх протягом кількох хвилин.
by-hand-help = Команди, які роблять те саме, що й цей крок, з вашими відповідями: щоб прочитати, повчитися або ввести самому. Ніхто їх не запускає.
reader-help = Файл таким, яким його записано або буде записано. Приватного ключа ніколи не видно.
by-hand-title = Те саме вручну
by-hand-elsewhere = CA цього плану підписує в іншому місці: тут немає ключа, яким підписати
    .hint = створіть комплект: у його requests/ є sign-with-openssl.sh і sign-with-cfssl.sh
by-hand-on-members = учасники цього плану створюють ключі самі
    .hint = створіть комплект: install.sh створює ключі на кожному учасникові, а в requests/ є скрипти, які підписують
by-hand-refused = оберіть інший каталог виводу; файл ляже поруч із ним
by-hand-written = Команди записано: перегляньте їх, потім виконайте sh { $path } DIR, де DIR — новий каталог, який вони створять
    .beside = { $taken } уже існує, тому вони поруч: перегляньте їх, потім виконайте sh { $path } DIR, де DIR — новий каталог, який вони створять

## plan

plan-saved = План записано. Потім: quorate generate --plan { $path }
    .beside = { $taken } уже існує, тому план поруч. Потім: quorate generate --plan { $path }

## counted

counted-files = { $count ->
        [one] { $count } файл
        [few] { $count } файли
       *[many] { $count } файлів
    }
counted-certificates = { $count ->
        [one] { $count } сертифікат
        [few] { $count } сертифікати
       *[many] { $count } сертифікатів
    }
counted-hosts = { $count ->
        [one] { $count } хост
        [few] { $count } хости
       *[many] { $count } хостів
    }
counted-members = { $count ->
        [one] { $count } учасник
        [few] { $count } учасники
       *[many] { $count } учасників
    }
counted-clients = { $count ->
        [one] { $count } клієнт
        [few] { $count } клієнти
       *[many] { $count } клієнтів
    }
counted-handshakes = { $count ->
        [one] { $count } рукостискання
        [few] { $count } рукостискання
       *[many] { $count } рукостискань
    }
counted-places = { $count ->
        [one] { $count } місце
        [few] { $count } місця
       *[many] { $count } місць
    }
counted-errors = { $count ->
        [one] { $count } помилка
        [few] { $count } помилки
       *[many] { $count } помилок
    }
counted-warnings = { $count ->
        [one] { $count } попередження
        [few] { $count } попередження
       *[many] { $count } попереджень
    }
counted-notes = { $count ->
        [one] { $count } примітка
        [few] { $count } примітки
       *[many] { $count } приміток
    }
counted-at-places = { $found } ({ $places })
severity-note = примітка
severity-warning = попередження
severity-error = помилка
severity-hint = порада

## lab

key-lab-pause = пауза
key-lab-step = крок
key-lab-step-back = назад
key-lab-start-stop = стоп/старт
key-lab-put = запис
key-lab-read = читання
key-lab-read-local = serializable-читання
key-lab-isolate = ізолювати
key-lab-cut = розрізати
key-lab-slow = сповільнити його зв’язки або повернути як було
key-lab-transfer = передати йому лідерство
key-lab-add = додати учасника
key-lab-add-learner = додати learner
key-lab-promote = дати learner право голосу
key-lab-remove = вилучити учасника
key-lab-wipe = стерти диск зупиненого учасника
key-lab-faster = швидше
key-lab-slower = повільніше
key-lab-save = зберегти сценарій
key-lab-kill = вбити
key-lab-freeze = заморозити
key-lab-prompt = etcdctl
key-lab-list = журнал
key-lab-replace = вилучити; тоді вбити, стерти дані, додати знову
key-lab-copy = скопіювати останню команду
key-lab-no-cut = зв’язки тут не розрізати
key-lab-run = виконати
lab-title = quorate lab
lab-head = такт { $tick }, повідомлень у дорозі: { $under_way }
lab-running = триває, тактів за секунду: { $speed }
lab-paused = пауза
lab-still = ніхто не працює: час стоїть
lab-etcd-other = Це симуляція; справжні учасники: quorate lab --etcd. ? пояснює екран і клавіші.
lab-scenario-end = Сценарій завершено. Space — далі, Left — крок назад.
lab-saved = Сценарій записано. Відтворити: quorate lab --replay { $path }
    .beside = { $taken } уже існує, тому цей поруч: quorate lab --replay { $path }
lab-save-refused = запустіть quorate lab у каталозі, куди можна писати
lab-at-start = це початок
lab-removed-for-good = його вилучено назавжди: a додає нового учасника
lab-wipe-stopped = спершу зупиніть його (Enter): стерти можна лише диск зупиненого учасника
lab-cut-nothing = розріз проходить під вибраним учасником: оберіть не останнього
lab-full = у лабораторії вміщується дев’ять учасників
lab-no-leader = немає лідера, який міг би передати лідерство
lab-column-member = учасн.
lab-column-role = роль
lab-column-term = терм
lab-column-log = журн.
lab-column-commit = коміт
lab-column-vote = голос
lab-column-value = знач.
lab-column-waited = таймер
lab-column-links = зв’язки
lab-role-leader = лідер
lab-role-follower = послідовник
lab-role-lonely = без лідера
lab-role-learner = learner
lab-role-lonely-learner = learner, сам
lab-role-joining = приєднується
lab-role-pre-candidate = pre-vote
lab-role-candidate = кандидат
lab-role-stopped = зупинений
lab-role-new = не запущений
lab-role-crashed = паніка
lab-role-removed = вилучений
lab-links-isolated = ізольований
lab-links-side-a = сторона A
lab-links-side-b = сторона B
lab-links-slow = повільні
lab-quorum = Кворум є: { $reached } з { $voters } голосів, треба { $majority }; лідер { $leader }
lab-quorum-without-leader = Кворум є: { $reached } з { $voters } голосів, треба { $majority }; лідера ще немає
lab-quorum-lost = Кворуму немає: { $reached } з { $voters } голосів, треба { $majority }
lab-writes = Записи й лінеаризовані читання працюють на { $members }.
lab-writes-wait = Записи й лінеаризовані читання на { $members } чекають на лідера.
lab-writes-none = Записи й лінеаризовані читання не працюють: тайм-аут після 70 тактів.
lab-reads = На serializable-читання відповідають { $members }; дані можуть бути застарілі.
lab-reads-none = Жоден учасник не відповідає клієнтам: ніхто не працює або після запуску ще не мав лідера.
lab-failures = { $voters ->
        [one] Голосів { $voters }, більшість { $majority }: витримує { $tolerance }; відмовило: { $failed }, може відмовити ще: { $spare }.
        [few] Голосів { $voters }, більшість { $majority }: витримує { $tolerance }; відмовило: { $failed }, може відмовити ще: { $spare }.
       *[many] Голосів { $voters }, більшість { $majority }: витримує { $tolerance }; відмовило: { $failed }, може відмовити ще: { $spare }.
    }
lab-failures-lost = { $voters ->
        [one] Голосів { $voters }, більшість { $majority }: витримує { $tolerance }; відмовило: { $failed }. Мають повернутися: { $missing }.
        [few] Голосів { $voters }, більшість { $majority }: витримує { $tolerance }; відмовило: { $failed }. Мають повернутися: { $missing }.
       *[many] Голосів { $voters }, більшість { $majority }: витримує { $tolerance }; відмовило: { $failed }. Мають повернутися: { $missing }.
    }
lab-requests = Запити клієнтів
lab-requests-none = Поки немає. p записує значення через вибраного учасника, r читає там, R читає те, що він має.
lab-request-waits = { $what }: чекає, { $waited } з 70 тактів
lab-request-done = { $what }: виконано
lab-request-read = { $what }: прочитано { $value }
lab-request-empty = { $what }: прочитано порожнє
lab-request-failed = { $what }: { $why }
lab-request-failed-yet = { $what }: { $why }, але зміна набула чинності
lab-log = Чому
lab-log-scrolled = Чому (нижче ще { $count }: PgDn)
lab-asks-pre-votes = { $member } не чує лідера (тактів: { $silent }): питає про pre-vote для терму { $term }
lab-asks-votes = { $member } має більшість pre-vote: піднімає терм до { $term } і просить голоси
lab-takes-over = { $member } отримує лідерство від лідера: піднімає терм до { $term } і просить голоси без pre-vote
lab-grants-pre-vote = { $member } проголосував би за { $to } у термі { $term }
lab-grants-vote = { $member } голосує за { $to } у термі { $term }
lab-refuses-log = { $member } відмовляє { $to } у { $kind ->
        [pre] pre-vote
       *[real] голосі
    }: його власний журнал новіший
lab-refuses-voted = { $member } відмовляє { $to } у { $kind ->
        [pre] pre-vote
       *[real] голосі
    }: у цьому термі він голосував за { $other }
lab-refuses-leader = { $member } відмовляє { $to } у { $kind ->
        [pre] pre-vote
       *[real] голосі
    }: у цьому термі його лідер { $leader }
lab-refuses-term = { $member } відмовляє { $to } у { $kind ->
        [pre] pre-vote
       *[real] голосі
    }: терм { $term } застарілий
lab-ignores = { $member } не зважає на { $from }, який просить голоси: він нещодавно чув лідера { $leader } (тактів тому: { $heard })
lab-loses-pre-vote = { $member } не може зібрати більшість pre-vote: терм не змінює й чекає
lab-loses-vote = { $member } не може зібрати більшість голосів: чекає на іншого лідера
lab-leads = { $member } стає лідером у термі { $term } (голосів: { $votes ->
        [one] { $votes }
        [few] { $votes }
       *[many] { $votes }
    }) і починає з порожнього запису { $index }
lab-follows = { $member } іде за лідером { $leader } у термі { $term }
lab-newer-term = { $member } дізнається про терм { $term } від { $from } і переходить на нього
lab-newer-term-leader = { $member } дізнається про терм { $term } від { $from }: він більше не лідер
lab-no-quorum = { $member } складає повноваження лідера: за тайм-аут виборів відповіли { $heard }, а треба { $majority }
lab-commits = { $member } комітить записи до { $index }: більшість має їх на диску
lab-overwrites = { $member } замінює записи з { $from } до { $to }, яких ніхто не закомітив, на записи лідера
lab-hands-over = { $member } передає лідерство { $to }, щойно той матиме весь журнал
lab-keeps-leading = { $member } лишається лідером: { $to } не перебрав лідерство за тайм-аут виборів
lab-changed = { $member } застосовує зміну: { $what }; голосів { $voters ->
        [one] { $voters }
        [few] { $voters }
       *[many] { $voters }
    }, більшість { $majority }
lab-change-voter = { $other } голосує
lab-change-learner = { $other } стає learner
lab-change-promote = learner { $other } тепер голосує
lab-change-remove = { $other } вилучено
lab-change-too-early = { $member } відкидає зміну складу: попередню ще не застосовано. Клієнтові про це не скажуть: він чекає даремно
lab-confirms = { $member } усе ще лідер, бо відповіла більшість: читання бачать усе закомічене до { $index }
lab-starts = { $member } запускається з тим, що має на диску
lab-starts-empty = { $member } запускається з порожнім диском, щоб приєднатися до кластера, і чекає, доки озветься лідер
lab-starts-anew = { $member } запускається з порожнім диском як засновник нового кластера: ніхто не каже йому, що він уже ним був
lab-start-bootstrapped = { $member } одразу завершується: member { $member } has already been bootstrapped. Його диск порожній, а інші його знають: вилучіть його й додайте нового учасника
lab-start-no-peers = { $member } одразу завершується: cannot fetch cluster info from peer urls. Він має приєднатися до кластера, але не може зв’язатися з жодним учасником, що працює
lab-stops = { $member } зупинено одразу; диск лишається
lab-wiped = { $member } втратив свій диск
lab-removed = { $member } дізнається, що його вилучено, і завершується назавжди
lab-crashes-range = { $member } завершується з panic: tocommit({ $commit }) is out of range [lastIndex({ $last })]. Він утратив те, що мав; вилучіть його й додайте нового
lab-crashes-conflict = { $member } завершується з panic: запис { $index } суперечить тому, що він закомітив
lab-isolated = { $member } відрізано від усіх інших
lab-rejoined = { $member } знову на зв’язку
lab-slowed = зв’язки { $member } тепер повільні
lab-quickened = зв’язки { $member } знову швидкі
lab-cut = мережу розрізано надвоє: { $side } на стороні A, усі інші на стороні B
lab-healed = мережа знову ціла
lab-done = { $member }: { $what } виконано за { $took ->
        [one] { $took } такт
        [few] { $took } такти
       *[many] { $took } тактів
    }
lab-done-value = (прочитано { $value })
lab-done-nothing = (порожньо: ще нічого не записано)
lab-failed = { $member }: { $what } завершується помилкою: { $why }
lab-failed-open = (зміна ще може набути чинності)
lab-failed-yet = (але зміна набула чинності)
lab-failed-never = (нічого не запропоновано: наслідків не буде)
lab-failed-unhealthy = (він має 50 тактів, тобто 5 s в etcd, бути на зв’язку з більшістю тих, хто матиме голос після зміни: зупинений не рахується)
lab-took-effect = { $member } застосовує { $what }, хоча клієнт отримав помилку
lab-waits-for-start = { $member } щойно запустився й не слухає клієнтів, доки не повідомить кластерові своє ім’я, а для цього потрібен кворум: { $what } чекає
lab-waits-for-leader = { $member } не знає лідера: { $what } чекає
lab-no-member = учасника { $other } немає: нічого не змінюється
lab-bad-transferee = { $member }: etcdserver: bad leader transferee; { $other } не має голосу
lab-nothing = зараз це нічого не змінює
lab-asked-put = #{ $number } запис { $value }
lab-asked-read = #{ $number } лінеаризоване читання
lab-asked-read-local = #{ $number } serializable-читання
lab-asked-add = #{ $number } додати { $other }
lab-asked-add-learner = #{ $number } додати learner { $other }
lab-asked-promote = #{ $number } підвищити { $other }
lab-asked-remove = #{ $number } вилучити { $other }
lab-why-unreachable = учасник не працює
lab-why-lost = з’єднання втрачено
lab-help-title = Лабораторія
lab-help = Кворум — це більшість учасників із голосом, які мають зв’язок між собою: лише з ним щось вирішується, тому дві половини розрізаної мережі ніколи не пишуть обидві. У кластері з 3 вистачає 2, тож він витримує одну відмову. Запис виконано, щойно його має на диску більшість; лінеаризоване читання бачить кожен запис, виконаний до нього, serializable — те, що має його учасник. Кластер у пам’яті за правилами raft з etcd: pre-vote, check-quorum, читання, які підтверджує більшість, learner, одна зміна складу за раз. Зупиняйте учасників, розрізайте мережу, пишіть і читайте — і дивіться, хто має кворум і чому. Клавіші діють на вибраного учасника; c розрізає мережу під ним, ще раз c знову її з’єднує. Додає й вилучає учасників лідер, якщо він є; нового учасника треба запустити (Enter).
lab-help-table = терм, журн. і коміт — це терм учасника, його останній запис і останній, про який він знає, що той закомічений. голос — за кого він голосував у цьому термі; кандидат показує, скільки голосів має і скільки треба. знач. — що відповість serializable-читання. таймер — скільки тактів він чекає на лідера й коли проситиме голоси; лідер рахує до наступної перевірки, хто відповідає. зв’язки показують, хто ізольований, повільний або на якій стороні розрізу.
lab-help-time = Такт — це інтервал heartbeat в etcd, типово 100 ms: 10 тактів за секунду — справжня швидкість etcd. Тайм-аут виборів триває 10–19 тактів, запит завершується тайм-аутом після 70. Left повертає на такт назад або скасовує зроблене в цьому такті; далі все повториться, якщо не зробити чогось іншого. S зберігає зроблене текстовим файлом, який відтворює quorate lab --replay FILE.
lab-help-etcd = etcd для цього не потрібен. Щоб побачити те саме на справжніх учасниках, встановіть etcd (випуск або пакунок, де є etcd і etcdctl) і запустіть quorate lab --etcd або --etcd PATH, якщо їх немає в PATH.
lab-etcd-release = etcd { $release }
lab-etcd-temporary = у { $directory }, потім видаляється
lab-etcd-kept = у { $directory }, зберігається
lab-etcd-message = Справжні учасники etcd на цій машині. ? пояснює екран і показує всі клавіші.
lab-moved = { $member } тут за адресою { $to } замість { $from } з плану
lab-left-out = { $setting } із плану пропущено: веде в інші місця, ніж у лабораторії
lab-copied = надіслано до буфера обміну термінала
lab-nothing-to-copy = жодної команди ще не було
lab-not-running = учасник не працює: Enter запускає його
lab-no-cut = справжні учасники на одній машині мають спільну мережу, її не розрізати. f заморожує учасника
lab-prompt-quotes = лапки не закрито
lab-read-nothing = нічого не записано
lab-unhealthy = Замало учасників із правом голосу були на зв’язку п’ять секунд. Якщо працюють усі, спробуйте ще раз трохи згодом; якщо котрийсь не працює, запустіть його або спершу вилучіть саме його (потрібен кворум).
lab-took-too-long = etcdctl не завершився, його зупинено
lab-column-index = індекс
lab-column-applied = застос.
lab-column-database = БД
lab-column-address = адреса
lab-role-frozen = заморожений
lab-role-killed = убитий
lab-role-ended = кінець: { $exit }
lab-role-silent = не відповідає
lab-etcd-writes-nospace = Записи відхиляються: тривога NOSPACE, база переповнена. Читання й видалення працюють на { $members }.
lab-etcd-writes-corrupt = Записи відхиляються: тривога CORRUPT, дані учасників різняться.
lab-etcd-writes-none = Записи й лінеаризовані читання не працюють ніде: тайм-аут. Це не «лише читання».
lab-happened = Що зроблено
lab-happened-scrolled = Що зроблено (нижче новіших: { $count }, PgDn)
lab-said-left-out = (пропущено рядків: { $count })
lab-happened-none = Поки нічого. p записує значення на вибраному учасникові, r і R читають його там, Enter зупиняє учасника, K вбиває.
lab-log-of = Журнал { $member }
lab-log-of-scrolled = Журнал { $member } (нижче новіших: { $count }, PgDn)
lab-log-none = Поки порожній.
lab-seen-leads = { $member } став лідером у термі { $term }
lab-seen-lost = { $member } більше не знає лідера
lab-seen-ended = { $member } завершився: { $exit }
lab-task-start = запустити { $member }
lab-task-stop = зупинити { $member } (SIGTERM)
lab-task-kill = убити { $member } (SIGKILL)
lab-task-freeze = заморозити { $member } (SIGSTOP)
lab-task-thaw = розморозити { $member } (SIGCONT)
lab-task-replace = замінити { $member }: вилучити, стерти, додати знову
lab-task-put = { $member }: запис { $key } = { $value }
lab-task-read = { $member }: лінеаризоване читання { $key }
lab-task-read-local = { $member }: serializable-читання { $key }
lab-task-add = додати учасника
lab-task-add-learner = додати learner
lab-task-promote = дати { $member } право голосу
lab-task-remove = вилучити { $member }
lab-task-transfer = передати лідерство { $member }
lab-task-waits = { $what }: чекає
lab-task-done = { $what }: виконано, { $took } ms
lab-task-said = { $what }: { $said }, { $took } ms
lab-task-failed = { $what }: { $said }, { $took } ms
lab-etcd-help = Це справжні учасники etcd: кожен — процес зі своєю адресою loopback і звичайними портами etcd, з комплекту з mTLS, створеного для них. Клавіші діють на вибраного учасника. Enter зупиняє його через SIGTERM, і він спершу передає лідерство; K вбиває, як зникнення живлення; f заморожує: з’єднання лишаються, але він нікому не відповідає, як за зламаною мережею. Самі зв’язки тут не розрізати. p, r і R виконують etcdctl на вибраному учасникові; e приймає будь-яку іншу команду etcdctl. Під найновішою дією стоїть виконана команда, y її копіює. l показує журнал учасника, якщо для обох немає місця, і PgUp та PgDn гортають його; список, який вони гортають, позначено. Що каже про помилку quorate explain, стоїть під її рядком у журналі та під командою, яка не вдалася; якщо кілька не вдалися однаково — під найновішою.
lab-etcd-help-quorum = Що означає втрата кворуму: записи й лінеаризовані читання завершуються тайм-аутом, а не відмовою; etcdctl здається через 5 секунд. Зміни складу etcd спершу перевіряє: якщо решта мертва, у додаванні учасника й у вилученні запущеного відмовляє одразу (unhealthy cluster), а вилучення мертвого завершується тайм-аутом. Serializable-читання працюють далі, хоча дані можуть бути застарілі. Учасники живі й кажуть, що лідера немає. Деякі посібники називають це режимом «лише читання», але це не так: звичайне читання лінеаризоване, тому теж не працює. Щойно один учасник повернеться, записи підуть за секунду-дві.
lab-etcd-help-table = терм — терм учасника, індекс — його останній запис, застос. — останній застосований, БД — розмір бази: те, що каже etcdctl endpoint status: щосекунди, поки щось відбувається, і зрідка, коли все тихо. a й A додають учасника: він одразу враховується, тож запустіть його якнайшвидше (Enter). o дає право голосу learner, який наздогнав лідера. d вилучає учасника, а w робить усе, що треба учасникові, який утратив диск: зі старою ідентичністю він міг би проголосувати двічі, тому спершу залишає кластер; якщо у вилученні відмовлено, більше нічого не робиться, і він працює далі. В etcd 3.4 pre-vote типово вимкнено: без кворуму кожна спроба стати лідером збільшує терм учасника, а status показує це, лише коли лідер знову є, тож терм стрибає.
lab-etcd-help-files = Комплект, дані й журнали — у каталозі з першого рядка; --keep DIR їх зберігає. З’єднання між адресами loopback ідуть з 127.0.0.1, тому peer-сертифікати містять і цю адресу; на окремих машинах її там немає. Коли лабораторія завершується, навіть через SIGKILL, з нею завершуються її учасники.

## results

certificates-part = { $what } — { $count }
ca-ask = Парольна фраза для { $path }:
    .new = Нова парольна фраза для ключа CA, щонайменше 8 символів:
    .again = Те саме ще раз:
    .not-needed = примітка: { $path }: ключ не зашифровано, парольна фраза не знадобилася

verify-summary = перевірено { $files } (без маніфесту), { $certificates } і { $hosts }, до яких підключаються: { $errors }, { $warnings }
verify-exercise = Це вправа, маніфесту в неї немає. Чи її розв'язано: { $command }
audit-summary = аудит для etcd { $releases }{ $assumed }: { $members }{ $clients }, { $certificates }, { $files } — { $errors }, { $warnings }, { $notes }
    .clients = , { $clients }
    .as-said = {" "}(так кажуть образи або журнали)
    .assumed = {" "}(бо --etcd-version не задано)
matrix-head = рукостискання з
matrix-gateway = шлюз { $name }
matrix-accepted = прийнято
matrix-refused = відхилено
matrix-not-judged = не оцінено
judge-add-ca = додайте --ca FILE: без CA, яким довіряє інша сторона, цього не визначити
sign-done = підписано { $path }
sign-missing = ще треба підписати: { $names }
sign-already = примітка: { $path } вже підписано; --replace поновить його
sign-complete = усі сертифікати на місці
explain-waits = примітка: чекаю на журнал зі стандартного вводу; `quorate explain </dev/null` показує коди
sign-next = далі: { $command }, потім скопіюйте pki/ кожного названого вище учасника на його машину, як каже README.txt
sign-replaced = примітка: цей каталог замінено його наступним поколінням: cd "$PWD"
sign-in-place = примітка: сертифікати вже на місці, у { $path }
import-done = імпортовано { $path }
import-missing = ще треба імпортувати: { $names }
generate-stands = примітка: комплект лежить у { $path }
generate-would-write = { $count ->
        [one] було б записано { $count } файл до { $path }:
        [few] було б записано { $count } файли до { $path }:
       *[many] було б записано { $count } файлів до { $path }:
    }
generate-wrote = { $count ->
        [one] { $count } файл записано до { $path }
        [few] { $count } файли записано до { $path }
       *[many] { $count } файлів записано до { $path }
    }
    .next = далі:
progress-of = { $role }, { $owner }
progress-key = ключ { $done }/{ $total }: { $what }
progress-certificate = сертифікат { $done }/{ $total }: { $what }
progress-writing = { $count ->
        [one] записується { $count } файл
        [few] записуються { $count } файли
       *[many] записуються { $count } файлів
    }

## errors

error-field-empty = тут ще порожньо; має бути { $expected }
    .hint = має бути { $expected }
error-field-not-ports = `{ $text }` — не пара портів
    .hint = вкажіть порт клієнтів, скісну риску й peer-порт, наприклад `2379/2380`
error-field-control-character = у `{ $text }` є керівний символ U+{ $code }
    .hint = наберіть це вручну, а не вставляйте
error-field-invisible-character = у `{ $text }` є невидимий символ U+{ $code }
    .hint = наберіть це вручну, а не вставляйте
error-field-name-character = `{ $text }` не може бути ім’ям: знайдено { $found }, дозволено: { $expected }
    .hint = оберіть коротке просте ім’я, наприклад `etcd-1`
error-field-name-start = `{ $text }` не може бути ім’ям: воно починається з { $found }, а першою має бути { $expected }
    .hint = оберіть коротке просте ім’я, наприклад `etcd-1`
error-field-superuser-member = `root` не може бути ім’ям учасника: CN сертифіката учасника для etcd — ім’я користувача, а `root` може все
    .hint = оберіть коротке просте ім’я, наприклад `etcd-1`
error-field-reserved-user = `{ $text }` не може запускати etcd: цей обліковий запис — { $owner }
    .hint = заведіть для etcd окремого користувача, наприклад `etcd`
error-field-too-long = задовго: символів { $found }, а дозволено щонайбільше { $limit }
    .hint = скоротіть; символів має бути не більше ніж { $limit }
error-field-url-not-host = `{ $text }` — це URL, а потрібен лише хост: `{ $host }`
    .hint = введіть `{ $host }`; порти задаються один раз для всіх учасників
error-field-port-in-host = `{ $text }` містить порт, а потрібен лише хост: `{ $host }`
    .hint = введіть `{ $host }`; порти задаються один раз для всіх учасників
error-field-prefix-in-host = `{ $text }` — це мережа, а потрібна одна адреса: `{ $host }`
    .hint = введіть `{ $host }`; порти задаються один раз для всіх учасників
error-field-zone-id = `{ $text }` містить ідентифікатор зони, якого в сертифікат не записати
    .hint = вкажіть глобальну або унікальну локальну адресу
error-field-mapped-address = `{ $text }` — це IPv4-адреса `{ $address }`, записана як IPv6
    .hint = введіть `{ $address }`
error-field-network = `{ $text }` — не мережа на зразок `10.0.0.0/24` чи `fd00::/64`
    .hint = вкажіть адресу, скісну риску й довжину префікса: щонайбільше 32, для IPv6 — 128
error-field-looks-like-address = `{ $text }` — неправильна IP-адреса
    .hint = чотири числа від 0 до 255 без нулів на початку, наприклад `10.0.0.1`
error-field-name-not-address = `{ $text }` — це ім’я, а потрібна IP-адреса
    .hint = etcd слухає лише на адресах; ім’я впишіть до DNS-імен
error-field-not-one-machine = `{ $address }` — { $kind }, а потрібна адреса однієї машини
    .hint = вкажіть адресу, за якою до цього учасника підключаються інші
error-field-not-ascii = у `{ $text }` не лише ASCII; у сертифікаті це записують як `{ $punycode }`
    .hint = якщо ви мали на увазі саме це, введіть `{ $punycode }`
error-field-no-idna = `{ $text }` — не ім’я хоста: у ньому є символи, яких в іменах хостів не буває
    .hint = використовуйте літери, цифри, крапки й дефіси
error-field-wildcard = шаблон `{ $text }` тут не дозволено
    .hint = вкажіть сам хост; `*.example.com` можна вписати до додаткових SAN
error-field-label = `{ $text }` — не ім’я хоста: { $why }
    .hint = використовуйте літери, цифри й дефіси; мітки довжиною від 1 до 63, між ними крапки
error-field-not-a-number = `{ $text }` — не ціле число
    .hint = використовуйте лише цифри
error-field-out-of-range = { $found } поза межами: від { $minimum } до { $maximum }{ $unit ->
        [days] {" "}днів
        [ms] {" "}ms
        [MiB] {" "}MiB
       *[none] {""}
    }
    .hint = вкажіть число від { $minimum } до { $maximum }
error-field-unknown-choice = `{ $text }` немає серед варіантів
    .hint = оберіть один із них: { $choices }
error-field-go-version = `{ $text }` — не випуск Go
    .hint = вкажіть його так, як виводить `etcd --version`, наприклад `go1.25.3`, або як `1.25`
error-field-path = `{ $text }` не годиться як шлях: { $why }
    .hint = вкажіть абсолютний шлях, наприклад `/var/lib/etcd`
error-field-country = `{ $text }` — не код країни; потрібні дві літери, наприклад `DE`
    .hint = вкажіть код за ISO 3166 або лишіть порожнім

error-plan-member-count = учасників { $found }, а має бути від 1 до { $limit }
    .hint = зазвичай вистачає 3, для великого продакшну — 5
error-plan-duplicate-member = учасники { $first } і { $second } мають однакове ім’я `{ $name }`
    .hint = дайте кожному учасникові власне ім’я
error-plan-duplicate-address = учасники { $first } і { $second } мають однакову адресу `{ $address }`
    .hint = дайте кожному власну адресу або оберіть розміщення `shared-host` для однієї машини
error-plan-repeated-address = учасник `{ $member }` має адресу `{ $address }` двічі
    .hint = назвіть кожну адресу один раз
error-plan-address-count = учасник `{ $member }` має для одного слухача адрес: { $found }, а очікувалося щонайбільше { $limit }
    .hint = залиште по одній кожного сімейства; усе інше, для чого він має бути чинним, належить до додаткових SAN
error-plan-duplicate-client = клієнти { $first } і { $second } мають однакове ім’я `{ $name }`
    .hint = дайте кожному клієнтові власне ім’я
error-plan-client-count = клієнтів { $found }, а може бути щонайбільше { $limit }
    .hint = лишіть в одному комплекті не більше ніж { $limit }
error-plan-same-port = клієнти й учасники не можуть мати спільний порт { $port }
    .hint = власні порти etcd — 2379 для клієнтів і 2380 для учасників
error-plan-election-too-short = тайм-аут виборів { $election } ms менший за 5 інтервалів heartbeat по { $heartbeat } ms
    .hint = вкажіть { $least } ms або більше; зазвичай беруть 10 heartbeat
    .by-heartbeat = скоротіть heartbeat до 10000 ms або менше: тайм-ауту виборів понад 50000 ms etcd не приймає
error-plan-leaf-outlives-authority = кінцеві сертифікати на { $leaf ->
        [one] { $leaf } день
        [few] { $leaf } дні
       *[many] { $leaf } днів
    } пережили б CA, розрахований на { $authority ->
        [one] { $authority } день
        [few] { $authority } дні
       *[many] { $authority } днів
    }
    .hint = дайте кінцевим сертифікатам не більше днів, ніж має CA ({ $authority }), або подовжте строк CA
error-plan-system-directory = `{ $path }` належить усій системі, а etcd потрібен власний каталог
    .hint = дайте etcd окремий каталог, наприклад `/var/lib/etcd`
error-plan-user-with-purpose = `{ $user }` не може запускати etcd: цей обліковий запис має інше призначення ({ $purpose }), і все, що ще від нього працює, могло б читати ключі й дані etcd
    .hint = заведіть для etcd окремого користувача, наприклад `etcd`; його створює install.sh
error-plan-one-certificate-two-authorities = один сертифікат для клієнтів і учасників (`{ $arrangement }`) не може походити від двох CA (`{ $trust }`)
    .hint = оберіть один CA або кореневий із проміжним; або ж окремі серверні та peer-сертифікати
error-plan-authority-not-made = CA виду `{ $ca_source }` — це один CA, а схема довіри — `{ $trust }`
    .hint = оберіть схему довіри `one` або нехай усі CA створить quorate
error-plan-one-name-several-authorities = ім’я `{ $name }` дісталося б кільком CA ({ $count })
    .hint = впишіть у нього `{"{"}ca{"}"}`, замість якого стане `peer CA` тощо: `Example {"{"}ca{"}"}`
error-plan-not-permitted = `{ $name }` поза обмеженнями імен цього CA
    .hint = додайте `{ $proposed }` до обмежень імен або створіть CA без них
error-plan-cfssl-name-constraints = cfssl не вміє створювати CA з обмеженнями імен, а план просить і їх, і дані для cfssl
    .hint = відмовтеся від одного з двох
error-plan-shared-key-on-member = у спільного для учасників сертифіката (`{ $layout }`) один ключ, тож на кожному учасникові його не створити
    .hint = дайте кожному учасникові власні сертифікати або створюйте ключі тут
error-plan-superuser-cluster = CN спільного для учасників сертифіката (`{ $layout }`) — назва кластера, і etcd вважатиме його користувачем `root`
    .hint = назвіть кластер інакше
error-plan-port-taken = учасник `{ $member }` не може слухати порт { $port }: його зайняв інший учасник на цій машині
    .hint = дайте кожному учасникові на машині два власні порти, наприклад 2369/2370 і 2379/2380
error-plan-metrics-port-taken = учасник `{ $member }` не може віддавати метрики на порту { $port }: там слухає учасник цієї ж машини
    .hint = дайте кожному учасникові власний: `{ $member }:listen-metrics-urls=http://127.0.0.1:2481`
error-plan-shared-directory = `{ $path }` став би каталогом кількох учасників на одній машині
    .hint = впишіть у нього `{"{"}name{"}"}`, замість якого стане ім’я учасника: `/var/lib/{"{"}name{"}"}`
error-plan-file-name-taken = файл учасника `{ $member }` мав би назву `{ $file }`, а вона вже зайнята іншим файлом
    .hint = назвіть учасника інакше
error-plan-plain-http-on-own-address = адреса учасника `{ $member }` — `{ $address }`: відповідати на ній ще й без TLS він не може
    .hint = лишіть HTTP вимкненим: на своїй машині до такого учасника підключаються із сертифікатом
error-plan-nested-directories = `{ $first }` і `{ $second }` перекриваються
    .hint = тримайте дані, WAL і конфігурацію в окремих каталогах, не вкладених один в один
error-plan-two-wal-directories = і `wal_directory`, і `wal_path` кажуть, куди писати WAL
    .hint = лишіть щось одне

error-setting-form = `{ $text }` не має вигляду NAME=VALUE
    .hint = пишіть так: `auto-compaction-retention=1h`, а для одного учасника — `etcd-1:log-level=debug`
error-setting-quotes = у `{ $text }` не закрито лапки
    .hint = значення з пробілами беріть у лапки: `name='a b'`
error-setting-unknown = etcd не має налаштування `{ $name }`
    .hint = вкажіть назву прапорця без дефісів, як її подає `etcd --help`
    .nearest = можливо, `{ $meant }`?
error-setting-own = `{ $name }` визначає інша відповідь: { $question }
    .hint = натомість змініть її: { $question }
error-setting-no-members = `{ $name }` не може бути в плані: { $why }
    .hint = приберіть його
error-setting-retired = `{ $name }` нічого не робить: etcd ще приймає його лише заради старих юнітів
    .hint = приберіть його
error-setting-empty = `{ $name }` не має значення
    .hint = дайте йому значення або приберіть його
error-setting-value = `{ $name }` не може мати значення `{ $value }`; має бути { $expected }
    .hint = тут має бути { $expected }
error-setting-twice = `{ $name }` задано двічі
    .hint = лишіть щось одне
error-setting-compaction = `{ $text }` — ні вік, ні кількість ревізій
    .hint = напишіть вік з одиницею, наприклад `1h`, або скільки зберігати: `1000 revisions`
error-setting-no-such-member = учасника `{ $text }` немає
    .hint = вкажіть ім’я учасника цього плану
error-series-setting-gone = в etcd { $version } уже немає `{ $name }`
    .hint = приберіть його: заміни йому немає
error-series-setting-not-yet = в etcd { $version } ще немає `{ $name }`: він з’являється з { $since }
    .hint = приберіть його або плануйте новіший etcd
error-series-setting-second-name = `{ $name }` — інша назва для `{ $instead }`
    .hint = використайте `{ $instead }`
error-series-setting-no-key = у файлі конфігурації etcd { $version } задати `{ $name }` не можна
    .hint = приберіть його або тримайте налаштування у файлі середовища чи прапорцях
error-series-setting-only-key = `{ $name }` можна задати лише у файлі конфігурації
    .hint = приберіть його або тримайте налаштування у файлі конфігурації
error-series-setting-word = etcd { $version } не приймає `{ $value }` для `{ $name }`
    .hint = оберіть одне з: { $takes }

error-fill-nothing = у жодному рядку немає учасника
    .hint = по одному учаснику в рядку: `name address`, `name=address`, CSV або рядки з /etc/hosts
error-fill-too-many = учасників більше ніж { $count }
    .hint = вставте лише учасників
error-fill-no-address = у рядку { $line } немає адреси: `{ $text }`
error-fill-address = рядок { $line }: { $error }
error-fill-port = рядок { $line } містить порт: `{ $text }`
    .hint = приберіть порт: про порти питає крок «Мережа», а для кількох учасників на одній машині — стовпець «Порти»
error-fill-no-name = у рядку { $line } немає імені: `{ $text }`
error-fill-range = `{ $text }` — не шаблон; потрібен діапазон на зразок `etcd-{"{"}1..3{"}"}`
    .hint = введіть `etcd-{"{"}1..3{"}"}`
error-fill-start = `{ $text }` — не початкова адреса; потрібна адреса з плюсом на зразок `10.0.0.1+`
    .hint = введіть адресу першого учасника і плюс; кожне число адреси IPv4 — щонайбільше 255
error-fill-overflow = від `{ $text }` далі не набереться стільки адрес: { $count }

error-issue-cancelled = скасовано, перш ніж випущено всі сертифікати
    .hint = почніть знову, коли будете готові; жодного файлу не записано
error-issue-clock = годинник показує `{ $now }`, а має бути час від { $start } до { $end }
    .hint = виставте годинник, найкраще через NTP: у всіх учасників etcd час має збігатися
error-issue-nothing = не запитано жодного сертифіката
    .hint = випускайте всі профілі одного плану разом
error-issue-signer = перед `{ $certificate }` у списку має стояти рівно один CA `{ $signer }`
error-issue-validity = `{ $certificate }` був би чинним після 9999 року
    .hint = скоротіть його строк
error-issue-outlives-authority = строк `{ $certificate }` закінчився б { $end }, пізніше за строк його CA, { $authority_end }
    .hint = скоротіть строк кінцевих сертифікатів або спершу створіть новий CA
error-issue-not-permitted = `{ $authority }` не може підписати `{ $certificate }`: { $why }
    .hint = такий сертифікат etcd відхиляє цілком: лишайтеся в межах імен і мереж, дозволених цим CA (їх показує quorate inspect), або створіть новий CA
error-issue-repeated-attribute = у суб’єкті `{ $certificate }` двічі є `{ $kind }`
    .hint = вкажіть кожне поле суб’єкта один раз
error-issue-text = `{ $text }` не записати в `{ $certificate }`: { $why }
    .hint = використовуйте літери, цифри, пробіли та звичайні розділові знаки
error-issue-issuer = `{ $certificate }` називає видавцем `{ $found }`, а суб’єкт CA — `{ $expected }`
error-issue-issuer-bytes = видавець у `{ $certificate }` в DER — `{ $found }`, а мають бути байти суб’єкта CA, `{ $expected }`
    .hint = натомість підпишіть запит (CSR) засобами самого CA
error-issue-random = відмовило джерело випадкових чисел: { $why }
    .hint = не створюйте ключів на цій машині, доки її випадкові числа не запрацюють
error-issue-repeated-serial = джерело випадкових чисел повторюється: серійний номер `{ $serial }` випав двічі
error-issue-cryptography = { $step }: для `{ $certificate }` не вдалося: { $why }
    .hint = спробуйте ще раз; якщо повториться, повідомте про це
issuing-make-key = створення ключа
issuing-sign = підписування
issuing-read-back = перечитування
issuing-read-key = читання ключа
issuing-request = створення запиту

error-import-fault-several = у ньому кілька сертифікатів (`{ $count }`), що не належать CA, а має бути один і CA над ним
    .hint = покладіть кожен сертифікат в окремий файл
error-import-fault-unclaimed = жоден ключ комплекту не підходить до `{ $subject }`, а за іменем і SAN не видно, котрий це з { $expected }
    .hint = якщо запит для нього створив комплект, назвіть файл так само, як запит: MEMBER-ROLE.pem
error-import-fault-twice = це { $certificate }, і { $other } — теж
error-import-fault-no-authority = немає сертифіката CA, який його підписав: `{ $issuer }`
    .hint = вкажіть сертифікат CA через --ca-cert FILE; CA над ним — далі в тому самому файлі
error-import-fault-untrusted = ланцюжок веде до CA `{ $authority }`, а довіряти треба не йому
    .hint = якщо це все ж потрібний CA, вкажіть його сертифікат через --ca-cert FILE
error-import-fault-other-authority = ланцюжок веде до CA `{ $found }`, а потрібен `{ $expected }`
    .hint = учасникам і клієнтам кластера потрібен один CA; щоб змінити його, імпортуйте всі сертифікати разом із --replace
error-import-fault-shared-key = такий самий ключ має { $other }
    .hint = створюйте кожен ключ там, де він потрібен, і ніколи не копіюйте: запустіть request.sh там
error-existing-bundle-directory = вкажіть каталог, який створив quorate generate
error-existing-bundle-parent = замінюється весь комплект: батьківський каталог має бути доступний для запису, а сам комплект не може бути точкою монтування; перенесіть або скопіюйте його у свій каталог
error-existing-bundle-plan = plan.json: { $error }
error-existing-bundle-manifest = manifest.json: { $error }
error-existing-bundle-format = manifest.json має формат { $found }, а цей quorate читає формат { $known }
error-existing-bundle-busy = саме зараз `{ $path }` змінює інший quorate
    .hint = запустіть ще раз, коли він закінчить
error-existing-bundle-exists = `{ $path }` уже є, і це інший сертифікат
    .hint = не вказуйте цього файлу або, щоб поновити сертифікати, додайте --replace
error-existing-bundle-unreadable = сертифікат не вдається прочитати: { $error }
error-existing-bundle-not-confirmed = сертифікати на місці, але можуть не пережити зникнення живлення: остання синхронізація не вдалася: { $error }
    .hint = перевірте диск, виконайте sync, а тоді quorate verify
error-manifest = { $message }, рядок { $line }, стовпець { $column }
    .hint = його змінено після того, як його записав quorate; скопіюйте комплект ще раз звідти, де його створено
error-sign-authority = CA `{ $found }` — не той, що підписує { $file } у цьому комплекті
    .hint = вкажіть CA, чий сертифікат лежить у каталозі authority/ комплекту
error-request-fault-name = сертифіката з таким іменем у плані немає; є такі: { $known }
    .hint = назвіть файл за сертифікатом, для якого він, як це робить request.sh
error-request-fault-twice = є ще один запит для { $certificate }
    .hint = вкажіть лише один із них
error-request-fault-other-key = його ключ — не той, що в комплекті для { $certificate }
    .hint = створіть запит із тим ключем: openssl req -new -key KEY -subj /CN=NAME -out CSR

error-key-no-key = у файлі немає приватного ключа: перший його блок — `{ $found }`
    .hint = вкажіть файл із приватним ключем: його назва часто закінчується на `.key` або `-key.pem`
error-key-several-keys = приватних ключів у файлі `{ $count }`, а має бути один
    .hint = лишіть тільки той, що належить до сертифіката
error-key-open-ssh = ключ має власний формат OpenSSH, `OPENSSH PRIVATE KEY`
    .hint = `ssh-keygen -p -m PKCS8 -f COPY` переписує його копію; для Ed25519 потрібен OpenSSH, новіший за 9.2
error-key-encrypted = ключ зашифровано, а парольної фрази не дано
    .hint = дайте його парольну фразу
error-key-wrong-passphrase = парольна фраза не відкриває ключ
    .hint = спробуйте ще раз; чи приймає її openssl, скаже `openssl pkey -in FILE -noout`
error-key-cipher = ключ зашифровано `{ $cipher }`, а цього quorate не читає
    .hint = `openssl pkey -in FILE -aes256 -out NEW` шифрує його заново; якщо openssl відхиляє старий шифр, додайте `-provider legacy -provider default`
error-key-cost = щоб розшифрувати ключ, потрібно `{ $cost }`, а це більше, ніж дозволяє quorate
    .hint = `openssl pkey -in FILE -aes256 -out NEW` шифрує його заново
error-key-malformed = у блоці `{ $label }` немає приватного ключа: { $why }
error-key-unsupported = ключ — `{ $found }`, а потрібен RSA на 2048–8192 біти, ECDSA на P-256, P-384 чи P-521 або Ed25519
    .hint = створіть ключ одного з цих видів і випустіть для нього сертифікат
error-key-damaged = ключ, `{ $found }`, пошкоджено: { $why }
    .hint = що саме не так, скаже `openssl pkey -in FILE -check -noout`
error-key-encryption = ключ не вдається зашифрувати: { $why }
error-passphrase-short = { $found ->
        [one] у парольній фразі { $found } символ, очікувалося щонайменше { $least }
        [few] у парольній фразі { $found } символи, очікувалося щонайменше { $least }
       *[many] у парольній фразі { $found } символів, очікувалося щонайменше { $least }
    }
    .hint = візьміть чотири-п’ять випадкових слів: довге краще за мудроване
error-passphrase-blank = у парольній фразі самі пробіли
    .hint = візьміть чотири-п’ять випадкових слів: довге краще за мудроване
error-passphrase-long = у парольній фразі байтів `{ $found }`, а може бути щонайбільше `{ $most }`
    .hint = скоротіть її: інші програми читають лише початок
error-passphrase-control = у парольній фразі є керівний символ, як-от табуляція чи кінець рядка
    .hint = приберіть його: жоден запит парольної фрази його не прийме
error-pkcs12-no-passphrase = файл зашифровано, а парольної фрази не дано
error-pkcs12-wrong-passphrase = парольна фраза його не відкриває
error-pkcs12-structure = його записано так, як quorate не читає

error-authority-no-certificate = у файлі немає блоку `CERTIFICATE`: перший його блок — `{ $found }`
    .hint = вкажіть файл із сертифікатом CA: часто це `ca.crt` або `ca.pem`
    .label = `openssl x509 -in FILE -out NEW` записує його з тією назвою блоку, яку читає etcd
    .pkcs7 = `openssl pkcs7 -print_certs -in FILE -out NEW` дістає з нього сертифікати
    .request = вкажіть сертифікат, який CA випустив за цим запитом
error-authority-key-of-another = приватний ключ належить до `{ $found }`, а має належати до першого сертифіката, `{ $subject }`
    .hint = поставте першим CA, який підписує, і кожен сертифікат — після того, який він підписав
error-authority-key-algorithm = ключ `{ $subject }` — `{ $found }`, а потрібен RSA на 2048–8192 біти, ECDSA на P-256, P-384 чи P-521 або Ed25519
    .hint = візьміть CA з ключем іншого виду або нехай його створить quorate
error-authority-nameless = суб’єкт CA порожній
    .hint = візьміть CA із суб’єктом
error-authority-order = `{ $subject }` видав `{ $expected }`, а наступним у файлі стоїть `{ $found }`
error-authority-behind-root = `{ $root }` — кореневий, над ним нічого немає, але за ним у файлі стоїть `{ $found }`
    .hint = приберіть те, що йде після кореневого
error-authority-name = сертифікати називали б видавцем `{ $found }`, а мають бути байти `{ $expected }`
    .hint = `quorate generate --csr` записує запити, які підписують засоби самого CA
error-authority-signing = цим CA підписати не вдалося: { $why }
authority-note-name-constraints = `{ $subject }` дозволяє під собою лише деякі імена; сертифікати з іншими etcd відхиляє
authority-note-weak-root = кореневий `{ $subject }` підписав сам себе алгоритмом `{ $found }`; цього підпису ніхто не перевіряє, тож він не шкодить
authority-note-no-key-identifier = у нього немає ідентифікатора ключа суб’єкта, якого вимагають суворі перевірки
authority-note-root-above = etcd довірятиме кореневому `{ $root }` над `{ $subject }`: він впустить і все інше, що підписують цей кореневий та інші його CA; щоб довіряти лише `{ $subject }`, вкажіть файл без кореневого
authority-note-no-root = його кореневого, `{ $issuer }`, у файлі немає, тож etcd довіряє самому CA

error-file-too-large = у файлі байтів `{ $found }`, а читається щонайбільше `{ $limit }`
error-file-empty = файл порожній
    .hint = це той файл?
error-file-byte-order-mark = файл починається з мітки порядку байтів (BOM), за якою etcd не бачить першого блоку PEM
    .hint = `sed -i '1s/^\xEF\xBB\xBF//' FILE` прибирає її
error-file-encoding = файл записано в `{ $encoding }`, а потрібен ASCII або UTF-8
    .hint = перетворіть його: `iconv -f { $encoding } -t ASCII FILE > FILE.pem`
error-file-der = файл має формат DER, а потрібен PEM, що починається з рядка на зразок `-----BEGIN …-----`
    .hint = `openssl pkey -inform DER -in FILE -out FILE.pem` перетворює ключ, `openssl x509 -inform DER -in FILE -out FILE.pem` — сертифікат, а `openssl pkcs12 -in FILE -out FILE.pem` — файл PKCS #12
error-file-no-block = у файлі немає жодного блоку PEM
    .hint = вкажіть файл PEM: його блоки починаються з рядка на зразок `-----BEGIN CERTIFICATE-----`
error-file-no-block-but = у файлі немає жодного блоку PEM: { $nearly }
error-broken-block = блок `{ $label }` у рядку { $line } не вдається прочитати: { $why }
    .hint = скопіюйте файл ще раз звідти, де його створено, не відкриваючи в редакторі
error-fault-no-end = немає рядка END
error-fault-end-label = у кінці він зветься `{ $label }`
error-fault-crowded-marker = у рядку { $line } є ще щось, крім позначки `-----…-----`
error-fault-character = у рядку { $line } є символ не з base64
error-fault-length = текст base64 обірвано або доповнення неправильне
error-fault-empty = він порожній
error-inspect-too-large = байтів тут { $found }, а читається щонайбільше { $limit }
error-inspect-not-a-certificate = ці байти ({ $length }) — не сертифікат X.509: { $why }
    .hint = порівняйте з тим, що читає `openssl asn1parse`, і візьміть файл ще раз
error-pair-too-large = у файлі байтів { $found }, а читається щонайбільше { $limit }
error-pair-no-certificate = у файлі немає сертифіката; потрібен блок `CERTIFICATE`
error-pair-not-a-certificate = це не сертифікат X.509: { $why }
error-pair-trailing-data = etcd його відхилить: зайвих байтів після сертифіката — { $count }
error-pair-no-key = у файлі немає приватного ключа; потрібен блок `PRIVATE KEY`
error-pair-encrypted-key = приватний ключ зашифровано, а зашифрованих ключів etcd не завантажує
    .hint = запишіть його без пароля: openssl pkey -in KEY -out NEW
error-pair-key = приватний ключ не вдається завантажити: { $why }
    .hint = подивіться, що скаже `openssl pkey -in KEY -noout -check`
error-pair-key-algorithm = приватний ключ не вдається завантажити: ключів виду { $kind } TLS у Go не підтримує
    .hint = створіть ключ на P-256 і випустіть для нього сертифікат
error-pair-key-mismatch = приватний ключ ({ $found }) не належить до `{ $subject }` ({ $expected })
    .hint = сертифікат і ключ замінюють разом: встановіть обидва файли однієї пари
error-pair-not-checked = не вдалося перевірити, { $what }
    .hint = порівняйте, що виводять `openssl pkey -in KEY -pubout` і `openssl x509 -in CERTIFICATE -noout -pubkey`
error-request-none = у ньому немає `CERTIFICATE REQUEST`
    .hint = вкажіть файл .csr, який створив request.sh на учасникові
error-request-several = запитів у ньому `{ $count }`, а має бути один
    .hint = покладіть кожен запит в окремий файл
error-request-private-key = у ньому приватний ключ, який не мав залишати своєї машини
    .hint = створіть на учасникові новий ключ (request.sh) і надішліть лише файл .csr
error-request-malformed = його не вдається прочитати: { $why }
    .hint = скопіюйте файл з учасника ще раз або створіть його заново через request.sh
error-request-signature = його підпис зроблено не його власним ключем
error-request-key = його ключ — `{ $found }`, а потрібен RSA на 2048–8192 біти, ECDSA на P-256 чи P-384 або Ed25519
    .hint = створіть інший ключ: request.sh бере алгоритм плану

error-target-empty = не вказано, куди записати комплект
    .hint = вкажіть каталог, якого ще немає
error-target-tilde = `{ $path }` починається з `~`, яку розкриває лише оболонка
    .hint = напишіть шлях повністю або `./~`, якщо назва справді так починається
error-target-unprintable = у `{ $path }` є керівний чи невидимий символ, або це не UTF-8
    .hint = оберіть шлях із видимих символів
error-target-no-name = `{ $path }` не закінчується назвою каталогу
    .hint = закінчіть шлях назвою нового каталогу
error-target-name-too-long = у назві каталогу байтів { $found }, а може бути щонайбільше { $limit }
    .hint = оберіть коротшу назву
error-target-parent-missing = каталогу `{ $path }` немає
    .hint = спершу створіть його: mkdir -p { $quoted }
error-target-parent-not-directory = `{ $path }` — не каталог
    .hint = оберіть шлях усередині каталогу
error-target-parent-open = файли в `{ $path }` може перейменувати будь-хто: у нього пишуть усі, а sticky bit немає
    .hint = оберіть каталог, куди писати можете лише ви
error-target-foreign-link = `{ $path }` — символьне посилання іншого користувача
    .hint = вкажіть шлях, на який воно веде
error-target-not-directory = `{ $path }` — { $kind }, а потрібен новий або порожній каталог
    .hint = оберіть каталог, якого ще немає
error-target-not-empty = `{ $path }` не порожній, у ньому є { $names }{ $more ->
        [0] {""}
       *[other] {" "}і ще { $more }
    }
error-target-holds-authority = у `{ $path }` лежить ключ центру сертифікації, `{ $key }`; його ніколи не перезаписують
    .hint = оберіть інший каталог; без цього ключа не поновити жодного сертифіката
error-target-io = не вдається отримати доступ до `{ $path }`: { $source }
warning-leftover = `{ $path }` лишився від запуску, який було вбито; у ньому можуть бути приватні ключі
    .hint = створення комплекту прибирає його, якщо ним не користується інший запуск; вручну: rm -r { $quoted }
warning-foreign-parent = `{ $path }` належить користувачеві з id { $owner }; комплект у ньому належатиме лише вам
    .hint = запустіть quorate від того користувача або потім змініть власника
error-write-io = не вдається { $action ->
        [write] записати
        [sync] зберегти на диск
        [open] відкрити каталог
        [read] прочитати каталог
        [create] створити
        [place] поставити на місце
        [mode] задати права для
        [owner] задати власника й права для
        [keep] зберегти
        [replace] замінити каталог
       *[look] отримати доступ до
    } `{ $path }`: { $source }
error-write-mode-ignored = `{ $path }` має права { $found } замість { $wanted }
    .hint = приватним ключам потрібна файлова система з правами доступу; оберіть каталог на такій
error-write-exchanged = `{ $path }` щойно створив користувач з id { $own }, а належить він користувачеві з id { $owner }
    .hint = ключам потрібен ваш власний каталог на файловій системі, що зберігає власників; оберіть такий
error-write-appeared = поки створювався комплект, з’явився `{ $path }`
    .hint = цю назву використовує інший запуск чи програма; оберіть інший каталог
error-write-path = `{ $path }` не може бути шляхом усередині комплекту
error-write-cancelled = зупинено, перш ніж комплект опинився на місці
    .hint = нічого не змінено; запустіть ще раз, коли захочете
error-generate-unreadable = щойно випущений сертифікат не вдається прочитати: { $error }
    .hint = це помилка в quorate; будь ласка, повідомте про неї
error-generate-ca-source = за планом CA — `{ $planned }`, а дано `{ $given }`
    .hint = { $planned ->
        [made] приберіть те, що вказує на інший CA, або змініть план
        [encrypted] дайте парольну фразу для ключа CA
        [imported] вкажіть сертифікат CA і його ключ
       *[elsewhere] попросіть створити запити на підпис або змініть план
    }
error-generate-unmade = `{ $path }` не створено
error-plan-file-too-large = у плані байтів { $found }, а читається щонайбільше { $limit }
    .hint = це plan.json комплекту?
error-plan-file-format = план має формат { $found }, а цей quorate читає формат { $current }
    .hint = візьміть quorate, який його записав, або новіший
error-plan-file-json = { $path }{ $message }, рядок { $line }, стовпець { $column }
    .hint = виправте це місце або створіть новий план: quorate plan --member etcd-1=10.0.0.1 > new-plan.json
error-read-io = не вдається прочитати `{ $path }`: { $source }
    .hint = чому — сказано в повідомленні самої системи
    .not-found = перевірте шлях
    .not-permitted = перевірте, хто може його читати: ls -l
error-read-not-a-file = `{ $path }` — { $kind }, а потрібен файл
    .hint = вкажіть звичайний файл
error-read-too-large = `{ $path }` довший за { $limit } байтів, а більше не читається
error-local-no-program = у PATH немає `{ $name }`
    .hint = встановіть etcd (у його випуску є etcd і etcdctl) або вкажіть шлях: --etcd /path/to/etcd; без etcd `quorate lab` імітує кластер
error-local-no-file = немає програми `{ $path }`
    .hint = вкажіть сам etcd, поруч із яким є etcdctl, або їхній каталог
error-local-not-etcd = `{ $path }` не каже, що це etcd від 3.4 до 3.7
    .hint = `{ $path } --version` має вивести `etcd Version: …`
error-local-no-address = немає адреси loopback із вільними портами
    .hint = завершіть інші лабораторії й те, що слухає порти 2379 і 2380
error-local-too-many = учасників { $found }, а в лабораторії є місце для { $limit }
    .hint = спершу вилучіть одного або візьміть менший план
error-local-several-authorities = сюди не можна додати учасника: у комплекті цього плану підписують кілька CA
    .hint = візьміть план з одним CA
error-shell-io = відмовив термінал: { $error }
    .hint = запустіть в іншому терміналі; ваші відповіді збережено
io-storage-full = звільніть там місце чи inode або оберіть інший каталог
io-quota-exceeded = вашу квоту там вичерпано; оберіть інший каталог
io-read-only = файлову систему змонтовано лише для читання; оберіть інший каталог
io-not-permitted = оберіть каталог, у який можете писати
io-not-found = перевірте шлях: якоїсь його частини немає
io-not-a-directory = вкажіть каталог
io-name = оберіть коротшу назву
io-mount-point = цей каталог — точка монтування; оберіть каталог усередині нього
io-exists = інший запуск випередив; оберіть інший каталог
io-other = чому — сказано в повідомленні самої системи; спробуйте інший каталог або диск

error-probe-url = `{ $text }` не має вигляду `https://HOST:PORT`: { $why }
    .hint = для клієнтів URL має вигляд `https://10.0.0.1:2379`, для учасників порт 2380
error-probe-host = `{ $text }` — не хост: { $why }
error-probe-resolve = ім’я `{ $host }` не розв’язується: { $why }
    .hint = перевірте ім’я та /etc/resolv.conf або вкажіть саму адресу
error-probe-connect = не вдається підключитися до { $attempts }
    .hint = перевірте адресу, маршрут і фаєрволи на шляху; --timeout подовжує чекання
    .refused = там ніхто не слухає: чи працює etcd, і чи слухає він на цій адресі та цьому порту?
error-probe-plain-http = `{ $address }` відповідає через HTTP без TLS
    .hint = кожен, хто до нього дістанеться, може читати й писати: вкажіть https:// в адресах, на яких слухає etcd, і додайте сертифікати
error-probe-not-tls = `{ $address }` відповідає не через TLS: відповідь починається з байтів `{ $first }`
    .hint = це порт etcd?
error-probe-silent = `{ $address }` за { $after } s не надіслав сертифіката; отримано байтів: { $received }
    .hint = це порт etcd? --timeout подовжує чекання
    .all = учасник etcd без більшості мовчить на клієнтському порту: спитайте peer-порт, прочитайте його журнал; --timeout подовжує чекання
error-probe-closed = `{ $address }` закрив з’єднання без відповіді
    .hint = так закриває etcd, у якого в listen-client-urls стоїть http://; якщо https://, причину скаже його журнал: можливо, сертифікат, якого він не може завантажити
error-probe-closed-midway = `{ $address }` закрив з’єднання посеред рукостискання
    .hint = якщо це etcd, причину скаже його журнал
error-probe-too-much = `{ $address }` надіслав понад { $limit } байтів, так і не завершивши рукостискання
error-probe-refused = `{ $address }` відхилив рукостискання: { $alert }
    .hint = він не має з TLS 1.2 і 1.3 спільного протоколу чи шифру або чекає на інше ім’я
error-probe-handshake = рукостискання з `{ $address }` не вдалося: { $why }
    .hint = це порт etcd? подивіться, що скаже `openssl s_client -connect HOST:PORT`
probe-no-answer = вчасної відповіді немає
probe-no-address = у нього немає адреси

error-cluster-files-no-members = файли кластера є, а учасника жодного
    .hint = додайте --member NAME=ADDRESS для кожного учасника, наприклад --member etcd-1=10.0.0.1
error-cluster-files-no-host = в учасника `{ $name }` немає адреси
    .hint = вкажіть, де до нього підключаються, наприклад --member { $name }=10.0.0.1
error-cluster-files-member-twice = учасників `{ $name }` двоє
    .hint = називайте кожного учасника раз, а його адреси й імена — через кому
error-cluster-files-client-twice = клієнтів `{ $name }` двоє
    .hint = дайте їм різні імена: --client NAME=FILE
error-cluster-files-unknown-member = `{ $option } { $name }=…` не називає жодного учасника
    .hint = учасники: { $known }; якщо в назві файлу є `=`, пишіть ./FILE
    .none = назвіть його через --member
error-cluster-files-unknown-client = `{ $option } { $name }=…` не називає жодного клієнта
    .hint = клієнти: { $known }
    .none = приберіть ім’я або назвіть клієнта через --client
error-cluster-files-unknown-owner = `--key { $name }=…` не називає ні учасника, ні клієнта
    .hint = відомі: { $known }; якщо в назві файлу є `=`, пишіть ./FILE
error-cluster-files-twice = `{ $option }` задано двічі; для кого: { $whom }
    .hint = по одному файлу на кожного, як у { $option } NAME=FILE, і щонайбільше один без імені
error-cluster-files-no-peer-ca = не вказано CA, яким учасники довіряють один одному; для кого: { $whom }
    .hint = додайте { $option } FILE або --ca FILE
error-cluster-files-no-client-ca = не вказано CA клієнтів; для кого: { $whom }
    .hint = додайте { $option } FILE або --ca FILE; якщо учасники ні в кого не питають сертифіката, приберіть --client і додайте --gateway off
error-cluster-files-no-server-ca = не вказано CA серверів, до яких підключаються { $whom }
error-cluster-files-gateway-without-file = для `--gateway own` потрібен сертифікат, який пред’являють шлюзи
    .hint = додайте --gateway-cert [NAME=]FILE
error-cluster-files-gateway-with-file = `--gateway { $word }` не поєднується із сертифікатом, який пред’являють шлюзи
    .hint = приберіть --gateway або --gateway-cert
error-cluster-files-allowed-for = `--allowed-hostname { $text }` не стосується ні учасників, ні клієнтів
    .hint = пишіть NAME, peer=NAME або client=NAME
error-cluster-files-nothing-to-judge = між названими учасниками й файлами немає жодного рукостискання
    .hint = додайте --server FILE для того, до чого підключаються клієнти, або --peer FILE для двох чи більше учасників

expected-authority-name = загальне ім’я (CN), наприклад `Example etcd CA 2`
expected-client-name = ім’я клієнта, наприклад `root`
expected-cluster-name = назва кластера, наприклад `production`
expected-common-name = загальне ім’я (CN), наприклад `root`
expected-country = код країни, наприклад `DE`
expected-days = кількість днів
expected-directory = каталог, наприклад `./etcd-bundle`
expected-domain = домен
expected-duration = тривалість, наприклад `1h30m`
expected-duration-or-number = тривалість, наприклад `1h`, або число
expected-host = ім’я хоста або адреса
expected-address = адреса, наприклад `10.0.0.1`
expected-host-name = ім’я хоста, наприклад `etcd-1.example.com`
expected-list = слова через кому
expected-mebibytes = розмір у MiB
expected-member-count = кількість учасників
expected-member-name = ім’я учасника, наприклад `etcd-1`
expected-milliseconds = кількість мілісекунд
expected-name-characters = літери, цифри, `.`, `_` і `-`
expected-name-start = літера або цифра
expected-number = число
expected-path = абсолютний шлях, наприклад `/var/lib/etcd`
expected-permitted = домен або мережа, наприклад `example.com` чи `10.0.0.0/24`
expected-port = порт, наприклад `2379`
expected-subject-text = текст поля суб’єкта
expected-switch = `true` або `false`
expected-token = токен кластера
expected-urls = URL на зразок `http://127.0.0.1:2381`
expected-ssh-user = ім’я користувача, наприклад `root`
expected-ssh-user-start = літера, цифра або `_`
expected-user = ім’я користувача, наприклад `etcd`
expected-user-characters = малі літери, цифри, `_` і `-`
expected-user-start = мала літера або `_`
expected-whole-number = ціле число
fault-country-letters = країну пишуть звичайними літерами
fault-dns-ascii = DNS-ім’я складається з ASCII
fault-dots = у ньому є `//`, `.` або `..`
fault-is-address = це адреса; для адрес є окреме поле
fault-label-characters = у частині між крапками можуть бути лише літери, цифри й дефіси
fault-label-empty = між двома крапками або скраю нічого немає
fault-label-hyphen = частина між крапками починається або закінчується дефісом
fault-label-long = є частина між крапками, довша за 63 символи
fault-label-underscore = в імені хоста не може бути `_`
fault-no-curve = він не називає своєї кривої
fault-not-absolute = він не абсолютний
fault-not-der = це не одна послідовність DER
fault-not-encrypted-key = це не EncryptedPrivateKeyInfo
fault-root-directory = це кореневий каталог
fault-structure = його структура інша
fault-trailing-bytes = за ним є зайві байти
fault-url-brackets = у дужках не IPv6-адреса
fault-url-more = у ньому є ще щось, крім хоста й порту
fault-url-no-brackets = IPv6-адресу треба взяти в дужки
fault-url-no-port = у ньому немає порту
fault-url-port = його порт — не число від 1 до 65535
fault-url-start = він не починається з `https://`
fault-vector-length = його вектор ініціалізації має не ту довжину
kind-broadcast = broadcast-адреса
kind-device = пристрій
kind-directory = каталог
kind-file = файл
kind-link-local = link-local адреса
kind-link-local-zone = link-local адреса, без зони непридатна
kind-multicast = multicast-адреса
kind-other = щось інше
kind-pipe = іменований канал
kind-reserved = адреса із зарезервованої мережі `240.0.0.0/4`
kind-socket = сокет
kind-symbolic-link = символьне посилання
kind-this-network = адреса з `0.0.0.0/8`
kind-unspecified = невизначена адреса
own-addresses = адреси й порти учасників
own-certificates = сертифікати
own-data-directory = каталог даних
own-election = тайм-аут виборів
own-form = вигляд налаштувань
own-hardware = обладнання
own-heartbeat = інтервал heartbeat
own-member-names = імена учасників
own-members = список учасників
own-token = токен кластера
own-wal-directory = каталог WAL
owner-nobody = нічий
purpose-administrator = адміністратор
purpose-backups = резервні копії
purpose-bus = шина й журнал системи
purpose-databases = бази даних та інші служби
purpose-logins = вхід користувачів
purpose-mail = пошта, новини, друк та ігри
purpose-system = сама система
purpose-time = час та імена
purpose-web = вебсервери та проксі
unplanned-discovery = учасники знаходять один одного за списком у плані
unplanned-gone = з 3.0 його не має жоден etcd
unplanned-once = він для одного запуску вручну; за кожного запуску він викидав би решту учасників
unplanned-prints = etcd щось виводить і завершується
unplanned-proxy = проксі — не учасник
nearly-dashes = навколо BEGIN має бути рівно по п’ять дефісів
nearly-end = його END не має BEGIN
nearly-follows = перед його `-----BEGIN` у тому самому рядку є інший текст
nearly-hyphens = його риски — не звичайні дефіси: їх змінив текстовий редактор
nearly-indented = його `-----BEGIN` має відступ, а мусить стояти на початку рядка
nearly-joined = тут між END одного блоку і BEGIN наступного бракує переходу на новий рядок
nearly-in-line = у рядку `{ $line }`: { $why }
pair-whether-key = чи належить до нього ключ, { $kind }
fault-form = його форма — { $form }, а її etcd не завантажує
fault-public-half = його публічну половину не вдається записати
fault-numbers = його числа не пасують одне до одного
fault-unwritten = його не вдається записати як PKCS#8
fault-random-repeats = джерело випадкових чисел повторюється
fault-cant-sign = ключем виду { $kind } тут не підписати
fault-not-in-time = воно не завершилося вчасно
fault-too-many-bytes = надіслано забагато байтів
fault-no-certificate = сертифіката не надіслано
fault-long-message = повідомлення, можливо його ланцюжок, довше за 65535 байтів
fault-other-key = у сертифікаті не той ключ, що в запиті
cost-rounds = раундів { $derivation }: { $count }
cost-unknown = невідоме виведення ключа
holder-ca = CA
by-hand-taken = `{ $path }` і ще 98 подібних назв зайнято

## what commands refuse

ca-passphrase-unused = ключ CA цього плану не шифрується, тож --ca-passphrase-file ні до чого
    .hint = додайте --encrypt-ca або приберіть парольну фразу
ca-passphrase-none-new = парольну фразу не введено
    .hint = запустіть ще раз і введіть парольну фразу або plain, щоб обійтися без неї
ca-passphrase-differs = дві парольні фрази різні
    .hint = запустіть ще раз і введіть двічі те саме
ca-not-named = CA цього плану вже існує, але { $what ->
        [key] його ключа
       *[certificate] його сертифіката
    } не вказано
    .hint = додайте { $flag } FILE або, якщо ключа сюди не принести, --csr
ca-passphrase-no-terminal = потрібна парольна фраза, а термінала, де про неї спитати, немає
    .hint = впишіть її в перший рядок файлу й вкажіть файл через --ca-passphrase-file
ca-passphrase-none = парольну фразу не введено
    .hint = запустіть ще раз і введіть парольну фразу
ca-passphrase-signal = зупинено сигналом під час запиту парольної фрази
    .hint = нічого не записано: запустіть ще раз
explain-empty-log = журнал порожній
    .hint = подайте його так: journalctl -u etcd | quorate explain
explain-unknown-code = зауваження з кодом `{ $code }` немає
    .hint = усі коди перелічує quorate explain
generate-not-confirmed = записано, але комплект може не пережити зникнення живлення: остання синхронізація не вдалася: { $error }
    .hint = комплект на місці; перевірте диск, виконайте sync, а тоді quorate verify
generate-other-ca = за планом CA — `{ $planned }`, а за цими прапорцями — `{ $given }`
    .hint = приберіть прапорці або створіть інший план: quorate plan --ca …
generate-no-directory = не вдається визначити поточний каталог: { $error }
    .hint = вкажіть --out як абсолютний шлях
generate-or-parents = { $hint }; або додайте --parents
generate-no-signals = не вдається стежити за сигналом { $signal }: { $error }
    .hint = чому — сказано в повідомленні самої системи
inspect-no-role = для `{ $option }` потрібен `--as`: він стосується того, як etcd сприймає сертифікат
    .hint = додайте --as server, --as peer або --as client
inspect-key-alone = для `--key` потрібен `--as` або `--cert`: це ключ сертифіката, який оцінюють або пред’являють серверу
    .hint = додайте --as server, --as peer або --as client; щоб прочитати ключ, назвіть його без --key
inspect-nothing-to-compare = у `{ $path }` немає ні сертифіката, ні запиту
    .hint = назвіть два файли із сертифікатами
inspect-server-judged = `{ $url }` — сервер, а `--as` оцінює файли
    .hint = приберіть --as, щоб побачити, що показує сервер, або назвіть файл його сертифіката
inspect-no-screen = --plain звітує без екрана
inspect-der-several = `--der` записує один сертифікат, запит чи список, а знайдено { $count ->
        [0] жодного
       *[other] { $count }
    }
    .hint = назвіть файл, де він один, або візьміть --pem
inspect-der-terminal = `--der` записує байти, а стандартний вивід — термінал
    .hint = перенаправте його: quorate inspect --der FILE > NEW
inspect-no-certificate = у названому немає жодного сертифіката
    .hint = подивіться, що там є: quorate inspect --plain FILE
probe-key-twice = `--key` задано двічі, а клієнтський сертифікат пред’являють один
    .hint = назвіть лише ключ від --cert
inspect-no-system-trust = не знайдено системного набору довірених CA
    .hint = встановіть ca-certificates або вкажіть набір через SSL_CERT_FILE
inspect-too-much = `{ $path }` і все після нього не прочитано: межа — { $files } файлів, { $bytes } байтів і { $items } об’єктів
    .hint = називайте за раз менше файлів
inspect-pipe = подайте його через конвеєр: COMMAND | quorate inspect -
inspect-too-deep = `{ $path }` лежить заглибоко: вкладених каталогів понад { $depth }
    .hint = назвіть сам цей каталог
error-read-directory = не вдається прочитати каталог `{ $path }`: { $error }
    .hint = перевірте, хто може його читати: ls -ld
judge-empty = `{ $option }` порожній
    .hint = дайте значення; якщо воно береться зі змінної, її не задано
judge-allowed-cn = `--allowed-cn` — про тих, хто підключається, а серверний сертифікат пред’являють їм
    .hint = оцініть його з --as peer чи --as client або приберіть --allowed-cn
judge-key = `--key` тут ні до чого: { $what ->
        [plan] у плану немає ключів
       *[bundle] у комплекту є власні ключі
    }
    .hint = приберіть --key
judge-from-member = `--from { $name }=…` називає учасника, а --member не задано
    .hint = приберіть ім’я
man-no-command = quorate не має команди `{ $command }`
    .hint = усі команди перелічує quorate --help
man-failed = не вдається створити сторінку довідки: { $error }
    .hint = будь ласка, повідомте про це
output-failed = не вдається писати в стандартний вивід: { $error }
    .hint = перевірте, куди він спрямований
output-exists = назвіть файл, якого ще немає
plan-none = із цих відповідей план не вийшов
    .hint = будь ласка, повідомте про це
plan-presets = що це за схеми, каже quorate presets
plan-no-member = не вказано жодного учасника, а кластеру потрібен хоча б один
    .hint = назвіть кожного з його адресою: quorate plan --member etcd-1=10.0.0.1 --member etcd-2=10.0.0.2 --member etcd-3=10.0.0.3 > plan.json
plan-only-custom = { $flag }: годиться лише для класу custom
    .hint = додайте --tier custom або приберіть його
plan-only-made = { $flag }: годиться лише для CA, створеного тут
    .hint = приберіть його або додайте --ca encrypted чи --ca made
plan-only-constrained = { $flag }: годиться лише для CA з обмеженнями імен
    .hint = приберіть його або додайте --name-constraints yes
plan-no-address = --member { $number }: у `{ $text }` немає адреси; має бути NAME=ADDRESS[,HOST…]
    .hint = пишіть так: etcd-1=10.0.0.1,etcd-1.example.com
plan-written = примітка: `{ $typed }` записано як `{ $written }`
sign-no-key = ключа CA в { $path } немає
    .hint = вкажіть CA через --ca-cert FILE і --ca-key FILE або поверніть його ключ на місце
passphrase-unread = { $place }: не вдається прочитати парольну фразу: { $error }
    .hint = вкажіть файл, який можете читати; його перший рядок — парольна фраза
stdin-twice = стандартний ввід названо двічі, а прочитати його можна раз
    .hint = замість одного `-` назвіть файл
stdin-too-long = стандартний ввід довший за { $limit } байтів, а більше не читається
    .hint = це той файл?
stdin-unread = не вдається прочитати стандартний ввід: { $error }
    .hint = подайте в нього файл або назвіть файл
passphrase-terminal = { $place } — термінал, а він показує парольну фразу під час набору
    .hint = приберіть --ca-passphrase-file: тоді quorate спитає її, не показуючи
passphrase-long-line = { $place }: перший рядок довший за { $limit } байтів
    .hint = це той файл?
passphrase-not-text = { $place }: перший рядок — не текст UTF-8
    .hint = впишіть парольну фразу в перший рядок текстового файлу
source-no-bundle = `{ $path }` — не комплект: у ньому немає { $marks }
    .hint = вкажіть каталог, який створив quorate generate; для будь-яких сертифікатів є quorate inspect --check, для встановленого etcd — quorate audit
source-draft = вкажіть чернетку, яку зберіг майстер цієї версії
wizard-no-terminal = майстрові потрібен термінал, а стандартний ввід чи вивід — не термінал
    .hint = подайте відповіді в quorate wizard --plain або візьміть quorate generate --plan plan.json --out DIR
audit-not-baseline = `{ $path }` — не базовий список: { $error }
audit-baseline-format = базовий список `{ $path }` має формат { $found }, а цей quorate читає { $known }
inspect-nothing = у названому немає ні сертифіката, ні запиту, ні списку, ні ключа
    .hint = назвіть файли або каталог, де вони є

## errors of the lab's scenarios

error-lab-head = це не сценарій лабораторії: перший рядок має бути `{ $head }`
error-lab-line = рядок { $line }: { $wrong }
    .hint = quorate lab зберігає сценарії клавішею S; кожен рядок — це такт і дія, наприклад `12 m1 stop`
error-lab-tick = очікувався такт від 0 до { $last }, знайдено `{ $found }`
error-lab-order = такт { $found } стоїть після такту { $before }: рядки йдуть за часом
error-lab-member = очікувався учасник, наприклад m1, знайдено `{ $found }`
error-lab-action = `{ $found }` — не дія
    .hint = дії: stop, start, wipe, isolate, rejoin, slow, fast, put, read, add voter, add learner, promote, remove, transfer; cut і heal — без учасника перед ними
error-lab-missing = після `{ $before }` чогось бракує
error-lab-too-much = `{ $found }` — зайве слово
error-lab-members = очікувалося `members` і число від 1 до { $most }, знайдено `{ $found }`
error-lab-seed = очікувалося `seed` і ціле число, знайдено `{ $found }`
error-lab-value = очікувалося ціле число для запису, знайдено `{ $found }`
error-lab-after-end = після рядка з `end` нічого бути не може
error-lab-again = рядок із `{ $word }` уже є
error-lab-late = рядок із `{ $word }` має стояти перед першою дією

## course

course-title = Вивчити etcd
course-intro = Вісім коротких уроків. У кінці кожного є що зробити: на кластері в пам’яті або із сертифікатами, які оцінюються так само, як в etcd. etcd для цього не потрібен, і зламати нічого не можна.
course-etcd = Що таке etcd
course-quorum = Кворум: що виживе, а що ні
course-raft = Raft за п’ять хвилин
course-certificates = Три види сертифікатів
course-trust = Хто кому довіряє
course-bootstrap = Створення кластера й заміна учасника
course-verify = Чи все гаразд?
course-day-two = Day 2: експлуатація
course-lesson = Урок { $number } з { $all }: { $title }
course-progress = Виконано: { $done } з { $all }
course-list-done = виконано
course-tasks = Завдання
course-do-it = Enter починає завдання; Esc звідти повертає до цього тексту.
course-done = Усі завдання уроку виконано. Ctrl-N відкриває наступний урок; Esc повертає до тексту.
course-all-done = Усі завдання виконано, і це був останній урок. Далі — справжній кластер: quorate wizard.
course-not-done = Спершу виконайте завдання. Esc веде назад, до списку уроків.
course-not-of = { $holder } не має такого сертифіката.
course-property = Властивість
course-server-serves = серверний сертифікат: serverAuth
course-server-dials = серверний сертифікат: clientAuth
course-server-address = серверний сертифікат: його IP-адреса
course-peer-serves = peer-сертифікат: serverAuth
course-peer-dials = peer-сертифікат: clientAuth
course-peer-address = peer-сертифікат: його IP-адреса
course-client-dials = клієнтський сертифікат: clientAuth
course-signed = підписано
course-trusts = довіряє
course-ca-cluster = CA
course-ca-other = інший
course-ca-both = обидва
course-task-put = Запишіть значення: оберіть учасника стрілками вгору й униз і натисніть p.
course-task-read-elsewhere = Прочитайте його на іншому учасникові: оберіть його й натисніть r.
course-task-one-fails = Зупиніть одного учасника (Enter) і запишіть значення на іншому (p). Запис проходить.
course-task-two-fail = Зупиніть другого, запишіть значення на останньому й дочекайтеся, доки запис не вдасться.
course-task-stale-read = Натисніть R на останньому: на serializable-читання відповідь є й без кворуму.
course-task-whole-again = Запустіть зупинених учасників знову й запишіть значення.
course-task-new-leader = Зупиніть лідера (Enter) і стежте за журналом, доки лідером не стане інший.
course-task-follow-again = Запустіть зупиненого знову й дочекайтеся, доки він піде за новим лідером у його термі.
course-task-cut-off-leader = Відріжте лідера від мережі (i) і дочекайтеся, доки він сам складе повноваження.
course-task-gateway = Зробіть так, щоб шлюз m1 не працював, а root до m1 підключався.
course-task-dials-not = Полагодьте m1. Тоді зробіть так, щоб інші підключалися до m2, а він до них — ні.
course-task-address = Полагодьте m2. Тоді зробіть так, щоб root не міг підключитися до m3, а учасники між собою могли.
course-task-trust-other = Нехай root довіряє лише іншому CA (двічі Space). Хто кого відхиляє?
course-task-signed-by-other = Полагодьте root. Тоді нехай сертифікати m2 підпише інший CA.
course-task-trust-both = Полагодьте m2. Тоді замініть CA так, щоб нікого не відхилили: спершу нехай усі довіряють обом CA.
course-task-sign-anew = Тепер нехай усі сертифікати підпише інший CA, а всі й далі довіряють обом.
course-task-drop-old = Наостанок приберіть старий CA: нехай усі довіряють лише іншому.
course-task-wipe = Зупиніть учасника, який не є лідером (Enter), і зітріть його диск (w).
course-task-replace = Замініть його: вилучіть (d), додайте learner (A), запустіть (Enter) і підвищте (o).
course-task-find = Знайдіть дві вади й полагодьте лише їх.
course-task-one-gateway = Тепер зламайте одне так, щоб відхилялося рівно одне рукостискання: шлюзу m2.
course-task-rolling = Перезапустіть усіх трьох учасників (Enter), одного за одним, ніколи двох разом.
course-task-hand-over = Передайте лідерство іншому учасникові (t), як перед перезапуском лідера.
course-task-grow = Збільште кластер до п’яти: додайте learner (A), запустіть, підвищте (o); потім ще одного.
key-do-it = виконати
key-turn = змінити
key-other-holder = учасник
key-other-property = властивість
key-next-lesson = наступний урок
key-to-text = текст

## вправи

exercise-topic-certificates = сертифікати
exercise-topic-trust = довіра
exercise-topic-settings = налаштування
exercise-topic-cluster = кластер
exercise-topic-day-two = експлуатація
exercise-list-head = назва
    .title = що видно
    .mistake = що не так
    .about = про що
    .series = etcd
exercise-made = У { $path } — вправа «{ $title }».
exercise-starting = Запуск з etcd { $version } …
exercise-sees = Що видно:
exercise-sees-nothing = За { $seconds } s нічого з цього не з’явилося: перегляньте журнал кожного учасника.
exercise-log-of = журнал { $member }
exercise-client-at = etcdctl як { $client } до { $member }
exercise-gateway-at = HTTP-запит від імені { $client } до шлюзу { $member }
exercise-now = Знайдіть помилку й виправте її в { $path }, а тоді: { $command }
exercise-hints = Не виходить? { $command }
exercise-solved = Розв’язано: кластер справний і захищений.
exercise-not-solved = Ще не розв’язано:
exercise-source = Джерело: { $source }
exercise-solution-head = Розв’язок
exercise-hint-head = Підказка { $number } з 3
exercise-exported = { $count ->
    [one] { $count } вправу записано до { $path }
    [few] { $count } вправи записано до { $path }
   *[many] { $count } вправ записано до { $path }
    }
exercise-left-out = Пропущено, бо ці вправи не для etcd { $series }: { $names }
exercise-graded = розв’язано { $solved } із { $count }
exercise-grade-head = каталог
    .exercise = вправа
    .result = результат
    .why = чому
exercise-grade-solved = розв’язано
exercise-grade-open = ні
exercise-grade-error = не перевірено
exercise-grade-same = { $more ->
    [0] ті самі ключі, що в { $folder }
   *[other] ті самі ключі, що в { $folder } і ще в { $more }
    }
exercise-graded-same = { $count ->
    [one] { $count } каталог має спільні ключі з іншим
    [few] { $count } каталоги мають спільні ключі з іншими
   *[many] { $count } каталогів мають спільні ключі з іншими
    }
exercise-fault-not-a-file = `{ $path }` — посилання або особливий файл, а беруться лише звичайні
exercise-fault-too-large = `{ $path }` більший за будь-який файл вправи
exercise-fault-unreadable = `{ $path }` не читається
exercise-fault-outside = `{ $setting }` виводить за межі каталогу учасника: `{ $path }`
exercise-fault-other-program = { $member }: юніт запускає `{ $program }`, а запускається лише сам etcd
exercise-fault-several-commands = { $member }: у юніті кілька команд ExecStart=, а systemd для сервісу з Type=notify приймає лише одну
exercise-fault-relative-program = { $member }: юніт запускає `{ $program }`, а systemd приймає абсолютний шлях або саме ім’я
exercise-fault-settings-elsewhere = { $member }: налаштування в `{ $file }`; цього файлу в каталозі немає, тож його не прочитано
exercise-fault-settings-unread = { $member }: etcd не може прочитати налаштування з `{ $file }` і завершується
exercise-no-answer = відповіді немає
exercise-empty-log = журнал порожній
exercise-fault-apart = { $member } не повертає щойно записаного в кластер
exercise-fault-no-unit = { $member }: немає etcd.service, який його запускає
exercise-fault-not-taken = { $member }: `{ $setting }` у вправах не приймається
exercise-fault-elsewhere = у `{ $setting }` URL, що веде не на цю машину: `{ $url }`
exercise-fault-yaml = у `{ $path }` є YAML, складніший за прості ключі й значення; у вправах він не приймається
exercise-fault-runbook = рядок { $line } у runbook.txt: `{ $text }` виконати не можна; слова: { $verbs }
exercise-fault-members = учасники: { $found }, а мають бути: { $expected }
exercise-fault-no-mutual-tls = { $member }: взаємний TLS вимкнено через `{ $setting }`
exercise-fault-strange-anchor = `{ $file }` довіряє `{ $subject }`, а він тут не є CA ні для чого
exercise-fault-shared-key = { $one } і { $other } мають той самий приватний ключ
exercise-fault-ended = { $member } завершився ({ $how }): { $line }
exercise-fault-unhealthy = { $member } несправний: { $says }
exercise-fault-act = `{ $act }` не вдалося: { $says }
exercise-fault-not-written = записати й прочитати не вдається: { $says }
exercise-fault-answers = { $member } відповідає: { $whom }
exercise-whom-nobody = клієнтові без сертифіката
exercise-whom-stranger = клієнтові іншого CA
exercise-demand-sans = { $member }: сертифікат із `{ $setting }` не чинний для `{ $san }`
exercise-demand-usages = { $member }: у сертифікаті з `{ $setting }` немає { $usage }
exercise-demand-valid = { $member }: сертифікат із `{ $setting }` має бути чинний уже тепер і ще щонайменше { $days } дн.
exercise-demand-signed = { $member }: сертифікат із `{ $setting }` підписано не `{ $by }`
exercise-demand-client-signed = сертифікат клієнта { $client } підписано не `{ $by }`
exercise-demand-same = `{ $setting }` в учасників різний
exercise-demand-is = { $member }: `{ $setting }` має бути `{ $value }`
exercise-demand-unset = { $member }: `{ $setting }` слід прибрати
exercise-demand-mode = { $member }: файл із `{ $setting }` відкритий ширше, ніж { $most }
exercise-demand-kept = ключ `{ $key }` більше не має значення `{ $value }`
exercise-demand-refused = клієнта { $client } досі впускають
exercise-demand-quiet = { $member } досі пише в журнал `{ $log }`
exercise-demand-tolerates = без { $member } кластер не приймає записів
error-exercise-data = вправа { $name } не читається: { $why }
    .hint = що може бути в її файлі, написано в docs/teaching.md
error-exercise-text = у тексті { $name } ({ $language }) частини `{ $part }` немає там, де вона має бути
    .hint = після назви йдуть == seen, == hint 1, == hint 2, == hint 3, == solution і == source
error-exercise-unknown = вправи `{ $name }` немає
    .hint = спробуйте { $command }
error-exercise-other-series = { $name } — вправа не для etcd { $series }
    .hint = вона для { $applies }: --etcd називає каталог такого випуску
error-exercise-step = крок не підходить до каталогу: `{ $step }`: { $why }
    .hint = які бувають кроки, написано в docs/teaching.md
error-exercise-unmade = не вдалося створити { $what }: { $why }
    .hint = перевірте імена й дні в цьому кроці
error-exercise-none = `{ $path }` — не каталог вправи
    .hint = назвіть каталог, створений quorate lab NAME або quorate lab export, із файлом exercise.json
lab-exercise-directory = `{ $path }` уже є, і це не вправа
    .hint = назвіть каталог, якого ще немає
lab-export-directory = не вдалося створити `{ $path }`: { $error }
    .hint = назвіть каталог, якого ще немає, у тому, що є
lab-export-series = { $name } — вправа не для etcd { $series }
    .hint = вона для { $applies }: серію задає --etcd-version
lab-export-learner = `{ $name }` не може бути назвою каталогу
    .hint = візьміть ім’я без скісних рисок, як-от oksana
