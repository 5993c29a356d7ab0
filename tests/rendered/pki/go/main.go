// Reads certificates in DER, each behind its length in four bytes, and says of each in a line whether
// x509.ParseCertificate takes it: "OK", whether there are critical extensions that aren't handled, the end of the
// validity, the common name, and the DNS names, each behind a comma; or "NO" with the words of the error. Texts are in
// hexadecimal.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintln(out, runtime.Version())
	in := bufio.NewReader(os.Stdin)
	var length uint32
	for binary.Read(in, binary.BigEndian, &length) == nil {
		der := make([]byte, length)
		if _, err := io.ReadFull(in, der); err != nil {
			panic(err)
		}
		read, err := x509.ParseCertificate(der)
		if err != nil {
			fmt.Fprintf(out, "NO 0x%x\n", err.Error())
			continue
		}
		unhandled := len(read.UnhandledCriticalExtensions) > 0
		fmt.Fprintf(out, "OK %t %d 0x%x 0x", unhandled, read.NotAfter.Unix(), read.Subject.CommonName)
		for _, name := range read.DNSNames {
			fmt.Fprintf(out, ",%x", name)
		}
		fmt.Fprintln(out)
	}
}
