package profile

import (
	"path/filepath"
	"strings"
)

// Redacted returns a copy of p for reports. A profile holds no secrets, but its base URL can come from a flag, so user
// names, queries and token-like parts of it are masked; TLS files keep only their base names. The names of variables
// and the userName of the existing administrator stay.
func (p *Profile) Redacted() *Profile {
	out := new(Profile)
	if err := decode(p, out); err != nil {
		return new(Profile)
	}
	out.SCIM.BaseURL = mask(p.SCIM.BaseURL)
	for _, file := range []*string{&out.SCIM.TLS.CAFile, &out.SCIM.TLS.CertFile, &out.SCIM.TLS.KeyFile} {
		if *file != "" {
			*file = mask(filepath.Base(*file))
		}
	}
	for _, variable := range []*string{&out.SCIM.Auth.TokenEnv, &out.SCIM.Auth.RevokedTokenEnv,
		&out.SCIM.Auth.OtherTenantTokenEnv, &out.SCIM.Auth.SecondTokenEnv} {
		if *variable != "" && !isVariableName(*variable) {
			*variable = masked
		}
	}
	if out.Access != nil {
		for i := range out.Access.Probes {
			p := &out.Access.Probes[i]
			p.Check.hide()
			if p.Get != nil {
				p.Get.hide()
			}
		}
	}
	return out
}

// hide leaves of a call what can hold no secret.
func (c *Call) hide() {
	if c.HTTP != nil {
		address, _, _ := strings.Cut(c.HTTP.URL, "?")
		c.HTTP = &HTTPCall{Method: c.HTTP.Method, URL: mask(address)}
	}
	if len(c.Command) > 0 {
		c.Command = []string{mask(filepath.Base(c.Command[0]))}
	}
	if c.Shell != "" {
		c.Shell = masked
	}
}
