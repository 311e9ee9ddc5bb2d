package profile

import (
	"path/filepath"
	"slices"
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
