package profile

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ line, want string }{
		"a key":               {`  token: canary`, `  token: ********`},
		"a key in quotes":     {`{"api_key":"canary, too", "name": "x"}`, `{"api_key":********, "name": "x"}`},
		"an unclosed quote":   {`{password: "canary, `, `{password: ********`},
		"the last in braces":  {`{name: x, client_secret: canary}`, `{name: x, client_secret: ********}`},
		"a variable's name":   {`token_env: OKTASCIM_TOKEN # comment`, `token_env: OKTASCIM_TOKEN # comment`},
		"not a variable":      {`token_env: canary-1 # comment`, `token_env: ********`},
		"a header":            {`scheme: Bearer canary`, `scheme: Bearer ********`},
		"a scheme alone":      {`{scheme: Bearer, settle: 2s}`, `{scheme: Bearer, settle: 2s}`},
		"a scheme, commented": {`scheme: Bearer # the default`, `scheme: Bearer # the default`},
		"a URL": {`see https://okta:canary@h.example/a?b=canary end`,
			`see https://********h.example/a?******** end`},
		"a plain URL":    {`base_url: https://app.example.com/scim/v2`, `base_url: https://app.example.com/scim/v2`},
		"a JWT":          {`note: eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.abc`, `note: ********`},
		"a GitHub token": {`note: ghp_1234567890abcdef`, `note: ********`},
		"hex":            {`note: 9f86d081884c7d659a2feaa0c55ad015`, `note: ********`},
		"base62":         {`note: aZ3kPq9LmN2xYtR4 and more`, `note: ******** and more`},
		"long words": {`name: internationalisation of the Administratoren`,
			`name: internationalisation of the Administratoren`},
		"a schema": {`attribute: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User`,
			`attribute: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User`},
		"camel case":           {`name: OktaScimTokenForTenantB`, `name: OktaScimTokenForTenantB`},
		"PEM":                  {`ca: "-----BEGIN PRIVATE KEY----- canary"`, `ca: "********`},
		"a group with numbers": {`group: team-2024-12-emea`, `group: team-2024-12-emea`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := mask(tt.line); got != tt.want {
				t.Errorf("mask(%s)\n got %s\nwant %s", tt.line, got, tt.want)
			}
		})
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		at   place
		hide hiding
		want string
	}{
		"plain":           {"name: x", place{1, 7, 1}, hideNothing, "     1 | name: x\n       |       ^\n"},
		"wide characters": {"né: {ü: x}", place{1, 6, 1}, hideNothing, "     1 | né: {ü: x}\n       |      ^\n"},
		"after a mask": {"{token: canary-long, x: yy}", place{1, 25, 2}, hideNothing,
			"     1 | {token: ********, x: yy}\n       |                      ^^\n"},
		"inside a mask": {"{token: canary-long}", place{1, 12, 2}, hideNothing,
			"     1 | {token: ********}\n       |         ^^^^^^^^\n"},
		"hidden value": {"scheme: canary", place{1, 9, 6}, hideValue,
			"     1 | scheme: ********\n       |         ^^^^^^^^\n"},
		"hidden after key": {"value: canary", place{1, 1, 5}, hideAfterKey, "     1 | value: ********\n       | ^^^^^\n"},
		"secret block": {"token: |\n\n  canary canary", place{3, 3, 1}, hideNothing,
			"     3 |   ********\n       |   ^^^^^^^^\n"},
		"terminal escapes": {"name: \x1b[31mred", place{1, 7, 1}, hideNothing,
			"     1 | name: ·[31mred\n       |       ^\n"},
		"behind the end": {"name:", place{1, 9, 4}, hideNothing, "     1 | name:\n       |      ^\n"},
		"no such line":   {"name:", place{3, 1, 1}, hideNothing, ""},
		"wider than an item": {strings.Repeat("x", 300), place{1, 150, 200}, hideNothing, "     1 | …" + strings.Repeat("x",
			100) + "…\n       | " + strings.Repeat(" ", 51) + strings.Repeat("^", 51) + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := newSource(tt.text).excerpt(tt.at, tt.hide); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// TestNoSecretIsShown writes a canary wherever somebody could put a token, well-formed or not.
func TestNoSecretIsShown(t *testing.T) {
	t.Parallel()
	for _, canary := range []string{"canary", "canary-1", `"canary, a: b"`, "eyJcanary0canary1", "'canary", "[canary",
		"{canary: canary}", "canary: canary", "@canary", "*canary", "&canary x", "!canary x", "|\n        " +
			"canary", "\"\n        canary\""} {
		for _, text := range []string{
			"token: %", "scim:\n  token: %", "scim:\n  auth:\n    token: %\n  x: y", "scim:\n  auth:\n    value: %",
			"scim: {auth: {password: %, x: y}}",
			"scim:\n  auth:\n    headers: {Authorization: Bearer %}", "scim:\n  auth:\n    scheme: Bearer %",
			"scim:\n  base_url: https://u:%@h.example/x", "scim:\n  base_url: https://h.example/x?k=%",
			"scim:\n  auth:\n    token_env: a-%\n", "scim:\n  auth: Bearer %\n", "api_key:\n  %\n",
		} {
			p, err := Parse("app.yaml", []byte(strings.ReplaceAll(text, "%", canary)))
			if err == nil {
				t.Errorf("%q with %q is accepted: %v", text, canary, p)
			} else if strings.Contains(err.Error(), "canary") {
				t.Errorf("%q with %q shows the secret:\n%s", text, canary, err)
			}
		}
	}
}
