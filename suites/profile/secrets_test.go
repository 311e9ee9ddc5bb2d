package profile

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSecrets(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		scheme Scheme
		env    map[string]string
		want   [3]string
		miss   []Reference
		err    string
	}{
		"all set": {Bearer, map[string]string{"A": "canary1\n", "B": "canary2", "C": "canary3"}, [3]string{"canary1",
			"canary2", "canary3"}, nil, ""},
		"some missing": {Bearer, map[string]string{"A": "canary1", "B": " "}, [3]string{"canary1", "", ""},
			[]Reference{{"scim.auth.revoked_token_env", "B"}, {"scim.auth.other_tenant_token_env", "C"}}, ""},
		"all missing": {Bearer, nil, [3]string{}, []Reference{{"scim.auth.token_env", "A"},
			{"scim.auth.revoked_token_env", "B"}, {"scim.auth.other_tenant_token_env", "C"}}, ""},
		"the same twice": {Bearer, map[string]string{"A": "canary", "B": "canary"}, [3]string{}, nil,
			"the same token as A"},
		"with its scheme": {Bearer, map[string]string{"A": "bearer canary"}, [3]string{}, nil,
			"starts with the word Bearer"},
		"with a space":      {Token, map[string]string{"A": "canary canary"}, [3]string{}, nil, "holds a space"},
		"with a line break": {Bearer, map[string]string{"A": "canary\r\nX: y"}, [3]string{}, nil, "a header cannot carry"},
		"Basic": {Basic, map[string]string{"A": "okta:can ary", "B": "b:b", "C": "c:c"}, [3]string{"okta:can ary",
			"b:b", "c:c"}, nil, ""},
		"Basic, encoded": {Basic, map[string]string{"A": "canaryQ=="}, [3]string{}, nil, "there is no colon"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Default()
			p.SCIM.Auth = Auth{Scheme: tt.scheme, TokenEnv: "A", RevokedTokenEnv: "B", OtherTenantTokenEnv: "C"}
			got, err := p.Secrets(func(name string) (string, bool) { v, ok := tt.env[name]; return v, ok })
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(strings.ToLower(err.Error()),
					"canary") {
					t.Fatalf("error %v; want one about %q that shows no token", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			values := [3]string{got.Token.Reveal(), got.RevokedToken.Reveal(), got.OtherTenantToken.Reveal()}
			if diff := cmp.Diff(tt.want, values); diff != "" {
				t.Errorf("tokens (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.miss, got.Missing); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecretsAsksOnlyForReferences(t *testing.T) {
	t.Parallel()
	var asked []string
	got, err := Default().Secrets(func(name string) (string, bool) { asked = append(asked, name); return "canary", true })
	if err != nil || got.Token.Reveal() != "canary" || len(got.Missing) != 0 {
		t.Errorf("Secrets = %+v, %v", got, err)
	}
	if diff := cmp.Diff([]string{"OKTASCIM_TOKEN"}, asked); diff != "" {
		t.Errorf("variables read (-want +got):\n%s", diff)
	}
}

func TestSecretHidesItself(t *testing.T) {
	t.Parallel()
	s := NewSecret("canary")
	type inner struct{ hidden Secret }
	encoded, err := json.Marshal(map[string]any{"s": s, "in": Secrets{Token: s}})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q %x %d", s, s, s, s, s, s, s), fmt.Sprintf("%+v %#v", &Secrets{Token: s},
			Secrets{Token: s}),
		fmt.Sprintf("%v %+v %#v", inner{s}, inner{s}, inner{s}), string(encoded),
	} {
		if strings.Contains(text, "canary") || strings.Contains(text, "63616e617279") {
			t.Errorf("a secret shows itself: %s", text)
		}
	}
	if s.Reveal() != NewSecret(" canary ").Reveal() || (Secret{}).IsSet() || fmt.Sprint(Secret{}) != "" {
		t.Error("NewSecret or IsSet is wrong")
	}
}

func TestHeader(t *testing.T) {
	t.Parallel()
	for scheme, want := range map[Scheme]string{Bearer: "Bearer okta:pw", Basic: "Basic b2t0YTpwdw==", Token: "okta:pw"} {
		if got := (Auth{Scheme: scheme}).Header(NewSecret("okta:pw")); got != want {
			t.Errorf("%s: %q, want %q", scheme, got, want)
		}
	}
}

func TestRedacted(t *testing.T) {
	t.Parallel()
	p := full()
	p.SCIM.BaseURL = "https://okta:canary@app.example.com/scim?token=canary"
	p.SCIM.TLS.CAFile = "/home/canary/ca.pem"
	p.SCIM.Auth.RevokedTokenEnv = "canary-token"
	before, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	r := p.Redacted()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "canary") {
		t.Errorf("redacted profile: %s", text)
	}
	for _, kept := range []string{"admin@example.com", "app.example.com/scim", "OKTASCIM_TOKEN", `"settle":"1m30s"`,
		"ca.pem", "oktascim owners"} {
		if !strings.Contains(string(text), kept) {
			t.Errorf("redacted profile lacks %q: %s", kept, text)
		}
	}
	r.Roles.Groups[0].Role, r.Seats.Limit, r.Okta.Actions[0], r.Okta.Dialects[0] = "x", 1, "x", "x"
	after, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("the copy shares memory with the profile (-before +after):\n%s", diff)
	}
	var back Profile
	if err := json.Unmarshal(after, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, &back); diff != "" {
		t.Errorf("JSON round trip (-want +got):\n%s", diff)
	}
}
