package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures/apps"
)

const design = `name: Holistics
scim:
  base_url: https://app.example.com/scim/v2/
  auth: {scheme: Basic, token_env: OKTASCIM_TOKEN, revoked_token_env: OLD_TOKEN, other_tenant_token_env: TENANT_B_TOKEN}
  tls: {ca_file: /etc/ca.pem, cert_file: client.pem, key_file: client-key.pem}
  settle: 1m30s
okta:
  dialects: [aiw]
  unique_identifier: email
  email_lookup: true
  import_groups: false
  actions: [push-new-users, push-groups]
roles:
  source: attribute
  attribute: urn:example:params:scim:schemas:extension:app:2.0:User:role
  default: Viewer
  existing_admin: admin@example.com
  groups: [{group: oktascim admins, role: Admin}, {group: oktascim owners, role: Admin}, {group: "oktascim: staff", role: Viewer}]
seats: {limit: 12, test_tenant: true}
test_data: {domain: example.com, prefix: okta-1, max_users: 40, max_members: 30}
`

func full() *Profile {
	return &Profile{
		Name: "Holistics",
		SCIM: SCIM{
			BaseURL: "https://app.example.com/scim/v2",
			Auth:    Auth{Scheme: Basic, TokenEnv: "OKTASCIM_TOKEN", RevokedTokenEnv: "OLD_TOKEN", OtherTenantTokenEnv: "TENANT_B_TOKEN"},
			TLS:     TLS{"/etc/ca.pem", "client.pem", "client-key.pem"},
			Settle:  Duration{90 * time.Second},
		},
		Okta: Okta{Dialects: []Dialect{AIW}, UniqueIdentifier: ByEmail, EmailLookup: true, ImportGroups: new(bool),
			Actions: []Action{PushNewUsers, PushGroups}},
		Roles: &Roles{
			Source:    SourceAttribute,
			Attribute: "urn:example:params:scim:schemas:extension:app:2.0:User:role", Default: "Viewer", ExistingAdmin: "admin@example.com",
			Groups: []GroupRole{{"oktascim admins", "Admin"}, {"oktascim owners", "Admin"}, {"oktascim: staff", "Viewer"}},
		},
		Seats:    &Seats{12, true},
		TestData: TestData{"example.com", "okta-1", 40, 30},
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	with := func(change func(*Profile)) *Profile {
		p := Default()
		change(p)
		return p
	}
	for name, tt := range map[string]struct {
		text string
		want *Profile
	}{
		"every key":             {design, full()},
		"CRLF":                  {strings.ReplaceAll(design, "\n", "\r\n"), full()},
		"UTF-8 byte order mark": {"\ufeff" + design, full()},
		"document markers":      {"---\n" + design + "...\n", full()},
		"nothing stated":        {"{}", Default()},
		"other name":            {"name: Metabase", with(func(p *Profile) { p.Name = "Metabase" })},
		"fewer users, so smaller groups": {"test_data: {max_users: 50}", with(func(p *Profile) {
			p.TestData.MaxUsers, p.TestData.MaxMembers = 50, 50
		})},
		"more users, same groups": {"test_data: {max_users: 5000}", with(func(p *Profile) { p.TestData.MaxUsers = 5000 })},
		"bounds on a run": {"safety: {max_requests: 500, max_users: 60, max_groups: 7}", with(func(p *Profile) {
			p.Safety = Safety{MaxRequests: 500, MaxUsers: 60, MaxGroups: 7}
			p.TestData.MaxUsers, p.TestData.MaxMembers = 60, 60
		})},
		"settle without a unit": {"scim: {settle: 0}", with(func(p *Profile) { p.SCIM.Settle = Duration{} })},
		"settle at its longest": {"scim: {settle: 15m}", with(func(p *Profile) { p.SCIM.Settle.Duration = MaxSettle })},
		"lock-out: no group is mapped": {"roles: {attribute: userType, default: Viewer, groups: []}", with(func(p *Profile) {
			p.Roles = &Roles{Attribute: "userType", Default: "Viewer", Groups: []GroupRole{}}
		})},
		"a userName without a domain": {"roles: {default: Viewer, existing_admin: root}", with(func(p *Profile) {
			p.Roles = &Roles{Default: "Viewer", ExistingAdmin: "root"}
		})},
		"seats of a tenant in use": {"seats: {limit: 1}\nokta: {actions: [import]}", with(func(p *Profile) {
			p.Seats, p.Okta.Actions = &Seats{Limit: 1}, []Action{Import}
		})},
		"localhost with a port": {"scim: {base_url: http://127.0.0.1:8080/scim/v2}", with(func(p *Profile) {
			p.SCIM.BaseURL = "http://127.0.0.1:8080/scim/v2"
		})},
		"tabs where they do no harm": {"#\tcomment\nname: Metabase\t# why\n", with(func(p *Profile) { p.Name = "Metabase" })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse("app.yaml", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("profile (-want +got):\n%s", diff)
			}
			if err := got.Validate(); err != nil {
				t.Errorf("Parse accepts what Validate refuses: %v", err)
			}
		})
	}
}

