package harness

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"

	"github.com/oktascim/oktascim/suites/profile"
)

// NewTransport is a transport with bounded times that keeps connections alive
// as Okta does and honours the proxy settings of the environment.
func NewTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 32
	t.ForceAttemptHTTP2 = true
	// The client asks for gzip itself, as Okta does, and decodes it.
	t.DisableCompression = true
	return t
}

// TransportOf is NewTransport with the certificates of a profile.
func TransportOf(files profile.TLS) (*http.Transport, error) {
	t := NewTransport()
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if files.CAFile != "" {
		pem, err := os.ReadFile(files.CAFile)
		if err != nil {
			return nil, fmt.Errorf("scim.tls.ca_file: %w", err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("scim.tls.ca_file: %s holds no PEM certificate", files.CAFile)
		}
		config.RootCAs = pool
	}
	if files.CertFile != "" {
		pair, err := tls.LoadX509KeyPair(files.CertFile, files.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("scim.tls.cert_file: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	t.TLSClientConfig = config
	return t, nil
}
