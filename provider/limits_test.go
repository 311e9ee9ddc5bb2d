package provider_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

// list writes n texts of fmt, each with its number, separated by commas.
func list(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, seeded(20))
	id, group := c.User("a@example.com"), c.Group("g", c.Get("/Users?count=20").Each("", "id")...)
	emails := func(n int) string { return list(n, `{"value":"%d@example.com","type":"work"}`) }
	patch := func(ops string) string { return `{"Operations":[` + ops + `]}` }
	within := func(open, closing string, n int) string {
		return strings.Repeat(open, n) + "1" + strings.Repeat(closing, n)
	}
	for name, a := range map[string]struct {
		just, over *scimtest.Answer
		kind       string
		status     int
	}{
		"depth": {
			c.Patch("/Users/"+id, patch(`{"op":"add","path":"unknown","value":`+within("[", "]", 60)+`}`)),
			c.Patch("/Users/"+id, patch(`{"op":"add","path":"unknown","value":`+within("[", "]", 62)+`}`)), "invalidSyntax", 400},
		"operations": {
			c.Patch("/Users/"+id, patch(list(1000, `{"op":"replace","path":"title","value":"%d"}`))),
			c.Patch("/Users/"+id, patch(list(1001, `{"op":"replace","path":"title","value":"%d"}`))), "", 413},
		"values": {
			c.Patch("/Users/"+id, patch(`{"op":"replace","path":"emails","value":[`+emails(100)+`]}`)),
			c.Patch("/Users/"+id, patch(`{"op":"replace","path":"emails","value":[`+emails(101)+`]}`)), "invalidValue", 400},
		"values added": {
			c.Patch("/Users/"+id, patch(`{"op":"add","path":"emails","value":[`+emails(100)+`]}`)),
			c.Patch("/Users/"+id, patch(`{"op":"add","path":"emails","value":[{"value":"one more","type":"work"}]}`)), "invalidValue", 400},
		"comparisons": {
			c.Filter("/Users", strings.ReplaceAll(list(200, `title eq "%d"`), ",", " or ")),
			c.Filter("/Users", strings.ReplaceAll(list(201, `title eq "%d"`), ",", " or ")), "invalidFilter", 400},
		"comparisons in brackets": {
			c.Filter("/Users", strings.ReplaceAll(list(100, `emails[value eq "%d" and type pr]`), ",", " or ")),
			c.Filter("/Users", strings.ReplaceAll(list(101, `emails[value eq "%d" and type pr]`), ",", " or ")), "invalidFilter", 400},
		"filter": {
			c.Filter("/Users", `title eq "`+strings.Repeat("x", 16<<10-11)+`"`),
			c.Filter("/Users", `title eq "`+strings.Repeat("x", 16<<10-10)+`"`), "invalidFilter", 400},
	} {
		if name != "depth" && a.just.Status >= 400 {
			t.Errorf("%s: at the limit: %d %s", name, a.just.Status, a.just.Raw)
		}
		if name == "depth" && a.just.Text("scimType") != "invalidPath" {
			t.Errorf("depth: at the limit: %d %s", a.just.Status, a.just.Raw)
		}
		a.over.Refused(a.status, a.kind)
	}
	c.Get("/Groups/" + group).Is(200)
}

func TestWalkLimit(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, seeded(2000))
	group, _ := largeGroup(c, 2000)
	op := `{"op":"remove","path":"members[display eq \"nobody %d\"]"}`
	c.Patch("/Groups/"+group, `{"Operations":[`+list(100, op)+`]}`).Is(204)
	c.Patch("/Groups/"+group, `{"Operations":[`+list(101, op)+`]}`).Refused(413, "")
	c.Patch("/Groups/"+group, `{"Operations":[`+list(1000, `{"op":"remove","path":"members[value eq \"nobody %d\"]"}`)+`]}`).Is(204)
}

// What a client sends is read in time linear to its length: 1 MB takes some 10 ms here, and minutes where work is quadratic.
func TestNoQuadraticWork(t *testing.T) {
	t.Parallel()
	const size, enough = 1 << 20, 3 * time.Second // a busy machine under the race detector is 30 times as slow
	c := scimtest.NewClient(t, seeded(1000))
	c.Anything = true
	id, group := c.User("a@example.com"), c.Group("g")
	ids := c.Get("/Users?count=1000&attributes=id").Each("", "id")
	members := `{"value":"` + strings.Join(ids, `"},{"value":"`) + `"}`
	repeat := func(s string) string { return strings.Repeat(s+",", size/(len(s)+1)) + s }
	patch := func(value string) func() *scimtest.Answer {
		return func() *scimtest.Answer { return c.Patch("/Users/"+id, `{"Operations":[`+value+`]}`) }
	}
	groupPatch := func(value string) func() *scimtest.Answer {
		return func() *scimtest.Answer { return c.Patch("/Groups/"+group, `{"Operations":[`+value+`]}`) }
	}
	filter := func(s string) func() *scimtest.Answer {
		return func() *scimtest.Answer { return c.Get("/Users?filter=" + url.QueryEscape(s)) }
	}
	for name, send := range map[string]func() *scimtest.Answer{
		"filter of many terms":     filter(strings.Repeat(`title eq "a" or `, size/16) + `title pr`),
		"longest filter":           filter(strings.Repeat(`title eq "a" or `, 1000) + `title pr`),
		"filter of brackets":       filter(strings.Repeat("(", size)),
		"filter of one string":     filter(`userName eq "` + strings.Repeat("a", size)),
		"filter of backslashes":    filter(`userName eq "` + strings.Repeat(`\\`, size/2) + `"`),
		"many operations":          patch(repeat(`{"op":"replace","path":"title","value":"x"}`)),
		"many emails":              patch(`{"op":"add","path":"emails","value":[` + list(size/40, `{"value":"%d@example.com"}`) + `]}`),
		"the same emails":          patch(`{"op":"add","path":"emails","value":[` + repeat(`{"value":"a@example.com"}`) + `]}`),
		"long path":                patch(`{"op":"add","path":"` + strings.Repeat("a.", size/2) + `","value":1}`),
		"path with many brackets":  patch(`{"op":"add","path":"emails` + strings.Repeat("[a eq 1]", size/8) + `","value":1}`),
		"deep":                     patch(strings.Repeat(`[`, size)),
		"many attributes":          patch(`{"op":"add","value":{` + list(size/20, `"attribute%d":1`) + `}}`),
		"long value":               patch(`{"op":"replace","path":"title","value":"` + strings.Repeat("x", size) + `"}`),
		"members":                  groupPatch(`{"op":"add","path":"members","value":[` + repeat(members) + `]}`),
		"members one by one":       groupPatch(strings.TrimSuffix(strings.Repeat(`{"op":"add","path":"members","value":[`+members+`]},`, size/len(members)), ",")),
		"members in and out":       groupPatch(strings.TrimSuffix(strings.Repeat(`{"op":"replace","path":"members","value":[`+members+`]},{"op":"remove","path":"members"},`, size/len(members)), ",")),
		"members that are unknown": groupPatch(`{"op":"remove","path":"members","value":[` + list(size/20, `{"value":"%d"}`) + `]}`),
	} {
		var a *scimtest.Answer
		took := time.Hour
		for try := 0; try < 3 && took > enough; try++ { // a machine may be busy for a while
			start := time.Now()
			a = send()
			took = min(took, time.Since(start))
		}
		t.Logf("%-26s %3d %s", name, a.Status, took.Round(100*time.Microsecond))
		if took > enough || a.Status >= 500 {
			t.Errorf("%s: status %d after %s", name, a.Status, took)
		}
	}
}
