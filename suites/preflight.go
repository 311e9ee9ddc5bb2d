package suites

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// PreflightError says why a target cannot be tested, and what to do about it.
type PreflightError struct {
	Cause  string // one sentence
	Remedy string // one sentence
}

func (e *PreflightError) Error() string { return e.Cause + "\n" + e.Remedy }

// Preflight sends one GET /Users?startIndex=1&count=1, so that a wrong URL or
// token is one clear error and not fifty failures. It changes nothing. An
// answer that is only wrong SCIM passes: that is what checks are for.
func Preflight(ctx context.Context, env *harness.Env) error {
	a := env.SharedSession("").Client.ListUsers(ctx, 1, 1) // in which a failure that may pass is repeated
	if e := judgePreflight(a, env.BaseURL); e != nil {
		e.Cause = env.Redactor.Text(e.Cause)
		return e
	}
	return nil
}

func judgePreflight(a okta.Answer, base string) *PreflightError {
	media, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	switch {
	case a.Err != nil:
		return noAnswer(a.Err, base)
	case a.Status >= 300 && a.Status < 400:
		return &PreflightError{
			fmt.Sprintf("%s redirects to %q; Okta does not follow redirects", base, a.Header.Get("Location")),
			afterRedirect(base, a.Header.Get("Location"))}
	case (a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden) && media == "text/html":
		return &PreflightError{
			fmt.Sprintf("%s refuses the request with a web page: GET /Users answered %d", base, a.Status),
			"A firewall, proxy or login in front of the app may have answered, not the app: look at the page with curl, and let requests to the SCIM base URL through. Otherwise check the token."}
	case a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden:
		return &PreflightError{
			fmt.Sprintf("%s refuses the credentials: GET /Users answered %d", base, a.Status),
			"Check the token (OKTASCIM_TOKEN, --token-env or --token-file) and the profile's scim.auth.scheme: the app may want Bearer, Basic or a bare token."}
	case a.Status == http.StatusNotFound:
		return &PreflightError{
			fmt.Sprintf("there is no SCIM service at %s: GET /Users answered 404", base),
			"Give the whole SCIM base URL, as in Okta's field «SCIM connector base URL»; it often ends in /scim/v2."}
	case media == "text/html" && a.OK():
		return &PreflightError{
			fmt.Sprintf("%s answers with a web page (text/html), not with SCIM", base),
			"Give the SCIM base URL, not the app's own address; it often ends in /scim/v2."}
	case a.OK() && !looksLikeSCIM(a.Resource):
		return &PreflightError{
			fmt.Sprintf("%s does not answer like SCIM: GET /Users gave neither schemas, totalResults nor Resources", base),
			"Check the base URL; it often ends in /scim/v2."}
	}
	return nil
}

// afterRedirect says what to do about a redirect of GET {base}/Users.
func afterRedirect(base, location string) string {
	from, err := url.Parse(base + "/Users")
	if err != nil {
		return "Use the address that answers itself as --base-url."
	}
	to, err := from.Parse(location)
	switch {
	case err != nil:
		return "Use the address that answers itself as --base-url."
	case to.Host == from.Host && strings.TrimSuffix(to.Path, "/") == strings.TrimSuffix(from.Path, "/") && to.Path != from.Path:
		return "The app wants a slash after /Users, which Okta does not send: let it answer /Users itself."
	case strings.HasSuffix(strings.TrimSuffix(to.Path, "/"), "/Users"):
		return "Use the address that answers itself as --base-url."
	}
	return "When this is a login page: let requests with the token to the SCIM base URL pass without a login. Otherwise use the address that answers itself as --base-url."
}

func looksLikeSCIM(r okta.Resource) bool {
	for member := range r {
		switch strings.ToLower(member) {
		case "schemas", "totalresults", "resources":
			return true
		}
	}
	return false
}

// noAnswer turns a transport error into what a person can act on.
func noAnswer(err error, base string) *PreflightError {
	host := base
	if u, parseErr := url.Parse(base); parseErr == nil {
		host = u.Host
	}
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var timeout *okta.TimeoutError
	switch {
	case errors.As(err, &dns):
		return &PreflightError{fmt.Sprintf("the host name of %s cannot be resolved: %v", base, dns),
			"Check the spelling of the URL, and the network and DNS of this machine."}
	case errors.As(err, &authority):
		return &PreflightError{fmt.Sprintf("%s shows a certificate of an authority that is not trusted here: %v", host, authority),
			"Okta would refuse it too. For a private authority state its file as scim.tls.ca_file in the profile."}
	case errors.As(err, &hostname):
		return &PreflightError{fmt.Sprintf("%s shows a certificate of another host: %v", host, hostname),
			"Okta would refuse it too. Use the host name that the certificate is for, or get a certificate for this one."}
	case errors.As(err, &invalid):
		return &PreflightError{fmt.Sprintf("%s shows an invalid certificate: %v", host, invalid),
			"Okta would refuse it too. Renew the certificate."}
	case strings.Contains(err.Error(), "protocol version not supported"):
		return &PreflightError{fmt.Sprintf("%s speaks only a TLS older than 1.2", host),
			"Okta would refuse it too. Switch TLS 1.2 or 1.3 on."}
	case strings.Contains(err.Error(), "tls: no renegotiation"):
		return &PreflightError{fmt.Sprintf("%s asks to negotiate TLS anew within a connection, which is refused here: %v", host, err),
			"TLS 1.3 has no renegotiation. Most servers ask for it to get a client certificate for one path: let the first handshake ask for it, and state the certificate as scim.tls.cert_file in the profile."}
	case strings.Contains(err.Error(), "TLS handshake timeout"):
		return &PreflightError{fmt.Sprintf("%s takes connections but does not complete the TLS handshake: %v", host, err),
			"Check what listens there, and load balancers and firewalls on the way."}
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return &PreflightError{fmt.Sprintf("%s does not speak TLS", host),
			"Use http:// for a plain server, or the port that speaks https."}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &PreflightError{fmt.Sprintf("%s refuses the connection: nothing listens there", host),
			"Start the SCIM service, or check host and port."}
	case errors.Is(err, context.Canceled):
		return &PreflightError{"the run was interrupted before the target answered", "Nothing was changed."}
	case errors.As(err, &timeout):
		return &PreflightError{fmt.Sprintf("%s does not answer: %v", host, err),
			"Okta gives up after 60 s. Check that the service is up and reachable from here; --timeout sets the limit."}
	}
	return &PreflightError{fmt.Sprintf("%s gives no answer: %v", host, err),
		"Check the URL and that the service is up."}
}
