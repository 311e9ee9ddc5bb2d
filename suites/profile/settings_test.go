package profile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	p, err := Parse("app.yaml", []byte(`
name: Holistics
scim: {base_url: "https://app.example.com/scim/v2", settle: 90s, tls: {ca_file: certs/ca.pem}}
okta: {dialects: [aiw]}
roles: {attribute: roles, default: Viewer, groups: [{group: admins, role: Admin}, {group: "a, b", role: Analyst}]}
seats: {limit: 12}
`))
	if err != nil {
		t.Fatal(err)
	}
	settings, err := p.Settings()
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, s := range settings {
		got += s.Key + " = " + s.Value + "\n"
	}
	want := `name = Holistics
scim.base_url = https://app.example.com/scim/v2
scim.auth.scheme = Bearer
scim.auth.token_env = OKTASCIM_TOKEN
scim.tls.ca_file = ca.pem
scim.settle = 1m30s
okta.dialects = aiw
okta.unique_identifier = userName
okta.email_lookup = false
okta.actions = push-new-users, push-profile-updates, deactivate-users, push-groups, import
roles.attribute = roles
roles.default = Viewer
roles.groups[0].group = admins
roles.groups[0].role = Admin
roles.groups[1].group = a, b
roles.groups[1].role = Analyst
seats.limit = 12
seats.test_tenant = true
test_data.domain = example.com
test_data.prefix = oktascim
test_data.max_users = 1200
test_data.max_members = 1000
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// What came in by a flag is masked too.
func TestSettingsAreRedacted(t *testing.T) {
	t.Parallel()
	p := Default()
	p.SCIM.BaseURL = "https://me:canary-pass@app.example.com/scim/v2?token=canary-query"
	p.SCIM.Auth.TokenEnv = "canary token"
	settings, err := p.Settings()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings {
		if strings.Contains(s.Value, "canary") {
			t.Errorf("%s = %s", s.Key, s.Value)
		}
	}
}