func TestShippedProfiles(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../fixtures/apps/*.yaml")
	if err != nil || len(names) < 2 {
		t.Fatalf("shipped profiles: %v, %v", names, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		if p.Roles == nil || p.Seats == nil || p.Name == Default().Name {
			t.Errorf("%s does not state its name, roles and seats", name)
		}
	}
	text, err := apps.Reference()
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse("reference.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	want := &Roles{Attribute: "roles", Default: "Viewer", ExistingAdmin: "admin@example.com",
		Groups: []GroupRole{{"oktascim admins", "Admin"}, {"oktascim analysts", "Analyst"}}}
	if diff := cmp.Diff(want, p.Roles); diff != "" {
		t.Errorf("roles of the reference provider (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&Seats{12, true}, p.Seats); diff != "" {
		t.Errorf("seats of the reference provider (-want +got):\n%s", diff)
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	var keys strings.Builder
	for i := range maxLines + 1 {
		fmt.Fprintf(&keys, "k%d: v\n", i)
	}
	for name, tt := range map[string]struct{ text, want string }{
		"too large":        {strings.Repeat("# a comment\n", maxBytes/12+1), "larger than 1 MiB"},
		"UTF-16":           {"\xff\xfen\x00a\x00", "UTF-16"},
		"binary":           {"name: a\x00b", "binary data"},
		"Latin-1":          {"name: Caf\xe9\n", "app.yaml:1:1: this line is not UTF-8"},
		"white space":      {" \n\t\n", "is empty"},
		"a long line":      {"name: " + strings.Repeat("x", maxLine), "longer than"},
		"many lines":       {keys.String(), "more than 10000 lines"},
		"nested brackets":  {strings.Repeat("[", 5000) + strings.Repeat("]", 4000), "too many open brackets"},
		"brackets by line": {strings.Repeat("[\n", 60), "app.yaml:51:1: too many open brackets"},
		"many entries": {"roles: {groups: [" + strings.Repeat(strings.Repeat("{group: a, role: b},", 200)+"\n ", 30) +
			"]}", "too many entries"},
		"unknown words": {"okta:\n  actions: [" + strings.Repeat(strings.Repeat("imp,", 900)+"\n   ", 20) + "]",
			"at least 100 problems in app.yaml"},
		"repeated words": {"okta:\n  actions: [" + strings.Repeat(strings.Repeat("import,", 900)+"\n   ", 20) + "]",
			"lists `import` twice"},
		"no values": {"roles:\n  groups: [" + strings.Repeat(strings.Repeat("{group: a, role: },", 100)+"\n ", 30) +
			"]", "at least 100 problems in app.yaml"},
		"long text":          {"name: " + strings.Repeat("x", maxText+1), "longer than 1024 characters"},
		"a number as a key":  {"1: x", "unknown key `1`"},
		"reserved character": {"name: @home", "cannot start with @"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			p, err := Parse("app.yaml", []byte(tt.text))
			var invalid *Error
			if p != nil || !errors.As(err, &invalid) {
				t.Fatalf("Parse = %v, %v; want an *Error", p, err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("message lacks %q:\n%s", tt.want, err)
			}
			if len(err.Error()) > 10_000 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
			// quadratic work takes hours; the race detector on a busy machine, seconds
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestManyProblemsAreCut(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 40 {
		fmt.Fprintf(&text, "colour%d: blue\n", i)
	}
	_, err := Parse("app.yaml", []byte(text.String()))
	if err == nil || !strings.Contains(err.Error(), "… and 15 more") || !strings.HasSuffix(err.Error(),
		"40 problems in app.yaml") {
		t.Errorf("message:\n%v", err)
	}
}

func TestSynonymsLeadToKeys(t *testing.T) {
	t.Parallel()
	all := profileFile().sections
	for _, word := range []string{"url", "timeout", "mapping", "default_role", "admin", "licenses", "features", "match-on",
		"ca_cert"} {
		path := synonymOf(word)
		if !slices.Contains(all[parent(path)], path[strings.LastIndex(path, ".")+1:]) {
			t.Errorf("%s leads to %q, which is no key", word, path)
		}
		if _, err := Parse("app.yaml", []byte(word+": x\n")); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: message lacks %s:\n%v", word, path, err)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "app.yaml")
	if err := os.WriteFile(path, []byte(design), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := TLS{"/etc/ca.pem", filepath.Join(dir, "client.pem"), filepath.Join(dir, "client-key.pem")}
	if diff := cmp.Diff(want, p.SCIM.TLS); diff != "" {
		t.Errorf("TLS files (-want +got):\n%s", diff)
	}
	if _, err := Load(filepath.Join(dir, "none.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Load(dir); err == nil {
		t.Error("a directory is read as a profile")
	}
	if err := os.WriteFile(path, []byte("nam: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || !strings.HasPrefix(err.Error(), path+":1:1: unknown key `nam`") {
		t.Errorf("a broken file: %v", err)
	}
}

func TestValidateAfterFlags(t *testing.T) {
	t.Parallel()
	p := Default()
	p.SCIM.BaseURL = "https://okta:canary@app.example.com/scim"
	p.Okta.Actions = []Action{Import}
	p.Roles = &Roles{Default: "Viewer", Groups: []GroupRole{{"oktascim admins", "Admin"}}}
	p.Seats = &Seats{Limit: 0}
	p.Name = " "
	err := p.Validate()
	var invalid *Error
	if !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	var paths []string
	for _, problem := range invalid.Problems {
		paths = append(paths, problem.Path)
	}
	if diff := cmp.Diff([]string{"name", "scim.base_url", "seats.limit", "roles.groups"}, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	if strings.Contains(err.Error(), "canary") || !strings.HasSuffix(err.Error(), "4 problems in the app profile") {
		t.Errorf("message:\n%s", err)
	}
	if err := CheckBaseURL("https://app.example.com/scim?x=canary"); err == nil || strings.Contains(err.Error(),
		"canary") {
		t.Errorf("CheckBaseURL = %v", err)
	}
	if err := CheckBaseURL("https://app.example.com/scim"); err != nil {
		t.Errorf("CheckBaseURL = %v", err)
	}
}

func TestRoleFor(t *testing.T) {
	t.Parallel()
	roles := Roles{Default: "Viewer", Groups: []GroupRole{{"a", "Admin"}, {"b", "Analyst"}}}
	for want, groups := range map[string][]string{"Viewer": {"c"}, "Analyst": {"c", "b"}, "Admin": {"b", "a"}} {
		if got := roles.RoleFor(groups...); got != want {
			t.Errorf("RoleFor(%v) = %s, want %s", groups, got, want)
		}
	}
	p := Default()
	if !p.HasAction(PushGroups) || p.HasAction(SyncPassword) {
		t.Error("HasAction is wrong about the defaults")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(design))
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		p, err := Parse("app.yaml", data)
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("%d bytes take %s", len(data), took)
		}
		if (p == nil) == (err == nil) {
			t.Fatalf("Parse = %v, %v", p, err)
		}
		if err != nil {
			_ = err.Error()
			return
		}
		if err := p.Validate(); err != nil {
			t.Fatalf("Parse accepts what Validate refuses: %v", err)
		}
	})
}
