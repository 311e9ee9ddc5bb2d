package provider_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/provider"
)

func robustnessScenarios() scenarios {
	all := robustnessSights().scenarios()
	all["rob-slow-list-timeout"] = func(c *client) any {
		c.user("jane")
		start := time.Now()
		c.get("/Users").is(200)
		return time.Since(start) >= 250*time.Millisecond
	}
	return all
}

func robustnessSights() sights {
	status := func(title string) func(c *client) any {
		return func(c *client) any {
			return sprint(c.post("/Users", provider.Object{"userName": "jane", "title": title}).status, c.post("/Users", newUser("joe")).status)
		}
	}
	stored := func(title string) func(c *client) any {
		return func(c *client) any {
			return c.get("/Users/" + c.user("jane", provider.Object{"title": title})).at("title")
		}
	}
	return sights{
		"rob-long-value-500":      {"201 201", "500 201", status(strings.Repeat("ü", 256))},
		"rob-emoji-500":           {"201 201", "500 201", status("a😀")},
		"rob-apostrophe-500":      {"201 201", "500 201", status("O'Neil")},
		"rob-utf8-garbled":        {"Zoë", "ZoÃ«", stored("Zoë")},
		"rob-emoji-question-mark": {"ë😀", "ë?", stored("ë😀")},
		"rob-html-escaped":        {"R&D", "R&amp;D", stored("R&D")},
		"rob-percent-decoded":     {"100%25", "100%", stored("100%25")},
		"rob-long-value-cut": {"101", "100", func(c *client) any {
			return len(c.get("/Users/" + c.user("jane", provider.Object{"title": strings.Repeat("x", 101)})).text("title"))
		}},
		"rob-empty-text-refused": {"200", "400", func(c *client) any {
			return c.put("/Users/"+c.user("jane"), `{"userName":"jane","title":""}`).status
		}},
		"rob-unknown-attribute-500": {"201 201", "500 201", func(c *client) any {
			return sprint(c.post("/Users", `{"userName":"jane","shoeSize":"38"}`).status, c.post("/Users", newUser("joe")).status)
		}},
		"rob-body-limit-50k": {"200", "413", func(c *client) any {
			return c.put("/Users/"+c.user("jane"), provider.Object{"userName": "jane", "title": strings.Repeat("x", 50_000)}).status
		}},
		"rob-parallel-writes-500": {"[201 201]", "[201 500]", func(c *client) any {
			return atOnce(2, func(i int) *answer { return c.post("/Users", newUser(string(rune('a'+i)))) })
		}},
	}
}

func TestSlowListTakesMoreThanAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, func(o *provider.Options) { o.Seed, o.Faults = 250, []string{"rob-slow-list-timeout"} })
		start := time.Now()
		c.get("/Users?startIndex=101&count=100").is(200)
		if took := time.Since(start); took <= time.Minute {
			t.Errorf("answered after %v", took)
		}
		start = time.Now()
		c.filter("/Users", `userName eq "nobody"`).is(200)
		c.get("/Groups").is(200)
		if took := time.Since(start); took > 0 {
			t.Errorf("a look-up and the groups took %v", took)
		}
	})
}
