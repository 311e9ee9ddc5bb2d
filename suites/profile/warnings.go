package profile

import (
	"fmt"
	"slices"
	"strings"
)

// Warnings are remarks about a valid profile that somebody should read before users are created by it; none for most.
func (p *Profile) Warnings() []string {
	domain := p.TestData.Domain
	switch {
	case isReserved(domain):
		return nil
	case slices.Contains(mailProviders, strings.ToLower(domain)):
		return []string{fmt.Sprintf("test_data.domain: anybody can have an address at %s, so the app may send invitations "+
			"to strangers; example.com reaches nobody", domain)}
	default:
		return []string{fmt.Sprintf("test_data.domain: %s is not reserved for tests; unless it is yours, the app may send "+
			"invitations to strangers, and example.com reaches nobody", domain)}
	}
}

// mailProviders are domains at which everybody can get an address.
var mailProviders = []string{"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com",
	"yahoo.com", "ymail.com",
	"icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "gmx.com", "gmx.net", "gmx.de", "web.de", "mail.com",
	"zoho.com", "fastmail.com", "yandex.com", "yandex.ru", "mail.ru", "qq.com", "163.com"}

// isReserved reports whether mail to a domain reaches nobody outside: it is set aside for tests and examples (RFC 2606,
// RFC 6761), for the local network (RFC 6762), or for private use (ICANN, internal).
func isReserved(domain string) bool {
	labels := strings.Split(strings.ToLower(domain), ".")
	last := labels[len(labels)-1]
	if slices.Contains([]string{"test", "example", "invalid", "localhost", "local", "internal"}, last) {
		return true
	}
	return len(labels) >= 2 && labels[len(labels)-2] == "example" && slices.Contains([]string{"com", "net", "org"}, last)
}
