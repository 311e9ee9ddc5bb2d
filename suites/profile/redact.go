package profile

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
)

// Redacted is a copy of p for reports. A profile holds no secrets, but its base URL can come from a flag, so user names,
// queries and token-like parts of it are masked; TLS files keep only their base names. The names of variables and the
// userName of the existing administrator stay.
func (p *Profile) Redacted() *Profile {
	out := *p
	out.SCIM.BaseURL = mask(p.SCIM.BaseURL)
	for _, file := range []*string{&out.SCIM.TLS.CAFile, &out.SCIM.TLS.CertFile, &out.SCIM.TLS.KeyFile} {
		if *file != "" {
			*file = mask(filepath.Base(*file))
		}
	}
	for _, variable := range []*string{&out.SCIM.Auth.TokenEnv, &out.SCIM.Auth.RevokedTokenEnv, &out.SCIM.Auth.OtherTenantTokenEnv} {
		if *variable != "" && !isVariableName(*variable) {
			*variable = masked
		}
	}
	out.Okta.Dialects = slices.Clone(p.Okta.Dialects)
	out.Okta.Actions = slices.Clone(p.Okta.Actions)
	if p.Roles != nil {
		roles := *p.Roles
		roles.Groups = slices.Clone(p.Roles.Groups)
		out.Roles = &roles
	}
	if p.Seats != nil {
		seats := *p.Seats
		out.Seats = &seats
	}
	return &out
}

// Warnings are remarks about a valid profile that its owner should read once.
func (p *Profile) Warnings() []string {
	var out []string
	if !isReserved(p.TestData.Domain) {
		out = append(out, fmt.Sprintf("test_data.domain: %s is not reserved for tests (RFC 2606), so the application may send mail to addresses that somebody owns", p.TestData.Domain))
	}
	if base, err := url.Parse(p.SCIM.BaseURL); err == nil && base.Scheme == "http" && !isLoopback(base.Hostname()) {
		out = append(out, "scim.base_url: http sends the token unencrypted, and Okta accepts only https")
	}
	if p.Roles != nil && p.Roles.Attribute == "" {
		out = append(out, "roles.attribute is not stated, so no role can be verified")
	}
	if p.Seats != nil && !p.Seats.TestTenant {
		out = append(out, "seats.test_tenant is false, so seat checks do not run")
	}
	return out
}

// isReserved reports whether a domain is set aside for tests and examples by RFC 2606.
func isReserved(domain string) bool {
	labels := strings.Split(strings.ToLower(domain), ".")
	last := labels[len(labels)-1]
	if slices.Contains([]string{"test", "example", "invalid", "localhost"}, last) {
		return true
	}
	return len(labels) >= 2 && labels[len(labels)-2] == "example" && slices.Contains([]string{"com", "net", "org"}, last)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
