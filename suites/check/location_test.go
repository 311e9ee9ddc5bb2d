package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	const base = "https://app.example.com/scim/v2"
	tests := []struct {
		name, base, location string
		want                 Located
		problems             []string
	}{
		{"absolute", base, base + "/Users/1", Located{URLs: []string{base + "/Users/1"}}, nil},
		{"a default port", base, "https://app.example.com:443/scim/v2/Users/1", Located{URLs: []string{base + "/Users/1"}}, nil},
		{"an encoded id", base, base + "/Users/a%2Fb", Located{URLs: []string{base + "/Users/a%2Fb"}}, nil},
		{"relative to the base URL", base, "Users/1", Located{URLs: []string{base + "/Users/1"}}, nil},
		{"relative with a slash", base, "/Users/1", Located{URLs: []string{"https://app.example.com/Users/1", base + "/Users/1"}}, nil},
		{"relative to the host", base, "/scim/v2/Users/1", Located{URLs: []string{base + "/Users/1", base + "/scim/v2/Users/1"}}, nil},
		{"without a scheme", base, "//app.example.com/scim/v2/Users/1", Located{URLs: []string{base + "/Users/1"}}, nil},
		{"a base URL with a query", base + "?tenant=7", base + "/Users/1", Located{URLs: []string{base + "/Users/1?tenant=7"}}, nil},
		{"another host", base, "https://inner:8080/scim/v2/Users/1", Located{Elsewhere: "https://inner:8080"}, nil},
		{"another scheme", base, "http://app.example.com/scim/v2/Users/1", Located{Elsewhere: "http://app.example.com"}, nil},
		{"names of one machine", "http://127.0.0.1:8080/scim", "http://localhost:8080/scim/Users/1", Located{URLs: []string{"http://127.0.0.1:8080/scim/Users/1"}}, nil},
		{"another port of one machine", "http://127.0.0.1:8080/scim", "http://localhost:8081/scim/Users/1", Located{Elsewhere: "http://localhost:8081"}, nil},
		{"the address a server listens on", base, "http://0.0.0.0:8080/Users/1", Located{}, []string{"the address a server listens on"}},
		{"the same for IPv6", base, "http://[::]:8080/Users/1", Located{}, []string{"the address a server listens on"}},
		{"empty", base, "", Located{}, []string{"a URI"}},
		{"no URI", base, "https://[app/Users/1", Located{}, []string{"a URI"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, problems := Locate(tt.base, tt.location)
			expect(t, problems, tt.problems...)
			got.URLs = trim(got.URLs, tt.want.URLs)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// trim keeps the wanted readings: further ones do no harm.
func trim(got, want []string) []string {
	var out []string
	for _, u := range got {
		if contains(want, u) {
			out = append(out, u)
		}
	}
	return out
}

func TestEndsIn(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"https://x/scim/Users/a1", "/Users/a1", "Users/a1", "https://x/Users/a1/", "https://x/Users/a1?tenant=7"} {
		expect(t, EndsIn(good, "Users", "a1"))
	}
	for _, bad := range []string{"https://x/scim/Users", "https://x/User/a1", "https://x/Users/b1", "https://x/Users/", "a1"} {
		expect(t, EndsIn(bad, "Users", "a1"), "a URI that ends in /Users/a1")
	}
	expect(t, EndsIn("https://x/Users/a%2Fb%20c", "Users", "a/b c"))
}

func TestSameURI(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b string
		want bool
	}{
		{"https://x/scim/Users/1", "https://x/scim/Users/1", true},
		{"https://x/scim/Users/1", "http://inner:8080/scim/Users/1", true},
		{"https://x/scim/Users/1", "/Users/1", true},
		{"Users/1", "https://x/scim/Users/1", true},
		{"https://x/scim/Users/1", "https://x/Users/1", false},
		{"https://x/scim/Users/1", "https://x/scim/Users/2", false},
		{"https://x/scim/Users/1", "", false},
		{"https://[x", "https://x/scim/Users/1", false},
	}
	for _, tt := range tests {
		if got := SameURI(tt.a, tt.b); got != tt.want {
			t.Errorf("SameURI(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
