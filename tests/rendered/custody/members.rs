//! Keys that are born on members.

use crate::custody::Works;
use crate::support::skip_without;

#[test]
fn keys_are_made_below_the_members_folder_signed_and_installed() {
    skip_without!("openssl");
    for elsewhere in [false, true] {
        let works = Works::with_ca();
        works.plan(|plan| plan["certificates"]["member_keys"] = "member".into());
        let option = if elsewhere { "--csr" } else { "" };
        let made =
            works.quorate(&format!("generate --plan plan.json --out out {option}")).success();
        assert!(made.stdout.contains("ssh -n root@10.0.0.1 sh etcd-1/request.sh\n"), "{made}");
        let pending = works.quorate("verify out").failure();
        let hint =
            if elsewhere { "then: quorate import DIR" } else { "then: quorate sign DIR CSR" };
        assert!(pending.stdout.contains(hint), "{pending}");
        // The members: what is copied there, and what comes back.
        works
            .shell("mkdir host; cp -rp out/members/* host; mkdir -p -m 700 out/requests")
            .success();
        for member in ["etcd-1", "etcd-2", "etcd-3"] {
            works
                .shell(&format!(
                    "sh host/{member}/request.sh; cp host/{member}/requests/*.csr out/requests/"
                ))
                .success();
        }
        let quorate = crate::support::bundle::quorate();
        let quorate = quorate.get_program().to_str().unwrap();
        if elsewhere {
            works.shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key").success();
            works
                .shell(&format!("{quorate} import out out/requests/*.pem --ca-cert ca.crt"))
                .success();
        } else {
            works.shell(&format!("{quorate} sign out out/requests/*.csr")).success();
        }
        works.is_sound("out");
        works.shell("test -z \"$(find out/members -name '*-key.pem')\"").success();
        for member in ["etcd-1", "etcd-2", "etcd-3"] {
            works.shell(&format!("cp -rp out/members/{member}/pki host/{member}/")).success();
            works
                .shell(&format!(
                    "for role in server peer; do
                     test \"$(openssl x509 -in host/{member}/pki/$role.pem -noout -pubkey)\" = \
                          \"$(openssl pkey -in host/{member}/pki/$role-key.pem -pubout)\"
                 done
                 DESTDIR=$PWD/root-{member} sh host/{member}/install.sh
                 cmp host/{member}/pki/peer-key.pem root-{member}/etc/etcd/pki/peer-key.pem"
                ))
                .success();
        }
    }
}
