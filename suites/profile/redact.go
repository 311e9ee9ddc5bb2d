package profile

import "path/filepath"

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
		&out.SCIM.Auth.OtherTenantTokenEnv} {
		if *variable != "" && !isVariableName(*variable) {
			*variable = masked
		}
	}
	return out
}
