package profile

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answered are the answers to some questions, given in order.
func answered(t *testing.T, pairs ...string) Answers {
	t.Helper()
	a := NewAnswers()
	for i := 0; i < len(pairs); i += 2 {
		if err := a.Set(pairs[i], pairs[i+1]); err != nil {
			t.Fatalf("%s = %s: %v", pairs[i], pairs[i+1], err)
		}
	}
	return a
}

func TestRenderReadsBack(t *testing.T) {
	t.Parallel()
	with := func(change func(*Profile)) *Profile {
		p := Default()
		change(p)
		return p
	}
	for name, tt := range map[string]struct {
		answers []string
		want    *Profile
	}{
		"nothing answered": {nil, Default()},
		"everything": {[]string{"name", "Holistics", "base-url", "https://app.example.com/scim/v2", "scheme", "token",
			"token-env", "HOLISTICS_TOKEN",
			"dialect", "aiw", "unique-identifier", "email", "action", "push-new-users, push-groups", "default-role", "Viewer",
			"role", "oktascim admins=Admin; a = b: \"c\"=Analyst", "role", "#x=Analyst", "role-attribute", "userType",
			"existing-admin", "admin@example.com", "seat-limit", "12", "test-tenant", "yes"},
			with(func(p *Profile) {
				p.Name = "Holistics"
				p.SCIM.BaseURL = "https://app.example.com/scim/v2"
				p.SCIM.Auth = Auth{Scheme: Token, TokenEnv: "HOLISTICS_TOKEN"}
				p.Okta = Okta{Dialects: []Dialect{AIW}, UniqueIdentifier: ByEmail, Actions: []Action{PushNewUsers, PushGroups}}
				p.Roles = &Roles{Attribute: "userType", Default: "Viewer", ExistingAdmin: "admin@example.com",
					Groups: []GroupRole{{"oktascim admins", "Admin"}, {`a = b: "c"`, "Analyst"}, {"#x", "Analyst"}}}
				p.Seats = &Seats{12, true}
			})},
		"a kind of app":        {[]string{"app-kind", "wizard-no-patch"}, with(func(p *Profile) { p.Okta.App = WizardNoPatch })},
		"a default role alone": {[]string{"default-role", "no"}, with(func(p *Profile) { p.Roles = &Roles{Default: "no"} })},
		"groups alone": {[]string{"role", "true=null"}, with(func(p *Profile) {
			p.Roles = &Roles{Groups: []GroupRole{{"true", "null"}}}
		})},
		"taken back": {[]string{"role", "a=b", "role", "", "seat-limit", "3", "seat-limit", "", "dialect", "aiw", "dialect",
			""}, Default()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := Render(answered(t, tt.answers...))
			got, err := Parse("new.yaml", text)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("profile (-want +got):\n%s\n%s", diff, text)
			}
			if !strings.HasPrefix(string(text), "# yaml-language-server: $schema="+SchemaURL+"\n") {
				t.Errorf("no schema line:\n%s", text)
			}
			for line := range strings.SplitSeq(string(text), "\n") {
				if strings.TrimRight(line, " ") != line || strings.Contains(line, "\t") {
					t.Errorf("stray white space in %q", line)
				}
			}
		})
	}
}

// TestRenderedCommentsAreTrue takes the # from every commented-out key: each must be valid as it stands.
func TestRenderedCommentsAreTrue(t *testing.T) {
	t.Parallel()
	a := answered(t, "unique-identifier", "email")
	var lines []string
	for line := range strings.SplitSeq(string(Render(a)), "\n") {
		indent, comment, isComment := strings.Cut(line, "# ")
		key, _, isKey := strings.Cut(strings.TrimSpace(comment), ":")
		isItem := strings.HasPrefix(strings.TrimSpace(comment), "- {")
		if isComment && strings.TrimSpace(indent) == "" && (isItem || isKey && !strings.ContainsAny(key, " -")) &&
			!strings.HasPrefix(key, "aiw") {
			line = indent + comment
		}
		lines = append(lines, line)
	}
	p, err := Parse("new.yaml", []byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
	}
	if p.SCIM.BaseURL == "" || p.SCIM.TLS == (TLS{}) || p.SCIM.Auth.OtherTenantTokenEnv == "" || p.Roles == nil ||
		len(p.Roles.Groups) != 2 || p.Seats == nil || !p.Okta.EmailLookup {
		t.Errorf("a key is not shown in the comments: %+v", p)
	}
}

