package okta

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// canned answers every request at once, without a network.
type canned string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/scim+json"}},
		Body: io.NopCloser(strings.NewReader(string(c))), Request: r}, nil
}

// BenchmarkReplay is what a request costs besides the network and the server: building it, reading and decoding the answer.
func BenchmarkReplay(b *testing.B) {
	const user = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"u1","userName":"jane@example.com","name":{"givenName":"Jane","familyName":"Doe"},` +
		`"emails":[{"value":"jane@example.com","type":"work","primary":true}],"active":true,"meta":{"resourceType":"User","location":"https://app.example.com/scim/v2/Users/u1"}}`
	list := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":100,"startIndex":1,"itemsPerPage":100,"Resources":[` +
		strings.Repeat(user+",", 99) + user + `]}`
	client := func(answer string, d Dialect) *Client {
		return New(Config{BaseURL: "https://app.example.com/scim/v2", Authorization: "Bearer x", Transport: canned(answer), Dialect: d})
	}
	one, page := client(user, AIW), client(list, AIW)
	ctx := b.Context()
	for name, send := range map[string]func() Answer{
		"lookup": func() Answer { return one.LookupUser(ctx, "jane@example.com") },
		"create": func() Answer {
			return one.CreateUser(ctx, User{UserName: "jane@example.com", Email: "jane@example.com", Active: true})
		},
		"import-page": func() Answer { return page.ListUsers(ctx, 1, 100) },
		"deactivate":  func() Answer { return one.Deactivate(ctx, "u1").Last() },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if a := send(); a.Err != nil || a.JSONErr != nil {
					b.Fatal(a.Err, a.JSONErr)
				}
			}
		})
	}
}
