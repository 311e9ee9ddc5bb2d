package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

// discard is an answer that nobody reads.
type discard struct{ header http.Header }

func (d discard) Header() http.Header { return d.header }

func (d discard) Write(b []byte) (int, error) { return len(b), nil }

func (d discard) WriteHeader(int) {}

func call(s *provider.Server, method, path, body string) {
	r := httptest.NewRequest(method, "/scim/v2"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+scimtest.Token)
	s.ServeHTTP(discard{http.Header{}}, r)
}

func seeded(people int) func(*provider.Options) {
	return func(o *provider.Options) { o.Seed = people }
}

func BenchmarkCreate(b *testing.B) {
	s := scimtest.NewClient(b).Server
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		name := fmt.Sprintf("u%d@example.com", i)
		call(s, "POST", "/Users", `{"schemas":["`+provider.SchemaUser+`"],"userName":"`+name+`","name":{"givenName":"Jane","familyName":"Doe"},`+
			`"emails":[{"primary":true,"value":"`+name+`","type":"work"}],"displayName":"Jane Doe","locale":"en-US","externalId":"00u`+name+`","groups":[],"password":"x","active":true}`)
	}
}

func BenchmarkLookup(b *testing.B) {
	s := scimtest.NewClient(b, seeded(100_000)).Server
	b.ReportAllocs()
	for b.Loop() {
		call(s, "GET", "/Users?filter=userName%20eq%20%22PERSON50000%40example.com%22&startIndex=1&count=100", "")
	}
}

func BenchmarkList100(b *testing.B) {
	s := scimtest.NewClient(b, seeded(100_000)).Server
	b.ReportAllocs()
	for b.Loop() {
		call(s, "GET", "/Users?startIndex=50001&count=100", "")
	}
}

func BenchmarkScan100000(b *testing.B) {
	s := scimtest.NewClient(b, seeded(100_000)).Server
	b.ReportAllocs()
	for b.Loop() {
		call(s, "GET", "/Users?count=1&filter="+url.QueryEscape(`name.familyName sw "Al" and active eq false`), "")
	}
}

func BenchmarkSeed100000(b *testing.B) {
	for b.Loop() {
		scimtest.NewClient(b, seeded(100_000))
	}
}

// largeGroup makes a group of all seeded people.
func largeGroup(c *scimtest.Client, people int) (group, member string) {
	var list []string
	for start := 1; start <= people; start += provider.MaxCount {
		for _, id := range c.Get(fmt.Sprintf("/Users?startIndex=%d&count=%d&attributes=id", start, provider.MaxCount)).Each("", "id") {
			list = append(list, `{"value":"`+id+`"}`)
		}
	}
	group = c.Group("Everybody")
	for len(list) > 0 {
		n := min(len(list), 10_000)
		c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[`+strings.Join(list[:n], ",")+`]}`)).Is(204)
		list = list[n:]
	}
	return group, c.User("newcomer@example.com")
}

func BenchmarkMemberOf100000(b *testing.B) {
	c := scimtest.NewClient(b, seeded(100_000))
	group, member := largeGroup(c, 100_000)
	rename := `{"op":"replace","value":{"id":"` + group + `","displayName":"Everybody"}}`
	add := scimtest.Operations(rename, `{"op":"add","path":"members","value":[{"value":"`+member+`"}]}`)
	drop := scimtest.Operations(rename, `{"op":"remove","path":"members[value eq \"`+member+`\"]"}`)
	b.ReportAllocs()
	for b.Loop() {
		call(c.Server, "PATCH", "/Groups/"+group, add)
		call(c.Server, "PATCH", "/Groups/"+group, drop)
	}
}

func BenchmarkPut1000Members(b *testing.B) {
	c := scimtest.NewClient(b, seeded(1000))
	var list []string
	for _, id := range c.Get("/Users?count=1000&attributes=id").Each("", "id") {
		list = append(list, `{"value":"`+id+`"}`)
	}
	group := c.Group("Everybody")
	body := `{"displayName":"Everybody","members":[` + strings.Join(list, ",") + `]}`
	b.ReportAllocs()
	for b.Loop() {
		call(c.Server, "PUT", "/Groups/"+group, body)
	}
}