func TestRenderGolden(t *testing.T) {
	t.Parallel()
	got := string(Render(answered(t, "name", "Holistics", "dialect", "aiw", "unique-identifier", "email", "default-role",
		"Viewer",
		"role", "oktascim admins=Admin", "role", "oktascim analysts=Analyst", "role-attribute", "roles", "seat-limit", "12")))
	golden(t, "testdata/init.golden", got)
}

func FuzzRender(f *testing.F) {
	for _, name := range []string{"Holistics", "yes", "a: b", `"`, "# x", "é\u2028", "0x1", "2024-01-01", "~", "- a",
		"\\n", "{a}", ".5", "🙂", "=", "<<", "&x"} {
		f.Add(name, name)
	}
	f.Fuzz(func(t *testing.T, name, role string) {
		a := NewAnswers()
		if a.Set("name", name) != nil || a.Set("default-role", role) != nil {
			return
		}
		p, err := Parse("new.yaml", Render(a))
		if err != nil {
			t.Fatalf("%v\n%s", err, Render(a))
		}
		want, wrong := a.profile()
		if wrong != nil {
			t.Fatal(wrong)
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	a := NewAnswers()
	seen := map[string]bool{}
	for _, q := range Questions() {
		if seen[q.Key] || q.Text == "" || q.Help == "" {
			t.Errorf("question %s is there twice or incomplete", q.Key)
		}
		seen[q.Key] = true
		own := append(slices.Clone(q.Choices), q.Default)
		if q.Many {
			own = append(own, strings.Join(q.Choices, ","))
		}
		for _, answer := range own {
			alone := NewAnswers()
			if err := alone.Set(q.Key, answer); err != nil {
				t.Errorf("%s: its own answer %q: %v", q.Key, answer, err)
			}
		}
		if q.When != nil && q.When(a) && q.Key != "dialect" {
			t.Errorf("%s is asked although nothing calls for it", q.Key)
		}
		if err := a.Set(q.Key, q.Default); err != nil {
			t.Errorf("%s: %v", q.Key, err)
		}
	}
	p, err := a.profile()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Default(), p); diff != "" {
		t.Errorf("the defaults of all questions (-Default +got):\n%s", diff)
	}
	a = answered(t, "default-role", "Viewer", "seat-limit", "3")
	for _, q := range Questions() {
		if q.When != nil && !q.When(a) {
			t.Errorf("%s is not asked", q.Key)
		}
	}
}

func TestWrongAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ key, answer, want string }{
		{"name", "a\tb", "invisible"}, {"name", strings.Repeat("x", 2000), "longer than"},
		{"base-url", "app.example.com", "https://"}, {"base-url", "https://u:canary@app.example.com", "not shown"},
		{"scheme", "bearer", "did you mean `Bearer`"}, {"scheme", "Bearer canary", "may be a secret"},
		{"token-env", "canary-token", "not shown"}, {"token-env", "$OKTASCIM_TOKEN", "without $"},
		{"dialect", "aiw,wizard", "does not know `wizard`"}, {"dialect", "aiw,aiw", "twice"},
		{"unique-identifier", "mail", "did you mean `email`"}, {"action", "push", "does not know"},
		{"role-attribute", "role", "did you mean `roles`"}, {"role", "admins", "group=Role"}, {"role", "=Admin", "lacks"},
		{"role", "a=Admin;A=Viewer", "differ only in case"}, {"existing-admin", "a b", "neither"},
		{"seat-limit", "0", "not a number of seats"}, {"seat-limit", "many", "not a number of seats"}, {"test-tenant",
			"maybe", "neither yes nor no"},
		{"colour", "blue", "no question `colour`"},
	} {
		a := NewAnswers()
		err := a.Set(tt.key, tt.answer)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s = %q: %v; want an error with %q that shows no token", tt.key, tt.answer, err, tt.want)
		}
		if diff := cmp.Diff(NewAnswers().given, a.given); diff != "" {
			t.Errorf("%s = %q changed the answers:\n%s", tt.key, tt.answer, diff)
		}
	}
}
