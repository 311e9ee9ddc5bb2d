package profile

import (
	"strings"
	"testing"
)

func TestWarnings(t *testing.T) {
	t.Parallel()
	p := Default()
	for domain, want := range map[string]string{
		"example.com": "", "EXAMPLE.org": "", "a.b.example.net": "", "x.test": "", "x.invalid": "", "corp.internal": "",
		"acme.com": "unless it is yours", "example.de": "unless it is yours", "test.com": "unless it is " +
			"yours", "Gmail.com": "anybody can have an address",
	} {
		p.TestData.Domain = domain
		got := strings.Join(p.Warnings(), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) || want != "" && !strings.Contains(got, domain) {
			t.Errorf("%s: %q", domain, got)
		}
	}
}
